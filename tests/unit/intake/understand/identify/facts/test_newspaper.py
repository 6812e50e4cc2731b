"""Places and level out of texts as newspapers write them: what is not right is in doubt, but for the listed."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.unseen import call_of, judge_places, load, read_case

NOT_RIGHT = {  # by line of places3.jsonl; all others are right in every field
    5: ["community: in doubt", "level: in doubt"],
    13: ["town: silent", "community: in doubt", "level: in doubt"],
    19: ["community: in doubt", "level: silent"],
    20: ["level: in doubt"],
    21: ["town: in doubt", "level: in doubt"],
    25: ["community: in doubt", "level: in doubt"],
    31: ["level: in doubt"],
    32: ["county: in doubt", "level: in doubt"],
    33: ["town: silent"],  # the town that the school is called after
    34: ["level: silent"],  # the call has 教研机构, the text was written for another kind
    36: ["community: in doubt", "level: silent"],
}


def test_forty_texts_of_three_cities() -> None:
    judged = {
        number: [verdict for verdict in judge_places(call_of(one["call"]), one) if "right" not in verdict]
        for number, one in enumerate(load("places3"), 1)
    }
    assert {number: verdicts for number, verdicts in judged.items() if verdicts} == NOT_RIGHT


@pytest.mark.parametrize(
    ("sentence", "community"),
    [
        ("云龙区黄山街道一位居委会主任算了一笔账。", ""),
        ("丰县华山镇三位村主任坐到一起。", ""),
        ("沛县大屯街道安居、丰乐等社区用上了新活动室。", ""),
        ("丰县梁寨镇官塘等远村也通了车。", ""),
        ("铜山区柳新镇平等村开起了食堂。", "平等村"),
        ("铜山区柳新镇高等社区开起了食堂。", "高等社区"),
        ("铜山区柳新镇苏家村开起了食堂。", "苏家村"),
    ],
)
def test_what_counts_or_lists_villages_names_none(sentence: str, community: str) -> None:
    mentions = call_of("xuzhou").places.mentions(sentence, 2015)
    assert [mention.community for mention in mentions if mention.community] == (
        [community] if community else []
    )


@pytest.mark.parametrize(
    "signed", ["芜湖市张家山小学 吴晓静", "芜湖市张家山小学　吴晓静", "作者单位：芜湖市张家山小学 吴晓静"]
)
def test_a_school_is_the_author_though_its_teacher_signs_behind_it(signed: str) -> None:
    body = "教室后墙上有一只邮箱，学生有话不敢说，就写纸条。三年里收到两千多张，分成七类，逐类讨论学生的情绪表达。\n"
    case = read_case(call_of("wuhu"), f"“小纸条”里的大学问\n{signed}\n{body * 12}", "论文")
    assert case is not None
    assert (case.value("unit"), case.value("level")) == ("芜湖市张家山小学", "school")
