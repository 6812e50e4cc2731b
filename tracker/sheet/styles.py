"""Cell formats of the workbook, made once an edition."""

from __future__ import annotations

from typing import Any

from intake.campaign import Campaign

GREY = "#EDEDED"
EDITABLE_FILL = "#FFF9E5"  # pale yellow: prints white
WAITING_FILL = "#FCE4D6"


class Styles:
    """Formats by purpose; fonts by name as the campaign says."""

    def __init__(self, book: Any, campaign: Campaign) -> None:
        title, body, heading = campaign.fonts
        base = {"font_name": body, "font_size": 11, "valign": "vcenter", "border": 1, "text_wrap": True}
        self.title = book.add_format(
            {"font_name": title, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.plain = book.add_format({"font_name": body, "font_size": 11, "valign": "vcenter"})
        self.right = book.add_format(
            {"font_name": body, "font_size": 11, "align": "right", "valign": "vcenter"}
        )
        self.head = book.add_format(
            {**base, "font_name": heading, "bold": True, "align": "center", "bg_color": GREY}
        )
        self.text = book.add_format({**base, "num_format": "@"})
        self.middle = book.add_format({**base, "num_format": "@", "align": "center"})
        self.number = book.add_format({**base, "num_format": "0", "align": "right"})
        self.edit = book.add_format({**base, "num_format": "@", "locked": False, "bg_color": EDITABLE_FILL})
        self.waiting = book.add_format(
            {**base, "num_format": "@", "locked": False, "bg_color": WAITING_FILL, "bold": True}
        )
        self.total = book.add_format({**base, "bold": True, "num_format": "0", "align": "right"})
        self.total_text = book.add_format({**base, "bold": True, "num_format": "@", "align": "center"})
        self.hidden = book.add_format({"num_format": "@", "font_color": "#FFFFFF"})
