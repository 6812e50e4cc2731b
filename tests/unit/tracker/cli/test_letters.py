"""``zhengji letters …`` on a real data folder."""

import email
import email.policy
from datetime import datetime

import pytest
from sqlalchemy import update

from tests.office import ROOT, Office, case
from tracker.cli import letters
from tracker.errors import OrderError, RenderError, SendRefused
from tracker.ledger.letters import claim_letter, list_letters, settle_held
from tracker.ledger.records import Fate, LetterKind, LetterState
from tracker.ledger.schema import letter
from tracker.letters.reminders import put_reminders
from tracker.office.clock import SetClock
from tracker.outbox.by_hand import mark_sent, take_out, unsent_letters
from tracker.run.init import init_data
from tracker.run.open import open_office

ADDRESS = '[[units]]\nkey = "fengxian"\n'


@pytest.fixture
def data(tmp_path):
    """A folder whose reminders of 27 July wait for a look."""
    folder = tmp_path / "data"
    init_data(folder)
    text = (folder / "campaign.toml").read_text("utf-8")
    text = text.replace(ADDRESS, ADDRESS + 'addresses = ["fx@example.cn"]\n').replace(
        "hold = false", "hold = true"
    )
    (folder / "campaign.toml").write_text(text, "utf-8")
    with open_office(folder, clock=SetClock(datetime.fromisoformat("2015-07-27T08:45+08:00"))) as parts:
        put_reminders(parts)
    return folder


def said(capsys):
    return capsys.readouterr().out.splitlines()


def test_held_letters_are_listed_and_released_once(data, capsys):
    letters.list_held(data)
    assert said(capsys) == [
        "1　提醒　fx@example.cn　【案例征集】提醒：距截止还有10个工作日（请报送）",
        "共1封。放行：zhengji letters release 编号…，或 zhengji letters release all",
    ]
    with pytest.raises(OrderError, match="没有待放行的信件“7”"):
        letters.release(["7"], data)
    letters.release(["1"], data)
    letters.list_held(data)
    assert said(capsys) == ["已放行1封，服务运行时陆续发出。", "没有待放行的信件。"]


def test_held_letters_are_dropped(data, capsys):
    letters.drop(["all"], data)
    letters.list_log(data, "丰县", "提醒")
    first, line = said(capsys)
    assert first == "1封不再发送。"
    assert line == "2015-07-27 08:45　提醒　fx@example.cn　未发　经办人决定不发"


@pytest.mark.parametrize(
    ("unit", "kind", "lines"),
    [("", "", 1), ("丰县", "", 1), ("沛县", "", 0), ("", "reminder", 1), ("", "回执", 0)],
)
def test_log_by_unit_and_kind(data, capsys, unit, kind, lines):
    letters.list_log(data, unit, kind)
    assert len(said(capsys)) == lines


def test_log_of_what_is_not(data):
    with pytest.raises(OrderError, match="没有信函“情书”"):
        letters.list_log(data, "", "情书")
    with pytest.raises(OrderError, match="没有报送单位“南京”"):
        letters.list_log(data, "南京", "")


def test_recipients_before_anything_goes(data, capsys):
    letters.show_recipients(data)
    lines = said(capsys)
    assert lines[1:3] == [
        "如现在发送提醒：发信1封，电话联系11个单位。",
        "  发信　丰县　fx@example.cn　已报0篇",
    ]
    assert lines[3] == "  电话　沛县　联系方式未登记　已报0篇"


def test_check_says_what_is_wrong(data, capsys):
    letters.check(data)
    assert said(capsys) == ["信函模板均可正常生成，没有不宜使用的词语。"]
    own = data / "templates/mail"
    own.mkdir(parents=True, exist_ok=True)
    shipped = (ROOT / "templates/mail/reminder.txt.j2").read_text("utf-8")
    (own / "reminder.txt.j2").write_text(shipped.replace("请与我处联系", "后果自负"), "utf-8")
    with pytest.raises(RenderError, match="3处问题"):
        letters.check(data)
    assert said(capsys) == [
        f"reminder（{state}）含有不宜使用的词语“后果自负”" for state in ("nothing", "short", "ordered")
    ]


def test_preview_writes_every_state(data, tmp_path, capsys):
    out = tmp_path / "out"
    letters.write_samples("all", out, data)
    kinds = {path.name.partition("-")[0] for path in out.glob("*.html")}
    assert kinds == {str(kind) for kind in LetterKind}
    assert len(list(out.glob("*.html"))) == len(list(out.glob("*.txt"))) == len(said(capsys)) - 1
    assert (out / "progress-draft.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(OrderError, match="没有信函“nothing”"):
        letters.write_samples("nothing", out, data)


@pytest.fixture
def timeless(data):
    """The same, but the reminder is worth sending whenever the tests run."""
    with open_office(data) as parts, parts.ledger.begin() as connection:
        connection.execute(update(letter).values(expires_at=None))
    return data


def test_letters_are_taken_out_and_told_to_be_sent(timeless, tmp_path, capsys):
    data, folder = timeless, tmp_path / "out"
    letters.export(folder, data)
    path = folder / "0001-提醒.txt"
    assert said(capsys) == [
        f"1　待放行　fx@example.cn　{path}",
        "共1封。人工发出后请登记：zhengji letters sent 编号…，或 zhengji letters sent all",
    ]
    assert path.read_text("utf-8-sig").startswith(
        "收件人：fx@example.cn\n主题：【案例征集】提醒：距截止还有10个工作日（请报送）\n\n丰县民政局：\n"
    )
    mail = email.message_from_bytes((folder / "0001-提醒.eml").read_bytes(), policy=email.policy.default)
    assert (mail["To"], sorted(one.name for one in folder.iterdir())) == (
        "fx@example.cn",
        ["0001-提醒.eml", "0001-提醒.txt"],
    )
    with pytest.raises(OrderError, match="没有未发出的信件“7”，编号见 zhengji letters export"):
        letters.sent(["7"], data)
    letters.sent(["1"], data)
    letters.list_log(data, "", "提醒")
    letters.export(folder, data)
    told, line, nothing = said(capsys)
    assert (told, nothing) == ("已登记1封由人工发出。", "没有未发出的信件。")
    assert line.endswith("　提醒　fx@example.cn　已发　人工发出")


def test_what_is_out_of_date_is_not_taken_out(data, tmp_path, capsys):
    letters.export(tmp_path / "out", data)
    assert (said(capsys), (tmp_path / "out").exists()) == (["没有未发出的信件。"], False)


def test_what_a_sender_has_in_hand_is_not_told_to_be_sent(timeless):
    with open_office(timeless) as parts, parts.ledger.begin() as connection:
        (row,) = unsent_letters(connection, parts.clock.now())
        settle_held(connection, row.id, Fate(LetterState.QUEUED))
        assert claim_letter(connection, row.id, "other-host", parts.clock.now()) is not None
        assert mark_sent(connection, [row], parts.clock.now()) == []
        assert [one.state for one in list_letters(connection)] == ["sending"]


def test_enclosures_are_written_beside_their_letter(tmp_path):
    office = Office(tmp_path).at("08-03 16:50")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.route.trouble["limin@example.cn"] = [SendRefused("550 no")] * 3
    office.until("08-03 17:05")
    folder = tmp_path / "out"
    folder.mkdir()
    with office.parts.ledger.read() as connection:
        unsent = unsent_letters(connection, office.clock.now())
        row = next(row for row in unsent if row.kind is LetterKind.DIGEST)
        path = take_out(connection, row, folder, "0002-每日报送情况")
    office.close()
    names = sorted(one.name for one in folder.iterdir())
    assert names == [
        "0002-每日报送情况-汇总表20150803.xlsx",
        "0002-每日报送情况.eml",
        "0002-每日报送情况.txt",
    ]
    assert (folder / names[0]).read_bytes() == b"workbook"
    assert f"附件：{names[0]}\n" in path.read_text("utf-8-sig")
