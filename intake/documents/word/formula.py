"""Formulas in one line, for all Word formats: what the place of a part on the page says is said by signs.

Parts have the names of ECMA-376 22.1; RTF has the same with an m before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

STRUCTURES: Final = frozenset(
    "f d nary m eqArr limLow limUpp rad sSup sSub sSubSup sPre acc bar box borderBox func groupChr phant".split()
)
PARTS: Final = frozenset("num den e deg sub sup lim fName mr begChr endChr sepChr chr".split())
SIGNS: Final = frozenset({"begChr", "endChr", "sepChr", "chr"})  # of a structure's properties
_INTEGRAL: Final = "∫"  # 22.1.2.70: what stands where no sign is named
_COMPOSED: Final = re.compile(r"[-+−×÷/＋－*±·]")
_RAISED_SIGNS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_RAISED: Final = str.maketrans("0123456789+-", _RAISED_SIGNS)

Part = tuple[str, str]  # name, text


def formula_text(kind: str, parts: Sequence[Part]) -> str:
    """A structure of a formula: 35/36, x², √(a), (a+b), ∑_(i=1)^n, [1，0；0，1]."""
    named = dict(reversed(parts))  # of several parts of one name the first
    every = [text for name, text in parts if name == "e"]
    match kind:
        case "f":
            return fraction_text(named.get("num", ""), named.get("den", ""))
        case "d":
            inside = named.get("sepChr", "|").join(every)
            return f"{named.get('begChr', '(')}{inside}{named.get('endChr', ')')}"
        case "nary":
            below, above = named.get("sub", ""), named.get("sup", "")
            bounds = (f"_({below})" if below else "") + (raised_text(above) if above else "")
            return named.get("chr", _INTEGRAL) + bounds + "".join(every)
        case "m":
            return "；".join(text for name, text in parts if name == "mr")
        case "eqArr":
            return "；".join(every)
        case "limLow":
            return f"{''.join(every)}_({named.get('lim', '')})"
        case "rad":
            return f"{named.get('deg', '')}√({''.join(every)})"
        case _:
            said = ((name, text) for name, text in parts if text and name not in SIGNS)
            return "".join(raised_text(text) if name == "sup" else text for name, text in said)


def row_text(cells: Sequence[str]) -> str:
    """A row of a matrix."""
    return "，".join(cells)


def fraction_text(above: str, below: str) -> str:
    """A fraction in one line: 35/36, (a+b)/c."""
    return "/".join(f"({part})" if _COMPOSED.search(part) else part for part in (above, below))


def raised_text(text: str) -> str:
    """A power in one line: ², ^(n+1)."""
    raised = text.translate(_RAISED)
    if all(sign in _RAISED_SIGNS for sign in raised):
        return raised
    return f"^({text})" if len(text) > 1 else f"^{text}"
