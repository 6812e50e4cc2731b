"""Write the web edition of a volume from its content: a page a case, an index, a search over all texts.

Everything lies in the folder and is opened from a disk or a stick: no script or font is fetched, and the
text for the search is a script file, because browsers read no other file from a disk.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.cut import notes_of
from tracker.publications.volume.content.model import Block, Case, Footnote, Grid, Image, Line, Volume
from tracker.publications.volume.content.pieces import Piece, cut_text, pieces_of_cell, pieces_of_line
from tracker.publications.volume.persons import texts_of

SHOWN: Final = frozenset({".jpg", ".png", ".gif", ".bmp"})  # that browsers show
STYLE: Final = """
body{max-width:46em;margin:0 auto;padding:1.5em;font:17px/1.9 "Noto Serif SC","Source Han Serif SC",宋体,SimSun,serif;color:#222}
h1,h2,h3,nav,th{font-family:"Noto Sans SC",黑体,SimHei,sans-serif}h1{text-align:center;line-height:1.4}
p{margin:.3em 0;text-indent:2em;text-align:justify}.unit,.sub{text-align:center;text-indent:0}.lead{font-family:楷体,KaiTi,serif}
figure{margin:1em 0;text-align:center}img{max-width:100%;height:auto}figcaption{font-size:.85em}table{border-collapse:collapse;margin:1em auto;font-size:.9em}
td{border:1px solid #666;padding:.2em .6em}a{color:#14508c;text-decoration:none}input{width:100%;font-size:1em;padding:.5em}
li{margin:.2em 0}mark{background:#ffe28a}.note{font-size:.85em;text-indent:0}@media print{nav,input{display:none}}
"""
SCRIPT: Final = """
const box=document.getElementById('q'),out=document.getElementById('found'),list=document.getElementById('list');
box.addEventListener('input',()=>{
  const words=box.value.trim().split(/\\s+/).filter(Boolean);
  out.replaceChildren();list.hidden=words.length>0;
  if(!words.length)return;
  for(const one of PAGES){
    if(!words.every(w=>one.text.includes(w)))continue;
    const at=one.text.indexOf(words[0]),item=document.createElement('li'),link=document.createElement('a');
    link.href=one.page;link.textContent=one.title;item.append(link,'　'+one.text.slice(Math.max(0,at-20),at+50));
    out.append(item);
  }
  if(!out.children.length)out.append('没有找到');
});
"""


def write_web(volume: Volume, pictures: Path, folder: Path) -> None:
    """Write the edition into a new folder."""
    folder.mkdir(parents=True)
    (folder / "pictures").mkdir()
    for path in sorted(pictures.iterdir()):
        if path.suffix in SHOWN:
            shutil.copyfile(path, folder / "pictures" / path.name)
    cases = list(volume.cases)
    pages = {case.number: f"case{place:03d}.html" for place, case in enumerate(cases, 1)}
    for case in cases:
        (folder / pages[case.number]).write_text(_page(case.title, "".join(_case(case))), encoding="utf-8")
    found = [
        {
            "page": pages[case.number],
            "title": case.title,
            "text": "\n".join([case.title, case.unit, *texts_of(case.blocks)]),
        }
        for case in cases
    ]
    data = json.dumps(found, ensure_ascii=False).replace("</", "<\\/")
    (folder / "search.js").write_text(f"const PAGES={data};\n{SCRIPT}", encoding="utf-8")
    (folder / "style.css").write_text(STYLE, encoding="utf-8")
    body = "".join(_index(volume, pages))
    (folder / "index.html").write_text(_page(volume.front.title, body, script=True), encoding="utf-8")


def _index(volume: Volume, pages: dict[str, str]) -> Iterator[str]:
    front = volume.front
    yield f'<h1>{escape(front.title)}</h1><p class="unit">{escape(front.issuer)}　{escape(front.printed or volume.day)}</p>'
    yield '<input id="q" placeholder="输入词语查找，如：议事 停车" aria-label="查找"><ol id="found"></ol><div id="list">'
    yield from (f"<p>{escape(line)}</p>" for line in front.preface)
    for part in volume.parts:
        yield f"<h2>{escape(part.title)}</h2><ul>"
        for case in part.cases:
            yield f'<li><a href="{pages[case.number]}">{escape(case.title)}</a>　{escape(case.unit)}</li>'
        yield "</ul>"
    yield "</div>"


def _case(case: Case) -> Iterator[str]:
    yield f'<nav><a href="index.html">← 目录</a></nav><h1>{escape(case.title)}</h1>'
    if case.subtitle:
        yield f'<p class="sub">——{escape(case.subtitle.lstrip("—－-– "))}</p>'
    yield f'<p class="unit">{escape(case.unit)}</p>'
    notes = notes_of(case.blocks)
    for block in case.blocks:
        yield from _block(block, notes)


def _block(block: Block, notes: Mapping[str, Footnote]) -> Iterator[str]:
    match block:
        case Line(kind="heading"):
            level = min(block.level + 1, 6)
            yield f"<h{level}>{_called(block, notes)}</h{level}>"
        case Line():
            marker = "" if block.text.startswith(block.marker) else block.marker
            style = ' class="lead"' if block.kind == "lead" else ""
            yield f"<p{style}>{escape(marker)}{_called(block, notes)}</p>"
        case Image() if Path(block.file).suffix in SHOWN:
            caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
            source, said = f"pictures/{escape(block.file)}", escape(block.caption)
            yield f'<figure><img src="{source}" alt="{said}">{caption}</figure>'
        case Image():
            yield f'<p class="note">［图片“{escape(block.caption or block.name or "未命名")}”网页不能显示，请见原件］</p>'
        case Grid():
            yield f"<table><caption>{escape(block.caption)}</caption>"
            for row in block.rows:
                yield "<tr>"
                for cell in row:
                    said = "<br>".join("".join(map(_shown, line)) for line in pieces_of_cell(cell))
                    yield f'<td colspan="{cell.columns}" rowspan="{cell.rows}">{said}</td>'
                yield "</tr>"
            yield "</table>"
        case Footnote() if block.text:
            number = list(notes).index(block.anchor) + 1
            said = "".join(map(_shown, cut_text(block.text, block.shifts, 0, len(block.text))))
            yield f'<p class="note" id="n{number}">［{number}］{said}</p>'


def _called(line: Line, notes: Mapping[str, Footnote]) -> str:
    """The text of a line with the marks of its notes."""
    numbers = {anchor: number for number, anchor in enumerate(notes, 1)}
    said = ""
    for piece in pieces_of_line(line, notes):
        said += _shown(piece)
        if piece.note:
            number = numbers[piece.note]
            said += f'<sup><a href="#n{number}">［{number}］</a></sup>'
    return said


def _shown(piece: Piece) -> str:
    tag = {"up": "sup", "down": "sub"}.get(piece.place, "")
    return f"<{tag}>{escape(piece.text)}</{tag}>" if tag else escape(piece.text)


def _page(title: str, body: str, *, script: bool = False) -> str:
    scripts = '<script src="search.js"></script>' if script else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="style.css"></head>'
        f"<body>{body}{scripts}</body></html>"
    )
