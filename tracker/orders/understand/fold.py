"""A coordinator's text made even: half width, simplified, financial and spoken numerals, misheard words.

Rows of a small table typed or pasted into a mail become sentences: 3 | 主题 | 四 → 3号主题：四.

Every step keeps the length, so that places in the folded text are places in what was written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from intake.text.fold import simplify
from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

LONGEST = 4000  # characters: more is no order
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_TRADITIONAL = (
    "歸號題為復認級無發層區縣鎮電話單聯係報確開銅龍樓賈雲刪併類標備註鄉個這該請對錯與將後來應換轉",
    "归号题为复认级无发层区县镇电话单联系报确开铜龙楼贾云删并类标备注乡个这该请对错与将后来应换转",
)
_TRADITIONAL_OF_TITLES = (
    "積製極銀變銷複誤錄帶檔終匯彙郵廢棄頁續貼輸選舊補較沒嗎麼裡裏還過樣見達歷產業農場條勞殘醫療婦兒聲藝禮儀價質讓傳優瑩職",
    "积制极银变销复误录带档终汇汇邮废弃页续贴输选旧补较没吗么里里还过样见达历产业农场条劳残医疗妇儿声艺礼仪价质让传优莹职",
)
_NUMERALS = ("〇壹贰叁肆伍陆柒捌玖拾幺", "零一二三四五六七八九十一")
_FOLD |= {
    ord(a): b
    for a, b in zip(
        *map("".join, zip(_TRADITIONAL, _TRADITIONAL_OF_TITLES, _NUMERALS, strict=True)), strict=True
    )
}
_NUMBER_SAID = re.compile(r"(?<=[\d一二三四五六七八九十])[好浩](?=[案的是改主归])")
_SPACED = re.compile(r"(?:\S ){5,}\S")  # 第 1 1 号 列 入
# 12号，不对不对，是21号: the first was a slip of the tongue. Not 12号，不是13号, which denies the second.
_SLIP = re.compile(
    r"第?(?:\d{1,5}|[一二三四五六七八九十]{1,4})[号#]?[、，,。…\s—-]{1,4}(?:[哦啊哎噢呀]{0,2}(?:不对|不是不是|不不|错了|说错了|打错了|慢着)[、，,。\s]{0,2}){1,3}"
    r"(?:应该|应)?[是为]?(?=第?(?:\d{1,5}(?:[号#]|\s)|[一二三四五六七八九十]{1,4}号))"
)
# 来信说：“18号联系人更正为高敏。”请照改: her assent makes the quoted words her own
_ASSENTED = re.compile(
    r"(?<=[说道句信白][:：])“(?P<said>[^“”\n]{4,200})”(?P<assent>[^“”。\n\d]{0,12}(?:照改|照办|请改))[。！]?"
)
# 利国，利益的利，国家的国; 许岚，言午许，山风岚; 夹是夹子的夹: how characters are written, no part of an order
_SPELLED = re.compile(
    r"(?<=[\u4e00-\u9fff][，,、。\s])(?:(?:[\u4e00-\u9fff]是)?(?:[\u4e00-\u9fff]{0,3}(?P<char>[\u4e00-\u9fff])[\u4e00-\u9fff]{0,3}的(?P=char)|[\u4e00-\u9fff]字(?:旁|头)[^，,。；;\n]{0,8}))+(?=[，,。；;、！!\s]|$)"
)
_BY_PARTS = re.compile(
    r"(?<=[\u4e00-\u9fff][，,、。\s])(?:言午许|耳东陈|弓长张|立早章|木子李|口天吴|双口吕|双木林|古月胡|草头黄|三划王|三横王|文刀刘|人可何|禾火秋|山风岚|走肖赵|女子好)(?=[，,。；;、！!\s]|$)"
)
_CELL = re.compile(r"(?<![^\S\t])[^\S\t]*+[|｜\t]\s*+")
_SERIAL = re.compile(r"(?:第?\s*)?([A-Za-z]{1,4}[-—]?\d{1,5}|\d{1,5})\s*号?")
_CHANGED = re.compile(r"^.*(?:→|->|=>)\s*+")  # 二 → 四
MOST_COLUMNS = 8
_NO_COUNT = r"(?![稿版份次轮届期封年条个点])"  # 新一稿 is not 新沂


def even_characters(text: str) -> str:
    """Half width, simplified, plain numerals; as long as before."""
    return simplify(text).translate(_FOLD)


def fold(text: str, names: Names, lexicon: Lexicon) -> Piece:
    """The text for reading, beside what was written."""
    written = read_tables(text[:LONGEST], lexicon.fields, lexicon.lists["old_column"])
    if _SPACED.fullmatch(written.strip()):
        written = written.replace(" ", "")
    folded = even_characters(written)
    folded = _ASSENTED.sub(lambda m: f" {m['said']}。{' ' * (len(m[0]) - len(m['said']) - 2)}", folded)
    for pattern in (_SPELLED, _BY_PARTS):
        folded = pattern.sub(lambda found: " " * len(found[0]), folded)
    folded = _NUMBER_SAID.sub("号", folded)
    for said, read in lexicon.spoken.items():
        folded = folded.replace(said, read)
    for pattern, word in _heard(
        tuple(names.units), tuple(names.themes), lexicon.lists["heard"], lexicon.lists["sounds"]
    ):
        folded = pattern.sub(word, folded)
    return Piece(_SLIP.sub(lambda found: " " * len(found[0]), folded), written)


@lru_cache(maxsize=4)
def _heard(*lists: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """For each name and word all of whose characters have a sound: a pattern of what sounds the same."""
    *words, sounds = lists
    same = {char: group for group in sounds for char in group}
    found = []
    for word in dict.fromkeys(word for some in words for word in some):
        if 2 <= len(word) <= 6 and any(char in same for char in word):
            pattern = "".join(f"[{same[char]}]" if char in same else re.escape(char) for char in word)
            found.append((re.compile(pattern + _NO_COUNT), word))
    return tuple(found)


def read_tables(text: str, fields: frozenset[str], old: tuple[str, ...] = ()) -> str:
    """The text with every row that begins with a case's number written as an order."""
    if not _CELL.search(text):
        return text
    header: list[str] = []
    lines = []
    for line in text.split("\n"):
        cells = [cell for cell in _CELL.split(line.strip(" \t|｜")) if cell][:MOST_COLUMNS]
        if (
            len(cells) > 1
            and not _SERIAL.fullmatch(cells[0])
            and any(cell in fields or cell in old for cell in cells[1:])
        ):
            header = cells
            lines.append("")
        elif len(cells) > 1 and (serial := _SERIAL.fullmatch(cells[0])):
            lines.append(f"{serial[1]}号" + _row(*_as_it_is(cells[1:], header[1:], old), fields))
        else:
            lines.append(line)
    return "\n".join(lines)


def _as_it_is(cells: list[str], header: list[str], old: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """A row and its header without the columns of what was (原 | 现)."""
    if len(cells) != len(header):
        return cells, header
    kept = [at for at, name in enumerate(header) if name not in old]
    return [cells[at] for at in kept], [header[at] for at in kept]


def _row(cells: list[str], header: list[str], fields: frozenset[str]) -> str:
    values = [_CHANGED.sub("", cell) for cell in cells]
    if len(header) == len(values) and all(name in fields for name in header):
        return "，".join(f"{name}：{value}" for name, value in zip(header, values, strict=True))
    if len(values) > 1 and values[0] in fields:
        return f"{values[0]}：{'，'.join(values[1:])}"
    return "，".join(values)
