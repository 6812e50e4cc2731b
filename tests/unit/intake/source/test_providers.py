"""Providers are known by public address and by server; each says where its code is."""

import pytest

from intake.source.providers import provider_of_address, provider_of_host


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("abc@163.com", "网易163邮箱"),
        ("ABC@QQ.COM", "QQ邮箱"),
        ("abc@foxmail.com", "QQ邮箱"),
        ("abc@139.com", "139邮箱"),
        ("abc@mz.gov.cn", None),
        ("", None),
    ],
)
def test_by_address(address: str, name: str | None) -> None:
    provider = provider_of_address(address)
    assert (provider.name if provider else None) == name


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("imap.exmail.qq.com", "腾讯企业邮箱"),
        ("smtp.qiye.aliyun.com", "阿里企业邮箱"),
        ("IMAP.163.com", "网易163邮箱"),
        ("mail.example.gov.cn", None),
    ],
)
def test_by_server(host: str, name: str | None) -> None:
    provider = provider_of_host(host)
    assert (provider.name if provider else None) == name
