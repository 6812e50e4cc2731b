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


# What OpenSSL objects to (X509_V_ERR_… of x509_vfy.h) → what is wrong, and what to put where.
_NOT_VALID_NOW = {9: "尚未生效", 10: "已过期"}
_UNKNOWN_ISSUER = frozenset((18, 19, 20, 21))
_OTHER_NAME = frozenset((62, 64))
_FORMS = range(79, 95)  # forms of RFC 5280 that only a strict check asks for


def explain_refusal(error: ssl.SSLCertVerificationError, section: str) -> str:
    """Why a server's certificate was refused and which key of ``section`` of the settings mends it."""
    code = error.verify_code
    if code in _NOT_VALID_NOW:
        return f"证书{_NOT_VALID_NOW[code]}，请核对电脑时间；时间无误的，请服务器管理员更换证书"
    if code in _OTHER_NAME:
        return f"证书上的名称与服务器地址不符，请在 {section} 中把 host 改为证书上的名称"
    if code in _UNKNOWN_ISSUER:
        return (
            "证书不是公认机构签发的，请核对服务器地址；确是本单位自建的服务器，"
            f'请在 {section} 中填写 ca_file = "根证书文件的路径"（PEM 格式，向服务器管理员索取）'
        )
    if code in _FORMS:
        return (
            f"证书格式不够严格（{error.verify_message}），请在 {section} 中改为 strict_certificates = false"
        )
    return f"{error.verify_message}，请核对 {section} 中的 host 和电脑时间"
