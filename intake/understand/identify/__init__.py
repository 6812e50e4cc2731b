"""Whose case a document is: places, people, title, level, each with evidence."""

from intake.understand.identify.assemble import Identified, identify

__all__ = ["Identified", "identify"]
