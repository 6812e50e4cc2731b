"""Orders that have something sent: what is queued, what is told, what cannot be taken back."""

from datetime import date
from itertools import count

import pytest

from tests.office import LI, Office, case
from tracker.errors import OrderError
from tracker.ledger.events import MUTED, set_note
from tracker.ledger.records import LetterKind
from tracker.letters.original import Request, requests
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb
from tracker.orders.sending.proofs import carry_out_proofs, describe_proofs
from tracker.orders.sending.send import (
    answer_mails,
    ask_for_papers,
    describe_reminder,
    remind,
    send_names,
    send_originals,
    send_volume,
    send_workbook,
)
from tracker.orders.understand.frames.rounds import Act
from tracker.publications.volume.choice import By, by_lines, choose_cases

BATCH = (f"batch{number}" for number in count())
NOT_CHOSEN = "汇编中还没有案例，请先选定编入汇编的案例"


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("season")).at("08-04 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"), case("院落议事"))
    made.mail("somebody@example.org", kind="question", body="几号截止？")
    made.close()
    return made


@pytest.fixture
def office(season, tmp_path):
    made = season.copy(tmp_path)
    made.at("08-05 10:00")
    yield made
    made.close()


def carry_out(office, *deeds):
    """Orders of one mail: what is said of each, the steps, and what is asked for."""
    with office.parts.ledger.begin() as connection:
        deed = Deed(connection, office.parts, office.clock.now(), "李敏", LI.email, next(BATCH))
        said = [act(deed, order) for act, order in deeds]
        ask_for_papers(deed, "mail-1")
        return said, [step.get("why", step["what"]) for step in deed.steps], requests(connection)


def choose(office):
    with office.parts.ledger.begin() as connection:
        deed = Deed(connection, office.parts, office.clock.now(), "李敏", LI.email)
        choose_cases(deed, by_lines(deed, ["1号", "2号"]).cases, By("李敏"))


def order(verb=Verb.ORIGINAL, **values):
    return Order(verb, "原话", **values)


def why(office, act, given):
    with pytest.raises(OrderError) as caught:
        carry_out(office, (act, given))
    return caught.value.detail


SENT = "材料已发出，不能撤销"


def test_originals_of_several_cases_go_in_one_letter(office):
    said, steps, wanted = carry_out(office, (send_originals, order(serials=(2, 1))))
    assert said == ["2号、1号原件另函发送"]
    assert steps == [SENT]
    assert wanted == [Request("mail-1", LI.email, (2, 1), who="李敏")]


def test_everything_asked_for_in_one_mail_is_one_request_and_each_case_stands_in_it_once(office):
    said, steps, wanted = carry_out(
        office,
        (send_originals, order(serials=(1,))),
        (send_workbook, order()),
        (send_names, order()),
        (send_originals, order(serials=(2, 1))),
    )
    assert said[0::3] == ["1号原件另函发送", "2号、1号原件另函发送"]
    assert said[1] == "最新汇总表另函发送"
    assert said[2].endswith("；名单另函发送")
    assert steps == [SENT] * 4
    assert wanted == [Request("mail-1", LI.email, (1, 2), workbook=True, missing=True, who="李敏")]


def test_of_a_case_that_is_not_there_nothing_is_sent(office):
    assert "9" in why(office, send_originals, order(serials=(9,)))
    assert office.ask(requests) == []


def test_without_a_wish_nothing_is_asked_for(office):
    assert carry_out(office) == ([], [], [])


def test_the_volume_is_sent_once_cases_are_chosen(office):
    assert why(office, send_volume, order()) == NOT_CHOSEN
    choose(office)
    said, _, wanted = carry_out(office, (send_volume, order()))
    assert said == ["案例汇编（2篇）生成后另函发送"]
    assert wanted == [Request("mail-1", LI.email, volume=True, who="李敏")]


@pytest.mark.parametrize(
    ("given", "said", "request_"),
    [
        ({"field": Act.MAKE}, "一校生成后另函发送", {"proof": 1}),
        ({"field": Act.MAKE, "value": "1"}, "一校生成后另函发送", {"proof": 1}),
        (
            {"field": Act.SEND, "words": "2015-08-20"},
            "一校生成后发各单位核对，8月20日前返回；同时另函发送给您",
            {"proof": 1, "due": date(2015, 8, 20)},
        ),
        (
            {"field": Act.SEND, "words": "2015-08-05"},
            "一校生成后发各单位核对，8月5日前返回；同时另函发送给您",
            {"proof": 1, "due": date(2015, 8, 5)},
        ),
    ],
)
def test_a_proof_is_made_for_her_and_sent_to_the_units(office, given, said, request_):
    choose(office)
    told, steps, wanted = carry_out(office, (carry_out_proofs, order(Verb.PROOFS, **given)))
    assert told == [said]
    assert steps == ["校样已发出，不能撤销"]
    assert wanted == [Request("mail-1", LI.email, who="李敏", **request_)]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"field": Act.SEND}, "请写明哪天之前返回，如：二校发各单位，9月20日前返回"),
        ({"field": Act.SEND, "words": "2015-08-04"}, "8月4日已经过去"),
        ({"field": Act.MAKE, "value": "2"}, "还没有出过校样，接下来是一校"),
        ({"field": Act.MAKE, "value": "10"}, "校次只到九校"),
    ],
)
@pytest.mark.parametrize("act", [carry_out_proofs, describe_proofs])
def test_a_proof_that_cannot_be_is_refused_alike_when_asked_and_when_done(office, act, given, reason):
    choose(office)
    assert why(office, act, order(Verb.PROOFS, **given)) == reason


def test_without_chosen_cases_there_is_no_proof(office):
    assert why(office, carry_out_proofs, order(Verb.PROOFS, field=Act.MAKE)) == NOT_CHOSEN


def test_what_a_proof_would_do_is_said_with_the_names_of_those_who_get_it(office):
    choose(office)
    said, steps, wanted = carry_out(
        office,
        (describe_proofs, order(Verb.PROOFS, field=Act.MAKE)),
        (describe_proofs, order(Verb.PROOFS, field=Act.SEND, words="2015-08-20")),
    )
    assert said == ["出一校", "出一校并发信给1处（丰县民政局）核对，8月20日前返回"]
    assert (steps, wanted) == ([], [])


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("8月10日24时", "8月10日24时。"),
        ("8月10日24时。", "8月10日24时。"),
        ("可以！", "可以！"),
        ("见附件）", "见附件）"),
        ("请稍候…", "请稍候…"),
        ("OK.", "OK."),
    ],
)
def test_her_words_go_to_the_sender_as_a_sentence_and_the_mail_is_settled(office, words, closed):
    said, steps, _ = carry_out(office, (answer_mails, order(Verb.ANSWER, serials=(2,), words=words)))
    assert said == [f"已答复somebody@example.org：“{words}”"]
    assert steps[-1] == "答复已发出，不能撤销"
    (letter,) = office.letters(LetterKind.REPLY)
    assert letter.headers["To"] == "somebody@example.org"
    assert closed in letter.text
    assert f"{closed}。" not in letter.text


def test_an_answer_to_a_mail_that_is_not_there_is_refused_and_no_other_goes(office):
    assert why(office, answer_mails, order(Verb.ANSWER, serials=(2, 9), words="可以")) == "没有收件9"
    assert office.letters(LetterKind.REPLY) == []


def test_who_is_short_is_reminded_and_who_has_no_address_is_to_be_called(office):
    said, steps, _ = carry_out(office, (remind, order(Verb.REMIND)))
    assert said == ["已提醒沛县、睢宁县、泉山区；没有邮箱，请电话联系：邳州市"]
    assert steps == ["提醒已发出，不能撤销"]
    assert sorted(one.row.recipient for one in office.letters(LetterKind.REMINDER)) == [
        "px@example.cn",
        "qs@example.cn",
        "sn@example.cn",
    ]


def test_a_named_unit_that_is_not_reminded_is_told_with_the_reason(office):
    with office.parts.ledger.begin() as connection:
        set_note(connection, MUTED, ["peixian"], office.clock.now())
    said, _, _ = carry_out(office, (remind, order(Verb.REMIND, units=("丰县", "睢宁县"))))
    assert said == ["已提醒睢宁县；丰县已报2篇，未提醒"]


def test_at_night_a_reminder_goes_in_the_morning_and_says_so(office):
    office.at("08-05 23:00")
    said, _, _ = carry_out(office, (remind, order(Verb.REMIND, units=("沛县",))))
    assert said == ["已提醒沛县，8月6日08:40发出"]


def test_what_a_reminder_would_do_is_said_with_her_words(office):
    said, steps, _ = carry_out(
        office, (describe_reminder, order(Verb.REMIND, units=("沛县", "泉山区"), words="请于周五前报齐"))
    )
    assert said == ["发信提醒2个单位（沛县、泉山区），另加：“请于周五前报齐”"]
    assert (steps, office.letters(LetterKind.REMINDER)) == ([], [])


def test_where_nobody_can_be_written_to_that_is_said(office):
    assert why(office, describe_reminder, order(Verb.REMIND, units=("邳州市",))).startswith(
        "没有可以发信提醒的单位；"
    )
