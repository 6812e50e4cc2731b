"""Text that Word does not show (ISO/IEC 29500-1, 17.3.2.41, 17.7.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.word.docx.names import VAL, W, is_on

DEEPEST: Final = 20  # basedOn chain; loops end here
MAY_HIDE: Final = re.compile(rb":(?:vanish|specVanish)\b")
_PROMPTS: Final = frozenset({"placeholder text", "占位符文本"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the styles of a document hide."""

    by_default: bool = False
    styles: Mapping[str, bool] = field(default_factory=dict)  # of paragraphs and characters, by id
    prompts: frozenset[str] = frozenset()  # character styles of prompts in content controls

    def hides(self, run: etree._Element, paragraph_style: str) -> bool:
        """Whether a run is hidden: by its own word, else by its styles, of which two undo each other."""
        properties = run.find(W + "rPr")
        named = None
        if properties is not None:
            if is_on(properties.find(W + "specVanish")):
                return True
            own = properties.find(W + "vanish")
            if own is not None:
                return is_on(own)
            named = properties.find(W + "rStyle")
        if not self.styles and not self.by_default:
            return False
        own_style = self.styles.get(named.get(VAL, ""), False) if named is not None else False
        return own_style != self.styles.get(paragraph_style, False) or self.by_default

    def is_prompt(self, control: etree._Element) -> bool:
        """Whether all text in a content control is in the style of prompts."""
        runs = [run for run in control.iter(W + "r") if run.find(W + "t") is not None]
        styles = [run.find(f"{W}rPr/{W}rStyle") for run in runs]
        return bool(runs) and all(
            style is not None and style.get(VAL, "") in self.prompts for style in styles
        )


NOTHING_HIDDEN: Final = Hidden()


def read_hidden(root: etree._Element | None) -> Hidden:
    """What the styles part hides."""
    if root is None:
        return NOTHING_HIDDEN
    based: dict[str, str] = {}
    own: dict[str, bool] = {}
    prompts = set()
    for style in root.iterchildren(W + "style"):
        key = style.get(W + "styleId", "")
        base, vanish, name = (style.find(path) for path in (W + "basedOn", f"{W}rPr/{W}vanish", W + "name"))
        based[key] = base.get(VAL, "") if base is not None else ""
        if vanish is not None:
            own[key] = is_on(vanish)
        if name is not None and name.get(VAL, "").lower() in _PROMPTS:
            prompts.add(key)
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}vanish")
    styles = {key: _resolve(key, own, based) for key in based} if own else {}
    return Hidden(
        is_on(default), {key: is_hidden for key, is_hidden in styles.items() if is_hidden}, frozenset(prompts)
    )


def _resolve(key: str, own: Mapping[str, bool], based: Mapping[str, str]) -> bool:
    for _ in range(DEEPEST):
        if key in own:
            return own[key]
        key = based.get(key, "")
    return False
