"""What a file is for, and the cases in it: shape.py judges, split.py cuts."""

from __future__ import annotations

from intake.understand.papers.kind import document_kind
from intake.understand.papers.split import split_cases

__all__ = ["document_kind", "split_cases"]
