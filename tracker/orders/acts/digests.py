"""How a coordinator wants her daily digest: when, whether at all, on days off too."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import time

from tracker.errors import OrderError
from tracker.ledger.people.wishes import DigestWish, digest_wish, put_digest_wish
from tracker.orders.deed import Deed
from tracker.orders.order import Order


def wish_digest(deed: Deed, order: Order) -> str:
    """Keep how she wants it, from the next one on.

    Raises:
        OrderError: there is no such hour.
    """
    before = digest_wish(deed.connection, deed.email)
    wish = replace(_changed(before, order), since=deed.now.isoformat())
    deed.can_undo("digest", email=deed.email, was=asdict(before))
    put_digest_wish(deed.connection, deed.email, wish, deed.now)
    if wish.off:
        return "日报不再发给您；要恢复，回复“日报照常发给我”"
    days = "每天" if wish.all_days else "工作日"
    hour = wish.at or f"{deed.campaign.digest.at:%H:%M}"
    return f"日报{days}{hour}发给您，从下一次起"


def _changed(before: DigestWish, order: Order) -> DigestWish:
    match order.field:
        case "at":
            try:
                return replace(before, at=f"{time.fromisoformat(order.value):%H:%M}", off=False)
            except ValueError as error:
                raise OrderError(f"没有“{order.value}”这个钟点") from error
        case "days":
            return replace(before, all_days=order.value == "all", off=False)
    return replace(before, off=order.value == "off")
