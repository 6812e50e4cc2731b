"""Read a notice and found a data folder on it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from intake.campaign.campaign import load_campaign
from intake.campaign.notice.head import units_of
from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.read import read_notice
from intake.campaign.notice.values import NoticeFacts, Said
from intake.campaign.notice.where import Region, unlisted_region
from intake.campaign.places.country import PROVINCE, Country, load_country
from intake.campaign.places.make import draft_places, own_places
from intake.campaign.places.names import short_name
from intake.campaign.places.write import places_text
from intake.documents.read import read_document
from intake.model.case import Attachment
from intake.model.doubts import sentence
from intake.model.limits import Limits
from tracker.errors import SettingsError
from tracker.ledger.engines.store import Ledger
from tracker.ledger.views.figures import letters_by_state, mails_by_state
from tracker.office.assets import config_dir
from tracker.office.folder import DataDir
from tracker.office.settings import load_settings
from tracker.run.founding.answers import Answers
from tracker.run.founding.campaign import Founding, campaign_text
from tracker.run.founding.mailbox import settings_for
from tracker.run.founding.show import ANSWERED, find_region, page_of, rows_of
from tracker.run.founding.zones import with_zones
from tracker.run.init import make_folder

PAGE = "通知要点核对表.docx"


def read_facts(path: Path) -> NoticeFacts:
    """What a notice in any readable format says.

    Raises:
        SettingsError: there is no such file, or no text in it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"找不到通知 {path}，请核对路径") from error
    document = read_document(Attachment(name=path.name, content=content), Limits())
    if not document.text.strip():
        why = "；".join(sentence(doubt) for doubt in document.doubts) or "没有文字，可能是扫描件"
        raise SettingsError(f"{path.name} 未能读出文字：{why}。请换成 Word 或文本文件")
    return read_notice(document.text)


def found_on(facts: NoticeFacts, answers: Answers) -> tuple[Founding, str]:
    """The founding, and its places file as text.

    Raises:
        SettingsError: the last day or the region is neither said nor answered.
        ConfigError: there is no such region.
    """
    region = answers.region or find_region(facts)
    country = load_country()
    unlisted = _unlisted(region, facts, country)
    if unlisted is not None:
        draft = own_places(unlisted.province, unlisted.city, units_of(read_lines(facts.text)))
        region = unlisted
    elif region is not None:
        draft = draft_places(country, region.province, region.city, region.county)
    else:
        raise SettingsError("通知未写明是哪个市、县，请加 --where，如 --where 浙江省,湖州市")
    if answers.last_day is not None:
        facts = replace(facts, last_day=Said(answers.last_day, ANSWERED), cutoff=None)
    if facts.last_day is None:
        raise SettingsError("通知未写明截止日期，请加 --deadline，如 --deadline 2024-05-31")
    draft = replace(draft, places=with_zones(draft.places, facts))
    founding = Founding(facts, region, draft.places, PAGE, answers.coordinators, listed=draft.listed)
    return founding, places_text(draft)


def _unlisted(region: Region | None, facts: NoticeFacts, country: Country) -> Region | None:
    """The region, where the divisions of the country have it not: by its office, or by what a person says."""
    if region is None:
        return unlisted_region(facts.issuer.value, country) if facts.issuer else None
    known = (name for place in country.of(PROVINCE) for name in (place.name, short_name(place.name)))
    return region if region.province not in known else None


def make_office(founding: Founding, places: str, root: Path, *, confirmed: bool = False) -> tuple[Path, ...]:
    """The data folder with the call's files and the page to check; returns the files that were made.

    With ``confirmed`` a call that was drafted in the folder before is written anew; what stood there is kept
    beside it (``.bak``).

    Raises:
        SettingsError: there is a call in the folder already, or it cannot be written.
    """
    data = DataDir(root)
    if data.campaign.exists() and not confirmed:
        raise SettingsError(
            f"{data.campaign} 已存在，不覆盖；请另选一个目录，或在核对表中改好后加 --confirmed 核对表"
        )
    if _has_begun(data):
        raise SettingsError(f"{root} 的征集已经开始，不再按核对表改写；请直接修改 {data.campaign}")
    regions = data.places / f"{founding.places.city}.toml"
    for path, text in ((data.campaign, campaign_text(founding)), (regions, places)):
        if path.exists() and path.read_text("utf-8-sig") != text:
            path.replace(path.with_name(f"{path.name}.bak"))
    mailbox = founding.facts.mailbox
    settings = (config_dir() / "settings.toml").read_text("utf-8")
    made = make_folder(
        data,
        {
            data.settings: settings_for(settings, mailbox.value if mailbox else "").encode("utf-8"),
            data.campaign: campaign_text(founding).encode("utf-8"),
            regions: places.encode("utf-8"),
            data.root / PAGE: page_of(
                rows_of(founding.facts, Answers(founding.region, None, founding.coordinators))
            ),
        },
    )
    load_campaign(data.campaign)
    load_settings(root)
    return made


def _has_begun(data: DataDir) -> bool:
    """Whether a mail came or a letter was written; to have looked at the empty office is no beginning."""
    if not data.ledger.exists():
        return False
    with closing(Ledger.open(data.ledger)) as ledger, ledger.read() as connection:
        return any((*mails_by_state(connection).values(), *letters_by_state(connection).values()))
