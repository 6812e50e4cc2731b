"""Which label of a form or line means which field: 申报单位 is the unit, 联系人 the contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from intake.understand.identify.parse.dates import LABELS as DATES

Pairs = Iterable[tuple[str, str]]

_TITLE = re.compile(r"(?:案例|材料|项目|申报|作品|经验|文章|论文)?(?:名称|标题|题目)|主标题")
_SUBTITLE = re.compile(r"副标题|副题")
_UNIT = re.compile(
    r"(?:报送|申报|推荐|上报|填报|选送|呈报|提交|供稿|来稿|撰稿|作者|所在|实施|责任|创建)?(?:单位|单位名称|主体)|作者单位"
)
_COUNTY = re.compile(r"(?:所属|所在|申报|推荐|报送)?(?:县区|区县|县市区|县（?\(?[、市]{0,2}\)?）?区)")
_TOWN = re.compile(
    r"(?:所属|所在|申报|推荐|报送)?(?:镇|乡镇|镇街|街道|镇[（(](?:街道|街)[）)]|乡镇[（(]街道[）)])"
)
_COMMUNITY = re.compile(
    r"(?:所属|所在|申报|推荐|报送|上报|实施|案例)?(?:村|社区|村居|村社区|社区村|(?:村|社区)[（(、/](?:社区|居|村)[）)]?)(?:名称)?"
)
_LEVEL = re.compile(r"(?:案例|申报|报送|所属|推荐)?(?:层级|级别)")
_THEME = re.compile(r"(?:案例|申报|报送|所属|内容)?(?:主题|类别|类型)")
_CONTACT = re.compile(
    r"(?:联系|联络)(?:人员?|人姓名)|经办人|填报人?|填表人?|通[讯联]员?|联络员|姓名|报送人员?|(?:案例|材料)?(?:供稿|撰稿|撰写|执笔|整理|写作)人|申报人|(?:案例|材料)作者|(?:作者|撰稿人|填报人|申报人|经办人)(?:姓名)?"
)
_HEAD = re.compile(r"(?:单位|项目|案例)?(?:负责|责任)人(?:姓名)?")  # the contact where no other is named
_BOTH = re.compile(r"(?:联系|联络)人[及和、/]?(?:联系)?(?:电话|方式|手机)")
_PHONE = re.compile(r"联系(?:电话|方式|手机)|手机号?码?|电话号?码?|办公(?:室)?电话|移动电话|固定电话|电话")
_SIGNS = re.compile(r"[\s：:*＊]+")


def values_of(pairs: Pairs, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(label, value) of every pair whose label means the field."""
    for label, value in pairs:
        if pattern.fullmatch(_SIGNS.sub("", label)) and value.strip():
            yield label, value.strip()


def title_in_pairs(pairs: Pairs) -> str:
    """The title that a form states, or ``""``."""
    return next((value for _, value in values_of(pairs, _TITLE) if 3 <= len(value) <= 120), "")


_TICK = re.compile(r"[（(【\[]\s*[■√✓✔☒☑]\s*[）)】\]]|[■√✓✔☒☑]")
_BOX = re.compile(r"[□☐○〇]|[（(【\[]\s*[）)】\]]")


def ticked(text: str) -> str:
    """The option that is ticked in a cell of options (县级□ 镇级☑, □县级 √镇级); else the text itself."""
    plain = _BOX.sub("□", _TICK.sub("☑", text)).strip()
    at = plain.find("☑")
    if at < 0:
        return text
    follows = plain[0] in "☑□" or (plain[at - 1].isspace() and not plain[at + 1 : at + 2].isspace())
    parts = re.split("[☑□]", plain)
    place = len(re.findall("[☑□]", plain[:at]))
    return (parts[place + 1] if follows else parts[place]).strip(" 、，,；;/\n\t")


TITLE, SUBTITLE, UNIT, LEVEL, THEME = _TITLE, _SUBTITLE, _UNIT, _LEVEL, _THEME
COUNTY, TOWN, COMMUNITY = _COUNTY, _TOWN, _COMMUNITY
CONTACT, HEAD, BOTH, PHONE = _CONTACT, _HEAD, _BOTH, _PHONE
DATE_LABELS = DATES
