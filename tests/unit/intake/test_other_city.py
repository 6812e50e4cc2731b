"""Another city's call is read as well as ours: the same mails, every name of a place exchanged."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.accuracy import identify
from intake.campaign.call import Call, Sender
from intake.model.case import Reading
from intake.pipeline import read_file, read_mail
from intake.worker.pool import CallFiles
from tests.paths import CONFIG, CORPUS
from tests.properties import one_in_three
from tests.unit.intake.understand.identify import test_heads

# Province and city begin with surnames, as ours do; the single characters stand in names of places only.
OTHER = {
    "江苏": "江岭",
    "徐州": "温陵",
    "丰县": "禾县",
    "铜山": "锦山",
    "贾汪": "葛塘",
    "鼓楼": "钟楼",
    "云龙": "青牛",
    "泉山": "碧山",
    "淮海": "岭海",
    "宋楼": "柴楼",
    "棠张": "棣张",
    "沛": "沅",
    "睢": "漷",
    "邳": "郿",
    "沂": "淇",
}
FILES = ("campaigns/xuzhou-2015.toml", "places/xuzhou.toml", "lexicon/xuzhou-2015.toml")
FIELDS = ("title", "subtitle", "unit", "county", "town", "community", "level", "contact", "phone")
MAILS: dict[str, Callable[[Any], bytes]] = {
    "identify": identify.make_mail,
    "heads": test_heads.make_mail,
}


def elsewhere(text: str) -> str:
    """``text`` as it would be written in the other city."""
    for ours, theirs in OTHER.items():
        text = text.replace(ours, theirs)
    return text


@pytest.fixture(scope="module")
def ours() -> Call:
    return identify.shipped_call()


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Call:
    folder = tmp_path_factory.mktemp("config")
    paths = [folder / name.replace("/", "-") for name in FILES]
    for path, name in zip(paths, FILES, strict=True):
        path.write_text(elsewhere((CONFIG / name).read_text("utf-8")), "utf-8")
    return CallFiles(*paths).load()


def told(reading: Reading) -> list[dict[str, str]]:
    return [{field: case.value(field) for field in FIELDS} for case in reading.cases]


def corpus() -> dict[str, tuple[str, Any]]:
    """Whole mails of the corpus by name, with who makes them."""
    found: dict[str, tuple[str, Any]] = {}
    for name in ("a", "c", "f", "j", "k"):
        for number, mail in enumerate(identify.load(name), 1):
            found[f"{name}{number}"] = ("identify", mail)
    for number, head in enumerate(test_heads.HEADS, 1):
        found[f"head{number}"] = ("heads", head)
    return found


CORPUS_MAILS = corpus()


@pytest.mark.parametrize("name", one_in_three(CORPUS_MAILS))
def test_mails_of_another_city(ours: Call, theirs: Call, name: str) -> None:
    kind, mail = CORPUS_MAILS[name]
    there = json.loads(elsewhere(json.dumps(mail, ensure_ascii=False)))
    expected = told(read_mail(MAILS[kind](mail), ours, Sender()))
    found = told(read_mail(MAILS[kind](there), theirs, Sender()))
    assert found == json.loads(elsewhere(json.dumps(expected, ensure_ascii=False)))


@pytest.mark.parametrize("line", one_in_three((CORPUS / "cases.jsonl").read_text("utf-8").splitlines()))
def test_cases_of_another_city(ours: Call, theirs: Call, line: str) -> None:
    case = json.loads(line)
    text = "\n".join(filter(None, (case["title"], case["subtitle"], case["unit"], *case["body"])))
    name = f"{case['unit']}优秀案例-{case['title']}.txt"
    expected = told(read_file(name, text.encode(), ours))
    assert told(read_file(elsewhere(name), elsewhere(text).encode(), theirs)) == json.loads(
        elsewhere(json.dumps(expected, ensure_ascii=False))
    )


@pytest.mark.parametrize(
    "name",
    [
        "温陵市社区治理优秀案例材料-矿区移交之后.txt",
        "温陵市优秀案例-矿区移交之后.txt",
        "矿区移交之后-温陵.txt",
    ],
)
def test_words_of_the_call_are_no_title(theirs: Call, name: str) -> None:
    text = (
        "温陵市社区治理优秀案例材料\n矿区移交之后\n碧山区翟山街道办事处\n"
        + "居民议事会上，大家一起商量。" * 30
    )
    (case,) = read_file(name, text.encode(), theirs).cases
    assert {field: case.value(field) for field in ("title", "county", "town", "contact")} == {
        "title": "矿区移交之后",
        "county": "碧山区",
        "town": "翟山街道",
        "contact": "",
    }


def test_region_is_no_person(theirs: Call) -> None:
    (case,) = read_file(
        "温陵-矿区移交之后.txt", ("矿区移交之后\n" + "居民一起商量。" * 60).encode(), theirs
    ).cases
    assert (case.value("contact"), case.value("title")) == ("", "矿区移交之后")
