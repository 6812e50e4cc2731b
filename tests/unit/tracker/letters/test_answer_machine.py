"""The pace of answers, driven at random: mails of every kind at drawn times, restarts, nights off, a
process that dies while it writes; each mail is answered by exactly one letter, in time.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from intake.model.case import Doubt, MailKind
from tests.office import ZONE, Letter, Office, case
from tests.properties import examples
from tracker.ledger import letters
from tracker.ledger.records import ANSWERS, LetterState
from tracker.letters.pace import ADDRESS_DAY_LIMIT, DAY, GAP, ON_ITS_WAY, WINDOW, WINDOW_LIMIT

STRANGER = "somebody@example.org"
ADDRESSES = ("fx@example.cn", "qs@example.cn", STRANGER)
KINDS = ("case", "case", "doubtful", "question", "inquiry", "unread")
LAST_CALL = "tracker.letters.answer.letters.put_options"  # of what a letter's transaction does


class Died(BaseException):
    """The process ends here, as by a power cut."""


class AnswerMachine(RuleBasedStateMachine):
    """A few correspondents write as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="zhengji-answers-"))
        self.office = Office(self.folder).at("08-10 20:00")  # the deadline passes on the way
        self.titles: dict[int, str] = {}  # mail → the case it brought
        self.at_once: set[int] = set()
        self.mails: dict[int, str] = {}  # mail → its sender
        self.ticked = True

    def teardown(self) -> None:
        try:
            self.run_on(25 * 60, dies=False)
            assert not self._waiting()
        finally:
            self.office.close()
            shutil.rmtree(self.folder)

    # What may happen

    @rule(sender=st.sampled_from(ADDRESSES), kind=st.sampled_from(KINDS), dies=st.booleans())
    def mail_arrives(self, sender: str, kind: str, dies: bool) -> None:
        if dies:
            count = self.office.count
            try:
                with patch(LAST_CALL, side_effect=Died):
                    self._file(sender, kind)
            except Died:
                self.office.restart()
                self.office.count = count
            else:  # nothing was to be written now
                return
        self._file(sender, kind)

    def _file(self, sender: str, kind: str) -> None:
        title = f"第{self.office.count + 1}个案例的名称"
        if kind in ("case", "doubtful"):
            doubt = Doubt("town", "town", "", ("张集镇", "张集街道"))
            row = self.office.mail(sender, case(title, doubts=(doubt,) if kind == "doubtful" else ()))
            self.titles[row.id] = title
        elif kind == "question":
            row = self.office.mail(sender, kind=MailKind.QUESTION, needs_person=True)
        elif kind == "inquiry":
            row = self.office.mail(sender, kind=MailKind.QUESTION, intent="inquiry")
            self.at_once.add(row.id)  # 收到了吗 waits for nothing
        else:
            row = self.office.mail(
                sender, kind=MailKind.SUBMISSION, doubts=(Doubt("encrypted", "材料.docx"),)
            )
        self.mails[row.id] = sender

    @rule(minutes=st.sampled_from((1, 7, 29, 59, 60, 61, 150)), dies=st.booleans())
    def run_on(self, minutes: int, dies: bool) -> None:
        """The service runs for a while, waking when something is due."""
        end = self.office.clock.now() + timedelta(minutes=minutes)
        if dies:
            try:
                with patch(LAST_CALL, side_effect=Died):
                    self._until(end)
            except Died:
                self.office.restart()
        self._until(end)
        self.ticked = True

    def _until(self, end: datetime) -> None:
        self.office.until(f"{end.astimezone(ZONE):%Y-%m-%d %H:%M:%S}")

    @rule(minutes=st.sampled_from((30, 200)))
    def machine_is_off(self, minutes: int) -> None:
        self.office.clock.advance(timedelta(minutes=minutes))
        self.office.restart()
        self.ticked = False

    # What must always hold

    def _answers(self) -> list[Letter]:
        return self.office.letters(*ANSWERS)

    def _waiting(self) -> set[int]:
        answered = self.office.ask(letters.answered_mails)
        return self.mails.keys() - {mail_id for ids in answered.values() for mail_id in ids}

    @invariant()
    def every_mail_by_one_letter(self) -> None:
        answered = self.office.ask(letters.answered_mails)
        found = self._answers()
        assert {letter.row.id for letter in found} == answered.keys()
        all_ids = [mail_id for ids in answered.values() for mail_id in ids]
        assert len(all_ids) == len(set(all_ids))
        for letter in found:
            for mail_id in answered[letter.row.id]:
                assert self.mails[mail_id] == letter.row.recipient
                assert self.titles.get(mail_id, "") in letter.text

    @invariant()
    def never_too_many(self) -> None:
        """Three an hour to a unit, but for 收到了吗; one a day to a stranger."""
        composed: dict[str, list[datetime]] = defaultdict(list)
        sent: dict[str, list[datetime]] = defaultdict(list)
        answered = self.office.ask(letters.answered_mails)
        for letter in self._answers():
            if letter.row.recipient != STRANGER and self.at_once & {*answered[letter.row.id]}:
                continue
            composed[letter.row.recipient].append(letter.row.created_at)
            if letter.row.state is LetterState.SENT:
                sent[letter.row.recipient].append(letter.row.sent_at)
        for known in (composed, sent):
            days = [at.astimezone(ZONE).date() for at in known.pop(STRANGER, ())]
            assert len(days) == len(set(days))
            for times in known.values():
                assert all(
                    later - one >= WINDOW for one, later in zip(times, times[WINDOW_LIMIT:], strict=False)
                )

    @invariant()
    def nothing_waits_longer(self) -> None:
        """While the service runs, only those wait who have had the letters of their hour or day."""
        if not self.ticked:
            return
        now = self.office.clock.now()
        for sender in {self.mails[mail_id] for mail_id in self._waiting()}:
            rows = [letter.row for letter in self._answers() if letter.row.recipient == sender]
            times = [row.sent_at or row.created_at for row in rows]
            if sender == STRANGER:
                assert times[-1].astimezone(ZONE).date() == now.astimezone(ZONE).date()
                continue
            on_its_way = any(row.state in ON_ITS_WAY for row in rows) or now - max(times) < GAP
            of_the_hour = [at for at in times if now - at < WINDOW]
            of_the_day = [at for at in times if now - at < DAY]
            assert on_its_way or len(of_the_hour) >= WINDOW_LIMIT or len(of_the_day) >= ADDRESS_DAY_LIMIT


TestAnswerMachine = pytest.mark.slow(AnswerMachine.TestCase)
TestAnswerMachine.settings = settings(
    max_examples=examples(10), stateful_step_count=20, suppress_health_check=list(HealthCheck)
)
