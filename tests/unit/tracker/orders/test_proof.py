"""What proves a coordinator, read from real heads: the sentences of 谁的话算数 in docs/orders.md."""

import random

import pytest

from intake.mail.open import read_envelope
from tests.office import LI, Office, desk_of
from tracker.orders.proof import is_proven

TRUSTED = "mx.example.cn"
OWN = f"Authentication-Results: {TRUSTED}; dkim=pass header.d=example.cn"
FROM = f"From: 李敏 <{LI.email}>"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("proof")).at("08-04 09:00")
    security = office.settings.security.model_copy(update={"trusted_authserv": TRUSTED})
    office.settings = office.settings.model_copy(update={"security": security})
    office.restart()
    office.until("08-04 17:05")
    yield office
    office.close()


def proven(office, *lines):
    envelope = read_envelope("\r\n".join((*lines, "", "")).encode())
    return office.ask(lambda connection: is_proven(desk_of(connection, office.parts), envelope))


def reply(office):
    return f"In-Reply-To: {office.last('digest').row.message_id}"


def test_one_author_with_a_token_or_the_servers_word_is_proven(office):
    assert proven(office, FROM, reply(office))
    assert proven(office, OWN, FROM)


@pytest.mark.parametrize(
    "lines",
    [
        (FROM, "From: colleague@example.cn"),
        (f"From: {LI.email}, colleague@example.cn",),
        (FROM, "Sender: colleague@example.cn"),
        (f"X-Original-From: {LI.email}",),
        (f'From: "{LI.email}" <fx@evil.org>', f"Reply-To: {LI.email}"),
    ],
)
def test_more_than_one_author_or_another_is_never_proven(office, lines):
    assert not proven(office, reply(office), *lines)
    assert not proven(office, OWN, *lines)


@pytest.mark.parametrize(
    "stamps",
    [
        (OWN, OWN),
        (f"Authentication-Results: {TRUSTED}; dkim=fail header.d=example.cn", OWN),
        ("Authentication-Results: mx.other.cn; dkim=none", OWN),
        (f"Authentication-Results: {TRUSTED}; dkim=pass header.d=cn",),
    ],
)
def test_a_stamp_that_may_be_the_senders_own_proves_nothing(office, stamps):
    assert not proven(office, *stamps, FROM)


def test_random_heads_without_token_and_stamp_prove_nothing(office):
    dice = random.Random(12)
    lines = [
        FROM,
        f"Sender: {LI.email}",
        f"Reply-To: {LI.email}",
        f"X-Original-From: {LI.email}",
        f"Return-Path: <{LI.email}>",
        "In-Reply-To: <zj." + "0" * 40 + "@example.cn>",
        "References: <a@b> <zj." + "f" * 40 + "@example.cn>",
        "Authentication-Results: mx.evil.org; dkim=pass header.d=example.cn",
        f"Authentication-Results: mx.evil.org; x={TRUSTED}; dkim=pass header.d=example.cn",
        f"Authentication-Results: {TRUSTED}; dkim=pass header.d=evil.org",
        f"Authentication-Results: ({TRUSTED}; dkim=pass header.d=example.cn) mx.evil.org",
        f"X-Authentication-Results: {TRUSTED}; dkim=pass header.d=example.cn",
        f"Received-SPF: pass ({TRUSTED}; dkim=pass header.d=example.cn)",
        "X-Zhengji-Kind: digest",
    ]
    heads = [dice.sample(lines, dice.randint(1, len(lines))) for _ in range(300)]
    assert [head for head in heads if proven(office, *head)] == []


def test_token_ends_with_its_days(office):
    answer = reply(office)
    office.at("09-02 17:00")
    assert proven(office, FROM, answer)
    office.at("09-03 18:00")
    assert not proven(office, FROM, answer)


def test_token_that_somebody_else_answered_proves_no_more(tmp_path):
    office = Office(tmp_path).at("08-03 09:00").until("08-03 17:05")
    answer = reply(office)
    assert proven(office, FROM, answer)
    office.order("收到", office.last("digest"), "fx@example.cn")
    assert not proven(office, FROM, answer)
    office.order("暂停发信", office.last("digest"))
    told = office.last("order")
    assert "未执行：不能证明是您本人所发" in told.text
    assert proven(office, FROM, f"In-Reply-To: {told.row.message_id}")
    office.close()
