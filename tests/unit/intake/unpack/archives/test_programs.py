"""Unpacking by programs, with programs of our own that behave as real ones do at their best and at their worst."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from intake.model.case import Format
from intake.model.errors import Damaged, Encrypted, OverLimit, ToolMissing
from intake.model.limits import Limits
from intake.unpack.archives import programs
from intake.unpack.archives.programs import Tool, has_tool, missing_tool, unpack_with_tool
from intake.unpack.contents import Allowance, Budget

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are scripts of a shell")
RAR = frozenset((Format.RAR,))
Program = tuple[str, frozenset[Format]]  # its script, the formats whose locks it opens


@pytest.fixture(autouse=True)
def none_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "TOOLS", ())


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Install scripts, which get archive, folder and password as $1, $2 and $3, in this order."""

    def installed(*scripts: str, opens_locked: frozenset[Format] = RAR) -> None:
        tools = []
        for number, script in enumerate(scripts):
            path = tmp_path / f"program-{number}"
            path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            path.chmod(0o755)
            tools.append(Tool((str(path),), lambda *said: list(said), RAR, opens_locked))
        monkeypatch.setattr(programs, "TOOLS", tuple(tools))

    return installed


def allowed(**limits: float) -> Allowance:
    made = Limits(**limits)  # type: ignore[arg-type]
    return Budget(made).allow(100)


def unpacked(
    *volumes: bytes, password: str = "", allowance: Allowance | None = None, **more
) -> list[tuple[str, bytes]]:
    return unpack_with_tool(volumes or (b"packed",), Format.RAR, password, allowance or allowed(), **more)


def test_without_a_program_it_is_said_what_to_install() -> None:
    assert not has_tool(Format.RAR)
    for format_ in (Format.RAR, Format.SEVENZIP, Format.ZIP):
        with pytest.raises(ToolMissing, match="请安装"):
            unpack_with_tool((b"",), format_, "", allowed())
        assert "请安装" in str(missing_tool(format_))


def test_a_program_serves_the_formats_that_it_knows(install) -> None:
    install("exit 0", opens_locked=frozenset())
    assert (has_tool(Format.RAR), has_tool(Format.RAR, locked=True), has_tool(Format.SEVENZIP)) == (
        True,
        False,
        False,
    )
    with pytest.raises(ToolMissing):
        unpacked(password="secret")


def test_the_files_below_the_folder_in_order(install) -> None:
    install(
        'mkdir -p "$2/b/c" "$2/a"; cp "$1" "$2/z.doc"; printf 2 > "$2/b/c/2"; printf 1 > "$2/a/1"; printf 0 > "$2/0"'
    )
    assert unpacked() == [("0", b"0"), ("z.doc", b"packed"), ("a/1", b"1"), ("b/c/2", b"2")]


def test_names_in_the_code_page_of_old_windows(install) -> None:
    name = "".join(f"\\{byte:03o}" for byte in "宋楼镇社区案例.doc".encode("gb18030"))
    install(f'printf x > "$2/$(printf \'{name}\')"; printf y > "$2/和平街道案例.doc"')
    assert sorted(unpacked()) == [("和平街道案例.doc", b"y"), ("宋楼镇社区案例.doc", b"x")]


def test_links_and_what_systems_leave_are_passed_over(install) -> None:
    install(
        'ln -s /etc/hostname "$2/link"; ln -s .. "$2/up"; mkdir "$2/__MACOSX"; printf x > "$2/__MACOSX/._a.doc"; '
        'printf x > "$2/Thumbs.db"; mkfifo "$2/pipe"; printf y > "$2/a.doc"'
    )
    assert unpacked() == [("a.doc", b"y")]


def test_a_file_beside_the_folder_is_not_ours(install) -> None:
    install('printf evil > "$2/../evil.doc"; printf y > "$2/a.doc"')
    assert unpacked() == [("a.doc", b"y")]


def test_volumes_lie_beside_each_other_under_the_names_that_programs_expect(install) -> None:
    install('cat "$(dirname "$1")"/a.part*.rar > "$2/all"; basename "$1" > "$2/first"')
    assert unpacked(b"one", b"two", b"three") == [("all", b"onetwothree"), ("first", b"a.part1.rar\n")]


@pytest.mark.parametrize("said", ["Enter PASSWORD:", "Incorrect passphrase", "data is Encrypted"])
def test_a_program_that_asks_for_a_password(install, said: str) -> None:
    install(f"echo '{said}' >&2; exit 1")
    with pytest.raises(Encrypted):
        unpacked()


@pytest.mark.parametrize(
    "script", ["exit 3", "exit 0", "echo broken; exit 1", "kill -9 $$", 'printf x > "$2/half"; exit 2']
)
def test_a_program_that_fails_or_finds_nothing(install, script: str) -> None:
    install(script)
    with pytest.raises(Damaged):
        unpacked()


def test_the_password_is_handed_on(install) -> None:
    install('[ "$3" = 密码1 ] && printf open > "$2/a" || { echo wrong password; exit 1; }')
    assert unpacked(password="密码1") == [("a", b"open")]
    with pytest.raises(Encrypted):
        unpacked(password="密码2")


def test_the_next_program_is_tried_where_one_fails(install) -> None:
    install("exit 1", "echo password; exit 1", 'printf x > "$2/a"', "exit 9")
    assert unpacked() == [("a", b"x")]


@pytest.mark.parametrize(
    "scripts", [("echo password; exit 1", "exit 2"), ("exit 2", "echo password; exit 1")]
)
def test_that_it_is_locked_says_more_than_that_it_is_damaged(install, scripts: tuple[str, ...]) -> None:
    install(*scripts)
    with pytest.raises(Encrypted):
        unpacked()


def test_of_a_broken_archive_the_files_whose_sums_fit_are_given(install) -> None:
    install('printf whole > "$2/a"; printf hal > "$2/b"; exit 3')
    sums = frozenset({(5, zlib.crc32(b"whole")), (4, zlib.crc32(b"half"))})
    assert unpacked(sums=sums) == [("a", b"whole")]
    with pytest.raises(Damaged):
        unpacked(sums=frozenset({(4, zlib.crc32(b"half"))}))


def test_what_a_program_writes_is_limited(install) -> None:
    install('printf 12345 > "$2/a"; printf 67890 > "$2/b"')
    assert len(unpacked(allowance=allowed(unpacked_bytes=10))) == 2
    with pytest.raises(OverLimit, match="解压后过大"):
        unpacked(allowance=allowed(unpacked_bytes=9))
    with pytest.raises(OverLimit, match="文件超过1个"):
        unpacked(allowance=allowed(archive_entries=1))


def test_a_program_that_writes_on_and_on_is_stopped(install) -> None:
    install('while :; do printf 1234567890; done > "$2/a"')
    with pytest.raises(OverLimit, match="解压后过大"):
        unpacked(allowance=allowed(unpacked_bytes=1000))


def test_a_program_that_never_ends_is_stopped(install, tmp_path: Path) -> None:
    install(f'echo $$ > "{tmp_path}/pid"; exec cat "{tmp_path}/fifo"')
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(OverLimit, match="解压超时"):
        unpacked(allowance=allowed(file_seconds=0))
    pid = (tmp_path / "pid").read_text().strip() if (tmp_path / "pid").exists() else ""
    assert not pid or not Path("/proc", pid).exists()


def test_nothing_is_left_behind(install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "places"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    for script, fails in (('printf x > "$2/a"', False), ("exit 1", True)):
        install(script)
        if fails:
            with pytest.raises(Damaged):
                unpacked()
        else:
            unpacked()
        assert list(place.iterdir()) == []
