"""Themes that a notice names in running text, without numbers."""

from __future__ import annotations

import re

from intake.campaign.notice.outline import Line, wide
from intake.campaign.notice.values import Said, ThemeText
from intake.campaign.notice.words import WORDS
from intake.config.words import either
from intake.text.fold import nfkc
from intake.text.numerals import read_number

LONGEST = 16  # characters of a theme's name
THEMES = range(2, 31)

_NUMBER = "[二两三四五六七八九十]"
# 围绕甲、乙、丙等三个方面; 作品分甲、乙、丙三个主题; 设“甲”“乙”“丙”三个专题
_ABOUT = re.compile(
    rf"(?:围绕|聚焦|突出)([^,。;::]{{4,80}}?)等?({_NUMBER})个?(?:方面|主题|领域|方向|类别)"
    rf"|(?:分为?|分成|设[有置]?|包括|包含|含|有)([^,。;::]{{4,80}}?)等?({_NUMBER})个?(?:大?主题|专题|方向|选题|板块|领域|题材)"
)
# 征文主题：甲、乙、丙; 征集方向为甲、乙、丙
_LABELLED = re.compile(
    r"^(?:征集|征文|活动|作品|案例|申报|参赛|投稿)?(?:主题|方向|选题|专题|题材)(?:为|包括|有|分为)?[::]?([^,。;::]{6,120})[。;]?$"
)
# 本次征集内容包括甲、乙、丙。, but not 案例内容包括背景、做法、成效。, of what one consists
_CONTENT = re.compile(
    r"(?:^|[。;,]|(?<=本次)|(?<=活动)|(?<=[\d)][.、]))(?:征集|征文|选题|投稿|参评)(?:的)?(?:内容|主题|方向|选题|专题|题材|方面)(?:主要)?(?:包括|包含|涵盖|涉及|分为|有|为|是|(?=:))"
    r"[::]?([^,。;::]{6,160})(?=[。;,]|$)"
)
_OF_ONE = re.compile(
    "背景|做法|措施|成效|启示|体会|正文|标题|题目|名称|联系|姓名|电话|照片|图片|视频|单位|表$|[县区镇乡村]级"
)
_ASIDE = re.compile(r"\([^()]{1,16}\)")
_NAME = re.compile(rf"([^,。;::()\s]{{2,{LONGEST}}}?)(?:[::]|——?|,(?={either(WORDS.theme_tells)}))(.+)")


def named_in_text(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """请围绕甲、乙、丙、丁四个方面申报。甲方面，重点报送…；乙方面，…, wherever it stands."""
    for at, line in enumerate(lines):
        names, end = _names_in(nfkc(line.rest))
        if names:
            near = nfkc(
                "\n".join((line.rest[end:], *(one.text for one in lines[at + 1 : at + 1 + len(names)])))
            )
            return tuple(Said(ThemeText(wide(name), _told_of(name, near)), line.text) for name in names)
    return ()


def named_below(below: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """Lines without numbers, each a name and what it means: 红色记忆：写老兵、写支前"""
    found: list[Said[ThemeText]] = []
    for line in below:
        plain = nfkc(line.text).strip("。; ")
        if (match := _NAME.fullmatch(plain)) and not WORDS.theme_never.search(match[1]):
            found.append(Said(ThemeText(wide(match[1]), wide(match[2])), line.text))
        elif found:
            break
    return tuple(found) if len(found) > 2 and len({one.value.title for one in found}) in THEMES else ()


def _names_in(text: str) -> tuple[list[str], int]:
    """What a sentence names as themes, and where it ends; as many as it counts, or three where it counts none."""
    about = _ABOUT.search(text)
    said = (about[1] or about[3] or "") if about else ""
    counted = read_number(about[2] or about[4]) if about else 0
    if about is None and (labelled := _LABELLED.match(text)):
        said, about = labelled[1], labelled
    if about is None and (content := _CONTENT.search(text)) and not _OF_ONE.search(content[1]):
        said, about = content[1], content
    names = [name.strip("“”") for name in re.split("、|(?<=”)(?=“)", _ASIDE.sub("", said).removesuffix("等"))]
    if about is None or not all(2 <= len(name) <= LONGEST for name in names):
        return [], 0
    if (len(names) != counted if counted else len(names) < 3) or any(
        name.endswith(("级", "组")) for name in names
    ):
        return [], 0
    return names, about.end()


def _told_of(name: str, text: str) -> str:
    """民宿集聚方面，重点报送老院改造；… → 重点报送老院改造"""
    match = re.search(
        rf"(?<![\u4e00-\u9fff]){re.escape(name)}”?(?:方面|类|主题|方向)?[,::](?:主要|是指)?([^;。\n]{{2,200}})",
        text,
    )
    return wide(match[1].strip()) if match else ""
