"""How long a text is, and what is said of it, by what the call asks for."""

from dataclasses import replace

import pytest

from benchmarks.accuracy.theme import shipped_call
from intake.campaign.entries import Length
from intake.pipeline import read_file

LINE = "段庄社区把二十三户居民请到院子里，一起商量电梯怎么装、钱怎么出，九次以后全楼签了字。"


@pytest.mark.parametrize(
    ("length", "lines", "codes"),
    [
        (Length(maximum=1000), 10, []),
        (Length(maximum=1000), 60, ["long"]),
        (Length(maximum=1000, ask=True), 60, ["too-long"]),
        (Length(maximum=1000, ask=True), 10, []),
        (Length(minimum=1000), 10, ["short"]),
        (Length(minimum=1000, ask=True), 10, ["short"]),
        (Length(target=2000), 60, []),
        (Length(target=2000, ask=True), 90, ["too-long"]),
        (Length(target=0), 90, []),
    ],
)
def test_what_is_said_of_a_length(length: Length, lines: int, codes: list[str]) -> None:
    call = shipped_call()
    call = replace(call, campaign=call.campaign.model_copy(update={"length": length}))
    text = "电梯是商量出来的\n泉山区段庄街道段北社区\n" + "\n".join([LINE] * lines)

    (case,) = read_file("电梯是商量出来的.txt", text.encode(), call).cases

    assert [doubt.code for doubt in case.doubts if doubt.about == "characters"] == codes
