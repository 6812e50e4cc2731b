"""How people rewrite a case before they send it again: the words of ``tests`` and ``versions_eval``.

A clerk who revises a text exchanges words, turns clauses round, drops one, adds one and puts in
newer figures; her sentence is still recognisably the old one. What nobody does is replace it by
noise, so nothing here is random but the choice.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?|\n")
WORDS = dict(
    pair.split("/")
    for pair in (
        "开展/组织开展 建立/组建 加强/进一步加强 群众/居民群众 工作/各项工作 解决/妥善解决 困难/实际困难 积极/主动 "
        "推进/推动 完善/健全 形成/构建 实现/做到 通过/借助 以及/和 目前/截至目前 近年来/这两年 全部/悉数 "
        "问题/难题 提高/提升 服务/贴心服务 参与/共同参与 制定/出台 设立/专门设立 每月/每个月 负责/具体负责 "
        "成立/牵头成立 召开/先后召开 邀请/专门邀请 由于/因为 不少/许多 老人/老年人 孩子/儿童 村里/村内 "
        "社区里/辖区内 大家/乡亲们 共有/现有 累计/先后累计 同时/与此同时 因此/为此 主要/重点 得到/获得 "
        "发现/摸排发现 反映/来访反映 协商/民主协商 安排/统筹安排 改造/提升改造 增加/新增 减少/明显减少 "
        "如今/现如今 过去/从前 干部/工作人员 活动/主题活动 矛盾/矛盾纠纷 化解/调处 监督/全程监督"
    ).split()
)
ADDED = (
    "群众看在眼里、记在心上",
    "这项做法得到了上级肯定",
    "有关台账一并完善",
    "具体流程张贴上墙",
    "下一步还将继续坚持",
    "镇里给予了必要的经费支持",
)


def sentences(text: str) -> list[str]:
    """Sentences with their marks, line breaks as parts of their own."""
    return SENTENCE.findall(text)


def reword(sentence: str, chance: random.Random) -> str:
    """One sentence said anew: synonyms, clauses turned or dropped or added, newer figures."""
    mark = sentence[-1] if sentence[-1:] in "。！？；" else ""
    clauses = re.split("[，,]", sentence.removesuffix(mark))
    if len(clauses) > 2 and chance.random() < 0.5:
        del clauses[chance.randrange(1, len(clauses))]
    if len(clauses) > 2 and chance.random() < 0.5:
        at = chance.randrange(len(clauses) - 1)
        clauses[at : at + 2] = reversed(clauses[at : at + 2])
    if chance.random() < 0.4:
        clauses.append(chance.choice(ADDED))
    said = "，".join(clauses)
    for word, other in WORDS.items():
        if word in said and chance.random() < 0.8:
            said = said.replace(word, other)
    if chance.random() < 0.6:
        said = re.sub(r"\d{2,3}(?!\d|年)", lambda m: str(int(m[0]) + chance.randint(1, 9)), said)
    return said + mark


def rewrite(text: str, share: float, chance: random.Random) -> str:
    """``share`` (0 to 1) of the sentences said anew, the rest verbatim."""
    return "".join(reword(s, chance) if s != "\n" and chance.random() < share else s for s in sentences(text))


def shorten(text: str, chance: random.Random) -> str:
    """A third of the sentences gone, as when the length was over the limit."""
    return "".join(s for s in sentences(text) if s == "\n" or chance.random() > 1 / 3)


def lengthen(text: str, chance: random.Random) -> str:
    """A paragraph more, and a few sentences said anew."""
    more = "\n四、下一步打算\n" + "。".join(chance.sample(ADDED, 4)) + "。"
    return rewrite(text, 0.1, chance) + more


def rearrange(text: str, chance: random.Random) -> str:
    """The paragraphs in another order."""
    parts = text.split("\n")
    chance.shuffle(parts)
    return "\n".join(parts)


def retype(text: str, chance: random.Random) -> str:
    """As recognised from a scan: three characters in a hundred wrong or lost."""
    return "".join(chance.choice(("", "口", "日")) if chance.random() < 0.03 else c for c in text)


REVISIONS: dict[str, Callable[[str, random.Random], str]] = {
    "a few words changed": lambda text, chance: rewrite(text, 0.1, chance),
    "a third of the sentences rewritten": lambda text, chance: rewrite(text, 0.33, chance),
    "two thirds of the sentences rewritten": lambda text, chance: rewrite(text, 0.67, chance),
    "shortened by a third": shorten,
    "a chapter added": lengthen,
    "paragraphs in another order": rearrange,
    "recognised from a scan": retype,
}
