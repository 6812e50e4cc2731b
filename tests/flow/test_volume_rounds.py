"""Rounds of proofs with real parts: a proof goes out, corrections come back, the next proof shows them."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from docx import Document

from intake.documents.scan.engine import is_installed
from tests.flow.test_volume import BODY
from tests.flow.test_volume_mailed import Working, working
from tests.programs import miss
from tests.volume import picture
from tracker.errors import OrderError
from tracker.ledger import letters, mails
from tracker.ledger.cases import list_cases
from tracker.ledger.published.rounds import list_corrections, list_rounds
from tracker.letters.digest.content import list_needs
from tracker.letters.volume.proofs import Opened, Wish, open_round
from tracker.office.desk import Desk
from tracker.publications.volume.content.model import Image, Line, Volume
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.rounds.printed import LINES
from tracker.publications.volume.rounds.since import compare_since
from tracker.publications.volume.rounds.take import list_returns
from tracker.publications.volume.run import make_volume
from tracker.publications.volume.settings import load_volume
from tracker.publications.volume.words import round_name

pytestmark = pytest.mark.slow  # mails are read by workers, the volume is made several times

UNIT, EDITOR = "fx@example.cn", "bianji@example.cn"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
        patch.setattr("tracker.publications.volume.run.write_proof", lambda *_: None)
        with working(tmp_path_factory.mktemp("rounds")) as made:
            made.parts.data.volume.write_text(f'editors = ["{EDITOR}"]\n', encoding="utf-8")
            made.choose("1号", "2号")
            yield made


def start(office: Working, number: int = 0, due: date | None = date(2015, 9, 20)) -> Opened:
    opened = open_round(office.parts, office.readers, load_volume(office.parts), Wish(number, "李敏", due))
    office.clock.advance(timedelta(days=1))
    office.work()
    return opened


def came(office: Working, to: str, words: str, about: str = "") -> tuple[str, str, dict[str, bytes]]:
    """Message-ID, text and files of the newest letter to an address with these words in subject and text."""
    for recipient, content in reversed(office.route.sent):
        found = email.message_from_bytes(content, policy=email.policy.default)
        text = found.get_body(("plain",)).get_content().replace("\r\n", "\n")
        if recipient == to and words in str(found["Subject"]) and about in text:
            files = {str(p.get_filename()): p.get_payload(decode=True) for p in found.iter_attachments()}
            return str(found["Message-ID"]), text, files
    raise AssertionError(f"no letter “{words}” to {to}")


def reply(office: Working, sender: str, to: str, text: str, **files: bytes) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "zhengji@example.cn", "回复：校样"
    made["In-Reply-To"], made["Message-ID"] = to, f"<{abs(hash(text))}@example.cn>"
    made["Date"] = office.clock.now()
    made.set_content(text)
    for name, content in files.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{name}.docx")
    office.take(made.as_bytes())
    office.clock.advance(timedelta(minutes=10))
    office.work()


def printed(office: Working, opened: Opened) -> Volume:
    return load_volume_file(office.parts.data.volumes / opened.round.run)


def returns(office: Working) -> list[str]:
    with office.parts.ledger.read() as connection:
        return list(list_returns(Desk(connection, office.parts, office.clock.now())))


def text_of(volume: Volume, number: str) -> str:
    case = next(case for case in volume.cases if case.number == number)
    return "\n".join(getattr(block, "text", "") for block in case.blocks)


def changed(content: bytes, old: str, new: str) -> bytes:
    """A Word file with a text changed as its reader would."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_proof_goes_out_corrections_come_back_and_the_next_proof_shows_them(office: Working) -> None:
    with pytest.raises(OrderError, match="还没有出过校样，接下来是一校"):
        start(office, 2)
    first = start(office)

    letter, text, files = came(office, UNIT, "一校校样：请于9月20日前返回", "XZ-001")
    assert text.startswith("丰县宋楼镇人民政府：\n\n您好。")
    assert "（1）XZ-001《小区里的议事亭》\n\n请直接回复" in text
    assert list(files) == ["XZ-001小区里的议事亭（一校）.docx"]
    other, _, files = came(office, UNIT, "一校校样：请于9月20日前返回", "XZ-002")
    assert list(files) == ["XZ-002楼道长的小账本（一校）.docx"]
    whole, _, all_of_it = came(office, EDITOR, "一校校样")
    assert list(all_of_it) == ["全市城乡社区治理和服务创新优秀案例汇编.docx"]

    reply(
        office,
        UNIT,
        letter,
        "您好：\n1、第3页第2行“共办结36件”改为“共办结38件”；\n2、第3页“没有这句话”删去。\n丰县民政局\n",
    )
    _, answer, _ = came(office, UNIT, "", "更正1处")
    assert "更正1处已登记，下一校照改：XZ-001第3页第2行“共办结36件”改为“共办结38件”" in answer
    assert "XZ-001第3页“没有这句话”删去：未能照改，正文中没有找到“没有这句话”" in answer

    own = files["XZ-002楼道长的小账本（一校）.docx"]
    reply(office, UNIT, other, "2号改在附件里。", 小账本=changed(own, "居民满意", "居民十分满意"))
    reply(office, EDITOR, whole, "1号第9页“图1　居民在议事亭议事”改为“图1　居民代表在议事亭议事”\n")
    reply(office, "stranger@example.cn", "<x@y>", "1号第3页“事情当场议”改为“事情不议”\n")

    with office.parts.ledger.read() as connection:
        told = list(list_returns(Desk(connection, office.parts, office.clock.now())))
    assert told == [
        f"一校（2015-08-03 17:01，{first.round.run}）《全市城乡社区治理和服务创新优秀案例汇编》，发给2个单位、编辑1人，限9月20日返回",
        "  更正1　XZ-001第3页第2行“共办结36件”改为“共办结38件”　fx@example.cn　照改",
        "  更正2　XZ-001第3页“没有这句话”删去　fx@example.cn　未改：正文中没有找到“没有这句话”",
        "  更正3　XZ-001第9页“居民在议事亭议事”改为“居民代表在议事亭议事”　bianji@example.cn　照改",
    ]

    comparison, docx = compare_since(office.parts, office.readers, load_volume(office.parts), 1)
    assert comparison.heading == "与一校相比，2篇有不同"
    assert docx.exists()

    second = start(office)
    volume = printed(office, second)
    assert second.round.number == 2
    assert "共办结38件" in text_of(volume, "XZ-001")
    assert "居民十分满意" in text_of(volume, "XZ-002")
    assert second.differences is not None
    assert [p.text for p in Document(str(second.differences)).paragraphs if "XZ-" in p.text] == [
        "XZ-001《小区里的议事亭》（同一稿，改动2处）",
        "XZ-002《楼道长的小账本》（第1稿→第2稿，改动1处）",
    ]
    (case,) = (case for case in volume.cases if case.number == "XZ-001")
    assert "已按返回的更正改2处" in case.remarks
    _, text, files = came(office, UNIT, "二校校样", "XZ-002")
    assert "“改动对照”列明与上一校不同之处。" in text
    assert "改动对照（二校与一校）.docx" in files


def test_a_round_may_be_sent_once_more_and_nothing_is_kept_twice(office: Working) -> None:
    with office.parts.ledger.read() as connection:
        before = list_rounds(connection)
    again = start(office, before[-1].number, due=None)

    with office.parts.ledger.read() as connection:
        assert [one.number for one in list_rounds(connection)] == [one.number for one in before]
        assert list_rounds(connection)[-1].run == again.round.run
        assert len({one.id for one in list_corrections(connection)}) == len(list_corrections(connection))
        sent = [row.recipient for row in letters.list_letters(connection) if again.round.run in row.key]
    assert sent == [EDITOR]


def test_an_order_carried_out_again_after_a_crash_sends_nothing_twice(office: Working) -> None:
    """The round is made and its letters are queued; then the office dies before the order counts as done."""
    settings = load_volume(office.parts)
    with office.parts.ledger.read() as connection:
        number = list_rounds(connection)[-1].number
    wish = Wish(number, "李敏", date(2015, 12, 20), order="chen@example.cn:7")
    first = open_round(office.parts, office.readers, settings, wish)
    assert len(first.round.sent) == 3  # one to each of two cases' units, one to the editor

    def queued() -> list[tuple[str, str]]:
        with office.parts.ledger.read() as connection:
            rows = letters.list_letters(connection)
        return [(row.recipient, row.key) for row in rows if wish.order in row.key]

    before = queued()
    again = open_round(office.parts, office.readers, settings, wish)

    assert (len(before), queued()) == (3, before)
    assert again.round.sent == first.round.sent


def test_a_reader_without_corrections_is_done_and_others_wait_for_a_person(office: Working) -> None:
    opened = start(office, due=date(2015, 12, 20))
    name = round_name(opened.round.number)
    whole, _, _ = came(office, EDITOR, f"{name}校样")
    reply(office, EDITOR, whole, "目录里铜山区漏了。\n2号“小区里的议事亭”改为“小区议事亭”\n")
    assert waiting(office)
    (named,) = (line for line in returns(office) if "小区议事亭" in line)
    assert named.split("　", 1)[1].startswith("XZ-002")
    assert "正文中没有找到" in named
    reply(
        office,
        EDITOR,
        whole,
        "2号“共办结36件”改为“共办结63件”\n另外目录里铜山区漏了，请补上。\n第6页“13岁。”请核实\n",
    )
    assert waiting(office)
    assert "“第6页“13岁。”请核实”" in came(office, EDITOR, "", "由我处人工处理")[1]
    wanted = [line for line in returns(office) if "铜山区" in line]
    assert [line.split("　", 1)[1] for line in wanted] == [
        f"“目录里铜山区漏了。”　{EDITOR}　未改：来信所述，请人工处理",
        f"“另外目录里铜山区漏了，请补上。”　{EDITOR}　未改：来信所述，请人工处理",
    ]
    reply(office, EDITOR, whole, "校样已看，同意付印。\n")
    assert not waiting(office)
    _, answer, _ = came(office, EDITOR, "", "已登记")
    assert f"{name}无修改，已登记" in answer

    letter, _, _ = came(office, UNIT, f"{name}校样", "XZ-001")
    reply(office, UNIT, letter, "校对无误，无修改。\n")
    assert not waiting(office)

    with office.parts.ledger.read() as connection:
        told = list(list_returns(Desk(connection, office.parts, office.clock.now())))
    agreed = [line for line in told if line.startswith("  无修改")]
    assert [line.split("　")[1] for line in agreed] == [UNIT, EDITOR]
    again = printed(office, start(office, opened.round.number, due=None))
    asked = [
        f"“{words}”）：来信所述，请人工处理"
        for words in ("目录里铜山区漏了。", "另外目录里铜山区漏了，请补上。")
    ]
    assert [any(one in remark for remark in again.remarks) for one in asked] == [True, True]


def test_a_line_of_the_proof_tells_which_of_several_places_is_meant(office: Working) -> None:
    opened = start(office, due=date(2015, 12, 20))
    office.clock.advance(timedelta(days=2))  # over the week's end
    office.work()
    name = round_name(opened.round.number)
    (case,) = (case for case in printed(office, opened).cases if case.number == "XZ-001")
    said = "".join(block.text for block in case.blocks if isinstance(block, Line))
    lines = [case.title, *re.findall("[^。，]+[。，]?", said)]  # a printed line for each part of a sentence
    folder = office.parts.data.volumes / opened.round.run
    (folder / LINES).write_text(json.dumps({"3": lines}), encoding="utf-8")
    at = next(place for place, line in enumerate(lines) if line.startswith("共办结"))
    letter, _, _ = came(office, UNIT, f"{name}校样", "XZ-001")

    reply(
        office,
        UNIT,
        letter,
        f"第3页第{at}行“当场有人领”改为“当场定人领”\n第3页“居民代表”改为“村民代表”\n",
    )

    text = text_of(make_volume(office.parts, office.readers, load_volume(office.parts)).volume, "XZ-001")
    assert re.findall("当场定人领。?.{0,3}", text) == ["当场定人领。共办结"]
    assert "村民代表" not in text
    _, answer, _ = came(office, UNIT, "", "更正1处")
    assert f"XZ-001第3页第{at}行“当场有人领。共”改为“当场定人领。共”" in answer
    assert "第3页“居民代表”改为“村民代表”：未能照改，“居民代表”有" in answer
    assert waiting(office)


LISTED = """\
贺科长：改动如下：
第4页“5000元”改为“5500元”
“余家冲水库2025年6月被评为省级标准化管理水库”改为“余家冲水库被评为全省标准化管理示范水库”
第3页倒数第2行“走一遍”改为“走1遍”
表1中“94.0%”改为“94.1%”
"""


def test_a_list_of_corrections_is_no_new_case(office: Working) -> None:
    before = standing(office)
    with office.parts.ledger.read() as connection:
        name = round_name(list_rounds(connection)[-1].number)
    letter, _, _ = came(office, UNIT, f"{name}校样", "XZ-001")

    made = EmailMessage()
    made["From"], made["To"], made["In-Reply-To"] = UNIT, "zhengji@example.cn", letter
    made["Subject"] = f"Re: 【优秀案例】案例汇编{name}校样：请于12月20日前返回（请回复）"
    made["Message-ID"], made["Date"] = "<listed@example.cn>", office.clock.now()
    made.set_content(LISTED)
    office.take(made.as_bytes())
    office.work()

    assert standing(office) == before
    assert len([line for line in returns(office) if "5500元" in line or "94.1%" in line]) == 2
    _, answer, _ = came(office, UNIT, "", "5500元")
    assert "联系人" not in answer


def waiting(office: Working) -> bool:
    """Whether the newest mail waits for a person."""
    with office.parts.ledger.read() as connection:
        rows = mails.mails_by_id(connection, range(1, 200))
    return rows[max(rows)].needs_person


def test_a_day_that_is_past_is_refused(office: Working) -> None:
    with pytest.raises(OrderError, match="7月1日已经过去"):
        open_round(office.parts, office.readers, load_volume(office.parts), Wish(0, "李敏", date(2015, 7, 1)))
    assert datetime(2015, 7, 1, tzinfo=UTC) < office.clock.now()


def test_a_round_and_what_differs_are_sent_to_her_by_mail(office: Working) -> None:
    with office.parts.ledger.read() as connection:
        number = list_rounds(connection)[-1].number
    name, following = ("一二三四五"[at] + "校" for at in (number - 1, number))
    office.order(f"出{following}\n看看和一校有什么不同")
    office.clock.advance(timedelta(minutes=10))
    office.work()

    subject, _, files = office.sent("改动对照")
    assert following in subject
    assert "全市城乡社区治理和服务创新优秀案例汇编.docx" in files
    assert {f"改动对照（{following}与{name}）.docx", "改动对照（现稿与一校）.docx"} <= set(files)
    with office.parts.ledger.read() as connection:
        assert list_rounds(connection)[-1].number == number + 1


def photographed(office: Working, sender: str, to: str, text: str, *names: str, content: bytes = b"") -> None:
    """A reply with photos of marked-up pages, scenes without words where ``content`` is not said."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "zhengji@example.cn", "回复：校样"
    made["In-Reply-To"], made["Message-ID"] = to, f"<{abs(hash((text, names)))}@example.cn>"
    made["Date"] = office.clock.now()
    made.set_content(text)
    for place, name in enumerate(names):
        shown = content or picture(office.parts.data.out / "page.png", 600 + place, 800)
        made.add_attachment(shown, maintype="image", subtype="png", filename=name)
    office.take(made.as_bytes())
    office.clock.advance(timedelta(minutes=10))
    office.work()


def test_a_photographed_page_stays_with_its_round_and_reaches_a_person(office: Working) -> None:
    opened = start(office, due=date(2015, 12, 20))
    name = round_name(opened.round.number)
    office.clock.advance(timedelta(days=2))  # over the week's end
    office.work()
    letter, _, _ = came(office, UNIT, f"{name}校样", "XZ-001")

    photographed(office, UNIT, letter, "校样改在照片上，请查收。\n", "第3页批改.png", "第4页批改.png")

    assert waiting(office)
    with office.parts.ledger.read() as connection:
        desk = Desk(connection, office.parts, office.clock.now())
        told = [line for line in list_returns(desk) if "批改" in line]
        ids = [one.id for one in list_corrections(connection) if one.is_marked]
        needs = [need.text for need in list_needs(desk, 50) if "批改" in need.text]
    _, answer, _ = came(office, UNIT, "", "批改页")
    again = make_volume(office.parts, office.readers, load_volume(office.parts)).volume
    (case,) = (case for case in again.cases if case.number == "XZ-001")

    why = "fx@example.cn　未改：批改页是照片或扫描件，请对照原件登记"
    assert [line.partition("　")[2] for line in told] == [
        f"XZ-001“第3页批改.png”　{why}",
        f"XZ-001“第4页批改.png”　{why}",
    ]
    assert needs == [
        f"{name}XZ-001返回的批改页“第3页批改.png、第4页批改.png”是照片或扫描件，手写批改未作识读，请对照原件登记更正"
    ]
    assert "批改页2份（第3页批改.png、第4页批改.png）已收到，由我处人工对照登记" in answer
    assert len([block for block in case.blocks if isinstance(block, Image)]) == 1  # none of them is printed
    assert [remark for remark in case.remarks if "批改页" in remark] == [
        f"更正{number}（{name}“第{page}页批改.png”）：批改页是照片或扫描件，请对照原件登记"
        for number, page in zip(ids, (3, 4), strict=True)
    ]


def page_of_proof() -> bytes:
    """A photo of a page of the case's proof, as clear as paper, with a word put in by hand."""
    from PIL import Image as Photo
    from PIL import ImageDraw, ImageFont

    font = next(
        (name for name in ("NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "simsun.ttc") if usable(name)), ""
    )
    if not font:
        miss("a Chinese font")
    page = Photo.new("RGB", (1000, 1400), (250, 250, 248))
    draw, large, plain = ImageDraw.Draw(page), ImageFont.truetype(font, 44), ImageFont.truetype(font, 28)
    draw.text((500, 90), "小区里的议事亭", (20, 20, 20), large, anchor="mm")
    text = f"丰县宋楼镇人民政府　一、背景　{BODY}二、做法　{BODY}"
    for place, start in enumerate(range(0, min(len(text), 720), 30)):
        draw.text((80, 160 + 46 * place), text[start : start + 30], (20, 20, 20), plain)
    draw.text((700, 1340), "此处改为每周", (200, 20, 20), plain)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def usable(font: str) -> bool:
    from PIL import ImageFont

    try:
        ImageFont.truetype(font, 20)
    except OSError:
        return False
    return True


def test_a_page_that_recognition_could_read_is_no_new_text_of_its_case(office: Working) -> None:
    if not is_installed():
        miss("the extra ocr")
    opened = start(office, due=date(2016, 1, 20))
    name = round_name(opened.round.number)
    office.clock.advance(timedelta(days=2))
    office.work()
    letter, _, _ = came(office, UNIT, f"{name}校样", "XZ-001")
    before = standing(office)

    photographed(office, UNIT, letter, "改在纸上了，见附件。\n", "批改.png", content=page_of_proof())
    office.clock.advance(timedelta(hours=1))
    office.work()

    assert standing(office) == before
    with office.parts.ledger.read() as connection:
        kept = [
            one for one in list_corrections(connection) if one.is_marked and one.round == opened.round.number
        ]
        assert [(one.number, one.place) for one in kept] == [("XZ-001", "批改.png")]


def standing(office: Working) -> list[tuple[str, int, str]]:
    """Number, version and title of each case."""
    with office.parts.ledger.read() as connection:
        return [(row.number, row.version, row["title"]) for row in list_cases(connection)]
