"""Words of persons in the ledger: recorded, looked up, taken back."""

from datetime import timedelta

import pytest

from intake.model.case import Doubt
from tests.office import Office, case
from tracker.ledger.doubts import (
    Settled,
    add_doubts,
    list_doubts,
    mails_doubted,
    reopen_doubts,
    settle_doubts,
)
from tracker.ledger.people.corrections import (
    Correction,
    Word,
    add_correction,
    count_made,
    is_used,
    mark_of,
    newest_word,
    standing_words,
    take_back,
    words_on,
)

LI, WANG = Word("李敏", "reply", "核对原件", "b1"), Word("王强", "sheet", batch="b2")


@pytest.fixture
def office(tmp_path, place):
    office = Office(tmp_path, place=place).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    yield office
    office.close()


@pytest.fixture
def said(office):
    """Three words: two of a batch, and a later one of somebody else."""
    now = office.clock.now()
    words = [
        Correction(1, "theme", "2", "4", LI, now),
        Correction(1, "level", "town", "village", LI, now),
        Correction(1, "theme", "4", "5", WANG, now + timedelta(minutes=1)),
    ]
    with office.parts.ledger.begin() as connection:
        for word in words:
            add_correction(connection, word)
    return words


def told(words):
    return [(word.field, word.value, word.word, word.undone) for word in words]


def test_words_come_back_as_they_were_said(office, said):
    assert told(office.ask(lambda c: standing_words(c, "b1"))) == told(said[:2])
    assert told(office.ask(lambda c: words_on(c, 1, "theme"))) == told([said[2], said[0]])
    assert office.ask(lambda c: [count_made(c, word.made_at) for word in said]) == [2, 2, 1]
    assert office.ask(lambda c: mark_of(c, "theme", 9)) == (2, 1, 3)
    assert office.ask(lambda c: mark_of(c, "theme", 1)) == (1, 3, 3)
    assert office.ask(lambda c: mark_of(c, "county", 9)) == (0, 0, 0)


def test_a_batch_taken_back_is_no_longer_anybodys_newest(office, said):
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        assert newest_word(connection, "李敏").field == "level"
        assert told(take_back(connection, "b1", now)) == told(said[:2])
        assert take_back(connection, "b1", now) == []
        assert (newest_word(connection, "李敏"), newest_word(connection, "王强").value) == (None, "5")
        assert [word.undone for word in words_on(connection, 1, "theme")] == [False, True]
        assert (mark_of(connection, "theme", 9), is_used(connection, "b1"), is_used(connection, "b9")) == (
            (1, 3, 3),
            True,
            False,
        )


def test_what_cannot_be_taken_back_is_not_the_newest(office):
    lone = Correction(1, "remark", "", "纸质来件", Word("李敏", "sheet"), office.clock.now())
    with office.parts.ledger.begin() as connection:
        add_correction(connection, lone)
        assert newest_word(connection, "李敏") is None


def test_only_the_doubts_meant_are_opened_again(office):
    early, late = office.clock.now(), office.clock.now() + timedelta(minutes=1)
    with office.parts.ledger.begin() as connection:
        add_doubts(
            connection, [Doubt("theme"), Doubt("phone"), Doubt("encrypted", "材料.zip")], early, mail_id=1
        )
        ids = [row.id for row in list_doubts(connection, mail_id=1)]
        assert mails_doubted(connection, "fx@example.cn", "encrypted") == [1]
        settle_doubts(connection, early, "李敏", ids=ids[:2])
        settle_doubts(connection, late, "王强", ids=ids[2:])
        assert mails_doubted(connection, "fx@example.cn", "encrypted") == []

        reopen_doubts(connection, Settled(mail_id=1, codes=("theme", "encrypted"), at=early))
        assert [row.code for row in list_doubts(connection)] == ["theme"]
        reopen_doubts(connection, Settled(mail_id=1, by="王强"))
        assert [row.code for row in list_doubts(connection)] == ["theme", "encrypted"]
        reopen_doubts(connection, Settled(id=ids[1]))
        assert [row.code for row in list_doubts(connection)] == ["theme", "phone", "encrypted"]
