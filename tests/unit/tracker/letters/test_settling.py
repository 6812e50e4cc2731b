"""What the digest tells her to write settles what it stands beside, pasted back as it is."""

from __future__ import annotations

import re

import pytest

from intake.model.case import Doubt, MailKind
from intake.model.doubts import DOUBTS, Owner
from tests.office import Office, case, desk_of
from tracker.ledger.views.status import DOUBTFUL
from tracker.letters.digest.content import list_needs
from tracker.letters.writing.settling import reply_to_case, reply_to_mail
from tracker.orders.order import Verb
from tracker.orders.parse import Parsed, parse_orders

OF_MAILS = (
    "secret", "sender-unwritable", "no-case", "question", "extension", "unit-said", "unclear", "bounce", "unread",
)  # fmt: skip
OF_CASES = tuple(
    code
    for code, kind in DOUBTS.items()
    if kind.owner is Owner.COORDINATOR and code not in (*OF_MAILS, "unproven-order", DOUBTFUL)
)
WORDS = "照片发到本邮箱即可"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    made = Office(tmp_path_factory.mktemp("settling")).at("08-03 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"))
    made.until("08-03 17:05")
    yield made
    made.close()


def settle(office: Office, digest) -> tuple[str, str]:
    """Paste what the first need says; what was pasted, and what the answer says."""
    with office.parts.ledger.read() as connection:
        need, *_ = list_needs(desk_of(connection, office.parts))
    pasted = need.example.replace("……", WORDS if "回复" in need.example else "四")
    answer = office.order(pasted, digest)
    return pasted, answer.text if answer else ""


def handles(office: Office) -> set[str]:
    with office.parts.ledger.read() as connection:
        return {need.handle for need in list_needs(desk_of(connection, office.parts))}


@pytest.mark.parametrize("code", OF_CASES)
def test_of_a_case(office: Office, code: str) -> None:
    doubt = Doubt(code, "主题", "两处不一")
    office.mail("fx@example.cn", case(f"{code}的故事", "丰县", doubts=(doubt,)))
    serial = office.cases()[-1].serial
    assert f"{serial}号" in handles(office)

    pasted, said = settle(office, office.last("digest"))

    assert pasted.startswith(f"{serial}号")
    assert f"{serial}号" in said
    assert f"{serial}号" not in handles(office)


@pytest.mark.parametrize("code", OF_MAILS)
def test_of_a_mail(office: Office, code: str) -> None:
    doubt = Doubt(code, "材料", "宽限到8月14日" if code == "extension" else "请看")
    row = office.mail("px@example.cn", kind=MailKind.OTHER, needs_person=True, doubts=(doubt,), body=code)
    assert f"收件{row.id}" in handles(office)

    pasted, said = settle(office, office.last("digest"))

    assert re.match(rf"收件{row.id}|沛县延到8月14日", pasted)
    assert said
    assert f"收件{row.id}" not in handles(office)


def test_who_asked_for_his_case_to_be_taken_out_hears_that_it_was(office: Office) -> None:
    office.mail("sn@example.cn", case("柳桥的三个家", "睢宁县"))
    serial = office.cases()[-1].serial
    doubt = Doubt("withdrawal", detail="柳桥那篇不报了")
    row = office.mail(
        "sn@example.cn", kind=MailKind.WITHDRAWAL, needs_person=True, doubts=(doubt,), body="撤回"
    )

    pasted, said = settle(office, office.last("digest"))

    assert pasted == f"{serial}号撤回"
    assert "有效 → 撤回，已告知sn@example.cn" in said
    told = office.last("reply")
    assert told.row.recipient == "sn@example.cn"
    assert "《柳桥的三个家》已按来信撤回，不再计数，材料留存。" in told.text
    assert f"收件{row.id}" not in handles(office)


@pytest.mark.parametrize("pasted", ["收件1回复：……", "1号属……", "1号主题改……"])
def test_what_was_left_open_is_no_order(office: Office, pasted: str) -> None:
    """The place for her words, pasted back unfilled, goes to nobody and changes nothing."""
    with office.parts.ledger.read() as connection:
        found = parse_orders(desk_of(connection, office.parts), pasted)
    assert [order for order in found.orders if order.verb is not Verb.SHOW] == []
    assert found != Parsed()


@pytest.mark.parametrize(
    ("doubt", "unit", "reply"),
    [
        (Doubt("extension", detail="宽限到8月14日"), "沛县", "沛县延到8月14日"),
        (Doubt("extension", detail="想晚到十四号"), "沛县", "沛县延到8月14日"),
        (Doubt("extension", detail="宽限几天"), "沛县", "收件8回复：……"),
        (Doubt("extension", detail="宽限到8月14日"), "", "收件8回复：……"),
        (Doubt("question", detail="8月14日行吗"), "沛县", "收件8回复：……"),
        (Doubt("unclear"), "沛县", "收件8已处理"),
    ],
)
def test_reply_to_a_mail(doubt: Doubt, unit: str, reply: str) -> None:
    assert reply_to_mail(doubt, "收件8", unit, 8) == reply


@pytest.mark.parametrize(
    ("doubt", "reply"),
    [
        (Doubt("theme", choices=("二", "四")), "3号主题改二"),
        (Doubt("theme"), "3号主题改5"),
        (Doubt("county", choices=("沛县",)), "3号属沛县"),
        (Doubt("county-conflict"), "3号属丰县"),
        (Doubt("near-copy"), "3号有效"),
        (Doubt("withdrawal"), "3号撤回"),
        (Doubt("replacement"), "3号用最新稿"),
        (Doubt("form-conflict"), "3号确认"),
    ],
)
def test_reply_to_a_case(doubt: Doubt, reply: str) -> None:
    assert reply_to_case(doubt, "3号", "5", "丰县") == reply


def test_where_nothing_is_known_she_fills_it_in() -> None:
    replies = [reply_to_case(Doubt(code), "3号", "", "") for code in ("theme", "county")]
    assert replies == ["3号主题改……", "3号属……"]


@pytest.mark.parametrize(
    ("detail", "reply"),
    [
        ("1号《“一核五元”聚民心》，IMG_1.jpg", "收件4的照片放到1号"),
        ("没有写明是哪一篇，IMG_1.jpg", "收件4的照片放到……号"),
    ],
)
def test_photos_of_a_visit_are_put_to_their_case(detail: str, reply: str) -> None:
    assert reply_to_mail(Doubt("visit-photo", "", detail), "收件4", "", 8) == reply
