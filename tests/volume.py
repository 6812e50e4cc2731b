"""A volume built by hand, without ledger or archive, with everything that a page may hold."""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache
from pathlib import Path

from tracker.publications.volume.content.model import (
    Block,
    Call,
    Case,
    Footnote,
    Front,
    Grid,
    GridCell,
    Image,
    Layout,
    Line,
    Original,
    Part,
    Volume,
)
from tracker.publications.volume.content.store import printed_hash

WORDS = (
    "社区 居民 议事 网格 服务 党员 楼道 村民 小区 志愿者 事项 清单 协商 民情 走访 老人 活动 办理 公开 监督 "
    "制度 干部 群众 邻里 调解 矛盾 环境 整治 资金 项目 公益 组织 社工 培训 反馈 回访 台账 会议 意见 建议"
).split()
JOINS = [
    "，",
    "，",
    "、",
    "；",
    "。",
    "。",
    "，先由",
    "，再请",
    "，并把",
    "，同时组织",
    "，每月召开",
    "，逐户征求",
]
FRONT = Front(
    title="城乡社区治理和服务创新优秀案例汇编",
    subtitle="（2015）",
    issuer="市和谐社区建设领导小组",
    permit="（2015）准印字第018号",
    notice="内部资料　免费交流",
    recipients="各县（市）区民政部门，镇（街道），社区（村）",
    purpose="交流经验，培训社区工作者",
    summary="收录全市城乡社区治理和服务创新优秀案例。",
    funding="部门预算",
    printer="市印刷有限公司",
    printed="2015年11月",
    copies=1000,
    board=(("主任", ("周正",)), ("主编", ("李敏", "王立新")), ("编辑", ("赵云", "孙洁", "陈晓东"))),
    about=("本书收录的案例由各县（市）区报送，经专家评审选定，按征集通知所列主题分篇。", "篇内按县（市）区次序排列；文字经编者统一体例，事实由报送单位负责。"),
    preface=("社区是居民生活的地方，也是各项工作落脚的地方。", "编印本书，供各地在工作中互相参考。"),
    afterword=("本书的编印得到各县（市）区民政部门和有关社区（村）的支持，谨此致谢。",),
)  # fmt: skip


def sentence(chance: random.Random, length: int) -> str:
    """Invented text of about so many characters."""
    made = ""
    while len(made) < length:
        made += "".join(chance.choices(WORDS, k=chance.randint(2, 3))) + chance.choice(JOINS)
    return made.rstrip("，、；") + ("" if made.endswith("。") else "。")


def picture(path: Path, width: int = 900, height: int = 600) -> bytes:
    """A small scene as PNG, written without any library."""
    made = _scene(width, height)
    path.write_bytes(made)
    return made


@cache
def _scene(width: int, height: int) -> bytes:
    rows = []
    for y in range(height):
        sky, row = y < height * 0.55, bytearray(b"\0")
        for x in range(width):
            house = height * 0.25 < y < height * 0.7 and (x // (width // 9)) % 2 == 0
            window = house and (x % 30 > 18) and (y % 40 > 24)
            colour = (
                (235, 230, 200)
                if window
                else (186, 128, 104)
                if house
                else (176, 206, 232)
                if sky
                else (150, 176, 120)
            )
            row += bytes(colour)
        rows.append(bytes(row))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"".join(rows), 6))
        + chunk(b"IEND", b"")
    )


TABLE = Grid(
    (
        (GridCell(("事项",), rows=2), GridCell(("办理情况",), columns=2), GridCell(("责任人",), rows=2)),
        (GridCell(("受理",)), GridCell(("办结",))),
        (GridCell(("楼道照明",)), GridCell(("36",)), GridCell(("35",)), GridCell(("网格长",), rows=2)),
        (GridCell(("停车秩序", "（含非机动车）")), GridCell(("21",)), GridCell(("19",))),
    ),
    "表1 上半年议事事项",
)


def make_case(number: int, title: str, county: str, blocks: tuple[Block, ...] = (), **values: object) -> Case:
    """A case of some pages; ``blocks`` instead of invented ones."""
    chance = random.Random(number)
    made: tuple[Block, ...] = blocks or (
        Line("lead", sentence(chance, 90)),
        Line("heading", "一、背景", 1),
        Line("paragraph", sentence(chance, 260)),
        Line("heading", "二、主要做法", 1),
        Line("heading", "（一）把事情摆到桌面上", 2),
        Line("paragraph", sentence(chance, 320)),
        Image(
            "现场.png", "scene.png", "0" * 64, (900, 600), 120, 80, caption="图1 居民代表在议事亭商议停车办法"
        ),
        Line("heading", "（二）一件一件记清楚", 2),
        Line("paragraph", sentence(chance, 280), calls=(Call(12, "1"),)),
        TABLE,
        Line("heading", "三、成效与启示", 1),
        Line("item", "居民的事由居民议。", 0, "1. "),
        Line("item", "办完的事当面回。", 0, "2. "),
        Line("paragraph", sentence(chance, 300)),
        Footnote("1", "数字由社区居民委员会提供，截至2015年6月。"),
    )
    shown: dict[str, object] = {"subtitle": "", "unit": f"{county}民政局", "level": "村级", **values}
    return Case(
        number=f"XZ-{number:03d}",
        version=1,
        is_final=True,
        title=title,
        county=county,
        characters=2000,
        mail="a" * 64,
        originals=(Original(f"{title}.docx", "b" * 64),),
        blocks=made,
        sha256=printed_hash((title,), made),
        **shown,  # type: ignore[arg-type]
    )


TITLES = (
    "板材村的“四方碰头会”",
    "矿区移交之后",
    "“红色圆桌”连起一条街",
    "一核引领　多元共治",
    "老街坊的四季歌",
    "榴园社区“一墙一约一课堂”",
)


def sample_volume(folder: Path, design: str = "书刊版", each: int = 2) -> Volume:
    """Three parts with ``each`` cases; the picture is written into ``folder``."""
    picture(folder / "scene.png")
    counties = ("丰县", "沛县", "睢宁县")
    parts = []
    number = 0
    for place, theme in enumerate(("优化社区治理结构", "改进社区治理方式", "完善社区服务体系"), 1):
        cases = []
        for turn in range(each):
            number += 1
            title = TITLES[(number - 1) % len(TITLES)] + ("" if number <= len(TITLES) else f"之{number}")
            subtitle = "大屯街道破解停车难题的探索" if turn == 0 else ""
            cases.append(make_case(number, title, counties[turn % 3], subtitle=subtitle))
        parts.append(Part(place, f"第{'一二三'[place - 1]}篇　{theme}", tuple(cases)))
    layout = Layout(design, {}, "胶订", 8, 16)
    return Volume(
        "20151109-0930", "2015-11-09T09:30:00+08:00", "二〇一五年十一月", "0.1.0", "sample", FRONT, layout, tuple(parts), counties
    )  # fmt: skip
