"""Only the mailbox's own server vouches, and only for the sender's own domain (RFC 8601)."""

from dataclasses import replace

import pytest

from intake.model.case import Address, Envelope
from tracker.office.settings import Security
from tracker.orders.proof import is_vouched


@pytest.mark.parametrize(
    ("header", "vouched"),
    [
        ("mx.bureau.cn; dkim=pass header.d=example.cn", True),
        ("MX.BUREAU.CN 1; spf=none; dkim=pass (2048-bit) header.d=example.cn header.s=a", True),
        ("mx.bureau.cn; dkim=pass header.i=@example.cn", True),
        ("mx.bureau.cn; dkim=pass header.i=limin@example.cn", True),
        ("mx.bureau.cn; dmarc=pass (p=none) header.from=example.cn", True),
        ("mx.bureau.cn; dkim=fail header.d=a.cn; dkim=pass header.d=example.cn", True),
        # Another server, or one that looks like ours
        ("mx.bureau.cn.evil.org; dkim=pass header.d=example.cn", False),
        ("mx-bureau.cn; dkim=pass header.d=example.cn", False),
        ("; dkim=pass header.d=example.cn", False),
        ("", False),
        # Another domain, or none
        ("mx.bureau.cn; dkim=pass header.d=evil.org", False),
        ("mx.bureau.cn; dkim=pass header.d=notexample.cn", False),
        ("mx.bureau.cn; dkim=pass header.d=example.cn.evil.org", False),
        ("mx.bureau.cn; dkim=pass header.d=cn", False),
        ("mx.bureau.cn; dkim=pass header.d=sub.example.cn", False),
        ("mx.bureau.cn; dkim=pass", False),
        ("mx.bureau.cn; spf=pass smtp.mailfrom=example.cn", False),
        # What the sender may choose: the local part of i=, an address, a comment, a reason
        ("mx.bureau.cn; dkim=pass header.i=example.cn@evil.org header.d=evil.org", False),
        ('mx.bureau.cn; dkim=pass header.i="header.d=example.cn "@evil.org', False),
        ('mx.bureau.cn; spf=pass smtp.mailfrom="; dkim=pass header.d=example.cn "@evil.org', False),
        ('mx.bureau.cn; dkim=fail reason="dkim=pass header.d=example.cn"', False),
        ("mx.bureau.cn; dkim=fail (was dkim=pass header.d=example.cn) header.d=evil.org", False),
        ("mx.bureau.cn; spf=none (a (b; dkim=pass header.d=example.cn) c)", False),
        # Not a pass
        ("mx.bureau.cn; dkim=passed header.d=example.cn", False),
        ("mx.bureau.cn; dkim=fail header.d=example.cn", False),
        ("mx.bureau.cn; x-dkim=pass header.d=example.cn", False),
    ],
)
def test_vouched(header, vouched):
    envelope = Envelope(sender=Address("limin@example.cn"), sole_author=True, authentication=header)
    assert is_vouched(envelope, Security(trusted_authserv="mx.bureau.cn")) is vouched
    assert not is_vouched(envelope, Security())
    assert not is_vouched(replace(envelope, sole_author=False), Security(trusted_authserv="mx.bureau.cn"))


@pytest.mark.parametrize("domain", ["163.com", "qq.com", "139.com", "sina.com", "gmail.com", "outlook.com"])
def test_public_provider_vouches_only_where_the_settings_say_so(domain):
    stamp = f"mx.bureau.cn; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    envelope = Envelope(sender=Address(f"limin@{domain}"), sole_author=True, authentication=stamp)
    assert not is_vouched(envelope, Security(trusted_authserv="mx.bureau.cn"))
    assert is_vouched(envelope, Security(trusted_authserv="mx.bureau.cn", vouching_providers=(domain,)))
