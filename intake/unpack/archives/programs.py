"""Unpacking by programs that may be installed: unar, bsdtar, unrar, 7-Zip.

They get a file named by us in a folder of ours, never a name from outside; what they write is
measured while they run, and everything is gone when the folder is left.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.model.case import Format
from intake.model.errors import Damaged, Encrypted, OverLimit, ToolMissing
from intake.text.charset import decode_bytes
from intake.unpack.contents import Allowance, is_junk

POLL_SECONDS = 0.02
_LOG_BYTES = 20_000  # of a program's messages


@dataclass(frozen=True, slots=True)
class Tool:
    """A program and the arguments that unpack ``archive`` into ``folder`` with a password or ``""``."""

    names: tuple[str, ...]
    arguments: Callable[[str, str, str], list[str]]
    formats: frozenset[Format]
    opens_locked: frozenset[Format]  # formats whose encryption it knows


def _unar(archive: str, folder: str, password: str) -> list[str]:
    return ["-quiet", "-force-overwrite", "-no-directory", "-output-directory", folder,
            *(["-password", password] if password else []), archive]  # fmt: skip


def _bsdtar(archive: str, folder: str, password: str) -> list[str]:
    return ["-x", "-f", archive, "-C", folder, *(["--passphrase", password] if password else [])]


def _unrar(archive: str, folder: str, password: str) -> list[str]:
    return ["x", "-y", "-idq", "-kb", f"-p{password}" if password else "-p-", archive, folder + os.sep]


def _seven_zip(archive: str, folder: str, password: str) -> list[str]:
    return ["x", "-y", "-bd", f"-o{folder}", f"-p{password}", archive]


_ALL = frozenset((Format.ZIP, Format.RAR, Format.SEVENZIP))
TOOLS = (
    Tool(("unrar", "rar"), _unrar, frozenset((Format.RAR,)), frozenset((Format.RAR,))),
    Tool(("unar",), _unar, _ALL, _ALL),
    Tool(("7zz", "7z", "7za"), _seven_zip, _ALL, _ALL),
    Tool(("bsdtar",), _bsdtar, _ALL, frozenset((Format.ZIP,))),
)
_INSTALL = {
    Format.RAR: "请安装 unar（或 bsdtar、WinRAR）",
    Format.SEVENZIP: "请安装 py7zr（或 7-Zip、bsdtar）",
    Format.ZIP: "请安装 7-Zip（或 unar）",
}
_WINDOWS_PLACES = ("7-Zip", "WinRAR")


def has_tool(format_: Format, *, locked: bool = False) -> bool:
    """Whether a program for this kind of archive is installed."""
    return next(_installed(format_, locked=locked), None) is not None


def missing_tool(format_: Format) -> ToolMissing:
    """The error that says what to install."""
    return ToolMissing(_INSTALL[format_])


def _installed(format_: Format, *, locked: bool) -> Iterator[tuple[Tool, str]]:
    for tool in TOOLS:
        if format_ not in (tool.opens_locked if locked else tool.formats):
            continue
        for name in tool.names:
            if found := shutil.which(name) or _on_windows(name):
                yield tool, found
                break


def _on_windows(name: str) -> str:
    """Where installers on Windows put programs without telling PATH."""
    if os.name != "nt":
        return ""
    roots = [os.environ.get(key, "") for key in ("ProgramFiles", "ProgramFiles(x86)")]
    places = [Path(root, place, f"{name}.exe") for root in roots if root for place in _WINDOWS_PLACES]
    return next((str(place) for place in places if place.is_file()), "")


NO_SUMS: frozenset[tuple[int, int]] = frozenset()


def unpack_with_tool(
    volumes: tuple[bytes, ...],
    format_: Format,
    password: str,
    allowance: Allowance,
    sums: frozenset[tuple[int, int]] = NO_SUMS,
) -> list[tuple[str, bytes]]:
    """Unpack an archive by the first program that manages; (path, content) of each file.

    ``volumes``: its bytes, in order, where it came in several. ``sums``: size and CRC-32 of the files that
    it should hold; where it is broken, those that fit one are given.

    Raises:
        ToolMissing: none is installed.
        Encrypted: it is locked, or the password is wrong.
        Damaged: no program could read it.
        OverLimit: it holds too much, or took too long.
    """
    problem: Encrypted | Damaged | None = None
    tools = list(_installed(format_, locked=bool(password)))
    if not tools:
        raise missing_tool(format_)
    for tool, program in tools:
        try:
            return _run((tool, program), (volumes, password), allowance, sums)
        except (Encrypted, Damaged) as error:
            problem = problem if isinstance(problem, Encrypted) else error
    raise problem or Damaged()


def _run(
    by: tuple[Tool, str],
    job: tuple[tuple[bytes, ...], str],
    allowance: Allowance,
    sums: frozenset[tuple[int, int]],
) -> list[tuple[str, bytes]]:
    (tool, program), (volumes, password) = by, job
    with tempfile.TemporaryDirectory(prefix="zhengji-", ignore_cleanup_errors=True) as place:
        names = (
            ["archive.bin"] if len(volumes) == 1 else [f"a.part{n}.rar" for n in range(1, len(volumes) + 1)]
        )
        for name, content in zip(names, volumes, strict=True):
            Path(place, name).write_bytes(content)
        archive, folder, log = Path(place, names[0]), Path(place, "out"), Path(place, "log")
        folder.mkdir()
        command = [program, *tool.arguments(str(archive), str(folder), password)]
        with log.open("wb") as messages:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=messages,
                stderr=subprocess.STDOUT,
                cwd=place,
                env={**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
            )
            code = _watch(process, folder, allowance)
        said = log.read_bytes()[:_LOG_BYTES].lower()
        found = _collect(folder, allowance) if code == 0 or sums else []
    if code != 0:
        found = [(path, data) for path, data in found if (len(data), zlib.crc32(data)) in sums]
    if found:
        return found
    if b"password" in said or b"passphrase" in said or b"encrypted" in said:
        raise Encrypted
    raise Damaged


def _watch(process: subprocess.Popen[bytes], folder: Path, allowance: Allowance) -> int:
    """Wait for the program, and stop it when it writes too much or takes too long."""
    until = time.monotonic() + allowance.budget.limits.file_seconds * 0.6
    checked = 0.0
    try:
        while (code := process.poll()) is None:
            now = time.monotonic()
            if now > until:
                raise OverLimit("解压超时")
            if now - checked > 5 * POLL_SECONDS:
                checked = now
                if _written(folder) > allowance.bytes_left:
                    raise OverLimit("解压后过大")
            time.sleep(POLL_SECONDS)
        return code
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _written(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(place, name).lstat().st_size
            except OSError:  # renamed by the program just now
                continue
    return total


def _collect(folder: Path, allowance: Allowance) -> list[tuple[str, bytes]]:
    """The plain files below ``folder``; links are not followed and not reported."""
    found: list[tuple[str, bytes]] = []
    base = os.fsencode(folder)
    for place, folders, names in os.walk(base):
        folders.sort()
        for name in sorted(names):
            whole = os.path.join(place, name)  # noqa: PTH118 - names may be bytes of any charset
            if os.path.islink(whole) or not os.path.isfile(whole):  # noqa: PTH113, PTH114 - as above
                continue
            path = _decode_path(os.path.relpath(whole, base))
            if is_junk(path):
                continue
            allowance.take(os.stat(whole).st_size)  # noqa: PTH116 - as above
            with open(whole, "rb") as file:  # noqa: PTH123 - as above
                found.append((path, file.read()))
    return found


def _decode_path(path: bytes) -> str:
    return decode_bytes(path, "gb18030").text.replace(os.sep, "/")
