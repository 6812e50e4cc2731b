"""One clause of an order with everything found in it, and what an earlier clause leaves to it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, replace

from intake.config.words import either
from tracker.orders.understand.intents import Wish
from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import LONGEST_RANGE
from tracker.orders.understand.spans import Kind, Span, find_spans
from tracker.orders.understand.words import PHRASES, Cue, Lexicon


@dataclass(slots=True)
class Context:
    """What a text carries from clause to clause."""

    names: Names
    lexicon: Lexicon
    cases: tuple[int, ...] = ()  # the last named
    field: str = ""  # the last named, where a list of values follows: 主题：2号四、5号六
    fields: tuple[str, ...] = ()  # all that were named together: 联系人和电话
    earlier: tuple[int, ...] = ()  # the cases named before those of this clause
    units: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()  # the units of the sentence before: 睢宁怎么没动静？催一下
    pending: frozenset[str] = frozenset()  # 名册，请送我一份: named, wanted in the next clause
    everyone: bool = False  # 对欠报的各家，…: whom the next clause is about
    wishes: list[Wish] = dataclasses.field(default_factory=list)  # of this text so far
    mails: tuple[int, ...] = ()  # named, nothing said of them yet
    answered: tuple[int, ...] = ()  # mails that her words go to
    about_mails: bool = False  # the sentence names mails: plain numbers may be theirs
    excepted: tuple[int, ...] = ()  # 除了5号，…
    left: tuple[int, ...] = ()  # 4号别动，…: not to be touched
    spared: bool = False  # units excepted from a mailing
    doubtful: bool = False  # the sentence has a condition
    asked: bool = False  # the sentence ends in a question: 归入第二类，妥否？
    repairing: bool = False  # “不对，”: the next value replaces the last

    def last(self) -> Wish | None:
        """The order just read."""
        return self.wishes[-1] if self.wishes else None

    def did(self, intent: str, cases: tuple[int, ...] | None = None) -> bool:
        """Whether an order of this kind was read before (of just these cases)."""
        return any(w.intent == intent and cases in (None, w.cases) for w in self.wishes)


@dataclass(frozen=True, slots=True)
class Clause:
    """Spans and cues of one clause."""

    piece: Piece
    spans: tuple[Span, ...]
    cues: tuple[Cue, ...]
    lexicon: Lexicon

    @property
    def text(self) -> str:
        """As written."""
        return self.piece.written.strip()

    @property
    def folded(self) -> str:
        """Made even for reading."""
        return self.piece.folded

    def means(self, *meanings: str) -> bool:
        """Whether a cue of one of these meanings stands in it."""
        return any(cue.meanings.intersection(meanings) for cue in self.cues)

    def cue(self, *meanings: str) -> Cue | None:
        """The first cue of one of these meanings."""
        return next((cue for cue in self.cues if cue.meanings.intersection(meanings)), None)

    def all(self, *kinds: Kind) -> list[Span]:
        """The spans of these kinds."""
        return [span for span in self.spans if span.kind in kinds]

    def said(self, *kinds: Kind) -> list[Span]:
        """The same without those that are denied: 不是村级."""
        named = (span for span in self.all(*kinds) if not self.denied(span))
        return [one for one in named if one.kind is not Kind.PHONE or not self._is_wrong(one)]

    def _is_wrong(self, span: Span) -> bool:
        """13800001111是错的: what stands behind a value says so."""
        return bool(WRONG_BEHIND.match(self.folded, span.end))

    def denied(self, span: Span) -> bool:
        """Whether the words before a span take it back."""
        before = self.folded[: span.start].rstrip(" “《")
        if before.endswith(_WRITTEN) and span.kind is Kind.QUOTE and not _WRONG.search(self.folded):
            return self.folded.startswith("了", span.end)  # 社区写成“虹桥社区” is what it is to be
        return self.lexicon.denies(before)

    def excepted(self) -> tuple[int, ...]:
        """The cases behind 除了."""
        return tuple(n for span in self.all(Kind.CASES) if self.is_exception(span) for n in span.numbers)

    def is_exception(self, span: Span) -> bool:
        """Whether a span is what is left out: 除了5号, 5号除外."""
        before, after = self.folded[: span.start].rstrip(), self.folded[span.end :].lstrip()
        return (
            bool(_EXCEPTED.search(before))
            or self.lexicon.ends_with("except", before)
            or after.startswith(_BUT)
        )

    def numbers(self) -> tuple[int, ...]:
        """The cases that it names, without those excepted (除了5号)."""
        out = self.excepted()
        named = (
            n
            for span in self.said(Kind.CASES)
            if not (self.is_exception(span) or self.is_source(span))
            for n in span.numbers
        )
        return tuple(dict.fromkeys(number for number in named if number not in out))

    def is_source(self, span: Span) -> bool:
        """Whether another case is to have what this one has: 18号题目照22号的写, 74号同73号类别."""
        before = self.folded[: span.start].rstrip()
        other = any(case.end <= span.start for case in self.all(Kind.CASES))
        alike = before.endswith("同") and any(0 <= f.start - span.end <= 1 for f in self.all(Kind.FIELD))
        return other and (alike or self.lexicon.ends_with("like", before))

    def mails(self) -> tuple[int, ...]:
        """The mails that it names."""
        return tuple(dict.fromkeys(n for span in self.all(Kind.MAIL) for n in span.numbers))

    def units(self) -> tuple[str, ...]:
        """The units that it names."""
        named = (span for span in self.said(Kind.UNIT) if not self.is_exception(span))
        return tuple(dict.fromkeys(span.value for span in named))

    def asks(self) -> bool:
        """Whether it is a question."""
        return self.means("question", "who") or bool(_ASKED.search(self.folded))

    def loose(self) -> str:
        """What neither span nor cue nor courtesy explains."""
        left = list(_DENIAL.sub(_blank, self.lexicon.patterns["repair"].sub(_blank, self.folded)))
        found: tuple[Span | Cue, ...] = (*self.spans, *self.cues)
        for part in found:
            left[part.start : part.end] = " " * (part.end - part.start)
            if isinstance(part, Span) and self.denied(part):
                before = self.folded[: part.start].rstrip(" “《")
                denial = max((w for w in self.lexicon.lists["deny"] if before.endswith(w)), key=len)
                left[len(before) - len(denial) : len(before)] = " " * len(denial)
        return re.sub(
            r"[^\u4e00-\u9fff]+", " ", self.lexicon.patterns["filler"].sub(" ", "".join(left))
        ).strip()

    def unexplained(self) -> int:
        """How many Chinese characters are loose."""
        return len(self.loose().replace(" ", ""))


_ASKED = re.compile(r"[?？]\s*$|[样对行是复]不\s*$")  # 2号4号一样不
_WRITTEN = "写成"
WRONG_BEHIND = re.compile(rf"[\s”）)]{{0,3}}{either(PHRASES.wrong_behind)}")
_WRONG = re.compile(r"错|误|别|勿|不|原")
_EXCEPTED = re.compile(r"(?:除了?|除开)涉及$")
_BUT = ("除外", "以外", "外", "的外", "的以外", "之外", "的除外")
_DENIAL = re.compile(r"(?:不是|并非)[^是，,]*")  # 不是我们区的: what is denied needs no understanding


_NOT = re.compile(r"(?:不|未|勿|莫|毋|甭|(?<![分特个区级类])别|没)(?:予|宜|能|得|该|应|必|再|想|会|可)?$")


def is_denied(cue: Cue, text: str) -> bool:
    """Whether 不, 别 or the like stands right before a word."""
    return bool(_NOT.search(text[: cue.start]))


def read_clause(piece: Piece, context: Context) -> Clause:
    """Find spans, then cues in what they leave; numbers are told apart by what stands around them."""
    if said := context.lexicon.patterns["repair"].match(piece.folded.lstrip()):
        at = len(piece.folded) - len(piece.folded.lstrip())
        if len(said[0]) > 1:  # 哦不对改二: the repair itself holds no words
            piece = Piece(" " * (at + said.end()) + piece.folded[at + said.end() :], piece.written)
    words = [cue for cue in context.lexicon.cues(piece.folded, 0, len(piece.folded)) if len(cue.text) > 1]
    spans = tuple(
        replace(span, value=piece.written[span.start + 1 : span.end - 1]) if span.kind is Kind.QUOTE else span
        for span in find_spans(piece.folded, context.names)
        if span.kind not in WEAK or not any(_covers(cue, span) for cue in words)
    )
    cues: list[Cue] = []
    at = 0
    for span in (*spans, None):
        end = span.start if span is not None else len(piece.folded)
        cues += context.lexicon.cues(piece.folded, at, end)
        at = span.end if span is not None else end
    # 15号的话，应该算镇级: behind a name it only says what is spoken of
    topics = {span.end for span in spans}
    cues = [cue for cue in cues if cue.text != TOPIC or cue.start not in topics]
    agent = context.lexicon.patterns["agent"]
    fields = [
        Span(Kind.FIELD, cue.field, cue.start, cue.end)
        for cue in cues
        if _names_field(cue, piece.folded)
        and not (cue.text == "单位" and agent.match(piece.folded, cue.end))  # 单位不报了: who, not what
    ]
    rest = tuple(
        cue
        for cue in cues
        if not cue.field or (cue.meanings - {"field:" + cue.field} and not _names_field(cue, piece.folded))
    )
    spans = tuple(sorted((*spans, *fields), key=lambda span: span.start))
    clause = Clause(piece, _as_days(piece.folded, spans, rest), rest, context.lexicon)
    return replace(clause, spans=_as_cases(clause))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


TOPIC = "的话"

# What a longer word swallows: 看一眼 holds no 一, 最新的表 no 最新的.
WEAK = frozenset((Kind.NUMERAL, Kind.ORDINAL, Kind.VERSION, Kind.THAT))


def _covers(cue: Cue, span: Span) -> bool:
    return cue.start <= span.start and span.end <= cue.end and cue.end - cue.start > span.end - span.start


# Names of fields that also end the names of places stand alone only here.
_SHORT = re.compile(r"镇|村|社区|街道|单位|类|号码|归属|题|村居|镇街|乡镇|村社")
_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[号的在其把清空除去删写填将应])$")
_AFTER = re.compile(r"$|[^\u4e00-\u9fff]|[改应是为写填换清删去空叫那栏系不登更无一作前]|名")


def _names_field(cue: Cue, text: str) -> bool:
    if not cue.field:
        return False
    if not _SHORT.fullmatch(cue.text):
        return True
    return bool(_BEFORE.search(text[: cue.start]) and _AFTER.match(text[cue.end :]))


def _as_days(text: str, spans: tuple[Span, ...], cues: tuple[Cue, ...]) -> tuple[Span, ...]:
    """延到15号, 延到15: one number right behind a word of extending is a day."""
    extending = [cue.end for cue in cues if "extend" in cue.meanings]
    return tuple(
        replace(span, kind=Kind.DATE)
        if span.kind in (Kind.CASES, Kind.NUMBER)
        and len(span.numbers) == 1
        and 1 <= span.numbers[0] <= 31
        and (span.kind is Kind.CASES or text[: span.start].rstrip().endswith(("到", "至")))
        and any(
            re.fullmatch(
                r"\s*(?:时间|日期)?(?:改|调|推)?(?:到|至|为|成|是|延|在)?\s*", text[end : span.start]
            )
            for end in extending
            if end <= span.start
        )
        else span
        for span in spans
    )


_GLUED = re.compile(r"[\s、,，和跟与及]{0,2}")
_RANGED = re.compile(r"\s*[-—~～–到至]\s*")
_PLAIN = (Kind.NUMBER, Kind.NUMERAL)


def _as_cases(clause: Clause) -> tuple[Span, ...]:
    """Plain numbers where nothing else can be meant: 11改四, 撤了26, 确认：2 4 6, 35并到32, 留38."""
    text, spans = clause.folded, clause.spans
    plain = [span for span in spans if span.kind in _PLAIN]
    if not plain or clause.all(Kind.MAIL) or (clause.all(Kind.ROW) and not clause.all(Kind.CASES)):
        return spans
    if clause.all(Kind.CASES):
        kept = plain[-1]
        return tuple(_case(span) if span is kept and _behind_into(span, clause) else span for span in spans)
    if clause.all(Kind.DATE) or not _leads(plain, clause):
        return spans
    found: list[Span] = []
    for span in spans:
        between = text[found[-1].end : span.start] if found else ""
        after_case = bool(found) and found[-1].kind is Kind.CASES
        if span is plain[0] or (
            span.kind in _PLAIN and after_case and _GLUED.fullmatch(between) and span.kind is plain[0].kind
        ):
            found.append(_case(span))
        elif span.kind in _PLAIN and after_case and _RANGED.fullmatch(between):
            first, last = found[-1].numbers[-1], span.numbers[0]
            found.append(
                replace(_case(span), numbers=tuple(range(first + 1, min(last, first + LONGEST_RANGE) + 1)))
            )
        else:
            found.append(_case(span) if span.kind in _PLAIN and _behind_into(span, clause) else span)
    return tuple(found)


def _case(span: Span) -> Span:
    return replace(span, kind=Kind.CASES)


def _behind_into(span: Span, clause: Clause) -> bool:
    return clause.means("merge", "keep", "into") and clause.lexicon.ends_with(
        "into", clause.folded[: span.start].rstrip()
    )


def _leads(plain: list[Span], clause: Clause) -> bool:
    """Whether the first plain number begins the clause or follows a deed, and counts nothing."""
    first, text = plain[0], clause.folded
    if re.match(r"[个篇家点年月天字封张条万人次%]", text[first.end :].lstrip()) or (
        len(clause.spans) == 1 and not clause.cues
    ):
        return False
    lead = text[: first.start].strip(" :：")
    if first.kind is Kind.NUMERAL:
        return (
            len(plain) > 1
            and not lead
            and bool(_GLUED.fullmatch(text[first.end : plain[1].start]))
            and first.end < plain[1].start
        )
    deeds = [
        cue
        for cue in clause.cues
        if cue.end <= first.start and not cue.meanings <= {"set", "attach", "transfer", "use"}
    ]
    rest = lead
    for cue in deeds:
        rest = rest.replace(cue.text, "")
    if lead.endswith("篇"):
        return True
    if any(span.start < first.start for span in clause.spans if span.kind is not Kind.THAT):
        return text[: first.start].rstrip().endswith((":", "：")) or bool(
            deeds and deeds[-1].end >= len(text[: first.start].rstrip())
        )
    return not clause.lexicon.patterns["filler"].sub("", rest).strip(" ，,:：那篇")
