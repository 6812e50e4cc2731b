"""Which Received lines are believed: chains as Chinese providers write them, and forged ones."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.received import read_received

TOP = "from {} by mx16.163.com (Coremail) with SMTP id AAA; Tue, 11 Aug 2015 09:00:00 +0800 (CST)"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2015, 8, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def stamp(day: int, hour: int, minute: int = 0) -> str:
    return f"; {day} Aug 2015 {hour:02}:{minute:02}:00 +0800"


@pytest.mark.parametrize(
    ("lines", "believed"),
    [
        pytest.param([], [], id="none"),
        pytest.param(["nothing here"], [], id="no-stamp"),
        pytest.param(["from a by b" + stamp(3, 10, 25), "from c by a with LMTP\r\n for <x@y>; 3 Aug 2015 10:24:00 +0800 (CST)", "no stamp"],
                     [at(3, 10, 25), at(3, 10, 24)], id="folded"),
        pytest.param([TOP.format("smtpbg1.qq.com (unknown [54.254.200.92])"), "from PC-2015 ([58.218.1.2]) by logicsvr7.qq.com (NewEsmtp)" + stamp(11, 8, 59)],
                     [at(11, 9), at(11, 8, 59)], id="qq-to-163"),
        pytest.param([TOP.format("m199-177.yeah.net (unknown [123.58.177.199])"), "from clerk$163.com ([58.218.1.2]) by ajax-webmail-wmsvr127 (Coremail)" + stamp(11, 8, 58)],
                     [at(11, 9), at(11, 8, 58)], id="webmail-farm"),
        pytest.param([TOP.format("mail.xz.gov.cn (unknown [218.3.1.2])"), "from localhost (localhost [127.0.0.1]) by mail.xz.gov.cn (Postfix)" + stamp(11, 8, 59),
                      "from PC (unknown [10.3.1.7]) by mail.xz.gov.cn (Postfix)" + stamp(10, 20)],
                     [at(11, 9), at(11, 8, 59), at(10, 20)], id="queued-overnight-by-the-county"),
        pytest.param([TOP.format("relay.js.cn (unknown [218.3.9.9])"), "from x by [218.3.9.9] (SMTPD)" + stamp(10, 21)],
                     [at(11, 9), at(10, 21)], id="linked-by-address"),
        pytest.param([TOP.format("smtpbg1.qq.com (unknown [54.254.200.92])"), "from home by mail.xz.gov.cn (Postfix)" + stamp(10, 20)],
                     [at(11, 9)], id="forged-below"),
        pytest.param([TOP.format("smtpbg1.qq.com (unknown [54.254.200.92])"), "from PC by localhost" + stamp(10, 20)],
                     [at(11, 9)], id="forged-localhost"),
        pytest.param([TOP.format("smtpbg1.qq.com (unknown [54.254.200.92])"), *("from PC by elsewhere.cn" + stamp(11, 9 - back) for back in (1, 2, 3, 4))],
                     [at(11, 9), at(11, 8), at(11, 7)], id="forged-in-small-steps"),
    ],
)  # fmt: skip
def test_believed_stamps(lines: list[str], believed: list[datetime]) -> None:
    assert read_received([line.encode() for line in lines]) == tuple(believed)


@given(st.lists(st.text(max_size=60)), st.lists(st.integers(1, 28), min_size=1))
def test_what_a_sender_writes_below_moves_nothing_far(names: list[str], days: list[int]) -> None:
    """Any number of lines under an honest one, by hosts it does not name."""
    forged = [
        f"from {n} by other{i}.cn{stamp(d, 1)}" for i, (n, d) in enumerate(zip(names, days, strict=False))
    ]
    honest = TOP.format("smtpbg1.qq.com (unknown [54.254.200.92])")
    found = read_received([line.encode("utf-8", "replace") for line in (honest, *forged)])
    assert min(found) >= at(11, 9) - timedelta(hours=2)


@given(st.lists(st.binary(max_size=200), max_size=60))
def test_any_bytes(values: list[bytes]) -> None:
    assert len(read_received(values)) <= 50
