"""Any sequence of ledger changes, editions, edits, sorts and returns keeps every human word and converges."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from intake.model.case import Fact
from intake.model.limits import Limits
from tests.properties import examples
from tests.unit.tracker.sheet.season import Office, issue, open_season, say, small
from tracker.ledger.cases import list_cases, machine_values, put_facts
from tracker.ledger.records import Value
from tracker.ledger.schema import correction
from tracker.office.desk import Desk
from tracker.sheet.back.grid import EMPTY, Cell
from tracker.sheet.back.rows import Returned, read_back
from tracker.sheet.columns import STATUS_CHOICES
from tracker.sheet.take.compare import HEADINGS
from tracker.sheet.take.take import Editor, Taken, take_sheet

FIELDS = ("contact", "remark", "town", "unit")
WORDS = ("甲", "乙", "丙", "丁", "")
OWN = "批示"
NOTE = "c.title"  # her comment on the title
ANYTHING = {
    **dict.fromkeys((*FIELDS, OWN, NOTE, "opinion"), (*WORDS, "甲／丙", "丙／丁")),
    "title": ("小院议事会", "《红色圆桌》", "三驾马车——望湖社区纪实", ""),
    "county": ("丰县", "鼓楼区", "没有的县", ""),
    "level": ("镇级", "村级", "省级", ""),
    "theme": ("四", "（一）治理结构", "5", "九", ""),
    "secondary": ("六", "（五）三社联动", ""),
    "phone": ("0516-80001199", "13800001111", ""),
    "on_time": ("按期", "逾期", ""),
    "status": (*STATUS_CHOICES, "有效", "好"),
    "characters": ("1",),
    "number": ("", "XZ-002"),
}

step = st.one_of(
    st.tuples(st.just("say"), st.integers(1, 3), st.sampled_from(FIELDS), st.sampled_from(WORDS)),
    st.tuples(st.just("read"), st.integers(1, 3), st.sampled_from(FIELDS), st.sampled_from(WORDS)),
    st.tuples(st.just("issue")),
    st.tuples(
        st.just("return"),
        st.integers(0, 5),  # which edition, counted back
        st.lists(st.tuples(st.integers(1, 3), st.sampled_from((*FIELDS, OWN)), st.sampled_from(WORDS)), max_size=4),
        st.booleans(),  # the hidden sheet is lost
        st.booleans(),  # and the stamps
    ),
)  # fmt: skip


@dataclass
class World:
    """The office and the editions that are in people's hands."""

    office: Office
    editions: list[Returned] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(
        default_factory=list
    )  # words that must be in the ledger for ever

    def issue(self) -> None:
        self.editions.append(read_back((issue(self.office), Limits())))

    def now(self) -> dict[tuple[int, str], str]:
        with self.office.parts.ledger.read() as connection:
            rows = list_cases(connection)
            return {(row.serial, name): row[name] for row in rows for name in (*FIELDS, "x1")}

    def take(self, returned: Returned) -> Taken:
        self.office.clock.advance(timedelta(minutes=1))
        with self.office.parts.ledger.begin() as connection:
            desk = Desk(connection, self.office.parts, self.office.clock.now())
            return take_sheet(desk, returned, Editor("陈秀兰", "c@example.cn"))


def edited(returned: Returned, edits, order: random.Random, *, bare: bool, unstamped: bool) -> Returned:
    """The edition as she hands it back: edited, sorted, perhaps without what is hidden."""
    rows = []
    for row in returned.rows:
        cells, own, notes = dict(row.cells), dict(row.own), dict(row.notes)
        for serial, name, word in edits:
            if serial == row.serial and name == NOTE:
                notes[NOTE.removeprefix("c.")] = word
            elif serial == row.serial:
                (own if name == OWN else cells)[name] = Cell(word)
        rows.append(replace(row, cells=cells, own=own, notes=notes))
    order.shuffle(rows)
    if unstamped:
        rows = [replace(row, serial=None, version=None, edition=None) for row in rows]
    with_own = any(name == OWN for _, name, _ in edits)
    return replace(
        returned,
        rows=tuple(rows),
        base={} if bare else returned.base,
        edition=None if bare and unstamped else returned.edition,
        own={**returned.own, **({OWN: "Z"} if with_own else {})},
    )


def give(world: World, back: int, edits, *, bare: bool, unstamped: bool, order: random.Random) -> None:
    source = world.editions[-1 - back % len(world.editions)]
    returned = edited(source, edits, order, bare=bare, unstamped=unstamped)
    before = world.now()

    taken = world.take(returned)

    after = world.now()
    wrote = {(serial, name): word for serial, name, word in edits}
    lost = {(c.edit.serial, c.edit.name): c for c in taken.conflicts}
    sorted_alone = {refusal.heading for refusal in taken.refusals if refusal.place.endswith("列")}
    for place, value in after.items():
        serial, name = place
        if value == before[place]:
            continue
        key = (serial, OWN if name == "x1" else name)
        assert key in wrote  # nothing moves that she did not write
        if name == "x1":
            assert wrote[key] in value.split("／")
            assert set(before[place].split("／")) - {""} <= {
                *value.split("／"),
                *shown(source, serial, name).split("／"),
            }
        else:
            assert value == wrote[key]
        world.said.append((serial, name, value))
    for (serial, name), word in wrote.items():
        if (
            name != OWN
            and word != shown(source, serial, name)
            and word != after[serial, name]
            and not unstamped
            and HEADINGS[name] not in sorted_alone
        ):
            assert (serial, name) in lost  # a word that was not taken is shown with both values
    again = world.take(returned)
    assert (again.lines, again.new, again.gone) == ([], [], [])
    assert world.now() == after


def shown(source: Returned, serial: int, name: str) -> str:
    row = next(row for row in source.rows if row.serial == serial)
    return (row.own.get(OWN, EMPTY) if name == "x1" else row.cells.get(name, EMPTY)).text


@pytest.fixture(scope="module")
def filed(tmp_path_factory) -> Path:
    """A data folder whose office has received three stories."""
    folder = tmp_path_factory.mktemp("filed") / "office"
    with open_season(folder, small()):
        return folder


@contextmanager
def new_world(filed: Path) -> Iterator[World]:
    """A world of its own, with its first edition issued."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_season(Path(shutil.copytree(filed, Path(folder) / "office")), []) as office,
    ):
        world = World(office)
        world.issue()
        yield world


def read_again(office: Office, serial: int, name: str, word: str) -> None:
    """The machine reads another value of a field."""
    with office.parts.ledger.begin() as connection:
        version = next(row.version_id for row in list_cases(connection) if row.serial == serial)
        others = {*machine_values(connection, version)} - {name}
        put_facts(connection, version, {name: Fact(word, 0.9)}, settled=others)


# A column of hers is in the newest edition; a copy of an older one, with nothing hidden left, comes back.
COLUMN_LOST = [
    ("say", 2, "contact", "甲"),
    ("issue",),
    ("say", 2, "town", "甲"),
    ("say", 1, "contact", "甲"),
    ("return", 0, [(1, "contact", "丁"), (1, OWN, "丙")], True, True),
    ("issue",),
    ("return", 4, [(3, OWN, "乙")], True, True),
]
# Two have written into one cell; each then takes away or rewrites what the edition showed.
CELL_SHARED = [
    ("return", 0, [(1, OWN, "甲")], False, False),
    ("issue",),
    ("return", 0, [(1, OWN, "乙")], False, False),
    ("return", 0, [(1, OWN, "丙")], False, False),
    ("return", 0, [(1, OWN, "")], False, False),
    ("issue",),
    ("return", 1, [(1, OWN, "")], False, False),
    ("return", 0, [(1, OWN, "丁")], False, True),
]
# A column whose words only changed places: nothing of it is believed.
COLUMN_SORTED = [
    ("say", 1, "contact", "甲"),
    ("say", 2, "contact", "乙"),
    ("say", 3, "contact", "丙"),
    ("issue",),
    ("return", 0, [(1, "contact", "乙"), (2, "contact", "丙"), (3, "contact", "甲")], False, False),
]


@example(steps=COLUMN_LOST, seed=8)
@example(steps=CELL_SHARED, seed=1)
@example(steps=COLUMN_SORTED, seed=1)
@settings(max_examples=examples(8))
@given(steps=st.lists(step, min_size=1, max_size=8), seed=st.integers(0, 99))
def test_every_sequence_keeps_every_word_and_converges(filed, steps, seed):
    order = random.Random(seed)
    with new_world(filed) as world:
        for kind, *values in steps:
            if kind == "issue":
                world.issue()
            elif kind == "say":
                serial, name, word = values
                say(world.office, serial, **{name: word})
                world.said.append((serial, name, word))
            elif kind == "read":
                read_again(world.office, *values)
            else:
                back, edits, bare, unstamped = values
                give(world, back, edits, bare=bare, unstamped=unstamped, order=order)
        world.issue()
        final = world.now()
        assert world.take(world.editions[-1]).is_empty
        assert world.now() == final
        with world.office.parts.ledger.read() as connection:
            query = select(correction.c.case_id, correction.c.field, correction.c.value)
            kept = {tuple(row) for row in connection.execute(query)}
        assert {(serial, name, word) for serial, name, word in world.said} <= kept
        for serial, name, word in {(s, n): (s, n, w) for s, n, w in world.said}.values():
            assert final[serial, name] == word  # the last word of a person counts, whatever was read since


anything = st.sampled_from(sorted(ANYTHING)).flatmap(
    lambda name: st.tuples(st.integers(1, 3), st.just(name), st.sampled_from(ANYTHING[name]))
)
handed_back = st.tuples(
    st.integers(0, 5),
    st.lists(anything, max_size=5),
    st.booleans(),
    st.booleans(),
    st.booleans(),  # the mail before it is read anew
    st.booleans(),  # her column is deleted
)


@pytest.mark.slow
@settings(max_examples=examples(8))
@given(returns=st.lists(handed_back, min_size=1, max_size=6), seed=st.integers(0, 99))
def test_whatever_is_typed_is_taken_once(filed, returns, seed):
    order = random.Random(seed)
    with new_world(filed) as world:
        for back, edits, bare, unstamped, again, without in returns:
            if again:
                read_again(world.office, 1, "unit", order.choice(WORDS))
            source = world.editions[-1 - back % len(world.editions)]
            returned = edited(source, edits, order, bare=bare, unstamped=unstamped)
            if without:
                returned = replace(returned, own={})
            world.take(returned)
            once = everything(world.office)
            second = world.take(returned)
            assert (second.lines, second.new, second.columns) == ([], [], [])
            assert everything(world.office) == once
            if order.random() < 0.5:
                world.issue()
        world.issue()
        final = everything(world.office)
        assert world.take(world.editions[-1]).is_empty
        assert everything(world.office) == final


def everything(office: Office) -> list[tuple[str, bool, dict[str, Value]]]:
    """Status, confirmation and values of every case."""
    with office.parts.ledger.read() as connection:
        return [(row.status, row.confirmed, row.values) for row in list_cases(connection)]
