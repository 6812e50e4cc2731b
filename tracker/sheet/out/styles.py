"""Cell formats of the workbook, made once an edition."""

from __future__ import annotations

from typing import Any

from intake.campaign.campaign import Campaign

GREY = "#EDEDED"
EDITABLE_FILL = "#FFF9E5"  # pale yellow: prints white
WAITING_FILL = "#FCE4D6"
BODY_SIZE = 10.5  # 五号


class Styles:
    """Formats by purpose; fonts by name as the campaign says."""

    def __init__(self, book: Any, campaign: Campaign) -> None:
        title, body, heading = campaign.fonts
        self.title_font, self.body_font, self.heading_font = title, body, heading
        plain = {"font_name": body, "font_size": BODY_SIZE, "valign": "vcenter"}
        base = {**plain, "border": 1, "text_wrap": True}
        text = {**base, "num_format": "@"}
        edit = {**text, "locked": False, "bg_color": EDITABLE_FILL}
        waiting = {**text, "locked": False, "bg_color": WAITING_FILL, "bold": True}
        middle = {"align": "center"}
        add = book.add_format
        self.title = add({"font_name": title, "font_size": 18, "align": "center", "valign": "vcenter"})
        self.plain = add(plain)
        self.centred = add({**plain, **middle, "font_size": 12})
        self.right = add({**plain, "align": "right"})
        self.head = add({**base, **middle, "font_name": heading, "bg_color": GREY})
        self.figure = add({**base, **middle, "font_size": 16, "num_format": "@"})
        self.text = add(text)
        self.middle = add({**text, **middle})
        self.number = add({**base, **middle, "num_format": "0"})
        self.score = add({**base, **middle, "num_format": "0.00"})
        self.edit = add(edit)
        self.edit_middle = add({**edit, **middle})
        self.waiting = add(waiting)
        self.waiting_middle = add({**waiting, **middle})
        self.free = add({**plain, "num_format": "@", "locked": False, "text_wrap": True})
        self.total = add({**base, **middle, "font_name": heading, "num_format": "0"})
        self.total_text = add({**text, **middle, "font_name": heading})
        self.hidden = add({"num_format": "@", "font_color": "#FFFFFF"})
