"""A picture mailed in place of another is printed where that one stood; where nobody can tell, that is said and asked."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.flow.test_volume_mailed import Working, working
from tests.flow.test_volume_rounds import UNIT, came
from tests.volume import picture
from tracker.publications.volume.content.model import Case, Image
from tracker.publications.volume.run import make_volume
from tracker.publications.volume.settings import load_volume

pytestmark = pytest.mark.slow  # mails are read by workers, the volume is made several times


def mailed(office: Working, text: str, name: str, size: int) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = UNIT, "zhengji@example.cn", "《小区里的议事亭》照片"
    made["Message-ID"], made["Date"] = f"<photo{size}@example.cn>", office.clock.now()
    made.set_content(text)
    shown = picture(office.parts.data.out / "photo.png", size, 400)
    made.add_attachment(shown, maintype="image", subtype="png", filename=f"{name}.png")
    office.take(made.as_bytes())
    office.clock.advance(timedelta(days=1))  # a stranger has one answer a day
    office.work()


def printed(office: Working) -> Case:
    volume = make_volume(office.parts, office.readers, load_volume(office.parts)).volume
    return next(case for case in volume.cases if case.number == "XZ-001")


def images(case: Case) -> list[Image]:
    return [block for block in case.blocks if isinstance(block, Image)]


def test_the_only_picture_is_replaced_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    monkeypatch.setattr("tracker.publications.volume.run.write_proof", lambda *_: None)
    with working(tmp_path) as office:
        office.choose("1号", "2号")
        before = printed(office)
        (old,) = images(before)

        mailed(office, "《小区里的议事亭》的照片请换成附件这一张。\n", "新照片", 640)

        after = printed(office)
        (new,) = images(after)
        places = [case.blocks.index(image) for case, image in ((before, old), (after, new))]
        assert places[0] == places[1]
        assert (new.pixels, new.caption) == ((640, 400), old.caption)
        assert f"图1“{old.caption}”已换成来信所附“新照片.png”" in after.remarks
        assert "“新照片.png”换下《小区里的议事亭》图1" in came(office, UNIT, "", "新照片")[1]

        mailed(office, "《小区里的议事亭》再补一张活动照片。\n", "活动", 500)
        assert len(images(printed(office))) == 2
        mailed(office, "《小区里的议事亭》的照片请换成附件这一张。\n", "又一张", 520)

        case = printed(office)
        assert len(images(case)) == 3
        assert "来信要用“又一张.png”换图片，未能认定换哪一张，附在文末，请核对" in case.remarks
        assert "有2张图片，“又一张.png”换哪一张未能认定" in came(office, UNIT, "", "又一张")[1]
