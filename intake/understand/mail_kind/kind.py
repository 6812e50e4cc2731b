"""What a mail wants: a submission, a correction, a question, a machine's notice …

The order of the rules is the meaning: machines first (headers rule), then the coordinator, then
adverts and fraud, then what came with the mail, then what its own words wish. The rules for each
are in :mod:`intake.understand.mail_kind`. Intents, finer than kinds, in :data:`INTENTS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from intake.campaign.call import Call, Sender
from intake.campaign.places.gazetteer import Gazetteer
from intake.mail.open import Opened
from intake.model.case import CloudLink, Document, Doubt, MailKind
from intake.understand.mail_kind import wishes
from intake.understand.mail_kind.learned import rank_kinds
from intake.understand.mail_kind.letter import Letter, marks_of, read_letter
from intake.understand.mail_kind.machines import Machine, automatic_at_last, find_machine, is_recall
from intake.understand.mail_kind.matter import Matter, packs_itself, sort_matter
from intake.understand.mail_kind.sales_likeness import sales_likeness
from intake.understand.mail_kind.unwanted import (
    MAX_CHARS,
    Said,
    is_of_call,
    judge_unwanted,
    offers,
    sells_by_name,
)
from intake.understand.mail_kind.words import WISHES
from intake.understand.papers.case_like import UNLIKELY, case_likeness

INTENTS: Final = (
    "inquiry",  # question: what have you of mine?
    "choice",  # correction: the number of one of our choices
    "replace",  # correction: takes the place of an earlier case
    "withdraw",  # withdrawal
    "password",  # correction: the password of a file sent before
    "whole",  # correction: what came is the whole text
    "nothing",  # other: the unit sends nothing this time
    "posted",  # other: it has sent paper
    "thanks",  # other: 收到, 谢谢
    "cover",  # other: speaks of material that is not there
    "phone", "contact", "title", "subtitle", "theme", "level", "town", "community", "unit",  # correction of a field
)  # fmt: skip


FAIRLY_SURE: Final = 0.004  # lead that makes a wish of a letter in which the rules see none
SURE: Final = 0.005  # lead of the likeliest kind over the next that overrules a rule
QUITE_SURE: Final = 0.01  # the same where it speaks of nothing of ours
MACHINE_KINDS: Final = frozenset({MailKind.AUTOMATIC, MailKind.ADVERT, MailKind.SPAM})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a mail with the words or header that decided.

    ``about_message`` and ``about_address`` name our letter and its recipient when a bounce or
    receipt speaks of one.
    """

    kind: MailKind
    reason: str
    intent: str
    doubts: tuple[Doubt, ...]
    needs_person: bool
    about_message: str = ""
    about_address: str = ""


def mail_kind(
    opened: Opened, documents: tuple[Document, ...], links: tuple[CloudLink, ...], call: Call, sender: Sender
) -> Verdict:
    """Judge one mail; never raises."""
    matter = sort_matter(opened, documents)
    if machine := find_machine(opened, sender, has_case=matter.has_case):
        return _of_machine(machine, matter)
    letter = read_letter(
        opened,
        marks_of(call.campaign),
        body_is_case=matter.body_is_case,
        added=matter.letters,
        names=matter.titles,
    )
    if sender.coordinator and (found := _command(letter, matter)):
        return found
    if found := _unwanted(opened, matter, letter, call, sender, links):
        return found
    if matter.has_case:
        return _with_case(letter, matter)
    if links:
        return _with_links(letter, links)
    known = _is_known(sender)
    if found := _plain(letter) or _of_unit(letter, sender) or _wish(letter, matter, known=known):
        return found
    if machine := automatic_at_last(opened):
        return _of_machine(machine, matter)
    return _rest(letter, matter)


def _of_machine(machine: Machine, matter: Matter) -> Verdict:
    # A robot that brings a case is not answered, but a person must see it.
    lost = machine.kind is MailKind.AUTOMATIC and bool(matter.cases) and machine.reason != "本系统发出的邮件"
    return Verdict(
        machine.kind,
        machine.reason,
        "",
        (Doubt("unclear"),) if lost else (),
        needs_person=lost,
        about_message=machine.message,
        about_address=machine.address,
    )


def _command(letter: Letter, matter: Matter) -> Verdict | None:
    """A coordinator's reply or order; material that she only passes on is none."""
    if matter.has_case or letter.forwards:
        return None
    found = wishes.orders(letter)
    if found is None and not letter.replies:
        return None
    reason = found.detail if found else "经办人回复"
    return Verdict(MailKind.COMMAND, reason, "", (), needs_person=True)


def _unwanted(
    opened: Opened, matter: Matter, letter: Letter, call: Call, sender: Sender, links: tuple[CloudLink, ...]
) -> Verdict | None:
    """An advert, fraud or program of a stranger; never what brings a case, or may when it is read."""
    if _is_known(sender) or sender.unwanted is False or matter.body_is_case or letter.answers_us:
        return None
    if any(case_likeness(document.name, document.text)[0] >= UNLIKELY for document in matter.cases):
        return None
    if sender.unwanted:
        return Verdict(MailKind.ADVERT, "经办人已将该邮箱归入广告", "", (), needs_person=False)
    if matter.programs and not matter.cases:
        why = f"可执行文件：{matter.programs[0]}"
        if any(packs_itself(name) for name in matter.programs):
            return _to_person(MailKind.MAYBE_ADVERT, why, "", "maybe-advert")
        return Verdict(MailKind.SPAM, why, "", (), needs_person=False)
    unread = [name for name in matter.unread if not sells_by_name(name)]
    if links or any(is_of_call(name) for name in unread):
        return None
    added = "\n".join((*matter.letters, *(document.text[:1500] for document in matter.cases)))
    text = f"{opened.body.new}\n{opened.body.signature}\n{added}"
    envelope = opened.envelope
    files = tuple(file.name for file in opened.attachments)
    said = Said(envelope.subject, text, envelope.sender.name, files, tuple(unread))
    kind, why = judge_unwanted(said, call.lexicon, sales_likeness(said))
    if kind is None or _of_here(said, call.places):
        return None
    if kind is MailKind.MAYBE_ADVERT:
        if letter.bare and (_request(letter, known=False) or _order(letter, known=False)):
            return None
        return _to_person(kind, why, "", "maybe-advert")
    return Verdict(kind, f"用语：{why}", "", (), needs_person=False)


def _of_here(said: Said, places: Gazetteer) -> bool:
    """Whether a mail names a county, town or village of the call, or its sender has the name of one.

    What is sent to all the country in one text names none.
    """
    words = places.mentions(f"{said.subject}\n{said.text[:MAX_CHARS]}")
    return any(mention.county for mention in (*words, *places.mentions(said.name, loose=True)))


def _is_known(sender: Sender) -> bool:
    return bool(sender.unit or sender.confirmed or sender.coordinator)


def _with_case(letter: Letter, matter: Matter) -> Verdict:
    """A mail that brings a case: new, corrected, or in place of another."""
    doubts: list[Doubt] = []
    asked = wishes.asks(letter)
    if asked:
        doubts.append(Doubt("question", detail=asked.detail))
    if late := wishes.wants_time(letter):
        doubts.append(Doubt("extension", detail=late.detail))
    taken_back = wishes.wants_withdrawal(letter)
    replaces = wishes.is_replacement(letter, matter.names)
    revised = wishes.is_revision(letter, matter.names)
    if taken_back and not replaces and not revised:
        doubts.append(Doubt("withdrawal", detail=taken_back.detail))
    if revised or replaces:
        said = revised or replaces
        assert said is not None
        intent = "replace" if replaces else ""
        return Verdict(MailKind.CORRECTION, said.detail, intent, tuple(doubts), needs_person=bool(doubts))
    if letter.asked and not wishes.is_another(letter):
        return Verdict(MailKind.CORRECTION, "回复补正来信", "", tuple(doubts), needs_person=bool(doubts))
    name = next(iter((*(d.name for d in matter.cases), *matter.unread)), "邮件正文")
    return Verdict(MailKind.SUBMISSION, f"案例：{name}", "", tuple(doubts), needs_person=bool(doubts))


def _with_links(letter: Letter, links: tuple[CloudLink, ...]) -> Verdict:
    """A case behind a link, which the sender is asked to send as a file."""
    names = "、".join(link.name or link.provider for link in links[:3])
    doubts: list[Doubt] = []
    if (asked := wishes.asks(letter)) and not wishes.asks_receipt(letter):
        doubts.append(Doubt("question", detail=asked.detail))
    if found := wishes.wants_time(letter):
        doubts.append(Doubt("extension", detail=found.detail))
    return Verdict(MailKind.LINK_ONLY, f"云附件：{names}", "", tuple(doubts), needs_person=bool(doubts))


def _plain(letter: Letter) -> Verdict | None:
    """What is plain without weighing: trials, thanks, numbers of choices, recalls, passwords."""
    if wishes.is_test(letter):
        return Verdict(MailKind.OTHER, "测试邮件", "", (), needs_person=False)
    if wishes.thanks(letter):
        return Verdict(MailKind.OTHER, "致谢或知悉", "thanks", (), needs_person=False)
    if wishes.chooses(letter):
        return _to_person(MailKind.CORRECTION, letter.raw.strip()[:20], "choice", "correction")
    if is_recall(letter.subject):
        return _to_person(MailKind.WITHDRAWAL, letter.subject[:40], "withdraw", "withdrawal")
    if (taken := wishes.wants_withdrawal(letter)) and wishes.sends_instead(letter):
        return _to_person(MailKind.CORRECTION, taken.detail, "replace", "replacement")
    if wishes.tells_password(letter) and not wishes.asks(letter):
        return _to_person(MailKind.CORRECTION, "来信告知密码", "password", "correction")
    return None


def _of_unit(letter: Letter, sender: Sender) -> Verdict | None:
    """What a unit says of all that it sends: nothing this time, on paper, no more than this.

    Who is not known is no unit: a person looks. 那篇不报了 of somebody who has sent a case takes it back.
    """
    if letter.answers_us and (found := wishes.is_whole(letter)):
        return Verdict(MailKind.CORRECTION, found.detail, "whole", (), needs_person=False)
    said = wishes.sent_paper(letter)
    intent = "posted" if said else "nothing"
    said = said or (None if sender.earlier else wishes.sends_nothing(letter))
    if said is None or wishes.asks(letter):
        return None
    if not sender.unit:
        return Verdict(
            MailKind.OTHER, said.detail, intent, (Doubt("unit-said", detail=said.detail),), needs_person=True
        )
    return Verdict(MailKind.OTHER, said.detail, intent, (), needs_person=False)


def _wish(letter: Letter, matter: Matter, *, known: bool) -> Verdict | None:
    """What a mail without a case asks for: by rules and by likeness to examples, whichever is surer."""
    if not letter.bare:
        return None
    by_rule = _request(letter, known=known) or _question(letter) or _order(letter, known=known)
    if by_rule is None and (matter.files or wishes.covers(letter)):
        return None
    ranked = rank_kinds(letter)
    if not ranked:
        return by_rule
    lead = ranked[0][1] - ranked[1][1]
    at_home = letter.replies or WISHES.thing.search(letter.bare)
    if by_rule is None and lead < (FAIRLY_SURE if at_home else QUITE_SURE):
        return None
    if by_rule is not None and (by_rule.kind in (ranked[0][0], MailKind.COMMAND) or lead < SURE):
        return by_rule
    if by_rule is not None and by_rule.kind is MailKind.QUESTION and WISHES.which.search(letter.bare):
        return by_rule
    best = next(kind for kind, _ in ranked if kind not in MACHINE_KINDS or _may_be(kind, letter, ranked))
    if best in (MailKind.WITHDRAWAL, MailKind.CORRECTION) and WISHES.unchanged.search(letter.bare):
        return by_rule  # 无修改，以已报的为定稿: by likeness alone nothing is taken back from who leaves it as it is
    return _likened(best, letter)


def _may_be(kind: MailKind, letter: Letter, ranked: tuple[tuple[MailKind, float], ...]) -> bool:
    """Whether likeness alone may put a mail among those that nobody looks at: never as unwanted."""
    return kind is MailKind.AUTOMATIC and kind is ranked[0][0] and bool(WISHES.absent.search(letter.bare))


def _likened(kind: MailKind, letter: Letter) -> Verdict | None:
    """The verdict for a kind found by likeness; None for other. Its intents change nothing by themselves."""
    if kind is MailKind.OTHER:
        return None
    said = max(letter.sentences, key=lambda sentence: len(sentence.bare))
    if kind in MACHINE_KINDS:
        return Verdict(kind, f"用语：{said.detail}", "", (), needs_person=False)
    if kind is MailKind.QUESTION and wishes.asks_receipt(letter) and not wishes.asks(letter):
        return Verdict(kind, said.detail, "inquiry", (), needs_person=False)
    field = wishes.field_of(letter, said) if kind is MailKind.CORRECTION else ""
    intent = "withdraw" if kind is MailKind.WITHDRAWAL else field if field != "phone" else ""
    return _to_person(kind, said.detail, intent, str(kind))


def _request(letter: Letter, *, known: bool) -> Verdict | None:
    """To take back, to put off, to correct, as the rules see it; a stranger's offer takes nothing back."""
    found = wishes.wants_withdrawal(letter)
    if found and (known or not offers(found.bare)):
        return _to_person(MailKind.WITHDRAWAL, found.detail, "withdraw", "withdrawal")
    if found := wishes.wants_time(letter):
        return _to_person(MailKind.EXTENSION, found.detail, "", "extension")
    if corrected := wishes.wants_correction(letter):
        sentence, field = corrected
        return _to_person(MailKind.CORRECTION, sentence.detail, field, "correction")
    return None


def _order(letter: Letter, *, known: bool) -> Verdict | None:
    """An order from an address that may give none; in answer to us, a unit's word about itself (不要再发提醒了)."""
    said = wishes.orders_system(letter)
    if said is None:
        return None
    if known and letter.replies:
        return _to_person(MailKind.QUESTION, said.detail, "", "unit-said")
    return Verdict(
        MailKind.COMMAND,
        "不是经办人的地址",
        "",
        (Doubt("unproven-order", detail="不是经办人的地址"),),
        needs_person=True,
    )


def _question(letter: Letter) -> Verdict | None:
    received, asked = wishes.asks_receipt(letter), wishes.asks(letter)
    if received and not asked:
        return Verdict(MailKind.QUESTION, received.detail, "inquiry", (), needs_person=False)
    if asked:
        return _to_person(MailKind.QUESTION, asked.detail, "", "question")
    return None


def _to_person(kind: MailKind, detail: str, intent: str, code: str) -> Verdict:
    return Verdict(kind, detail, intent, (Doubt(code, detail=detail),), needs_person=True)


def _rest(letter: Letter, matter: Matter) -> Verdict:
    """No case, no wish: a list or a cover letter alone, an empty mail, a greeting."""
    if not letter.bare and not matter.files:
        return Verdict(MailKind.OTHER, "空邮件", "", (Doubt("no-case"),), needs_person=True)
    if matter.files or wishes.covers(letter):
        what = "只有汇总表" if matter.sheets else "未见案例正文"
        return Verdict(MailKind.OTHER, what, "cover", (Doubt("no-case"),), needs_person=True)
    return Verdict(MailKind.OTHER, "未见报送、更正或询问", "", (Doubt("unclear"),), needs_person=True)
