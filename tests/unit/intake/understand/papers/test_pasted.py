"""Several cases pasted into a mail one behind the other."""

import pytest

from benchmarks.accuracy.identify import shipped_call
from intake.campaign.call import Sender
from intake.pipeline import read_mail
from tests.seasons import load_season
from tests.unit.intake.understand.identify.test_heads import make_mail

CASES = [
    [file["lines"][0], "睢宁县双沟镇人民政府", *file["lines"][2:]]
    for mail in load_season("homes")["mails"]
    for file in mail.get("files", ())
    if file["name"].startswith(("1.", "2.", "3."))
]
TITLES = [lines[0] for lines in CASES]
PEOPLE = ["文晓", "胡志远", "冯桂芳"]


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("numbered", [False, True], ids=["plain", "numbered"])
def test_each_is_a_case_with_its_own_contact(count: int, numbered: bool) -> None:
    texts = [
        "\n".join((f"案例{'一二三'[at]}：{lines[0]}" if numbered else lines[0], *lines[1:]))
        for at, lines in enumerate(CASES[:count])
    ]
    mail = {
        "sender": "<abc@example.com>",
        "subject": "报送",
        "body": "老师好，现报上几篇。\n\n" + "\n\n".join(texts),
        "files": [],
    }

    cases = read_mail(make_mail(mail), shipped_call(), Sender()).cases

    read = [(case.facts["title"].value, case.facts["contact"].value) for case in cases]
    assert read == list(zip(TITLES, PEOPLE, strict=True))[:count]


def test_one_with_a_letter_before_it_stays_one() -> None:
    body = "老师好，现报上一篇。\n\n" + "\n".join(CASES[0])
    mail = {"sender": "<abc@example.com>", "subject": "报送", "body": body, "files": []}

    (case,) = read_mail(make_mail(mail), shipped_call(), Sender()).cases

    assert case.facts["title"].value == TITLES[0]


def test_the_place_of_one_says_nothing_of_the_other() -> None:
    """A village that signs the second text is none of the town's that signs the first."""
    of_village = [CASES[1][0], "睢宁县魏集镇新源社区", *CASES[1][2:]]
    texts = ["\n".join(CASES[0]), "\n".join(of_village)]
    mail = {
        "sender": "<abc@example.com>",
        "subject": "报送",
        "body": "老师好。\n\n" + "\n------\n".join(texts),
        "files": [],
    }

    cases = read_mail(make_mail(mail), shipped_call(), Sender()).cases

    assert [(case.value("level"), case.value("town"), case.value("community")) for case in cases] == [
        ("town", "双沟镇", ""),
        ("village", "魏集镇", "新源社区"),
    ]
