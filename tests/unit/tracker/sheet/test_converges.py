"""Any sequence of ledger changes, editions, edits, sorts and returns keeps every human word and converges."""

import random
import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from intake.model.case import Fact
from intake.model.limits import Limits
from tests.properties import examples
from tests.unit.tracker.sheet.season import Office, issue, open_season, say, small
from tracker.ledger.cases import list_cases, machine_values, put_facts
from tracker.ledger.schema import correction
from tracker.sheet.back.grid import EMPTY, Cell
from tracker.sheet.back.rows import Returned, read_back
from tracker.sheet.take.take import Taken, take_sheet

FIELDS = ("contact", "remark", "town", "unit")
WORDS = ("甲", "乙", "丙", "丁", "")
OWN = "批示"

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
            return take_sheet(connection, self.office.parts, returned, who="陈秀兰", email="c@example.cn")


def edited(returned: Returned, edits, order: random.Random, *, bare: bool, unstamped: bool) -> Returned:
    """The edition as she hands it back: edited, sorted, perhaps without what is hidden."""
    rows = []
    for row in returned.rows:
        cells, own = dict(row.cells), dict(row.own)
        for serial, name, word in edits:
            if serial == row.serial:
                (own if name == OWN else cells)[name] = Cell(word)
        rows.append(replace(row, cells=cells, own=own))
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
    for place, value in after.items():
        serial, name = place
        if value == before[place]:
            continue
        key = (serial, OWN if name == "x1" else name)
        assert key in wrote  # nothing moves that she did not write
        if name == "x1":
            assert wrote[key] in value.split("／")
            assert set(before[place].split("／")) <= {*value.split("／"), shown(source, serial, name)}
        else:
            assert value == wrote[key]
        world.said.append((serial, name, value))
    for (serial, name), word in wrote.items():
        if (
            name != OWN
            and word != shown(source, serial, name)
            and word != after[serial, name]
            and not unstamped
        ):
            assert (serial, name) in lost  # a word that was not taken is shown with both values
    again = world.take(returned)
    assert (again.lines, again.new, again.gone) == ([], [], [])
    assert world.now() == after


def shown(source: Returned, serial: int, name: str) -> str:
    row = next(row for row in source.rows if row.serial == serial)
    return (row.own.get(OWN, EMPTY) if name == "x1" else row.cells.get(name, EMPTY)).text


@settings(max_examples=examples(12))
@given(steps=st.lists(step, min_size=1, max_size=8), seed=st.integers(0, 99))
def test_every_sequence_keeps_every_word_and_converges(steps, seed):
    order = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, open_season(Path(folder) / "office", small()) as office:
        world = World(office)
        world.issue()
        for kind, *values in steps:
            if kind == "issue":
                world.issue()
            elif kind == "say":
                serial, name, word = values
                say(office, serial, **{name: word})
                world.said.append((serial, name, word))
            elif kind == "read":
                serial, name, word = values
                with office.parts.ledger.begin() as connection:
                    version = next(row.version_id for row in list_cases(connection) if row.serial == serial)
                    others = {*machine_values(connection, version)} - {name}
                    put_facts(connection, version, {name: Fact(word, 0.9)}, settled=others)
            else:
                back, edits, bare, unstamped = values
                give(world, back, edits, bare=bare, unstamped=unstamped, order=order)
        world.issue()
        final = world.now()
        assert world.take(world.editions[-1]).is_empty
        assert world.now() == final
        with office.parts.ledger.read() as connection:
            kept = set(
                connection.execute(
                    select(correction.c.case_id, correction.c.field, correction.c.value)
                ).tuples()
            )
        assert {(serial, name, word) for serial, name, word in world.said} <= kept
        for serial, name, word in {(s, n): (s, n, w) for s, n, w in world.said}.values():
            assert final[serial, name] == word  # the last word of a person counts, whatever was read since
