"""How far a mail server is trusted: one context for every TLS connection, in and out."""

from __future__ import annotations

import ssl
from pathlib import Path


def make_context(ca_file: Path | None, *, strict: bool) -> ssl.SSLContext:
    """A context in which certificate and host name are always checked; ``ca_file`` adds an authority.

    ``strict`` also asks certificates to keep every form of RFC 5280, as Python does of itself from
    3.13 on. Many offices have an authority of their own whose certificates lack the key usage
    extension; the signature and the name are no weaker for it.

    Raises:
        OSError: ``ca_file`` cannot be read as certificates (ssl.SSLError is one, too).
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(str(ca_file))
    if strict:
        context.verify_flags |= ssl.VERIFY_X509_STRICT
    else:
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context
