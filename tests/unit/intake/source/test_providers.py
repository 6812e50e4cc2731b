"""Providers are known by public address and by server; each says where its code is."""

import pytest

from intake.source.providers import all_providers, provider_of_address, provider_of_host
from tests.paths import ROOT


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


def test_what_was_checked_is_said_in_the_settings_page() -> None:
    """A row a provider, as the file has it: what is not known to be right is called unchecked there."""
    page = (ROOT / "docs" / "settings.zh-CN.md").read_text("utf-8")
    rows = [f"| {one.name} | {one.checked} |" for one in all_providers()]

    assert [row for row in page.split("## 邮箱服务商")[1].splitlines() if row.startswith("| ")][1:] == rows


def test_personal_and_business_mail_of_one_maker() -> None:
    """The same servers to read by, others to send by."""
    assert [
        (one.name, one.imap, one.smtp) for one in all_providers() if one.imap == "outlook.office365.com"
    ] == [
        ("Outlook个人邮箱", "outlook.office365.com", "smtp-mail.outlook.com"),
        ("Microsoft 365", "outlook.office365.com", "smtp.office365.com"),
    ]
