"""What a team tells of a visit, in a sentence of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import OrderError
from tracker.review.visits.findings import Findings, read_findings
from tracker.review.visits.kit import LEVELS, TRUTHS
from tracker.review.visits.survey import Survey

SURVEY = Survey(60, 58, 55, (40, 12, 2, 1))
ONE_OF = "真实性请写属实、基本属实、存疑之一"
NOT_TRUE = f"{ONE_OF}，不属实的写“存疑”并说明"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("属实", Findings("属实")),
        ("存疑", Findings("存疑")),
        ("真实性属实，成效好", Findings("属实", "成效好")),
        ("真实性：属实，成效明显", Findings("属实", "成效明显")),
        ("真实可信，群众满意", Findings("属实", "群众满意")),
        ("基本真实", Findings("基本属实")),
        ("基本上属实，台账缺两页", Findings("基本属实", "台账缺两页")),
        ("存疑；现场没有看到议事亭。", Findings("存疑", "现场没有看到议事亭")),
        ("真实性需要再看，先写存疑", Findings("存疑", "真实性需要再看，先写")),
    ],
)
def test_truth_and_effect_in_a_sentence(text: str, found: Findings) -> None:
    assert read_findings(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "属实，问卷发放60回收58有效55，满意40基本满意12不太满意2不满意1",
        "属实，不满意1，不太满意2，基本满意12，满意40，有效55，回收58，发放60",
        "属实。发放问卷60份，回收58份，有效问卷55份，满意40份，基本满意12份，不太满意2份，不满意1份。",
        "属实，发了60份，收回58份，有效55份，满意的40，基本满意的12，不太满意：2，不满意：1",
        "属实 60 58 55 40 12 2 1",
        "属实，群众满意度调查问卷：60、58、55、40、12、2、1",
        "属实，60/58/55/40/12/2/1",
        "属实，６０ ５８ ５５ ４０ １２ ２ １",
    ],
)
def test_the_counts_of_a_questionnaire_however_they_are_said(text: str) -> None:
    assert read_findings(text) == Findings("属实", "", SURVEY)


def test_levels_that_nobody_chose_need_no_word() -> None:
    assert read_findings("属实，发放20回收20有效20满意20").survey == Survey(20, 20, 20, (20, 0, 0, 0))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ONE_OF),
        ("很好", ONE_OF),
        ("照片失真", ONE_OF),
        ("真实性", ONE_OF),
        ("不属实", NOT_TRUE),
        ("不完全属实", NOT_TRUE),
        ("并非全部属实", NOT_TRUE),
        ("不尽属实", NOT_TRUE),
        ("部分属实", NOT_TRUE),
        ("大部分属实，个别数字夸大", NOT_TRUE),
        ("未必属实", NOT_TRUE),
        ("是否属实要再看", NOT_TRUE),
        ("总体属实", NOT_TRUE),
        ("并不存疑", NOT_TRUE),
        ("数据属实，成效存疑", "真实性写了属实、存疑，请只写一种"),
        ("属实性存疑", "真实性写了属实、存疑，请只写一种"),
        ("属实，发放60，满意40", "问卷缺回收、有效的份数"),
        ("属实，满意40", "问卷缺发放、回收、有效的份数"),
        ("属实，58 60 55 40 12 2 1", "应当发放（58）不少于回收（60），回收不少于有效（55）"),
        ("属实，60 58 55 40 12 2 2", "四档合计56份，与有效问卷55份不符"),
        ("属实，0 0 0 0 0 0 0", "没有有效问卷"),
    ],
)
def test_what_is_no_finding_is_asked_about(text: str, why: str) -> None:
    with pytest.raises(OrderError) as caught:
        read_findings(text)
    assert caught.value.detail == why


@given(
    st.sampled_from(TRUTHS),
    st.tuples(*[st.integers(0, 400)] * 4).filter(any),
    st.integers(0, 30),
    st.integers(0, 30),
    st.permutations(range(7)),
)
def test_any_counts_are_read_back_in_any_order(
    truth: str, levels: tuple[int, int, int, int], lost: int, spoilt: int, order: list[int]
) -> None:
    valid = sum(levels)
    counts = (valid + spoilt + lost, valid + spoilt, valid, *levels)
    words = [
        f"{name}{count}份" for name, count in zip(("发放", "回收", "有效", *LEVELS), counts, strict=True)
    ]

    said = f"{truth}，成效明显，" + "，".join(words[place] for place in order)

    assert read_findings(said) == Findings(truth, "成效明显", Survey(*counts[:3], levels))


@given(st.text("属实基本存疑真不满意发放回收有效问卷份0123456789 ，。：", max_size=40))
def test_any_sentence_is_a_finding_or_a_question(text: str) -> None:
    found = finding_or_why(text)

    if isinstance(found, Findings):
        assert found.truth in TRUTHS
        assert found.truth in text.replace("真实", "属实").replace("基本上", "基本").replace("可信", "")
    else:
        assert found


def finding_or_why(text: str) -> Findings | str:
    try:
        return read_findings(text)
    except OrderError as error:
        return error.detail
