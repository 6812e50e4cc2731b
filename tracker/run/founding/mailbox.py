"""The shipped settings with the mailbox that a notice names, as far as its provider is known."""

from __future__ import annotations

import re

from intake.source.providers import Provider, provider_of_address

_SECTION = "# [[mailboxes]]\n"


def settings_for(shipped: str, address: str) -> str:
    """The settings of ``shipped`` with mailbox and SMTP filled in; unchanged where the provider is not known."""
    provider = provider_of_address(address)
    return shipped if provider is None else _smtp(_mailbox(shipped, provider, address), provider, address)


def _mailbox(text: str, provider: Provider, address: str) -> str:
    before, section, after = text.partition(_SECTION)
    values = {"name": "main", "host": provider.imap, "user": address}
    for key, value in values.items():
        after = re.sub(rf'^# {key} = "[^"\n]*".*$', f'{key} = "{value}"', after, count=1, flags=re.MULTILINE)
    return f"{before}# 通知所写邮箱：{provider.name}。授权码：{provider.code}\n{section.removeprefix('# ')}{after}"


def _smtp(text: str, provider: Provider, address: str) -> str:
    before, section, after = text.partition("[smtp]\n")
    after = re.sub(r'^host = ""', f'host = "{provider.smtp}"', after, count=1, flags=re.MULTILINE)
    values = {"user": address, "from_address": address}
    if provider.starttls:
        values["tls"] = "starttls"
        after = re.sub(r"^# port = 465", "port = 587", after, count=1, flags=re.MULTILINE)
    for key, value in values.items():
        after = re.sub(rf'^# {key} = "[^"\n]*"', f'{key} = "{value}"', after, count=1, flags=re.MULTILINE)
    return before + section + after
