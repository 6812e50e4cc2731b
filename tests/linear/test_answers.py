"""Answers of experts and units, notices and orders are read in time linear in what comes, orders in a set time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.accuracy.review import shipped_campaign
from intake.campaign.notice.read import read_notice
from intake.campaign.review import ReviewRules
from tests.office import Office, case, desk_of
from tracker.orders import parse
from tracker.orders.parse import Parsed, parse_orders
from tracker.orders.understand import fold
from tracker.orders.understand.fold import LONGEST
from tracker.publications.volume.finals.answers import read_answers
from tracker.publications.volume.finals.named import Work
from tracker.publications.volume.rounds.differences import compare_lines, compare_text
from tracker.publications.volume.rounds.lines import read_lines as read_corrections
from tracker.review.copies.hide import hide_names
from tracker.review.mail.consent import read_consent
from tracker.review.mail.replies import read_wish
from tracker.review.marks.lines import read_lines as read_marks

CHARACTERS = 10_000  # of the shorter text; then four times as many
GROWTH = 2.5**2
WORTH = 1.0  # seconds of the longer text from which growth is judged
NUMBERS = tuple(f"A{number:02}" for number in range(1, 40))
WORKS = [Work(1, 3, "一张清单管到底", ("宋楼镇",)), Work(2, 7, "板材村的四方碰头会")]
READERS: dict[str, Callable[[str], object]] = {
    "consent": lambda text: read_consent(text, shipped_campaign()),
    "wish": read_wish,
    "marks": lambda text: read_marks(text, ReviewRules(), NUMBERS),
    "corrections": read_corrections,
    "answers": lambda text: read_answers(text, WORKS),
    "a line compared": lambda text: compare_text(text, text[::-1]),
    "lines compared": lambda text: list(compare_lines(text.splitlines(), text[::-1].splitlines())),
    "notice": read_notice,
    "names hidden": lambda text: hide_names(text, ("赵守正", "宋楼镇", "丰县")),
}
PIECES = {
    "marks": "A07 85 90 88\n",
    "marks in a line": "A07 85 90 88，",
    "quotation marks": "“",
    "open titles": "《",
    "avoided": "回避沛县、",
    "either": "丰县还是",
    "either case": "1号还是",
    "conditions": "但是如果不",
    "corrections": "第3页“甲”改为“乙”；",
    "pages": "第3页第",
    "digits": "1",
    "blanks": " ",
    "short lines": "社区\n",
    "numbered": "一、",
    "addresses": "a@b.cn ",
    "web": "www.a.b-",
    "latin": "Aa ",
    "readings": "赵(zhao)",
    "spoken digits": "八〇",
    "last days": "请各县（市）区民政局于8月10日前",
    "table": "甲\t乙\n",
    "semicolons": "；",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("reader", READERS)
def test_reading_is_linear(reader: str, piece: str) -> None:
    read, one = READERS[reader], PIECES[piece]
    times = CHARACTERS // len(one)
    read(one)  # what is loaded once does not count
    long = seconds(read, one * 4 * times)
    if long > WORTH:
        long, short = (min(seconds(read, one * n) for _ in range(2)) for n in (4 * times, times))
        assert long <= GROWTH * short, f"{short:.2f} s, then {long:.2f} s"


def seconds(read: Callable[[str], object], text: str) -> float:
    """Of this process."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(Path(tmp_path_factory.mktemp("office"))).at("07-10 09:00")
    made.mail("fx@example.cn", case("望湖社区的议事会"))
    yield made
    made.close()


def orders(office: Office, text: str) -> Parsed:
    with office.parts.ledger.read() as connection:
        return parse_orders(desk_of(connection, office.parts), text)


@pytest.mark.parametrize(
    ("text", "verbs", "unread"),
    [
        ("1号撤回。", ["withdraw"], ()),
        ("1号撤回。" + " " * LONGEST, ["withdraw"], ()),
        (
            "1号撤回。\n" + "啊" * (LONGEST + 9),
            ["withdraw"],
            ("啊" * 20 + f"……（一封来信只读前{LONGEST}字，从这里起请另发）",),
        ),
    ],
)
def test_of_a_long_text_the_beginning_may_be_orders(
    office: Office, text: str, verbs: list[str], unread: tuple[str, ...]
) -> None:
    parsed = orders(office, text)
    assert ([order.verb.value for order in parsed.orders], parsed.unclear) == (verbs, unread)


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_orders_take_a_set_time(office: Office, piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte no longer than what may be orders, whatever that is: each sentence costs milliseconds."""
    may_be = LONGEST // 4
    monkeypatch.setattr(fold, "LONGEST", may_be)
    monkeypatch.setattr(parse, "LONGEST", may_be)
    one = PIECES[piece]
    text = one * (1_000_000 // len(one))
    orders(office, one)  # what is loaded once does not count
    long = seconds(lambda words: orders(office, words), text)
    if long > WORTH:
        assert long <= 2.5 * seconds(lambda words: orders(office, words), text[:may_be])
