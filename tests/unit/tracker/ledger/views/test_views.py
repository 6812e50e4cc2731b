"""Questions asked of the whole ledger: figures, lists, what waits, what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from intake.model.case import Doubt, MailKind
from tests.office import LI, Office, case, local
from tracker.ledger.cases import list_cases, set_case
from tracker.ledger.doubts import list_doubts
from tracker.ledger.mails import add_mail
from tracker.ledger.people.corrections import Correction, Word, add_correction, take_back
from tracker.ledger.records import CaseStatus, LetterKind, LetterState, MailState
from tracker.ledger.views import figures, flow, likeness, status, themes, titles, together, waiting

FX, PX, SN = "fx@example.cn", "px@example.cn", "sn@example.cn"


@pytest.fixture
def office(tmp_path: Path, place: object) -> Iterator[Office]:
    """Three units, four cases, one of them withdrawn; an advert, and a mail that nobody has read."""
    made = Office(tmp_path, place=place)
    made.at("08-03 09:00").mail(PX, case("沛县的做法", "沛县", theme="1"))
    made.at("08-03 10:00").mail(FX, case("丰县的做法"), case("丰县的另一做法", theme="3"))
    made.at("08-03 11:00").mail("ad@shop.cn", kind=MailKind.ADVERT)
    made.at("08-03 12:00").mail(SN, case("睢宁的做法", "睢宁县", doubts=(Doubt("theme"), Doubt("phone"))))
    with made.parts.ledger.begin() as connection:
        set_case(connection, 4, made.clock.now(), status=CaseStatus.WITHDRAWN)
        add_mail(connection, "f" * 64, 10, local("08-03 08:00"), local("08-03 12:30"))
    yield made
    made.close()


@pytest.fixture
def empty(tmp_path: Path, place: object) -> Iterator[Office]:
    made = Office(tmp_path, place=place)
    yield made
    made.close()


def test_of_an_empty_ledger_everything_is_nothing(empty: Office) -> None:
    now = local("08-03 09:00")
    asked: dict[Callable[[Connection], object], object] = {
        figures.mails_by_state: dict.fromkeys(MailState, 0),
        figures.letters_by_state: dict.fromkeys(LetterState, 0),
        figures.cases_by_status: dict.fromkeys(CaseStatus, 0),
        figures.oldest_unread: None,
        lambda connection: figures.oldest_due(connection, now): None,
        figures.count_scans: 0,
        figures.began_at: None,
        lambda connection: list(flow.cases_in_order(connection, ["fengxian"])): [],
        lambda connection: list(flow.cases_in_order(connection, [])): [],
        lambda connection: flow.changed_since(connection, now): [],
        lambda connection: flow.numbers_by_mail(connection, []): {},
        titles.active_titles: {},
        lambda connection: titles.sent_titles(connection, FX, 5): (),
        themes.settled_themes: [],
        lambda connection: waiting.senders_since(connection, now): [],
        lambda connection: waiting.reached_since(connection, now): frozenset(),
        lambda connection: list(together.each_letter(connection)): [],
        status.reconcile: status.Reconciliation(0, 0, 0, 0, 0, 0),
        status.count_waiting: status.Waiting(0, 0),
        lambda connection: list(status.each_mail(connection)): [],
        lambda connection: likeness.kept_case(connection, 1): 1,
    }
    assert [empty.ask(question) for question in asked] == list(asked.values())


def test_figures_count_every_state(office: Office) -> None:
    assert office.ask(figures.mails_by_state) == {
        MailState.ARCHIVED: 1,
        MailState.FILED: 4,
        MailState.QUARANTINED: 0,
    }
    assert office.ask(figures.cases_by_status) == {
        CaseStatus.ACTIVE: 3,
        CaseStatus.WITHDRAWN: 1,
        CaseStatus.DUPLICATE: 0,
    }
    assert office.ask(figures.oldest_unread) == local("08-03 12:30")
    assert office.ask(figures.began_at) == local("08-03 09:00")


def test_a_letter_is_due_from_its_minute_on(office: Office) -> None:
    due = office.letters(LetterKind.ACKNOWLEDGEMENT)[0].row.due_at

    def oldest(when: datetime) -> object:
        return office.ask(lambda connection: figures.oldest_due(connection, when))

    assert [oldest(due - timedelta(seconds=1)), oldest(due), oldest(due + timedelta(days=1))] == [
        None,
        due,
        due,
    ]


@pytest.mark.parametrize(
    ("units", "serials"),
    [
        (("fengxian", "peixian", "suining"), [2, 3, 1, 4]),
        (("suining", "peixian", "fengxian"), [4, 1, 2, 3]),
        (("peixian",), [1, 2, 3, 4]),  # the others by number
        ((), [1, 2, 3, 4]),
        (("nowhere",), [1, 2, 3, 4]),
    ],
)
def test_cases_stand_in_the_order_of_their_units(
    office: Office, units: tuple[str, ...], serials: list[int]
) -> None:
    serial = {row.id: row.serial for row in office.cases()}
    found = office.ask(lambda connection: list(flow.cases_in_order(connection, units)))
    assert [serial[one] for one in found] == serials


def test_what_came_or_was_renewed_since_a_time(office: Office) -> None:
    office.at("08-03 13:00").mail(PX, case("沛县的做法", "沛县", theme="1", edition=2))

    def since(when: str) -> list[int]:
        return sorted(office.ask(lambda connection: flow.changed_since(connection, local(when))))

    assert [since("08-03 08:59"), since("08-03 10:00"), since("08-03 12:59"), since("08-03 13:00")] == [
        [1, 2, 3, 4],
        [1, 4],
        [1],
        [],
    ]


def test_numbers_and_answers_by_mail(office: Office) -> None:
    office.at("08-03 12:45").tick()

    assert office.ask(lambda connection: flow.numbers_by_mail(connection, [1, 2, 3, 99])) == {
        1: ["XZ-001"],
        2: ["XZ-002", "XZ-003"],
    }
    answers = office.ask(lambda connection: flow.answers_by_mail(connection, [1, 2, 3]))
    assert answers == {1: "acknowledgement", 2: "acknowledgement"}


def test_titles_of_cases_that_count_and_of_what_an_address_sent(office: Office) -> None:
    office.at("08-03 13:00").mail(PX, case("沛县的新做法", "沛县"))

    assert office.ask(titles.active_titles) == {
        1: "沛县的做法",
        2: "丰县的做法",
        3: "丰县的另一做法",
        5: "沛县的新做法",
    }
    for email, most, found in (
        (PX, 5, ("沛县的新做法", "沛县的做法")),
        (PX, 1, ("沛县的新做法",)),
        (SN, 5, ("睢宁的做法",)),  # withdrawn, but sent
        ("", 5, ()),
        ("nobody@x.cn", 5, ()),
    ):
        assert office.ask(lambda connection, e=email, m=most: titles.sent_titles(connection, e, m)) == found


def test_the_last_word_on_a_theme_beside_what_was_found(office: Office) -> None:
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        for case_id, value, batch in ((1, "4", "a"), (1, "5", "b"), (2, "6", "c"), (3, "3", "")):
            add_correction(
                connection, Correction(case_id, "theme", "", value, Word("李敏", "reply", batch=batch), now)
            )
        take_back(connection, "b", now)
        take_back(connection, "c", now)

    assert office.ask(themes.settled_themes) == [
        themes.SettledTheme("4", "1", now),
        themes.SettledTheme("3", "3", now),
    ]


def test_who_wrote_and_waits(office: Office) -> None:
    wrote = [
        waiting.Writer(FX, 0, local("08-03 10:00")),  # answered when the mail was filed
        waiting.Writer(PX, 0, local("08-03 09:00")),
        waiting.Writer(SN, 0, local("08-03 12:00")),
    ]
    assert office.ask(lambda connection: waiting.senders_since(connection, local("08-03 08:00"))) == wrote
    assert office.ask(lambda connection: waiting.senders_since(connection, local("08-03 10:00"))) == wrote[2:]
    assert (
        office.ask(lambda connection: waiting.reached_since(connection, local("08-03 08:00"))) == frozenset()
    )

    office.at("08-03 12:45").tick()

    reached = office.ask(lambda connection: waiting.reached_since(connection, local("08-03 08:00")))
    assert reached == {FX, PX, SN}
    assert office.ask(lambda connection: waiting.reached_since(connection, office.clock.now())) == frozenset()


def test_what_belongs_to_mails_and_cases(office: Office) -> None:
    office.at("08-03 12:45").tick()
    with office.parts.ledger.read() as connection:
        by_mail = together.submissions_by_mail(connection, [1, 2, 3])
        assert {mail: [row.case_id for row in rows] for mail, rows in by_mail.items()} == {1: [1], 2: [2, 3]}
        doubts = together.doubts_by_case(connection, [1, 4])
        assert {key: [row.code for row in rows] for key, rows in doubts.items()} == {4: ["theme", "phone"]}
        assert together.numbers_of(connection, [4, 1, 9]) == {4: "XZ-004", 1: "XZ-001"}
        letters = together.letters_by_mail(connection, [1, 3])
        assert {mail: [row.recipient for row in rows] for mail, rows in letters.items()} == {1: [PX]}
        (row,) = letters[1]
        answered = together.answered_hashes(connection, [row.id])
        assert answered == {row.id: list(together.hashes_of(connection, [1]).values())}
        everything = [one.id for some in together.each_letter(connection) for one in some]
        assert everything == [letter.row.id for letter in office.letters()]
        version = list_cases(connection)[1].version_id
        assert together.versions_of(connection, [version])[version].from_email == FX
        assert list(together.texts_of(connection, [version])) == [version]
        assert together.texts_of(connection, []) == {}


def test_every_mail_is_accounted_for(office: Office) -> None:
    found = office.ask(status.reconcile)

    assert found == status.Reconciliation(total=5, with_cases=3, others=1, queue=1, on_server=0, known=0)
    assert found.difference == 0


def test_what_waits_is_counted_by_who_settles_it(office: Office) -> None:
    with office.parts.ledger.read() as connection:
        owners = [row.owner for row in list_doubts(connection)]
        found = status.count_waiting(connection)
        assert (found.office, found.senders, found.total) == (
            len(owners) - owners.count("sender"), owners.count("sender"), len(owners)
        )  # fmt: skip
        ordered = status.doubts_by_id(connection, list(status.doubts_in_order(connection, status.WAITED_FOR)))
        assert sorted(row.owner for row in ordered) == sorted(owners)
        first = list(status.doubts_in_order(connection, ("sender",)))
        assert [row.id for row in status.open_doubts(connection, ("sender",))] == first
        assert [one.id for one in status.doubts_in_short(connection, ("sender",))] == first
        assert {
            one.unit_key
            for one in status.doubts_in_short(connection, ("sender", "coordinator"))
            if one.case_id
        } == {"suining"}


def test_mails_of_a_time_and_kind(office: Office) -> None:
    def count(when: str, *kinds: MailKind) -> object:
        return office.ask(lambda connection: status.count_mails(connection, local(when), kinds))

    assert [count("08-03 08:00"), count("08-03 10:00"), count("08-03 08:00", MailKind.ADVERT)] == [4, 2, 1]
    assert [row.from_email for row in office.ask(status.set_aside)] == ["ad@shop.cn"]
    assert [row.arrived_at for row in office.ask(status.list_mails)] == sorted(
        row.arrived_at
        for some in office.ask(lambda connection: list(status.each_mail(connection)))
        for row in some
    )


def test_a_case_kept_for_another_is_followed_to_the_last_and_out_of_a_circle(office: Office) -> None:
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        set_case(connection, 1, now, status=CaseStatus.DUPLICATE, duplicate_of=2)
        set_case(connection, 2, now, status=CaseStatus.DUPLICATE, duplicate_of=3)
        assert [likeness.kept_case(connection, one) for one in (1, 2, 3, 4)] == [3, 3, 3, 4]
        set_case(connection, 3, now, status=CaseStatus.DUPLICATE, duplicate_of=1)
        assert likeness.kept_case(connection, 1) in (1, 2, 3)


def test_a_letter_to_a_coordinator_is_no_answer(office: Office) -> None:
    office.at("08-03 17:00").tick()

    assert LI.email in {letter.row.recipient for letter in office.letters(LetterKind.DIGEST)}
    assert LI.email not in office.ask(
        lambda connection: waiting.reached_since(connection, local("08-03 08:00"))
    )
