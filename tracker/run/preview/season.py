"""An invented season for previews: units with contacts, a dozen cases, one mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from intake.campaign.campaign import Campaign
from tracker.cases.standing import Standing, stand
from tracker.ledger.records import CaseRow, CaseStatus, MailRow, MailState, Value
from tracker.letters.writing.lines import CaseLine
from tracker.run.preview.own import area_code

SENT = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
CONTACTS = (
    "张建国",
    "王秀英",
    "刘洋",
    "陈静",
    "赵磊",
    "孙丽",
    "周强",
    "吴敏",
    "郑军",
    "冯雪",
    "蒋涛",
    "沈洁",
)
# unit (place in the campaign's order), theme, level of each invented case
CASES = (
    (0, 1, "village"), (0, 3, "town"), (1, 2, "town"), (1, 4, "village"), (3, 5, "county"), (3, 6, "village"),
    (5, 2, "town"), (5, 2, "village"), (8, 3, "village"), (9, 2, "town"), (9, 4, "village"), (9, 0, "town"),
)  # fmt: skip
TITLES = (
    ("撕掉责任状 签下协议书", "东河街道推进“政社互动”的实践", "乙区东河街道"),
    ("一张圆桌议出好邻里", "", "乙区西园街道矿南社区"),
    ("小站点托起大民生", "北岭街道便民服务站的探索", "乙区北岭街道"),
    ("从“千条线”到“一张单”", "", "乙区"),
)
MAIL = MailRow(
    id=12,
    sha256="0" * 64,
    size=140_000,
    file="",
    state=MailState.FILED,
    arrived_at=SENT + timedelta(minutes=1),
    sent_at=SENT,
    message_id="<sample@example.invalid>",
    references=(),
    from_email="sample@example.invalid",
    from_name="乙区民政局",
    subject="案例材料",
    kind="submission",
    intent="",
    unit="sample",
    needs_person=False,
    wants_answer=False,
    late=None,
    copy_of=None,
)


def sample_lines(campaign: Campaign) -> tuple[CaseLine, ...]:
    """Four cases as letters show them; of the last one town and level are not known."""
    town = campaign.level_name("town")
    return tuple(
        CaseLine(
            number=campaign.number_format.format(serial=serial),
            title=title,
            subtitle=subtitle,
            place=place,
            level="" if serial == 6 else (campaign.level_name("village") if "社区" in place else town),
            theme=f"{theme.label}{theme.name}",
            characters=1100 + 166 * serial,
            version=1,
            role="new",
            late=False,
            sent_at=SENT,
        )
        for serial, (title, subtitle, place) in enumerate(TITLES, 3)
        for theme in [campaign.themes[serial % len(campaign.themes)]]
    )


def with_contacts(campaign: Campaign) -> Campaign:
    """The call with an invented contact for every unit that has none."""
    units = tuple(
        unit
        if unit.contact
        else unit.model_copy(
            update={
                "contact": CONTACTS[place % len(CONTACTS)],
                "phone": f"{area_code(campaign)}8000{place:04d}",
            }
        )
        for place, unit in enumerate(campaign.units, 1)
    )
    signature = campaign.signature
    if not signature.contact:
        signature = signature.model_copy(
            update={"contact": "李敏", "phone": f"{area_code(campaign)}80000000"}
        )
    return campaign.model_copy(update={"units": units, "signature": signature})


def sample_standing(campaign: Campaign) -> Standing:
    """Where the invented season stands."""
    units = campaign.active_units()
    rows = [
        _row(serial, units[place % len(units)].key, theme if theme <= len(campaign.themes) else 0, level)
        for serial, (place, theme, level) in enumerate(CASES, 1)
    ]
    return stand(campaign, rows)


def _row(serial: int, unit: str, theme: int, level: str) -> CaseRow:
    values = {"level": Value(level), "theme": Value(str(theme) if theme else "")}
    at = SENT - timedelta(days=serial)
    return CaseRow(
        id=serial,
        serial=serial,
        number=str(serial),
        status=CaseStatus.ACTIVE,
        unit_key=unit,
        version=1,
        version_id=serial,
        mail_id=serial,
        values=values,
        themes=(),
        flags=(),
        characters=1500,
        on_time=True,
        sent_at=at,
        received_at=at,
        created_at=at,
    )
