"""Which servers are believed: real handshakes with certificates that openssl made."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from intake.source.tls import explain_refusal, make_context
from tests.authority import make_authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    return make_authority(tmp_path_factory.mktemp("authority"))


def shake_hands(context: ssl.SSLContext, certificate: Path, key: Path, name: str = "127.0.0.1") -> None:
    """A whole handshake in memory with a server that shows this certificate."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server, server_hostname=name)
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    waiting = [client, server]
    while waiting:
        side = waiting.pop(0)
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            waiting.append(side)


def test_an_offices_own_authority_is_believed_without_a_key_usage(authority: tuple[Path, Path, Path]) -> None:
    ca_file, certificate, key = authority
    shake_hands(make_context(ca_file, strict=False), certificate, key)


def test_whoever_wants_the_forms_kept_gets_them_on_every_python(authority: tuple[Path, Path, Path]) -> None:
    ca_file, certificate, key = authority
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(make_context(ca_file, strict=True), certificate, key)


def test_a_stranger_is_refused_either_way(authority: tuple[Path, Path, Path], tmp_path: Path) -> None:
    ca_file, certificate, key = authority
    other, _, _ = make_authority(tmp_path)
    for trusted, name in ((None, "127.0.0.1"), (other, "127.0.0.1"), (ca_file, "127.0.0.2")):
        with pytest.raises(ssl.SSLCertVerificationError):
            shake_hands(make_context(trusted, strict=False), certificate, key, name)


@pytest.mark.parametrize(
    ("code", "words", "told"),
    [
        (10, "certificate has expired", "证书已过期，请核对电脑时间；时间无误的，请服务器管理员更换证书"),
        (62, "hostname mismatch", "证书上的名称与服务器地址不符，请在 S 中把 host 改为证书上的名称"),
        (
            20,
            "unable to get local issuer certificate",
            (
                "证书不是公认机构签发的，请核对服务器地址；确是本单位自建的服务器，"
                '请在 S 中填写 ca_file = "根证书文件的路径"（PEM 格式，向服务器管理员索取）'
            ),
        ),
        (
            92,
            "CA cert does not include key usage extension",
            "证书格式不够严格（CA cert does not include key usage extension），请在 S 中改为 strict_certificates = false",
        ),
        (1, "unspecified", "unspecified，请核对 S 中的 host 和电脑时间"),
    ],
)
def test_the_setting_is_named(code: int, words: str, told: str) -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code, error.verify_message = code, words
    assert explain_refusal(error, "S") == told
