"""OLE2 (MS-CFB) files made for tests: named streams in the root, nothing else."""

from __future__ import annotations

from collections.abc import Mapping

SECTOR = 512
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def make_ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; every stream is padded to 4,096 bytes, so that no mini stream is needed."""
    entries = [("Root Entry", 5, _END, 0)]
    chains: list[list[bytes]] = []
    sector = 0
    for name, data in streams.items():
        padded = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0")
        chain = [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        entries.append((name, 2, sector, len(padded)))
        chains.append(chain)
        sector += len(chain)
    directory = b"".join(_entry(number, len(entries), *entry) for number, entry in enumerate(entries))
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    chains.append([directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)])
    first_directory = sector
    sector += len(chains[-1])
    table: list[int] = []
    for chain in chains:
        start = len(table)
        table += [*range(start + 1, start + len(chain)), _END]
    fat_sectors = 1
    while (len(table) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    table += [_FAT] * fat_sectors
    table += [_FREE] * (fat_sectors * SECTOR // 4 - len(table))
    fat = b"".join(value.to_bytes(4, "little") for value in table)
    return _header(first_directory, sector, fat_sectors) + b"".join(b"".join(chain) for chain in chains) + fat


def _header(first_directory: int, first_fat: int, fat_sectors: int) -> bytes:
    words = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    words += b"".join(value.to_bytes(2, "little") for value in (0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0))
    numbers = [0, fat_sectors, first_directory, 0, 4096, _END, 0, _END, 0]
    numbers += [first_fat + number for number in range(fat_sectors)]
    numbers += [_FREE] * (109 - fat_sectors)
    return words + b"".join(value.to_bytes(4, "little") for value in numbers)


def _entry(number: int, count: int, name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    # The tree of siblings is a simple chain to the right; readers that do not search do not mind.
    right = number + 1 if 0 < number < count - 1 else _NONE
    child = 1 if number == 0 and count > 1 else _NONE
    links = b"".join(value.to_bytes(4, "little") for value in (_NONE, right, child))
    return (
        encoded.ljust(64, b"\0")
        + len(encoded).to_bytes(2, "little")
        + bytes((kind, 1))
        + links
        + b"\0" * 36
        + start.to_bytes(4, "little")
        + size.to_bytes(8, "little")
    )
