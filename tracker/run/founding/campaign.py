"""A notice's facts as a campaign file with Chinese comments; it loads as any other."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from intake.campaign.entries import FORM, Coordinator
from intake.campaign.notice.head import is_direct
from intake.campaign.notice.outline import numbering, wide
from intake.campaign.notice.values import Extent, NoticeFacts, Quota, Said, ThemeText
from intake.campaign.notice.where import Region
from intake.campaign.notice.words import WORDS
from intake.campaign.places.data import PlacesFile
from intake.text.numerals import chinese_number
from tracker.run.founding.zones import is_of

ITEM = "案例"  # what one thing sent in is called where the notice does not say
SHORT_NAME = 8  # characters of a theme's name in tables
_KINDS_OF_PLACE = (  # which kind of place a level is about; the first that fits
    ("village", re.compile(r"村|社区|居委")),
    ("town", re.compile(r"镇|乡|街")),
    ("county", re.compile(r"县|区|旗")),
    ("city", re.compile(r"市|州|盟")),
)
# How deep a kind of place stands below the units of a region's call; what stands in none is told by its endings.
_DEPTHS = {
    "province": {"city": "county", "county": "town"},
    "city": {"city": "county", "county": "county", "town": "town", "village": "village"},
    "county": {"town": "county", "village": "village"},
}
# How the names of offices of a kind of place end, where a call has no level at its depth.
_PLACE_ENDINGS = {"town": WORDS.town_endings, "village": WORDS.village_endings}
_BRACKET = re.compile(r"(?<=[级组类层])（([^（）]+)）$")  # 基层级（企业、机关、学校）
_MANAGED = re.compile(r"([\u4e00-\u9fff]{2,4})管理(?:单位|机构|部门)$")  # 水库管理单位
_BASE = re.compile("基层|其他|其它")  # every author that no other level is of
_CITYS_OWN = re.compile(r"^(?:[市州盟](?:级|直属?|属)|局属)")
_COUNTYS_OWN = re.compile(r"^(?:[县区旗]|县（[^）]{1,6}）区?)[级直属]")
_ALIASES = {
    "city": ("市级", "设区市级", "市"),
    "county": ("县级", "县（市、区）级", "县（市）区级", "区级", "县", "区"),
    "town": ("镇级", "镇（街道）级", "乡镇级", "街道级", "镇", "街道", "乡"),
    "village": ("村级", "村（社区）级", "社区级", "村", "社区"),
}
LONGEST_SHORT = 12  # characters of the call's short name
OWN_LEVEL = "own"  # key of the level of the city's own offices
NO_LEVELS = "不分层级"
_HEAD = """# 征集活动：{title}
#
# 本文件由通知起草，“通知：”之后是所依据的原文，请逐项核对；核对表见同目录的 {page}。
# 以 # 开头的是说明，不起作用。改后运行 zhengji doctor 检查，重新启动后生效。
"""
_PEOPLE = """
# ── 经办人 ───────────────────────────────────────────────────────────
# 每位经办人收每日报送情况；orders = true 的可用回信下指令。
"""
_NOBODY = """# 请去掉行首的 #，改成真实姓名和邮箱。

# [[coordinators]]
# name = "姓名"
# email = "name@example.com"
# phone = ""
# digest = true
# orders = true
"""
_TAIL = """
# ── 提醒与日报 ───────────────────────────────────────────────────────

[reminders]
workdays_before = [10, 5, 3, 1] # 截止前第几个工作日提醒仍未报送的单位
at = 08:40:00
hold = false # true：提醒先存着，由经办人放行后再发

[digest]
at = 17:00:00 # 工作日几点发每日报送情况
quiet_days = true # false：没有新增也没有待办的日子不发
"""


@dataclass(frozen=True, slots=True)
class Founding:
    """Everything a campaign file is written from: what the notice says, and what a person answered."""

    facts: NoticeFacts
    region: Region
    places: PlacesFile
    page: str  # name of the page to check
    coordinators: tuple[Coordinator, ...] = ()
    listed: bool = True  # whether the divisions of the country have the region

    @property
    def kind(self) -> str:
        """Whose call it is: a province's, a city's or a county's."""
        if self.region.county:
            return "county"
        if not self.listed:
            return "county" if _KINDS_OF_PLACE[1][1].search(self.places.county[0].name) else "city"
        whole = self.region.city == self.region.province
        return (
            "province"
            if whole and not self.places.county[0].streets + self.places.county[0].towns
            else "city"
        )

    @property
    def title(self) -> str:
        """What the call is called."""
        return self.facts.title.value if self.facts.title else "优秀案例征集"


def campaign_text(founding: Founding) -> str:
    """The campaign file.

    The facts must say the last day; where the notice names no themes, or no levels, there is one for all, with
    a remark.
    """
    facts = founding.facts
    parts = [
        _HEAD.format(title=_on_a_line(founding.title), page=_on_a_line(founding.page)),
        "".join(_top(founding)),
        _length(facts.length),
        *_themes(founding),
        *_levels(founding),
        _deadline(facts),
        *_units(founding),
        *_coordinators(founding),
        _TAIL,
        _signature(facts),
    ]
    return "".join(parts)


def short_title(title: str, item: str) -> str:
    """What stands at the head of every subject: 2025年“课后服务好课程”征集评选活动 → 课后服务好课程."""
    quoted = re.findall("“([^“”]{2,20})”", title)
    bare = re.sub(
        r"^(?:19|20)\d\d年度?|全[省市县区州]|优秀|(?:公开)?(?:征集|评选|遴选|申报|活动|工作)(?=$|活动|评选|征集|工作)",
        "",
        title,
    )
    return next((name for name in (*quoted, bare) if 2 <= len(name) <= LONGEST_SHORT), f"{item}征集")


def _top(founding: Founding) -> Iterable[str]:
    facts = founding.facts
    opening = facts.issued.value if facts.issued else None
    first = opening or (facts.last_day.value if facts.last_day else None)
    yield f'\nid = "call-{first:%Y%m%d}"\n'
    yield from _said("title", founding.title, facts.title)
    item = facts.item.value if facts.item else ITEM
    yield f"short = {_quoted(short_title(founding.title, item))} # 每封信件主题的开头，可改短名\n"
    yield f"{_note(facts.item)}item = {_quoted(item)} # 一份来件叫什么，信件和表格照此称呼\n"
    yield from _said("organizer", facts.issuer.value if facts.issuer else "", facts.issuer)
    yield f"province = {_quoted(founding.places.province)}\ncity = {_quoted(founding.places.city)}\n"
    yield f"{_note(facts.issued)}opening = {first:%Y-%m-%d} # 通知印发之日\n"
    yield f"places = {_quoted(founding.places.city)} # 地名资料：places/{founding.places.city}.toml\n"
    yield 'lexicon = "" # 主题词库：写 lexicon 中的文件名；不写则只按各主题的定义判断\n'
    mark = "AL" if item == ITEM else "ZJ"
    yield f'number_format = "{mark}-{{serial:03d}}" # 编号：{mark}-001、{mark}-002……\n'
    if facts.number:
        yield f"# 文号：{_on_a_line(facts.number.value)}\n"
    for what, said in (("收件邮箱", facts.mailbox), ("邮件主题", facts.subject), ("文件名", facts.file_name)):
        if said:
            yield f"# {what}：{_on_a_line(said.value)}\n"
    for part in facts.required:
        yield _note(part)
        if part.value == "form" and (form := WORDS.form.search(part.quote)) and form[0] != FORM:
            yield f"form_name = {_quoted(form[0])} # 随附的表叫什么，信件照此称呼\n"
    yield f"required = {_list(('text', *(part.value for part in facts.required)))} # 缺了会在回执中请对方一次补齐\n"
    yield "\n# 通知里常被来稿引用的话；来稿照引时，不作为判断主题的依据\n"
    yield f"notice = {_paragraphs(facts.text)}\n"


def _length(said: Said[Extent] | None) -> str:
    if said is None:
        return "\n# 通知未写明篇幅\n[length]\ntarget = 0\n"
    extent = said.value
    keys = {"target": extent.about, "minimum": extent.least, "maximum": extent.most}
    lines = "".join(f"{key} = {count}\n" for key, count in keys.items() if count or key == "target")
    return f"\n{_note(said)}# 超出只是提示，不退稿\n[length]\n{lines}"


def _themes(founding: Founding) -> Iterable[str]:
    yield "\n# ── 主题 ─────────────────────────────────────────────────────────────\n"
    yield "# name 是表格里的简称；definition 说明包括什么，是判断主题的依据，写得越具体越准。\n"
    themes = [theme.value for theme in founding.facts.themes]
    if not themes:
        yield "# 通知未写明主题，按一个主题设\n"
        themes = [ThemeText(founding.title, "")]
    for number, theme in enumerate(themes, 1):
        yield (
            f"\n[[themes]]\nnumber = {number}\nlabel = {_quoted(f'（{chinese_number(number)}）')}\n"
            f"name = {_quoted(_short(theme.title))}\ntitle = {_quoted(theme.title)}\n"
            f"definition = {_quoted(theme.definition or theme.title)}\n"
        )


def _short(title: str) -> str:
    first = title.partition("，")[0]
    return title if len(title) <= SHORT_NAME else first if len(first) > 1 else title


def _levels(founding: Founding) -> Iterable[str]:
    yield "\n# ── 层级 ─────────────────────────────────────────────────────────────\n"
    yield "# depth 是地方的级别（county 报送单位本级、town 下一级、village 村社区）；endings 是这类报送者名称的结尾，署名如此即归此类。\n"
    names = [wide(numbering(level.value)[1]) for level in founding.facts.levels]
    if not names:
        yield f'# 通知未写明层级，不分\n\n[[levels]]\nkey = "all"\nname = "{NO_LEVELS}"\n'
    taken: set[str] = set()
    reach = [_of_city(name) if founding.kind == "city" else None for name in names]
    told = _told_apart(names, [_endings(name) for name in names], reach)
    places = ["" if _is_base(name) else _place_of(_BRACKET.sub("", name)) for name in names]
    free = tuple(depth for depth in ("town", "village") if depth not in places)
    for number, (written, endings, of_city) in enumerate(zip(names, told, reach, strict=True), 1):
        name, place = _BRACKET.sub("", written), places[number - 1]
        depth = "" if endings else _DEPTHS[founding.kind].get(place, "")
        is_own = founding.kind == "city" and place == "city" and not endings and "county" in places
        key = OWN_LEVEL if is_own else depth if depth and depth not in taken else f"kind{number}"
        yield f'\n[[levels]]\nkey = "{key}"\nname = {_quoted(name)}\n'
        if is_own:  # beside those of its counties the city's level is that of its own offices
            yield f"aliases = {_list(alias for alias in _ALIASES[place] if alias != name)}\nof_city = true # 市直单位的归此类\n"
        elif key == depth:
            yield f"aliases = {_list(alias for alias in _ALIASES[place] if alias != name)}\n"
        elif endings := endings or _PLACE_ENDINGS.get(place, ()):
            yield f"endings = {_list(endings)}\n"
        if key not in (depth, OWN_LEVEL) and endings and of_city is not None:
            yield f"of_city = {str(of_city).lower()} # {'市直' if of_city else '县（市、区）'}的才归此类\n"
        if _is_base(written):
            yield from _base_lines(name, free if founding.kind == "city" else ())
            free = ()
        taken.add(key)


def _is_base(name: str) -> bool:
    """Whether a level is of all authors that no other is of: 基层."""
    return bool(_BASE.search(name)) and not re.search("[县区镇乡村]级", name)


def _base_lines(name: str, free: tuple[str, ...]) -> Iterable[str]:
    """A level of all others, at the depths that no other level stands at."""
    aliases = dict.fromkeys(
        ("基层级", "基层单位", *(alias for depth in free for alias in _ALIASES[depth] if len(alias) > 1))
    )
    yield f"aliases = {_list(alias for alias in aliases if alias != name)}\nothers = true # 其余作者都归此类\n"
    if free:
        yield f'depth = "{free[0]}"\n' + (f"also = {_list(free[1:])}\n" if free[1:] else "")


def _place_of(name: str) -> str:
    """The kind of place that a level is about; ``""``: of none."""
    return next((kind for kind, words in _KINDS_OF_PLACE if words.search(name)), "")


def _of_city(name: str) -> bool | None:
    """Whether authors of a level are the city's own (市直学校), its counties' (县级医院), or not told."""
    return True if _CITYS_OWN.search(name) else False if _COUNTYS_OWN.search(name) else None


def _told_apart(
    names: list[str], endings: list[tuple[str, ...]], reach: list[bool | None]
) -> list[tuple[str, ...]]:
    """Without those of two levels: 服务站 of towns and of villages is told by the place.

    What a level names itself is its own, whatever a wider kind is called: 卫生院 beside 县级医疗卫生单位.
    Of two levels of which one is the city's and one its counties' (``reach``) both keep what they share.
    """
    named = Counter(
        ending for name, one in zip(names, endings, strict=True) for ending in set(one) if ending in name
    )

    def is_own(at: int, ending: str) -> bool:
        if named[ending]:
            return ending in names[at] and named[ending] == 1
        others = (other for other, its in enumerate(endings) if other != at and ending in its)
        return not any(None in (reach[at], reach[one]) or reach[at] == reach[one] for one in others)

    return [tuple(one for one in own if is_own(at, one)) for at, own in enumerate(endings)]


def _endings(written: str) -> tuple[str, ...]:
    """How the names of a kind of author end: 村卫生室 is told by 卫生室; none for a level of places.

    What stands in brackets behind a level is what it is made of: 基层级（企业、学校、乡镇街道工会）.
    """
    if (inside := _BRACKET.search(written)) is not None:
        parts = (_endings_of(part, towns=True) for part in re.split("[、，和]", inside[1]))
        return tuple(dict.fromkeys(ending for part in parts for ending in part))
    return _endings_of(written)


def _endings_of(name: str, *, towns: bool = False) -> tuple[str, ...]:
    if towns and (place := next((kind for kind, words in _KINDS_OF_PLACE if words.search(name)), "")):
        return _PLACE_ENDINGS.get(place, ())
    if managed := _MANAGED.search(name):
        return tuple(managed[1] + manager for manager in WORDS.managers)
    own = [word for word in WORDS.institutions if word in name]
    if own:
        return tuple(word for word in own if not any(word != longer and word in longer for longer in own))
    return next((kind.endings for kind in WORDS.kinds_of_authors if kind.words.search(name)), ())


def _deadline(facts: NoticeFacts) -> str:
    assert facts.last_day is not None
    announced = facts.issued.value if facts.issued else facts.last_day.value
    cutoff = f"cutoff = {facts.cutoff.value:%H:%M:%S}\n" if facts.cutoff else ""
    return (
        "\n# ── 截止时间 ─────────────────────────────────────────────────────────\n"
        "# 当天 24 时以前发出的都算按期；另有时刻的写 cutoff。延期时照样再加一段，以最近宣布的为准。\n"
        f"{_note(facts.last_day)}\n[[deadlines]]\nlast_day = {facts.last_day.value:%Y-%m-%d}\n"
        f"announced = {announced:%Y-%m-%d}\n{cutoff}"
    )


def _units(founding: Founding) -> Iterable[str]:
    yield "\n# ── 报送单位 ─────────────────────────────────────────────────────────\n"
    yield "# 按此先后排列；不报送的整段删去。office 是信件抬头；addresses 写已知邮箱，可写多个。\n"
    office = founding.facts.addressees
    yield _note(office)
    quota = _quota(founding.facts.quota)
    yield _note(founding.facts.quota)
    others = [said.value for said in founding.facts.others]
    for county in founding.places.county:
        lines = [f"\n[[units]]\nkey = {_quoted(county.key)}\nname = {_quoted(county.name)}\n"]
        if county.code:
            lines.append(f"code = {_quoted(county.code)}\n")
        other = next((one.office for one in others if is_of(county, one.name)), None)
        if names := (*county.aliases, *county.short):
            lines.append(f"aliases = {_list(names)}\n")
        addressee = other if other is not None else county.name + office.value if office else ""
        if addressee:
            lines.append(f"office = {_quoted(addressee)}\n")
        names = (county.name, *county.aliases, *county.short)
        own = _own_quota(founding.facts.own_quotas, names)
        lines.append(quota if own is None else own)
        yield "".join(lines)
    direct = [said for said in founding.facts.others if is_direct(said.value)]
    for number, said in enumerate(direct, 1):
        key = "own" if said.value.of_region else f"own{number}"
        yield f"\n{_note(said)}[[units]]\nkey = {_quoted(key)}\nname = {_quoted(said.value.name)}\n"
        if said.value.of_region:
            yield "of_city = true # 直属、不属于以上任何单位的作者\n"
        yield _own_quota(founding.facts.own_quotas, (said.value.name,)) or ""


def _own_quota(quotas: Iterable[tuple[str, Quota]], names: tuple[str, ...]) -> str | None:
    """Lines for a unit that the notice gives a share of its own; 度假区 is the zone whose name ends so."""
    for said, quota in quotas:
        plain = said.replace("各", "")
        if any(
            plain == name.replace("各", "") or (len(plain) > 2 and name.endswith(plain)) for name in names
        ):
            return _quota(Said(quota, ""))
    return None


def _quota(said: Said[Quota] | None) -> str:
    """Lines for each unit, where it is to send more than one or not more than so many."""
    if said is None:
        return ""
    least = f"minimum = {said.value.least}\n" if said.value.least > 1 else ""
    return least + (f"maximum = {said.value.most}\n" if said.value.most else "")


def _coordinators(founding: Founding) -> Iterable[str]:
    yield _PEOPLE
    if not founding.coordinators:
        yield _NOBODY
    for one in founding.coordinators:
        values = {"name": one.name, "email": one.email, "phone": one.phone}
        yield "\n[[coordinators]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items())


def _signature(facts: NoticeFacts) -> str:
    values = {"office": facts.issuer, "contact": facts.contact, "phone": facts.phone}
    notes = "".join(dict.fromkeys(_note(said) for said in values.values()))
    lines = "".join(f"{key} = {_quoted(said.value if said else '')}\n" for key, said in values.items())
    return f"\n# ── 落款 ─────────────────────────────────────────────────────────────\n{notes}\n[signature]\n{lines}"


def _said(key: str, value: str, said: Said[str] | None) -> Iterable[str]:
    yield f"{_note(said)}{key} = {_quoted(value)}\n"


def _note(said: Said | None) -> str:  # type: ignore[type-arg]  # of any value
    return "" if said is None else f"# 通知：{_on_a_line(said.quote)}\n"


def _on_a_line(text: str) -> str:
    """What may stand in a comment: no line break, no sign of control."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _paragraphs(text: str) -> str:
    kept = "".join(c for c in text.strip() if c >= " " or c in "\n\t").replace("\x7f", "")
    escaped = kept.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}\n"""'


def _quoted(text: str) -> str:
    """A TOML string: its escapes are those of JSON, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "")
