"""A certificate authority as an office would make one for its own servers."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.programs import need


def make_authority(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate authority and a certificate for 127.0.0.1: (authority, certificate, key).

    Like those of many offices it has no key usage extension.
    """
    authority, certificate, key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
    request, extensions = folder / "request.pem", folder / "ext"
    extensions.write_text("subjectAltName=IP:127.0.0.1\n")
    openssl = need("openssl")
    new = [openssl, "req", "-newkey", "rsa:2048", "-nodes", "-batch"]
    sign = [openssl, "x509", "-req", "-days", "2", "-CAcreateserial"]
    ca_key = folder / "ca-key.pem"
    for command in (
        [*new, "-x509", "-days", "2", "-subj", "/CN=test authority", "-keyout", ca_key, "-out", authority],
        [*new, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", request],
        [
            *sign,
            "-in",
            request,
            "-CA",
            authority,
            "-CAkey",
            ca_key,
            "-extfile",
            extensions,
            "-out",
            certificate,
        ],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return authority, certificate, key
