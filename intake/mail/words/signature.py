"""The signature at the end of a mail's new text: name and unit, device lines, adverts, disclaimers.

Cautious on purpose: a case pasted into the mail ends with its own contact lines, and those must
stay. When unsure, lines stay in the text.
"""

from __future__ import annotations

import re

MAX_LINES = 8  # of name, unit, telephone
MAX_LINE_CHARS = 40
_PASTED = 400  # characters of text that may be a case: below it only marked signatures are cut
_TAIL = 30  # lines at the end that are looked at

_DEVICE = re.compile(
    r"^(?:发自|来自|发送自|从|通过)\s*(?:我的|网易|QQ|Foxmail|Outlook|iPhone|iPad|安卓|华为|小米|荣耀|OPPO|vivo|三星|魅族|新浪"
    r"|企业微信|微信|钉钉|飞书|\S{0,12}手机|\S{0,12}邮箱|\S{0,12}客户端)[^。；]{0,30}(?:发送|发出)?[.。]?$"
    r"|^Sent (?:from|by) (?:my|Mail|Outlook|Foxmail|iPhone)\b.{0,60}$"
    r"|^获取\s*Outlook for .{0,20}$|^Get Outlook for .{0,20}$"
    r"|^(?:使用|用)\S{0,10}(?:手机|邮箱)\S{0,8}发送$",
    re.I,
)
_ADVERT = re.compile(
    r"^【网易\S{0,12}[|｜].{0,60}】?.{0,60}$|^网易(?:考拉|严选|自营|云音乐|邮箱大师).{0,80}$"
    r"|^.{0,20}(?:签名由)\s*网易邮箱大师\s*定制.*$"
    r"|^您的?(?:邮件|邮箱)由\S{0,10}(?:提供|发送).{0,40}$"
    r"|^(?:体验|下载|免费)\S{0,20}(?:网易邮箱|QQ邮箱|邮箱大师|手机邮箱)\S{0,20}$"
    r"|^(?:[-—_=*]{3,}|[|\s]+)$",
)
_DISCLAIMER = re.compile(
    r"^[*【\[（(]?\s*(?:免责声明|保密(?:声明|提示|须知)|重要(?:提示|声明)|(?:此|本)(?:电子)?邮件(?:及其|（|\(|包含|含有|和|中|所|可能|内容)"
    r".{0,60}(?:保密|机密|专有|特权|指定|收件人)"
    r"|This (?:e-?mail|message|communication).{0,80}(?:confidential|intended|privileged)"
    r"|CONFIDENTIALITY NOTICE|Disclaimer)",
    re.I,
)
_CLOSING = re.compile(
    r"^(?:此\s*致|敬\s*礼|此\s*致\s*[,，]?\s*敬\s*礼|致\s*敬|致\s*礼"
    r"|(?:顺|即|敬|谨)?祝[：:]?\s*(?:好|您|你|各位|领导|工作|身体|生活|一切|万事|周末|[春夏秋冬]|商祺|安|顺|编)[^。]{0,14}"
    r"|(?:顺颂|顺致|即颂|敬颂)[^。]{0,10}|Best (?:regards|wishes).?|(?:Kind )?Regards.?)[!！。.，,~～]*$",
    re.I,
)
_CONTACT = re.compile(
    r"\d{3,4}[-－—]\s?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{7,8}(?!\d)|(?<![\w.+-])[\w.+-]++@[\w-]+\.\w+"
    r"|^(?:电话|手机|传真|邮箱|邮编|地址|单位|办公室|QQ|微信|E-?mail|Tel|Fax|Mobile)\s*[:：]",
    re.I,
)
_LABELLED = re.compile(r"^(?:联\s*系\s*人|报\s*送\s*人|填\s*报\s*人|联\s*络\s*员|审\s*核\s*人|负\s*责\s*人)")
_STATIONERY_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")


def cut_signature(text: str, *, before_history: bool = False) -> tuple[str, str]:
    """Split new text into what the sender says and the signature block; either may be ``""``.

    ``before_history``: quoted history follows, so that the stationery of a mail program (date and
    name above 发件人：) counts as signature.
    """
    lines = text.rstrip().split("\n")
    cut = len(lines)
    for find in (_find_disclaimer, _find_small_print, _find_delimiter, _find_closing, _find_contact):
        cut = find(lines, cut)
    if before_history:
        cut = _find_stationery(lines, cut)
    new = "\n".join(lines[:cut]).strip("\n")
    signature = "\n".join(line for line in lines[cut:] if line.strip(" |-—_=*"))
    return new, signature


def _find_disclaimer(lines: list[str], cut: int) -> int:
    for index in range(max(0, cut - 15), cut):
        if _DISCLAIMER.match(lines[index]) and sum(map(len, lines[index:cut])) < 1500:
            return index
    return cut


def _find_small_print(lines: list[str], cut: int) -> int:
    """Device lines and adverts at the very end; what stands between them and the text is kept."""
    at = cut
    while at > max(0, cut - _TAIL):
        line = lines[at - 1].strip()
        if line and not _DEVICE.match(line) and not _ADVERT.match(line):
            break
        at -= 1
        if "邮箱大师" in line and "签名由" in line:
            at = _start_of_card(lines, at)
    return at if any(line.strip() for line in lines[at:cut]) else cut


def _start_of_card(lines: list[str], at: int) -> int:
    """The card of 网易邮箱大师 above its last line: name, address, blanks and bars."""
    for _ in range(MAX_LINES):
        if at == 0 or not _is_short(lines[at - 1]) or (lines[at - 1].strip() and not _in_card(lines[at - 1])):
            break
        at -= 1
        if _is_bars(lines[at]) and at and not lines[at - 1].strip():
            break  # its upper edge, below the letter
    return at


def _is_bars(line: str) -> bool:
    return "|" in line and not line.strip("| \t")


def _in_card(line: str) -> bool:
    return bool(_CONTACT.search(line)) or set(line) <= set("| \t") or len(line.strip(" |")) <= 8


def _find_delimiter(lines: list[str], cut: int) -> int:
    """The line ``--`` (RFC 3676 par. 4.3), or a rule drawn with dashes above contact lines."""
    for index in range(cut - 1, max(-1, cut - 14), -1):
        line = lines[index].strip()
        below = [text for text in lines[index + 1 : cut] if text.strip()]
        if line == "--" and len(below) <= 12 and sum(map(len, below)) < 400:
            return index
        drawn = len(line) >= 4 and not line.strip("-—_=─*")
        if drawn and below and _is_card(below):
            return index
    return cut


def _find_closing(lines: list[str], cut: int) -> int:
    """此致敬礼, 祝好 and the name and unit below them."""
    found = cut
    seen = 0
    for index in range(cut - 1, max(-1, cut - _TAIL), -1):
        line = lines[index].strip()
        if not line:
            continue
        if _CLOSING.match(line) and all(_is_short(text) for text in lines[index:cut]):
            found = index
        seen += 1
        if seen > MAX_LINES + 2 or not _is_short(line):
            break
    return found


def _find_contact(lines: list[str], cut: int) -> int:
    """Name, unit and telephone set off by a blank line, under a short letter only."""
    start = cut
    while start > 0 and lines[start - 1].strip():
        start -= 1
    block = [line.strip() for line in lines[start:cut]]
    before = sum(len(line) for line in lines[:start])
    if start == 0 or not 0 < before < _PASTED or not _is_card(block):
        return cut
    return start


def _is_card(block: list[str]) -> bool:
    """Whether lines are a name card and nothing that belongs to a case or a letter."""
    if not 0 < len(block) <= MAX_LINES or not all(_is_short(line) for line in block):
        return False
    if any(_LABELLED.match(line) or line[-1:] in "。；;？！!" for line in block):
        return False
    return any(_CONTACT.search(line) for line in block)


def _find_stationery(lines: list[str], cut: int) -> int:
    """Foxmail: the date alone, blank lines, the sender's name."""
    filled = [index for index in range(max(0, cut - 12), cut) if lines[index].strip()][-2:]
    if filled and _STATIONERY_DATE.match(lines[filled[0]].strip()):
        rest = [lines[index].strip() for index in filled[1:]]
        if all(len(text) <= 20 for text in rest):
            return filled[0]
    return cut


def _is_short(line: str) -> bool:
    return len(line.strip()) <= MAX_LINE_CHARS
