"""Titles and subtitles: cleaned, split, and told from headings of the call itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.campaign.places.gazetteer import Gazetteer
from intake.text.fold import HAN

LONGEST_TITLE = 60  # characters of a line that may be title and subtitle together

_DASH = r"(?:—{1,4}|―{1,4}|─{1,4}|-{2,}|－{1,}|﹣{2,}|–{1,2}|ーー?|一一(?=[\u4e00-\u9fff]{6}))"
_SUBTITLE_LINE = re.compile(rf"^\s*(?:{_DASH}|-(?=\s*[{HAN}])|副标题\s*[:：])\s*(?P<rest>\S.*)$")
_INLINE = re.compile(
    r"^(?P<title>.{2,}?)\s*(?:—{1,4}|―{1,4}|─{1,4}|-{2,}|－{1,3}|–{2})\s*(?P<subtitle>.{4,})$"
)
_NUMBER = re.compile(
    r"^\s*(?:(?:典型|优秀)?案例(?:之)?\s*[一二三四五六七八九十\d]{1,3}\s*[:：、.．）)\]】]?\s*(?=\S)|[（(]\s*[一二三四五六七八九十\d]{1,2}\s*[）)]\s*|"
    r"附件\s*[一二三四五六七八九十\d]{0,2}\s*[:：.、]\s*|(?:案例|文章|材料)?(?:名称|标题|题目)\s*[:：]\s*|案例\s*[:：]\s*)+"
)
_LEADING_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.、．_\-\s]\s*(?=[^\d])")
_TRAILING = re.compile(
    r"\s*[（(【\[]\s*(?:案例|修改稿?|修订稿?|定稿|终稿|最终(?:版|稿)?|初稿|草稿|第[一二三四五\d][稿版]|新|最新|正式|上报稿?|报送稿?|送审稿?|打印稿?|改|"
    r"[\d.\-年月日]+|\d+字|典型案例|优秀案例|经验材料|案例材料)[^（）()]{0,8}[）)】\]]\s*$"
)
_WRAPPED = (("《", "》"), ("【", "】"), ("〖", "〗"), ("「", "」"), ("〔", "〕"), ("<", ">"), ("[", "]"))

# Words of which headings of the call, file names and cover sheets consist. A line of nothing else
# is no title.
_GENERIC = re.compile(
    r"全市|我市|本市|县级|区级|镇级|村级|城乡|农村|城市|社区|村居|基层|治理|服务|创新|工作|管理|建设|优秀|典型|先进|实践|经验|交流|案例|材料|征集|"
    r"征文|申报|报送|推荐|上报|参评|参赛|提交|报名|稿件?|文本|正文|内容|活动|表格?|汇总|附件|初稿|修改|修订|更正|定稿|最终|终稿|最新|打印|版本?|新的?|第[一二三四五六七八九十\d]+|"
    r"[篇份个]|照片|图片|扫描|盖章|签章|电子版|纸质|word|doc|pdf|wps|关于|民政局?|社会事业局|人民政府|街道办事处|办事处|街道|县|区|市|镇|村|乡|"
    r"[〇○零一二三四五六七八九]{4}年度?|[年月日号]|及|和|与|的|暨|副本|复件|无标题|新建|文档|未命名|样表|模板|邮件|回复|转发|请查收|查收|"
    r"[\d\s\W_]|[a-z]|封面|目录|选编|汇编|登记|信息|情况|说明|总表|件|题|名称|标题|题目",
    re.I,
)
_LABEL_LINE = re.compile(
    r"^\s*(?:联\s*系|电\s*话|手\s*机|邮\s*箱|地\s*址|单\s*位|作\s*者|撰\s*稿|执\s*笔|供\s*稿|报\s*送|填\s*报|申\s*报|推\s*荐|上\s*报|日\s*期|时\s*间|主\s*题|类\s*别|层\s*级|关\s*键\s*词|"
    r"摘\s*要|序\s*号|编\s*号|字\s*数|备\s*注|姓\s*名|通\s*讯|邮\s*编|传\s*真|主\s*送|抄\s*送)[^:：]{0,10}[:：]"
)
# How a subtitle that has lost its dash ends.
SUBTITLE_END = re.compile(
    r"(?:实践与探索|探索与实践|探索与思考|实践与思考|的?(?:做法|实践|探索|经验|纪实|思考|启示|尝试|调查|侧记|历程|经历|案例|体会|路径|样本|故事|研究|"
    r"报告|记事|三年记|纪事|工作法|模式|创新|机制))$"
)
_UNFINISHED = re.compile(
    r"[、，,“（(《：:]$|(?:和|与|及|的|在|把|让|为|对|以|从|向|推进|构建|打造|加强|创新)$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its subtitle, cleaned, and the line or name it was taken from."""

    title: str = ""
    subtitle: str = ""
    quote: str = ""


def subtitle_of_line(line: str) -> str:
    """The subtitle in a line that begins with a dash; ``""`` for other lines."""
    match = _SUBTITLE_LINE.match(line)
    return clean_title(match["rest"]) if match else ""


def split_title(text: str, quote: str = "") -> Title:
    """Split 主标题——副标题 and clean both."""
    text = clean_title(text)
    match = _INLINE.match(text)
    if match and _is_whole(match["title"]) and len(re.findall(f"[{HAN}]", match["subtitle"])) >= 4:
        return Title(clean_title(match["title"]), clean_title(match["subtitle"]), quote or text)
    return Title(text, "", quote or text)


def _is_whole(text: str) -> bool:
    """Whether the quotation marks before a dash are all closed: “一核五元—三社联动”模式 is one title."""
    return all(
        text.count(opening) == text.count(closing) for opening, closing in ("“”", "《》", "（）", "‘’")
    )


def clean_title(text: str) -> str:
    """Take off numbers, labels, wrapping marks and version marks; bring blanks to one."""
    text = re.sub(r"[\s\u3000\u00a0]+", " ", text.replace("\f", " ")).strip()
    text = _join_spaced(text)
    before = None
    while text != before:
        before = text
        text = _NUMBER.sub("", text, count=1).strip()
        text = _TRAILING.sub("", text).strip()
        for opening, closing in _WRAPPED:
            if text.startswith(opening) and text.endswith(closing) and opening not in text[1:]:
                text = text[1:-1].strip()
    if text.startswith("“") and text.endswith("”") and text.count("“") == 1:
        text = text[1:-1].strip()
    return text.lstrip("—–―─-－ ").strip(" *＊†·_|").rstrip("。；;，,：:、")


def _join_spaced(text: str) -> str:
    """一 核 引 领 → 一核引领, when most of the line is set with blanks."""
    parts = text.split(" ")
    if len(parts) >= 4 and sum(len(part) == 1 for part in parts) >= 0.8 * len(parts):
        return "".join(parts)
    return text


def without_leading_number(text: str) -> str:
    """1.一核引领 → 一核引领"""
    return _LEADING_NUMBER.sub("", text)


def is_generic(text: str, places: Gazetteer) -> bool:
    """Whether nothing is left but words of the call and the city: 全市社区治理优秀案例材料."""
    return len(_GENERIC.sub("", places.without_regions(re.sub(r"\s+", "", text)))) < 2


def is_title(text: str, places: Gazetteer) -> bool:
    """Whether a line can be a title: short, no sentence, no label, no heading of the call."""
    plain = text.strip()
    han = len(re.findall(f"[{HAN}]", plain))
    if not han >= 3 or len(plain) > LONGEST_TITLE or _LABEL_LINE.match(plain) or "\t" in plain:
        return False
    if re.search(r"[。；;]", plain) or re.search(r"[，,：:、]$", plain):
        return False
    return not is_generic(plain, places)


def is_unfinished(line: str) -> bool:
    """Whether a title line goes on in the next one."""
    if _UNFINISHED.search(line):
        return True
    return any(line.count(opening) > line.count(closing) for opening, closing in ("“”", "《》", "（）"))


def title_key(text: str) -> str:
    """What two spellings of one title have in common: characters without marks and blanks."""
    return re.sub(r"[\W_]+", "", text).lower()


def title_likeness(first: str, second: str) -> float:
    """0 to 1 for two titles: 1 when one holds the other (6 characters or more), else shared pairs."""
    one, two = title_key(first), title_key(second)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    short, long = sorted((one, two), key=len)
    if len(short) >= 6 and short in long:
        return 0.95
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (one, two)]
    if not pairs[0] or not pairs[1]:
        return 0.0
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))
