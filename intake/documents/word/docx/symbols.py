"""Elements of WordprocessingML that stand for a character: symbols, check boxes and lists of choices."""

from __future__ import annotations

from lxml import etree

from intake.documents.blocks.symbols import UNKNOWN_SIGN, is_symbol_font, symbol_of
from intake.documents.word.docx.names import VAL, W, is_on


def symbol_text(symbol: etree._Element) -> str:
    """The character a ``w:sym`` shows, that of a missing one when it is not known."""
    try:
        code = int(symbol.get(W + "char", ""), 16)
    except ValueError:
        return ""
    return symbol_of(symbol.get(W + "font", ""), code) or UNKNOWN_SIGN


def symbol_font(run: etree._Element) -> str:
    """The symbol font of a run; ``""``: it has none."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    name = (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""
    return name if is_symbol_font(name) else ""


def box_text(data: etree._Element) -> str:
    """What a legacy form field shows by itself: ☑ or □ for a check box, the choice of a list."""
    box = data.find(W + "checkBox")
    if box is not None:
        checked = box.find(W + "checked")
        return "☑" if is_on(box.find(W + "default") if checked is None else checked) else "□"
    choices = data.find(W + "ddList")
    if choices is None:
        return ""
    entries = [entry.get(VAL, "") for entry in choices.findall(W + "listEntry")]
    chosen = choices.find(W + "result")
    if chosen is None:
        chosen = choices.find(W + "default")
    number = chosen.get(VAL, "0") if chosen is not None else "0"
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
