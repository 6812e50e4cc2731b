"""The volume as data (volume.toml): its title, who prints it, its design and its own texts."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from intake.campaign.campaign import Campaign
from intake.config.toml import Strict, load_toml
from tracker.errors import OrderError
from tracker.office.assets import own_or_shipped
from tracker.office.parts import Parts

DesignName = Literal["公文版", "书刊版"]
PLACE = "汇编"  # the folder in out/
BULK = 1.25  # cm³/g of offset paper (双胶纸): 80 g/m² is 0.1 mm thick; coated paper is thinner
Text = Annotated[str, Field(max_length=20_000)]


class Board(Strict):
    """A line of the editorial board: 主编 and its names."""

    role: str
    names: tuple[str, ...]


class Fonts(Strict):
    """Fonts by name; empty: those of the design. Nothing is embedded in the Word file."""

    title: str = ""
    heading: str = ""
    body: str = ""
    lead: str = ""


class VolumeSettings(Strict):
    """Everything of a volume that is not in the ledger; every key has a default."""

    title: str = ""  # by default the call's title with 汇编
    subtitle: str = ""
    design: DesignName = "书刊版"
    issuer: str = ""  # 编印单位; by default the call's organizer
    permit: str = ""  # 准印证号
    notice: str = "内部资料　免费交流"
    recipients: str = ""  # 发送对象
    purpose: str = ""  # 编印目的
    summary: str = ""  # 内容简介
    funding: str = ""  # 经费来源
    printer: str = ""  # 印刷单位
    printed: str = ""  # 印刷日期
    copies: int | None = Field(default=None, ge=1)  # 印数
    binding: Literal["骑马订", "胶订"] = "胶订"
    sheet_pages: Literal[4, 8, 16] = 8  # pages of a fold: the volume is filled up to a multiple
    folio: int = Field(default=16, ge=1, le=128)  # 开数: pages of one side of the sheet
    paper_weight: int = Field(default=80, ge=30, le=400)  # g/m² of the inner part
    paper_mm: float = Field(default=0.0, ge=0, le=1)  # thickness of a leaf; 0: by its weight
    cover_colour: str = Field(default="", pattern=r"^(?:#[0-9a-fA-F]{6})?$")  # "": that of the paper
    board: tuple[Board, ...] = ()
    about: Text = ""  # 编写说明
    preface: Text = ""  # 前言
    afterword: Text = ""  # 后记
    letter_number: str = ""  # 发文字号 of the report
    report_basis: str = ""  # 报送依据: by whose notice the report is made
    report_to: str = ""  # 主送机关 of the report
    editors: tuple[str, ...] = ()  # addresses of those who read every proof
    fonts: Fonts = Fonts()

    @property
    def leaf_mm(self) -> float:
        """The thickness of a leaf in mm."""
        return self.paper_mm or round(self.paper_weight * BULK / 1000, 4)

    def with_design(self, name: str) -> VolumeSettings:
        """The settings with another design.

        Raises:
            OrderError: there is no such design.
        """
        known = get_args(DesignName)
        if name not in known:
            raise OrderError(f"没有版式“{name}”；可用的有：{'、'.join(known)}")
        return self.model_copy(update={"design": name})

    def of_campaign(self, campaign: Campaign) -> VolumeSettings:
        """The settings with what the call says where she wrote nothing."""
        made = campaign.title.removesuffix("征集").removesuffix("活动")
        return self.model_copy(
            update={
                "title": self.title or f"{made}汇编",
                "issuer": self.issuer or campaign.organizer,
            }
        )


def load_volume(parts: Parts) -> VolumeSettings:
    """The office's volume.toml, else the shipped one, completed from the call.

    Raises:
        ConfigError: the file is wrong.
    """
    path = own_or_shipped(parts.data.volume, "volume.toml")
    return load_toml(path, VolumeSettings).of_campaign(parts.campaign)
