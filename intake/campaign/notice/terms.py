"""What is asked of senders: until when, how long, what with it, whereto, under which names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from intake.campaign.notice.outline import Sentence, wide
from intake.campaign.notice.values import Extent, Quota, Said
from intake.campaign.notice.words import WORDS
from intake.config.words import either
from intake.text.numerals import read_number

CLAUSE = 40  # characters behind a date in which its clause ends
NEAR = 12  # characters around a date that say what it is
LONGEST_HEADING = 8  # characters of a heading such as 【评审】 or 四、评审程序
SHORTEST = 100  # a number of 字 below is that of a title or a summary

_MONTH, _DAY = "[一二三四五六七八九十]{1,2}", "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:((?:19|20)\d\d)\s?年\s?)?(\d{{1,2}}|{_MONTH}|本|当)\s?月\s?(?:(\d{{1,2}}|{_DAY})\s?[日号]|(底|末))"
)
_HOUR = re.compile(
    r"\s?(?:\([^()0-9]{1,8}\))?\s?(?:(?:下班)?[之以]?前\s?\()?(上午|中午|下午|晚上?)?\s?(\d{1,2})\s?(?:[::]\s?(\d{2})|[时点]\s?(半|\d{1,2}分)?)"
)
_AFTER = re.compile(rf"(?:\([^()]{{1,8}}\))?[^,。;、]{{0,8}}?{either(WORDS.deadline_after)}")
_SPELT = re.compile(r"[一二两三四五六七八九][千百](?:[一二三四五六七八九]百)?(?=[字至到—–~～-])")
_RANGE = re.compile(r"(\d{3,5})\s?字?\s?(?:[—–\-~～至到]{1,2})\s?(\d{3,5})\s?字")
_COUNT = re.compile(r"([^,。;、]{0,10}?)(\d{3,5})\s?字\s?([^,。;、]{0,4})")
_NOT_THE_TEXT = re.compile(r"标题|题目|摘要|简介|说明|概述|导语")
_MOST = re.compile(r"不超|至多|最多|不得超过|不多于|控制在|以内|之内|以下|内$|限")
_LEAST = re.compile(r"不少于|不低于|以上|至少")
# 每个县(市、区)报送不少于2篇; what each school or author may send is not what a county must.
_EACH = re.compile(
    r"(?:每个?|各)(?:设区(?=市)|单位|地(?![方区点])|\([县市区旗州、]{1,9}\)|[县市区旗州、]){1,8}(?![级直属])"
)
_PIECES = re.compile(
    r"(?<![\d月])([\d一二两三四五六七八九十]{1,3})(?:\s?[—–\-~～至到]{1,2}\s?([\d一二两三四五六七八九十]{1,3}))?\s?[篇个件项份](?![月工年类]|方[向面]|主题|领域|板块|专题|类别|层级|环节|部分)\s?(?:左右)?(以内|以下|以上)?"
)
_OF_A_LEVEL = re.compile(r"[级组类](?:案例|作品|论文)?$")  # 报送高中组2篇、初中组3篇
_MAILBOX = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._-]{1,40})\s{0,2}(?:@|#|\(at\)|\[at\]|☆|★)\s{0,2}"
    r"([A-Za-z0-9-]{1,30}(?:\.[A-Za-z0-9-]{1,20}){1,3})",
    re.IGNORECASE,
)
_QUOTED = r"[“\"‘'「《]([^”\"’'」》]{2,40})[”\"’'」》]"
_SUBJECT = re.compile(
    rf"(?:邮件(?:的)?(?:主题|标题|名称?|题目)|主题|标题)栏?(?:中|里|内|上)?(?:请|须|应|统一|要|一律|均|都|也){{0,2}}(?:格式)?"
    rf"(?:注明|写明|命名为|标[注明]|写[成作为]|采用|统一?为|为|写|按|以|[::])?\s?{_QUOTED}"
    rf"|邮件(?:请|须|应|统一|要|一律){{0,2}}(?:命名为?|名为|按|以)\s?{_QUOTED}"
    r"|(?:邮件|在)(?:的)?(?:主题|标题)栏?(?:中|里|内|上)?(?:请|须|应|统一|要)?(?:注明|写明|标明|标注)([^,。;::“”]{2,30}(?:“[^“”]{2,20}”(?:字样)?)?)"
    rf"|以\s?{_QUOTED}\s?(?:为|作为)(?:邮件的?(?:主题|标题|名|题目)|题(?=发|报|投|寄))"
    rf"|(?:发(?:送)?到|发至|寄到|报送?至|报送?到)[^,。;]{{0,60}},(?:邮件)?(?:主题|标题)(?:请|须|应|要)?(?:写清楚?|注清|标清|说清)\s?{_QUOTED}"
    r"|邮件(?:主题|标题)(?:格式)?[::]\s?([^,。;\s]{3,40})"
    r"|(?:主题|标题)(?:统一)?(?:格式)?为?[::]\s?([^,。;\s+]{1,20}\+[^,。;\s]{1,20})"
)
_FILE_NAME = re.compile(
    rf"(?:文件名|文档名|文件|压缩包|论文|案例)[^“\"‘,。;]{{0,14}}?(?:命名|名|名称)?(?:统一|一律|请)?(?:格式)?(?:写作|写成|写为|写|取名|起名|为|以|用|按照?|[::])\s?{_QUOTED}"
    rf"|(?:以|按照?)\s?{_QUOTED}\s?(?:的?(?:格式|形式|样式))?(?:为名|命名|作为文件名|打包)"
)
PARTS = {"form": WORDS.form, "sheet": WORDS.sheet, "photo": WORDS.photo, "stamp": WORDS.stamp}
STEPS = {"review": WORDS.review, "visit": WORDS.visit, "publicity": WORDS.publicity, "volume": WORDS.volume}


def deadline_of(
    sentences: tuple[Sentence, ...], issued: date | None
) -> tuple[Said[date], Said[time] | None] | None:
    """The last day and, where it is said, the hour; the best of all dates, the first of equals."""
    found: list[tuple[int, Said[date], Said[time] | None]] = []
    for sentence in sentences:
        for match in _DATE.finditer(sentence.text):
            weight = _weight(sentence, match)
            day = _day(match, issued)
            if weight > 0 and day is not None and (issued is None or day >= issued):
                hour = _hour(sentence.text, match.end())
                found.append(
                    (weight, Said(day, sentence.quote), None if hour is None else Said(hour, sentence.quote))
                )
    best = max(found, key=lambda one: one[0], default=None)
    return None if best is None else best[1:]


def _weight(sentence: Sentence, match: re.Match[str]) -> int:
    before = sentence.text[max(0, match.start() - NEAR) : match.start()]
    weight = 2 * bool(_AFTER.match(sentence.text, match.end()))
    weight += 2 * bool(WORDS.deadline_before.search(before) or WORDS.deadline_before.search(sentence.heading))
    weight += bool(re.search(r"[至到于在]$", before.rstrip()))
    behind = sentence.text[match.end() : match.end() + CLAUSE]
    weight += bool(WORDS.deadline_sends.search(_DATE.split(behind, maxsplit=1)[0]))
    if WORDS.no_deadline.search(before) or WORDS.no_deadline.search(sentence.heading):
        weight -= 3
    return weight


def _day(match: re.Match[str], issued: date | None) -> date | None:
    year = match[1]
    this_month = match[2] in ("本", "当")
    if issued is None and (year is None or this_month):
        return None
    month = issued.month if this_month and issued else read_number(match[2])  # 本月30日
    chosen = int(year) if year else issued.year + (month < issued.month) if issued else 0
    try:
        if match[4]:  # 月底
            return (date(chosen, month, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return date(chosen, month, read_number(match[3]))
    except ValueError:
        return None


def _hour(text: str, start: int) -> time | None:
    """The hour behind a date; 24时 and 晚12时 are the end of the day and need none."""
    match = _HOUR.match(text, start)
    if match is None:
        return None
    hour = int(match[2])
    if (match[1] in ("下午", "晚", "晚上") and hour < 12) or (match[1] in ("晚", "晚上") and hour == 12):
        hour += 12
    minute = (
        int(match[3]) if match[3] else 30 if match[4] == "半" else int((match[4] or "0").removesuffix("分"))
    )
    return time(hour, minute) if hour < 24 and minute < 60 else None


def length_of(sentences: tuple[Sentence, ...]) -> Said[Extent] | None:
    """2000字左右 is about, 3000字以内 at most, 800至1500字 both ends."""
    for sentence in sentences:
        text = _SPELT.sub(lambda said: str(read_number(said[0])), sentence.text)
        if match := _RANGE.search(text):
            return Said(Extent(least=int(match[1]), most=int(match[2])), sentence.quote)
        least = about = most = 0
        for match in _COUNT.finditer(text):
            count, around = int(match[2]), match[1] + match[3]
            if count < SHORTEST or _NOT_THE_TEXT.search(match[1]):
                continue
            if _LEAST.search(around):
                least = count
            elif _MOST.search(around):
                most = count
            else:
                about = count
        if least or about or most:
            return Said(Extent(least, about, most), sentence.quote)
    return None


def quota_of(sentences: tuple[Sentence, ...]) -> Said[Quota] | None:
    """How many each county or unit sends: 每个县(市、区)报送不少于2篇, 每单位限报3篇, 每县推荐3—5个."""
    for sentence in sentences:
        for each in _EACH.finditer(sentence.text):
            clause = re.split(
                r"[。;]|其中|,(?=[^,]{0,4}(?:直属?|属|级)?(?:单位|机构|学校)?每|[省市州县区]直|各)",
                sentence.text[each.end() : each.end() + CLAUSE],
                maxsplit=1,
            )[0]
            if quota := read_quota(clause):
                return Said(quota, sentence.quote)
    return None


def read_quota(text: str) -> Quota | None:
    """不少于2篇、不超过5篇; 2至5件; of a bare number at least so many. None where no number is near the beginning."""
    least = most = 0
    at = 0
    for pieces in _PIECES.finditer(text):
        before, behind = text[at : pieces.start()], pieces[3] or ""
        if len(before) > NEAR or _OF_A_LEVEL.search(before):
            break
        count, further = read_number(pieces[1]), read_number(pieces[2]) if pieces[2] else 0
        if further:
            return Quota(count, further) if 0 < count <= further else None
        if _MOST.search(before) or behind in ("以内", "以下"):
            most = most or count
        else:
            least = least or count
        at = pieces.end()
    return Quota(least, most) if (least or most) and (not most or least <= most) else None


def mailbox_of(sentences: tuple[Sentence, ...]) -> Said[str] | None:
    """The first address, with what hides it from machines undone."""
    for sentence in sentences:
        if match := _MAILBOX.search(sentence.text):
            return Said(f"{match[1]}@{match[2]}".lower(), sentence.quote)
    return None


def naming_of(sentences: tuple[Sentence, ...]) -> tuple[Said[str] | None, Said[str] | None]:
    """How the mail's subject and the files are to be called."""
    subject = file_name = None
    for sentence in sentences:
        if subject is None and (match := _SUBJECT.search(sentence.text)):
            subject = Said(wide(next(filter(None, match.groups()))), sentence.quote)
        for match in _FILE_NAME.finditer(sentence.text):
            said = next(filter(None, match.groups()))
            if file_name is None and not said.endswith("表"):  # 首页填写《案例信息表》
                file_name = Said(wide(said), sentence.quote)
    return subject, file_name


def required_of(sentences: tuple[Sentence, ...]) -> tuple[Said[str], ...]:
    """Kinds of the campaign's ``required`` besides the text, each with the sentence that asks for it."""
    asked = (_asked_for(sentence) for sentence in sentences)
    return tuple(_first(PARTS, tuple(asked))) + tuple(_of_author(sentences))


def _asked_for(sentence: Sentence) -> Sentence:
    """A sentence without the clauses that only allow or encourage: 鼓励附图片."""
    clauses = re.findall(r"[^,;。]*[,;。]?", sentence.text)
    return replace(sentence, text="".join(clause for clause in clauses if not WORDS.optional.search(clause)))


def steps_of(sentences: tuple[Sentence, ...]) -> tuple[Said[str], ...]:
    """What follows the call."""
    return tuple(_first(STEPS, sentences))


def _first(wanted: dict[str, re.Pattern[str]], sentences: tuple[Sentence, ...]) -> Iterator[Said[str]]:
    for key, words in wanted.items():
        found = [sentence.quote for sentence in sentences if words.search(sentence.text)]
        if found:  # a heading says it, too; what stands below it says more
            yield Said(key, next((said for said in found if len(said) > LONGEST_HEADING), found[0]))


def _of_author(sentences: tuple[Sentence, ...]) -> Iterator[Said[str]]:
    asking = tuple(sentence for sentence in sentences if WORDS.said_by_author.search(sentence.text))
    yield from _first({"contact": WORDS.contact, "phone": WORDS.phone}, asking)
