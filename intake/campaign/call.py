"""Everything that reading one mail may know besides the mail itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from intake.campaign.campaign import Campaign
from intake.campaign.learned import ThemeModel
from intake.campaign.lexicon import Lexicon
from intake.campaign.places.gazetteer import Gazetteer
from intake.documents.scan.kept import RecognisedTexts, Recognition
from intake.model.limits import Limits


@dataclass(frozen=True, slots=True)
class Call:
    """The call as the reader sees it: fixed between two changes of configuration or learning."""

    campaign: Campaign
    places: Gazetteer
    lexicon: Lexicon
    learned: ThemeModel | None = None
    limits: Limits = field(default_factory=Limits)
    recognition: Recognition = Recognition.OFF
    recognised: RecognisedTexts | None = None  # what recognition found so far


@dataclass(frozen=True, slots=True)
class Sender:
    """What the ledger knows about the address a mail claims to come from."""

    unit: str = ""  # key of the unit whose registered or confirmed address this is
    confirmed: bool = False  # a person confirmed a case from this address
    unwanted: bool | None = None  # by a person's word: its mails are adverts, or are none
    coordinator: bool = False  # on the campaign's list of coordinators
    arrived: datetime | None = None
    earlier: tuple[str, ...] = ()  # titles of this address's earlier cases, newest first
    own: tuple[str, ...] = ()  # our own addresses and domains, for loop detection
    passwords: tuple[str, ...] = field(default=(), repr=False)  # told in other mails of this address
    told_in: tuple[Path, ...] = ()  # archived mails that tell them; a worker looks for them there
