"""What a sender says a field of his case should be: 联系人换了，现在是李小兵；题目改成《…》."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from intake.understand.identify.parse.names import person_of
from intake.understand.identify.parse.phones import phones_in

FARTHEST: Final = 40  # characters between the name of a field and its value
OLD: Final = re.compile(
    r"(?:原写?|原为|原来的?|误写?成?为?|错写?成?为?|写成了?|旧|不是|不叫|而非|由)[^，。；,;、（(]{0,8}$"
)
_LABELS: Final = {
    "contact": re.compile(r"联系人|经办人|负责人"),
    "title": re.compile(r"题目|标题|篇名|案例名称?|名称"),
    "community": re.compile(r"村名|社区名称?|村（社区）|村\(社区\)|所在村|所在社区"),
}
_IS: Final = re.compile(
    r"改为|改成|换成|换为|变更为|更正为|修改为|应该是|应当是|应为|应是|正确的是|现在是|现在由|现为|改由|现由|就叫|是|为|叫|[：:]"
)
_VALUES: Final = {
    "contact": re.compile(
        r"\s{0,20}([\u4e00-\u9fff·]{2,4}?)(?=同志|[，。；,;、\s（(]|电话|手机|负责|联系|$)"
    ),
    "title": re.compile(r"\s{0,20}[《“\"]([^《》“”\"\n]{2,60})[》”\"]"),
    "community": re.compile(r"\s{0,20}([\u4e00-\u9fff]{2,10}?(?:村|社区))(?![\u4e00-\u9fff])"),
}
_DENIED: Final = re.compile(r"(?:不|不叫|原|误|错|旧|原来|以前|而非)$")
_END: Final = re.compile(r"[。；;\n]")


def stated_values(text: str) -> dict[str, str]:
    """Field → what it should be, for each that is said in one way; the last word on it counts."""
    found = {name: value for name in _LABELS if (value := _stated(name, text))}
    phones = {phone.value for phone in phones_in(text) if not OLD.search(text[: phone.start])}
    return found | ({"phone": phones.pop()} if len(phones) == 1 else {})


def _stated(name: str, text: str) -> str:
    values = [value for label in _LABELS[name].finditer(text) for value in _behind(name, text, label.end())]
    return values[-1] if values else ""


def _behind(name: str, text: str, start: int) -> Iterator[str]:
    """Every value behind a label, up to the end of its sentence; what was wrong is none."""
    stop = _END.search(text, start, start + FARTHEST)
    end = stop.start() if stop else min(len(text), start + FARTHEST)
    for word in _IS.finditer(text, start, end):
        value = _VALUES[name].match(text, word.end())
        if value is None or _DENIED.search(text[start : word.start()]):
            continue
        said = person_of(value[1], labelled=True) if name == "contact" else value[1].strip()
        if said:
            yield said
