"""An answer to an invitation that is written as a form: a word for each question, as a plain sentence.

The questions are ours, quoted above each answer, or labels before it: “篇数上限	七”, “> 最多可评审多少篇？” and below it “二十”.
"""

from __future__ import annotations

import re
from typing import Final

_LABELS: Final = re.compile(
    r"^[\s\d.、．)）]{0,6}(愿意|参加|[^\s:：\t|]{0,4}篇数[^\s:：\t|]{0,4}|回避|纸质|纸质材料)(?:\s?[:：|]\s?|\t\s?)([^\s□☑☒■✔√].{0,40})$"
)
_YES: Final = re.compile(r"(?:是|要|需要?|愿意?|同意|参加|能|可以|对)(?:的|一[套份])?[。！!]?")
_NO: Final = re.compile(r"(?:否|不|不要|不用|不需要?|无|没有|不愿意|不参加|不同意)[。！!]?")
_QUOTED: Final = re.compile(r"^\s{0,4}[>＞]")


def answered_by_line(text: str) -> str:
    """The text with each labelled or quoted question and its answer as one sentence; other quoted lines left out."""
    lines: list[str] = []
    asked = ""
    for line in text.splitlines():
        if _QUOTED.match(line):
            asked = line.lstrip(" >＞")
        elif asked and line.strip():
            lines.append(_sentence(asked, line.strip()))
            asked = ""
        elif match := _LABELS.match(line):
            lines.append(_sentence(match[1], match[2].strip()))
        else:
            lines.append(line)
    return "\n".join(lines)


def _sentence(question: str, answer: str) -> str:
    """What a short answer says to a question; a longer one speaks for itself."""
    yes, no = _YES.fullmatch(answer) is not None, _NO.fullmatch(answer) is not None
    if "篇" in question:
        return (
            ""
            if no
            else f"最多{answer}篇"
            if re.fullmatch(r"[\d一二三四五六七八九十]{1,3}", answer)
            else answer
        )
    if "回避" in question:
        return "无需回避" if no else answer if yes or "回避" in answer else f"回避{answer}"
    if "纸质" in question:
        return "要纸质" if yes else "不要纸质" if no else answer
    if "愿意" in question or "参加" in question:
        return "愿意" if yes else "不参加" if no else answer
    return answer
