"""The web edition: one folder, nothing from elsewhere, everything of the volume, no text that becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.volume import TITLES, make_case, sample_volume
from tracker.publications.volume.content.model import Image, Line, Part
from tracker.publications.volume.web.write import write_web


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    volume = sample_volume(pictures)
    odd = make_case(9, "</script><b>#{x}", "丰县", (Line("paragraph", "</script><script>alert(1)</script>"),))
    volume = replace(volume, parts=(*volume.parts, Part(4, "第四篇　<其他>", (odd,))))
    write_web(volume, pictures, tmp_path / "web")
    return tmp_path / "web"


def test_every_link_stays_in_the_folder_and_leads_somewhere(folder: Path) -> None:
    for page in folder.glob("*.html"):
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        for target in (*tree.xpath("//@href"), *tree.xpath("//@src")):
            name, _, anchor = target.partition("#")
            assert not re.match(r"\w+:|//", target)
            assert not name or (folder / name).exists()
            assert not anchor or tree.xpath("//*[@id=$anchor]", anchor=anchor)


def test_the_index_names_every_case_in_print_order(folder: Path) -> None:
    tree = html.fromstring((folder / "index.html").read_text(encoding="utf-8"))

    assert [link.text_content() for link in tree.xpath("//ul//a")] == [*TITLES, "</script><b>#{x}"]


def test_a_case_has_headings_table_picture_and_notes(folder: Path) -> None:
    tree = html.fromstring((folder / "case001.html").read_text(encoding="utf-8"))

    assert [h.text_content() for h in tree.xpath("//h2")] == ["一、背景", "二、主要做法", "三、成效与启示"]
    assert [(td.get("colspan"), td.get("rowspan")) for td in tree.xpath("//tr[1]/td")] == [
        ("1", "2"),
        ("2", "1"),
        ("1", "2"),
    ]
    assert len(tree.xpath("//img")) == len(tree.xpath("//sup")) == len(tree.xpath("//p[@class='note']")) == 1


def test_texts_never_become_markup(folder: Path) -> None:
    tree = html.fromstring((folder / "case007.html").read_text(encoding="utf-8"))
    script = (folder / "search.js").read_text(encoding="utf-8")

    assert tree.xpath("//script") == []
    assert tree.xpath("//h1")[0].text_content() == "</script><b>#{x}"
    assert "</script>" not in script
    data = script.partition("const PAGES=")[2].partition(";\n")[0]
    assert [page["title"] for page in json.loads(data)] == [*TITLES, "</script><b>#{x}"]


def test_a_picture_that_no_browser_shows_is_named(tmp_path: Path) -> None:
    page = case_page(tmp_path, Image("图纸.tif", "a.tif", pixels=(9, 9)))

    assert page.xpath("//figure") == []
    assert page.xpath("//p[@class='note']/text()") == ["［图片“图纸.tif”网页不能显示，请见原件］"]


def case_page(folder: Path, picture: Image) -> Any:
    """The page of a case with one picture."""
    volume = sample_volume(folder)
    case = make_case(1, "一图", "丰县", (Line("paragraph", "一句。"), picture))
    write_web(replace(volume, parts=(Part(1, "第一篇　试排", (case,)),)), folder, folder / "web")
    return html.fromstring((folder / "web" / "case001.html").read_text(encoding="utf-8"))
