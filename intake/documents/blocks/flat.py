"""Blocks back to the flat text that they were read with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.documents.tables import grid
from intake.model.blocks import Block, ListItem, Note, Picture, Table


def text_of(blocks: Sequence[Block]) -> str:
    """The text as :attr:`intake.model.case.Document.text` has it, but for the marks of new pages."""
    return "\n".join(_lines(blocks))


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from grid.lines_of_row([_cell(cell.blocks) for cell in row])
        elif isinstance(block, ListItem):
            yield block.marker + block.text
        elif isinstance(block, Note):
            yield from block.text.split("\n")
        elif not isinstance(block, Picture):
            yield block.text


def _cell(blocks: Sequence[Block]) -> grid.Cell:
    nested = any(isinstance(block, Table) for block in blocks)
    return grid.Cell(tuple(_lines(blocks)), nested=nested)
