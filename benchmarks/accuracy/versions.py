"""Was it here before? Recall and silent merges, filed for real: ``python -m benchmarks.accuracy.versions``.

Every invented case is mailed, and then a second mail that is either another form or version of it
(recall: it must end as the same case, or as its next version) or another case made to look like it
(it must become a case of its own). Reading, filing and the ledger are the product's own; a fresh
office for each row, so that nothing but the pair is alike.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.made.corpus import load_cases
from benchmarks.made.rewrite import REVISIONS
from demo.files import make_docx, make_form, make_pdf
from tracker.ledger import mails
from tracker.ledger.schema import submission
from tracker.office.clock import SetClock
from tracker.run.duties import file_archived
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers

START = datetime(2015, 7, 20, 2, 0, tzinfo=UTC)
FORMS = {"docx": make_docx, "form": make_form, "pdf": make_pdf}
FRAME = (
    (
        "近年来，我们认真贯彻上级关于加强城乡社区治理的部署要求，坚持党建引领、服务为先，把治理重心放到村和社区，"
        "成立了工作专班，主要负责同志任组长，每季度听取一次专题汇报，并将治理工作纳入年度目标考核。"
    ),
    (
        "加强组织领导，凝聚工作合力。建立上下贯通的责任体系，层层签订责任书，形成一级抓一级、层层抓落实的工作格局。"
        "完善工作机制，夯实治理基础。健全例会、督查、通报等制度，落实人员、经费和场所，确保各项任务有人抓、有人管。"
    ),
    (
        "通过一系列举措，群众满意度明显提升，信访量逐年下降，干群关系更加融洽，基层治理水平迈上新的台阶。下一步，"
        "我们将总结经验，查找不足，持续推动社区治理提质增效，为建设美好家园作出新的更大的贡献。"
    ),
)

Case = dict[str, Any]
Second = Callable[[Case, Case, random.Random], Case]


@dataclass(frozen=True, slots=True)
class Trial:
    """One row: what the second mail is to the first, and how it was taken, by name of the match."""

    name: str
    same_case: bool
    taken: Counter[str]

    @property
    def right(self) -> int:
        """Second mails taken for what they are."""
        found = self.taken["same"] + self.taken["revision"]
        return found if self.same_case else self.taken.total() - found - self.taken["of a wrong case"]


def _reworked(change: str, *, renamed: bool = False) -> Second:
    def make(case: Case, _other: Case, chance: random.Random) -> Case:
        text = REVISIONS[change]("\n".join(case["body"]), chance)
        title = f"{case['title'][::-1][:4]}里的新变化" if renamed else case["title"]
        return {**case, "body": text.split("\n"), "title": title}

    return make


def _again(case: Case, _other: Case, _chance: random.Random) -> Case:
    return case


def _framed(case: Case, other: Case, _chance: random.Random) -> Case:
    """Another story of the same office inside the same stock phrases."""
    own = other["body"][: max(3, len(other["body"]) // 3)]
    return {**case, "title": other["title"], "subtitle": "", "body": [FRAME[0], *own, *FRAME[1:]]}


def _of_same_office(case: Case, other: Case, _chance: random.Random) -> Case:
    return {**case, "title": other["title"], "subtitle": "", "body": other["body"]}


def _same_title(case: Case, other: Case, _chance: random.Random) -> Case:
    return {**case, "body": other["body"]}


def _generic(case: Case, other: Case, _chance: random.Random) -> Case:
    return {**case, "title": "城乡社区治理与服务创新优秀案例", "subtitle": "", "body": other["body"]}


def _first_framed(case: Case) -> Case:
    own = case["body"][: max(3, len(case["body"]) // 3)]
    return {**case, "subtitle": "", "body": [FRAME[0], *own, *FRAME[1:]]}


def _whole(case: Case) -> Case:
    return case


# name, whether it is the same case, how the first is sent, the second, the forms of both
Plan = tuple[str, bool, Callable[[Case], Case], Second, str, str]
PLANS: tuple[Plan, ...] = (
    ("the same file again", True, _whole, _again, "docx", "docx"),
    ("Word, then PDF", True, _whole, _again, "docx", "pdf"),
    ("form, then Word", True, _whole, _again, "form", "docx"),
    *((name, True, _whole, _reworked(name), "docx", "docx") for name in REVISIONS),
    *(
        (f"{name}, under a new title", True, _whole, _reworked(name, renamed=True), "docx", "pdf")
        for name in REVISIONS
    ),
    ("another case of the same office", False, _whole, _of_same_office, "docx", "docx"),
    ("another case under the same title", False, _whole, _same_title, "docx", "docx"),
    ("another case, no title but the call's words", False, _whole, _generic, "docx", "docx"),
    ("another story in the same stock phrases", False, _first_framed, _framed, "docx", "docx"),
)


def run(plan: Plan, most: int) -> Trial:
    """File the pairs of one row in an office of its own."""
    name, same_case, first, second, form, other_form = plan
    chance = random.Random(f"{name}/0")
    cases = chance.sample(load_cases(), k=36)
    others = cases if same_case else cases[18:]  # what is told again must not be there already
    pairs = [(first(a), second(a, b, chance)) for a, b in zip(cases, others, strict=False)][:most]
    with tempfile.TemporaryDirectory() as folder:
        init_data(Path(folder))
        clock = SetClock(START)
        with open_office(Path(folder), clock=clock) as parts, open_readers(parts) as readers:
            for turn, which in ((0, form), (1, other_form)):
                for number, pair in enumerate(pairs):
                    raw = _mail(pair[turn], f"{turn}-{number}", which)
                    sha = parts.archive.store(raw)
                    with parts.ledger.begin() as connection:
                        mails.add_mail(connection, sha, len(raw), clock.now(), clock.now())
                file_archived(parts, readers)
                clock.advance(timedelta(days=1))
            with parts.ledger.read() as connection:
                rows = connection.execute(
                    select(submission.c.mail_id, submission.c.case_id, submission.c.role)
                ).all()
    count = len(pairs)  # mail 1 to count are the first ones, count + 1 and on the second ones
    first_case = {row.mail_id: row.case_id for row in rows}
    taken = Counter(
        "of a wrong case"
        if row.role in ("same", "revision") and row.case_id != first_case[row.mail_id - count]
        else str(row.role)
        for row in rows
        if row.mail_id > count
    )
    taken["no case"] = count - taken.total()
    return Trial(name, same_case, +taken)


def _mail(case: Case, number: str, form: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"报送 <sender{number.partition('-')[2]}@county.example.cn>"
    mail["To"] = "bureau@example.cn"
    mail["Subject"] = f"{case['county']}报送案例"
    mail["Message-ID"] = f"<versions{number}@county.example.cn>"
    mail["Date"] = "Mon, 20 Jul 2015 09:00:00 +0800"
    mail.set_content("您好，现报送我单位案例一篇，请查收。")
    name = f"案例{number}.{'pdf' if form == 'pdf' else 'docx'}"
    mail.add_attachment(FORMS[form](case), maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def evaluate(most: int) -> Iterator[Trial]:
    """All rows, with at most ``most`` pairs each."""
    return (run(plan, most) for plan in PLANS)


def main() -> None:
    """Print a row for each way a case comes again."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=36, help="pairs of each row")
    sums: Counter[tuple[bool, str]] = Counter()
    for trial in evaluate(parser.parse_args().most):
        sums.update({(trial.same_case, "right"): trial.right, (trial.same_case, "all"): trial.taken.total()})
        print(f"{trial.name:58} {trial.right:3} of {trial.taken.total():3}  {dict(trial.taken)}", flush=True)
    found, pairs = sums[True, "right"], sums[True, "all"]
    kept, others = sums[False, "right"], sums[False, "all"]
    print(f"recall {found / pairs:.3f} ({found} of {pairs}); merged silently {others - kept} of {others}")


if __name__ == "__main__":
    main()
