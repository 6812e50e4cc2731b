"""Whatever is wrong with what a person wrote, the answer is Chinese, says where and what to do, and the exit status is 2."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.properties import one_in_three
from tracker.cli import app as command
from tracker.run.init import init_data

MAILBOX = '[[mailboxes]]\nname = "main"\nhost = "h"\nuser = "u"\n'
Prepare = Callable[[Path], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "office"
    init_data(folder)
    return folder


@pytest.fixture
def office(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own; the present folder is the one that holds it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZHENGJI_DATA", raising=False)
    shutil.copytree(sound, tmp_path / "office")
    return Path("office")


def answer(monkeypatch: pytest.MonkeyPatch, line: str) -> int | str | None:
    """The exit status of a command as a shell gets it."""
    monkeypatch.setattr("sys.argv", ["zhengji", *line.split()])
    with pytest.raises(SystemExit) as ended:
        command.main()
    return ended.value.code


def settings(text: str) -> Prepare:
    return lambda office: (office / "settings.toml").write_text(text, "utf-8")


def replaced(name: str, old: str, new: str) -> Prepare:
    def prepare(office: Path) -> None:
        text = (office / name).read_text("utf-8")
        assert old in text
        (office / name).write_text(text.replace(old, new, 1), "utf-8")

    return prepare


def added(name: str, text: str) -> Prepare:
    return lambda office: (office / name).write_text((office / name).read_text("utf-8") + text, "utf-8")


def written(name: str, content: bytes) -> Prepare:
    """A file beside the data folder, or in it."""
    return lambda office: (office.parent / name).write_bytes(content)


def folder_for(name: str) -> Prepare:
    def prepare(office: Path) -> None:
        (office / name).unlink(missing_ok=True)
        (office / name).mkdir()

    return prepare


def database(statement: str, *, ours: bool) -> Prepare:
    """A database of SQLite as the ledger: ours, or any, in which something was done by hand."""

    def prepare(office: Path) -> None:
        from tracker.ledger.engines.store import Ledger

        if ours:
            Ledger.open(office / "ledger.db").close()
        with closing(sqlite3.connect(office / "ledger.db")) as connection:
            connection.execute(statement)
            connection.commit()

    return prepare


def other_zip(office: Path) -> None:
    with zipfile.ZipFile(office.parent / "other.zip", "w") as bundle:
        bundle.writestr("a.txt", "x")


def nothing(_office: Path) -> None:
    pass


CASES: tuple[tuple[str, Prepare, str], ...] = (
    ("replay mails", nothing, "缺少选项 --data。用法见 zhengji replay --help"),
    ("review visits f --top three", nothing, "--top 应为整数。用法见 zhengji review visits --help"),
    ("review visits f --a-day 0", nothing, "--a-day 应不小于 1。用法见 zhengji review visits --help"),
    ("review visits f --a-day 21", nothing, "--a-day 应不大于 20。用法见 zhengji review visits --help"),
    (
        "review visits f --from 2015-13-45",
        nothing,
        "--from 应为日期，如 2024-05-31。用法见 zhengji review visits --help",
    ),
    (
        "replay mails --data new --from gestern --until 2015-07-08T08:00",
        nothing,
        "设置有误：--from 和 --until 的格式如 2015-07-07T08:00",
    ),
    (
        "status --data nowhere",
        nothing,
        "配置有误：找不到 nowhere/settings.toml，请先运行 zhengji init --data nowhere",
    ),
    ("init plain", written("plain", b"x"), "设置有误：plain 不能写入：已经存在，请改名或另选位置"),
    ("init plain/office", written("plain", b"x"), "设置有误：plain/office 不能写入：不是文件夹，请核对路径"),
    ("init new --notice no.docx", nothing, "设置有误：找不到通知 no.docx，请核对路径"),
    (
        "init new --notice n.txt",
        written("n.txt", "今天天气很好，我们去公园。".encode()),
        "设置有误：通知未写明是哪个市、县，请加 --where，如 --where 浙江省,湖州市",
    ),
    (
        "init new --notice n.docx",
        written("n.docx", b"PK\x03\x04broken"),
        "设置有误：n.docx 未能读出文字：“n.docx”的格式暂不能读取。请换成 Word 或文本文件",
    ),
    (
        "init new --notice n.txt --where 浙江省,湖州市 --deadline 5月32日",
        written("n.txt", "今天天气很好。".encode()),
        "设置有误：截止日期“5月32日”不是日期（请写明年份），应如 2024-05-31",
    ),
    (
        "init new --again nowhere --opening 2016-01-01 --deadline 2016-02-02",
        nothing,
        "设置有误：nowhere 中没有征集活动（campaign.toml），请核对上一次征集的数据目录",
    ),
    (
        "status --data office",
        settings("[smtp\nhost = 1"),
        "配置有误：office/settings.toml 写法有误：第 1 行，请检查引号、等号和括号",
    ),
    (
        "status --data office",
        settings("[smtp]\nhost = “a”"),
        "配置有误：office/settings.toml 写法有误：第 2 行，含有全角标点 “”，请改用半角",
    ),
    (
        "status --data office",
        written("office/settings.toml", '[smtp]\nfrom_name = "徐"'.encode("gbk")),
        "配置有误：office/settings.toml 不是 UTF-8 编码，请另存为 UTF-8",
    ),
    (
        "status --data office",
        folder_for("settings.toml"),
        "配置有误：不能读取 office/settings.toml：是文件夹，应为文件，请核对路径",
    ),
    (
        "status --data office",
        settings('[smtp]\nport = "abc"'),
        "配置有误：office/settings.toml 第 2 行：smtp.port 的值是 'abc'，应为整数",
    ),
    (
        "status --data office",
        settings("[paths]\nworkbook = 3"),
        "配置有误：office/settings.toml 第 2 行：paths.workbook 的值是 3，应为路径（加引号）",
    ),
    (
        "status --data office",
        settings(MAILBOX.replace('"h"', '""')),
        "配置有误：office/settings.toml 第 3 行：mailboxes.1.host 的值是 ''，应为至少1个字",
    ),
    (
        "status --data office",
        settings(f'{MAILBOX}since = "gestern"'),
        "配置有误：office/settings.toml 第 5 行：mailboxes.1.since 的值是 'gestern'，应为日期，如 2015-08-10",
    ),
    (
        "status --data office",
        settings('[imap]\nhost = "an older version"'),
        ("配置有误：office/settings.toml 第 1 行：imap 不是可用的设置项；可用的有：mailboxes、smtp、reading、schedule、paths、"
        "security、log、watch、ledger、archive"),
    ),
    (
        "status --data office",
        added("campaign.toml", '\n[form]\nlevle = ["a"]\n'),
        ("配置有误：office/campaign.toml 第 {last} 行：form.levle 的值是 'levle'，应为以下之一：'title'、'unit'、'county'、'town'、"
        "'community'、'level'、'theme'、'contact'、'phone'"),
    ),
    (
        "status --data office",
        replaced("campaign.toml", '\nplaces = "xuzhou"', '\nplaces = "nowhere"'),
        ("配置有误：office/campaign.toml：places 的值是 'nowhere'，但没有 office/places/nowhere.toml；"
        "请核对名称，或用 zhengji places make 生成"),
    ),
    (
        "volume make --data office",
        written("office/volume.toml", b'cover_colour = "red"'),
        "配置有误：office/volume.toml 第 1 行：cover_colour 的值是 'red'，应为颜色，如 #1F3864",
    ),
    ("places check nowhere.toml", nothing, "配置有误：找不到文件 nowhere.toml"),
    (
        "status --data office",
        written("office/ledger.db", b"no database" * 200),
        "台账无法使用：台账文件已损坏，请用 zhengji restore 从备份恢复",
    ),
    (
        "status --data office",
        folder_for("ledger.db"),
        "台账无法使用：office/ledger.db 不能打开，请核对路径和目录权限",
    ),
    (
        "status --data office",
        database("UPDATE alembic_version SET version_num = '9999'", ours=True),
        "台账无法使用：台账由更新版本的程序建立，请先升级本程序",
    ),
    (
        "status --data office",
        database("CREATE TABLE mail (subject)", ours=False),
        "台账无法使用：office/ledger.db 不是征集的台账，请移走这个文件，或核对 --data",
    ),
    (
        "status --data office",
        database("DROP TABLE letter", ours=True),
        "台账无法使用：office/ledger.db 内容不完整，请用 zhengji restore 从备份恢复",
    ),
    (
        "status --data office",
        settings('[ledger]\nurl = "mysql://a/b"'),
        '配置有误：office/settings.toml 第 1 行：ledger 应为url = "postgresql://用户@主机:5432/库名"',
    ),
    (
        "migrate --to postgresql://a@127.0.0.1:1/b --data office",
        nothing,
        "设置有误：office 中没有 ledger.db，没有可以迁移的台账",
    ),
    (
        "status --data office",
        written("office/secret.key", b"\xff\xfe\x00"),
        "设置有误：office/secret.key 已损坏；如有备份请放回原文件，否则删除后由系统重新生成",
    ),
    ("restore no.zip --data new", nothing, "设置有误：no.zip 不存在、不完整或不是备份文件，未恢复"),
    ("restore other.zip --data new", other_zip, "设置有误：other.zip 不是征集的备份文件，未恢复"),
    ("restore . --data new", nothing, "无法读写 .：是文件夹，应为文件，请核对路径"),
    ("read no.docx", nothing, "未能执行：找不到文件 no.docx，请核对路径"),
    ("read empty", lambda office: (office.parent / "empty").mkdir(), "未能执行：empty 中没有文件，请核对路径"),
    (
        "import empty --data office",
        lambda office: (office.parent / "empty").mkdir(),
        "设置有误：empty 中没有邮件，应为 .eml 文件夹、Maildir 或 mbox，请核对路径",
    ),
    (
        "import . --arrivals a.jsonl --data office",
        written("a.jsonl", b"nonsense"),
        '邮件文件夹无法读取：a.jsonl 第1行应为 {"file": "a.eml", "arrival": "2015-07-08T09:00:00+08:00"}',
    ),
    ("show ³ --data office", nothing, "未能执行：没有编号为“³”的案例，可用 zhengji cases 查看全部编号"),
    (
        f"show {'9' * 25} --data office",
        nothing,
        f"未能执行：没有编号为“{'9' * 25}”的案例，可用 zhengji cases 查看全部编号",
    ),
    (f"review object said --settle {'9' * 25} --data office", nothing, "所写的数字过大，请核对"),
    ("volume compare 99 --data office", nothing, "未能执行：还没有出过第99校"),
    ("sheet build . --data office", nothing, "未能执行：. 是文件夹，请写文件名，如 汇总表.xlsx"),
    (
        "sheet county 火星县 --data office",
        nothing,
        ("未能执行：没有报送单位“火星县”；可用的有：丰县、沛县、睢宁县、邳州市、新沂市、铜山区、贾汪区、鼓楼区、云龙区、"
        "泉山区、徐州经济技术开发区、徐州市新城区"),
    ),
    ("deadline maybe --data office", nothing, "未能执行：应为“更正”或“延期”，现为“maybe”"),
    ("worker --queues dance --data office", nothing, "设置有误：没有“dance”这种工作，--queues 可写 read、ocr、send、duty"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "prepare", "said"), one_in_three(CASES))
def test_wrong_input_is_answered(
    office: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    prepare: Prepare,
    said: str,
) -> None:
    prepare(office)
    last = len((office / "campaign.toml").read_text("utf-8").splitlines()) if "{last}" in said else 0
    assert answer(monkeypatch, line) == 2
    assert capsys.readouterr().err == f"错误：{said.replace('{last}', str(last))}\n"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://a@127.0.0.1:1/b", "没有接受连接，请核对主机和端口，确认数据库已启动"),
        ("postgresql://a@no.such.invalid/b", "找不到主机，请核对地址和网络"),
        (
            "postgresql://a@127.0.0.1:1/b?colour=red",
            "地址的写法不对，应如 postgresql://用户@主机:5432/库名",
        ),
    ],
)
def test_a_database_that_cannot_be_used(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, said: str
) -> None:
    pytest.importorskip("psycopg")
    settings(f'[ledger]\nurl = "{url}"')(office)
    assert answer(monkeypatch, "status --data office") == 2
    host = re.search(r"@([^/:]+)", url)
    assert host is not None
    assert capsys.readouterr().err == (f"错误：台账所在的数据库暂时无法使用：{host[1]} 上的 b：{said}\n")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("主题：{{ colour }}", "没有“colour”这个值"),
        ("主题：{% if %}", "mail/reminder.txt.j2 第1行写法有误"),
        ("主题：{{ 1 + 'a' }}", "内容不能计算（TypeError）"),
    ],
)
def test_a_template_that_cannot_be_filled(
    office: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    template: str,
    said: str,
) -> None:
    own = office / "templates" / "mail"
    own.mkdir(parents=True)
    (own / "reminder.txt.j2").write_text(template, "utf-8")
    assert answer(monkeypatch, "letters preview reminder --data office") == 2
    assert capsys.readouterr().err == f"错误：模板有误：模板 mail/reminder：{said}\n"


def failing(error: Exception) -> Callable[..., int]:
    def run(*_: object) -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            PermissionError(errno.EACCES, "", "a.toml"),
            "无法读写 a.toml：没有权限，请更改权限，或改用建立它的用户运行",
        ),
        (OSError(errno.ENOSPC, "", "b"), "无法读写 b：磁盘空间不足，请清理磁盘后重试"),
        (OSError(errno.EROFS, ""), "无法读写：磁盘是只读的，请另选位置，或请管理员改为可写"),
        (OSError(9999, "", "c"), "无法读写 c：系统错误 9999（OSError），请把这一行告知维护人员"),
    ],
)
def test_what_the_system_refuses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, said: str
) -> None:
    monkeypatch.setattr("tracker.cli.chinese.run_in_chinese", failing(error))
    assert answer(monkeypatch, "status") == 2
    assert capsys.readouterr().err == f"错误：{said}\n"


def test_an_error_of_our_own_is_named_by_its_place_and_shown_whole_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tracker.cli.chinese.run_in_chinese", failing(KeyError("王小明 13800000000")))
    assert answer(monkeypatch, "status") == 2
    said = capsys.readouterr().err
    assert re.fullmatch(
        r"错误：程序内部出错（KeyError，tracker/cli/app\.py 第\d+行），未能完成。请把这一行告知维护人员；"
        r"设置环境变量 ZHENGJI_TRACEBACK=1 后重新运行可看详情\n",
        said,
    )
    monkeypatch.setenv("ZHENGJI_TRACEBACK", "1")
    monkeypatch.setattr("sys.argv", ["zhengji", "status"])
    with pytest.raises(KeyError):
        command.main()
