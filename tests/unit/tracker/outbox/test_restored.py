"""What waits in a restored ledger goes only when the Sent folder, or a person, has said that it did not go before."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.model.errors import SourceError
from tests.office import Letter, Office, case, local
from tracker.ledger.events import HANDED, RESTORED, get_note
from tracker.ledger.people import addresses
from tracker.office.writer import letter_name
from tracker.outbox.held import held_letters, release_letters
from tracker.outbox.restored import WAITS, Handed, end_pending, mark_restored, settle_restored

A, B = "a@example.cn", "b@example.cn"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a letter that went and one that waits, just restored from a backup of 10:00."""
    office = Office(tmp_path_factory.mktemp("begun")).at("08-03 09:00")
    with office.parts.ledger.begin() as connection:
        addresses.learn_address(connection, A, "fengxian")
    office.mail(A, case("一"))
    office.send()
    office.at("08-03 10:00").mail(B, case("二"))
    office.at("08-03 15:00")
    with office.parts.ledger.begin() as connection:
        assert mark_restored(connection, local("08-03 10:01"), office.clock.now()) == 1
    office.close()
    return office


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    office = begun.copy(tmp_path)
    yield office
    office.close()


def states(office: Office) -> list[str]:
    return [f"{letter.row.recipient} {letter.row.state}" for letter in office.letters()]


def handed(letter: Letter, at: str = "08-03 10:05", **changes: str) -> Handed:
    values = {
        "message_id": letter.row.message_id,
        "name": letter.headers["X-Zhengji-Letter"],
        "answers": letter.headers["In-Reply-To"],
        "recipient": letter.row.recipient,
        **changes,
    }
    return Handed(at=local(at), **values)


def test_a_letter_has_the_same_name_whoever_holds_the_key(office: Office) -> None:
    (first, _) = office.letters()
    assert first.headers["X-Zhengji-Letter"] == letter_name(first.row.key, A)


@pytest.mark.parametrize("asked", [None, SourceError("no line")])
def test_nothing_goes_while_nobody_knows(office: Office, asked: SourceError | None) -> None:
    def sent_since(_when):
        if asked is not None:
            raise asked

    office.at("08-03 15:05").mail(A, case("三"))
    assert settle_restored(office.parts, sent_since) == 0
    office.send()
    assert states(office) == [f"{A} sent", f"{B} held", f"{A} held"]
    office.tick()
    notice = office.last("urgent")
    assert "台账已从备份恢复（备份时间8月3日10:01）" in notice.text


def test_digests_of_later_days_go_and_say_it(office: Office) -> None:
    for when in ("08-03 17:00", "08-04 17:00"):
        office.at(when)
        settle_restored(office.parts, lambda _when: None)
        office.tick()
        settle_restored(office.parts, lambda _when: None)
        office.send()
    digests = office.letters("digest")
    assert "台账由备份恢复，发件箱尚未核对，1封待放行" in digests[0].text
    assert [letter.row.state for letter in digests][-1] == "sent"


def test_what_went_is_not_sent_again_and_what_did_not_goes(office: Office) -> None:
    first, second = office.letters()
    office.mail("c@example.cn", case("三"))
    third = office.last()
    asked = []

    def sent_since(when):
        asked.append(when)
        return (handed(first, "08-03 09:00"), handed(second, message_id="<other@key>"))

    assert settle_restored(office.parts, sent_since) == 1
    assert asked == [local("08-03 09:00") - timedelta(days=1)]
    office.send()
    assert states(office) == [f"{A} sent", f"{B} sent", "c@example.cn sent"]
    assert [recipient for recipient, _ in office.route.sent] == [A, "c@example.cn"]
    assert office.letters()[1].row.sent_at == local("08-03 10:05")
    settle_restored(office.parts, sent_since)
    assert len(asked) == 1
    assert third.row.recipient == "c@example.cn"


def test_a_letter_written_later_is_found_by_the_mail_it_answers(office: Office) -> None:
    first, _ = office.letters()
    row = office.mail(A, case("三"))
    answered = handed(first, name="", message_id="<x@y>", answers=row.message_id, at="08-03 15:01")
    settle_restored(office.parts, lambda _when: (handed(first, "08-03 09:00"), answered))
    assert states(office)[-1] == f"{A} sent"
    office.send()
    assert [recipient for recipient, _ in office.route.sent] == [A, B]


def test_one_that_may_have_been_answered_together_with_others_waits_for_a_person(office: Office) -> None:
    first, _ = office.letters()
    office.mail(A, case("三"))
    other = handed(first, name="", message_id="<x@y>", answers="<another@x>", at="08-03 15:01")
    settle_restored(office.parts, lambda _when: (handed(first, "08-03 09:00"), other))
    office.send()
    assert states(office) == [f"{A} sent", f"{B} sent", f"{A} held"]


def test_a_folder_that_keeps_no_letters_proves_nothing(office: Office) -> None:
    settle_restored(office.parts, lambda _when: ())
    office.send()
    assert states(office) == [f"{A} sent", f"{B} held"]


def test_a_person_lets_them_go(office: Office) -> None:
    settle_restored(office.parts, lambda _when: None)
    with office.parts.ledger.begin() as connection:
        rows = held_letters(connection)
        assert [row.response for row in rows] == [WAITS]
        release_letters(connection, rows, "李敏", office.clock.now())
        end_pending(connection, office.clock.now())
    settle_restored(office.parts, lambda _when: None)
    office.send()
    assert states(office) == [f"{A} sent", f"{B} sent"]


def test_without_a_restore_nobody_is_asked(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert settle_restored(office.parts, lambda _when: pytest.fail("asked")) == 0
    assert office.ask(lambda c: (get_note(c, RESTORED), get_note(c, HANDED))) == (None, None)
    office.close()
