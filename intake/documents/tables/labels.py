"""Labels such as 报送单位 and 联 系 人, and the labelled lines of any text.

Which label means which field is decided in intake/identify; here a label is only told from
ordinary words, and tied to its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LONGEST_LABEL: Final = 14  # characters without blanks
LONGEST_LINE: Final = 160  # labelled lines are short; longer ones are prose
LONGEST_VALUE: Final = 80


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _joined(fronts: str, backs: str) -> tuple[str, ...]:
    return tuple(front + back for front in fronts.split() for back in backs.split())


# Strong labels mean themselves wherever they stand before a colon.
_STRONG: Final = (
    *_joined("案例 材料 项目 申报 作品 经验 文章 论文", "名称 标题 题目"),
    *_joined("案例 申报 报送 所属 主题 内容 推荐", "主题 类别 类型 层级 级别"),
    *_joined("报送 申报 推荐 上报 填报 选送 呈报 提交 供稿 来稿 撰稿 作者 所在", "单位 单位名称"),
    *_joined("实施 责任 主办 承办 创建", "单位 主体"),
    *_joined("所属 所在", "县区 区县 县市区 镇街 乡镇 街道 社区 村居 镇村"),
    *_joined("联系 联络", "人 人员 人姓名 人及电话 人及联系电话 人及联系方式 人和电话 人电话 人手机"),
    *_words(
        "联系方式 联系电话 联系手机 联系地址 负责人 经办人 填报人 填表人 报送人 报送人员 申报人 撰稿人 执笔人"
    ),
    *_words("供稿人 推荐人 案例负责人 项目负责人 主要负责人 单位负责人 手机号 手机号码 电话号码 办公电话"),
    *_words("办公室电话 移动电话 固定电话 电子邮箱 电子邮件 通讯地址 通信地址 邮政编码 单位名称 申报主体"),
    *_words("案例作者 案例内容 全文字数 起止时间"),
    *_joined("填报 填表 报送 上报 撰写 成文 实施 开展 申报", "日期 时间"),
)
# Weak labels are also ordinary words: only at the beginning of a line, a cell or a bracket.
_WEAK: Final = (
    *_words(
        "标题 主标题 副标题 题目 名称 单位 姓名 作者 撰稿 执笔 供稿 电话 手机 传真 邮箱 E-mail Email QQ 微信"
    ),
    *_words(
        "县区 区县 县市区 县（市）区 县（市、区） 县(市)区 县(市、区) 镇 乡镇 镇街 街道 镇（街道） 镇（街）"
    ),
    *_words(
        "镇(街道) 乡镇（街道） 村 社区 村居 村（社区） 村(社区) 地址 邮编 职务 职称 部门 科室 主题 类别 类型"
    ),
    *_words("层级 级别 字数 日期 时间 地点 摘要 关键词 备注 序号 编号"),
)
_OTHER_CELLS: Final = (
    *_words("案例简介 案例摘要 内容摘要 内容简介 案例正文 正文 主要内容 主要做法 具体做法 工作成效 取得成效"),
    *_words(
        "主要成效 创新点 创新之处 工作亮点 主要亮点 背景 案例背景 经验启示 推荐理由 盖章 签字 照片 图片 附件"
    ),
    *_joined("推荐 单位 审核 初审 专家 申报单位 推荐单位 主管部门 民政部门 县级民政部门", "意见"),
)

_BLANKS: Final = "[ \t\u00a0\u3000]*"
_KNOWN: Final = frozenset((*_STRONG, *_WEAK, *_OTHER_CELLS))
_LAST_WORDS: Final = _words(
    "单位 名称 标题 题目 联系人 负责人 姓名 电话 手机 号码 邮箱 地址 日期 时间 类别 类型 级别 层级 主题 意见 简介 摘要 职务"
    " 方式 字数 情况 撰写人 撰稿人 执笔人 整理人 供稿人 经办人 报送人 填报人"
)
_ENDINGS: Final = re.compile(rf"[\u4e00-\u9fff]{{1,8}}({'|'.join(_LAST_WORDS)})")
_SEPARATORS: Final = re.compile(r"[/／、及和或与]")
_LAST_SIGNS: Final = frozenset("：:*＊）)") | {word[-1] for word in (*_KNOWN, *_LAST_WORDS)}
_BRACKETED: Final = re.compile(r"[（(][^（）()]{0,20}[）)]")
_LEAD: Final = re.compile(r"^(?:[\d０-９]{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,2}[）)、]|[*＊※★·●■◆]+)")


def spaced(label: str) -> str:
    """A pattern for a label whose characters may stand apart: 联 系 人."""
    return _BLANKS.join(map(re.escape, label))


def plain_label(text: str) -> str:
    """A label as written in a cell, without blanks, number, brackets and colon."""
    squeezed = "".join(text.split()).rstrip("：:*＊")
    if squeezed in _KNOWN:
        return squeezed
    squeezed = _LEAD.sub("", squeezed)
    if squeezed in _KNOWN:
        return squeezed
    return _BRACKETED.sub("", squeezed).rstrip("：:")


def is_known_label(text: str) -> bool:
    """Whether a cell holds a label, going by its words."""
    return bool(known_label(text))


def may_be_label(text: str) -> bool:
    """A cheap test before others: whether a text is short and ends as labels do."""
    return len(text) <= 3 * LONGEST_LABEL and text.rstrip()[-1:] in _LAST_SIGNS


def known_label(text: str) -> str:
    """The label that a cell holds, going by its words, as :func:`plain_label` gives it; else ``""``."""
    if not may_be_label(text):
        return ""
    label = plain_label(text)
    if label in _KNOWN:
        return label
    if len(label) > LONGEST_LABEL:
        return ""
    parts = _SEPARATORS.split(label)
    if len(parts) > 1 and all(part in _KNOWN for part in parts):
        return label
    return label if label.endswith(_LAST_WORDS) and _ENDINGS.fullmatch(label) else ""


def _alternation(labels: tuple[str, ...]) -> str:
    return "|".join(spaced(label) for label in sorted(labels, key=len, reverse=True))


_NOTE: Final = rf"(?:{_BLANKS}[（(][^（）()：:]{{1,16}}[）)])?"
_LABELLED: Final = re.compile(
    rf"(?:(?P<strong>{_alternation(_STRONG)})|(?<![\u4e00-\u9fffA-Za-z])(?P<weak>{_alternation(_WEAK)}))"
    rf"{_NOTE}{_BLANKS}(?:[：:]{_BLANKS}|(?=[\d+][\d-]{{2}}))",
    re.I,
)
# A cheap test before it: some label's last sign, and what must follow a label.
_MAYBE_LABELLED: Final = re.compile(
    rf"[{re.escape(''.join(sorted({label[-1] for label in (*_STRONG, *_WEAK)})))}]{_NOTE}{_BLANKS}[：:\d+]",
    re.I,
)
_UNMARKED: Final = re.compile(
    rf"[（(【\[]?(?P<label>{_alternation((*_STRONG, '作者', '电话', '手机'))}){_NOTE}"
    r"[ \t\u3000]+(?P<value>\S.*)"
)
_BLANK: Final = re.compile("[ \t\u3000]")
_VALUE_END: Final = " \t\u3000，,；;、。|｜/／"


def labelled_lines(text: str) -> tuple[tuple[str, str], ...]:
    """The (label, value) pairs of lines such as ``报送单位：…  联系人：…``, in order, once each."""
    found: dict[tuple[str, str], None] = {}
    for line in text.split("\n"):
        if len(line) <= LONGEST_LINE:
            found.update(dict.fromkeys(_pairs_of_line(line.lstrip("\f"))))
    return tuple(found)


def _pairs_of_line(line: str) -> Iterator[tuple[str, str]]:
    matches = list(_LABELLED.finditer(line)) if _MAYBE_LABELLED.search(line) else []
    ends = [match.start() for match in matches[1:]] + [len(line)]
    for match, end in zip(matches, ends, strict=False):
        value = _trim_value(line[match.end() : end])
        if value:
            yield plain_label(match["strong"] or match["weak"]), value
    if not matches and len(line) <= LONGEST_VALUE and _BLANK.search(line):
        alone = _UNMARKED.fullmatch(line)
        if alone and not is_known_label(alone["value"]):
            value = _trim_value(alone["value"])
            if value and "。" not in value:
                yield plain_label(alone["label"]), value


def _trim_value(raw: str) -> str:
    value = raw.split("\t", maxsplit=1)[0].strip(_VALUE_END)
    for opening, closing in ("（）", "()", "【】", "[]"):
        if value.endswith(closing) and opening not in value:
            value = value[:-1].rstrip(_VALUE_END)
    return value if len(value) <= LONGEST_VALUE else ""
