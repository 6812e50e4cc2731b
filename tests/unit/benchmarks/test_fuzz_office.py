"""Mails with odd heads through an office: the same at every run, and what goes wrong is found."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import here, office
from benchmarks.fuzz.heads import head_seeds
from benchmarks.fuzz.letters import letter_faults
from benchmarks.fuzz.pool import FILES
from benchmarks.fuzz.seeds import Seed

pytestmark = pytest.mark.slow  # makes a season's mails twice, and days of an office


@pytest.fixture(scope="module")
def seeds() -> list[Seed]:
    return head_seeds()


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, seeds: list[Seed]) -> None:
    """This process is what a worker is after its start."""
    monkeypatch.setattr(office, "_seeds", seeds)
    monkeypatch.setattr(office, "_call", FILES.load())


def test_the_same_head_for_the_same_number(seeds: list[Seed]) -> None:
    again = head_seeds()
    assert again == seeds
    made = [office.make_head(1, number, seeds) for number in range(40)]
    assert made == [office.make_head(1, number, again) for number in range(40)]
    assert made[0] != office.make_head(2, 0, seeds)


@pytest.mark.usefixtures("ready")
def test_odd_heads_pass_through_an_office() -> None:
    outcomes = office.run(2015, range(10))
    assert [outcome.breach for outcome in outcomes] == [""] * 10


@pytest.mark.usefixtures("ready")
def test_a_failure_while_a_mail_is_filed_is_laid_to_that_mail(
    monkeypatch: pytest.MonkeyPatch, seeds: list[Seed]
) -> None:
    broken = office.make_head(3, 2, seeds)[1]
    read_mail = here.read_mail

    def fail(raw: bytes, *others: object) -> object:
        if raw == broken:
            raise ValueError("x")
        return read_mail(raw, *others)

    monkeypatch.setattr(here, "read_mail", fail)
    found = [outcome.breach for outcome in office.run(3, range(4))]
    assert found == ["", "", "quarantined: error; reading: ValueError: x", ""]


def test_what_is_wrong_with_a_letter_is_told() -> None:
    letter = b"To: v@evil.cn\r\nBcc: b@evil.cn\r\nX: \xff\r\n\r\n" + b"x" * 999 + b"\n"
    assert letter_faults("a@x.cn", letter) == [
        "line ends",
        "not ASCII",
        "a line too long",
        *(f"header {name} 0 times" for name in ("From", "Subject", "Date", "Message-ID", "Auto-Submitted")),
        *(f"header {name} 0 times" for name in ("MIME-Version", "Content-Type")),
        "header Bcc",
        "header X",
        "To differs from the recipient",
        "text or HTML is missing",
    ]
