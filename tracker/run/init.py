"""Make a data folder: commented copies of the settings, the call and its data. Nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

from intake.campaign.campaign import load_campaign
from intake.model.system import what_to_do, why
from tracker.errors import SettingsError
from tracker.office.assets import config_dir, default_campaign
from tracker.office.folder import DataDir
from tracker.office.private import make_private, owner_only
from tracker.office.secret import hmac_key, write_private

SECRETS = """# 授权码（不是登录密码）。本文件只应本人可读，不要发给他人，不进入备份。
# smtp 为发信；其余按 settings.toml 中各邮箱的名称填写。
# smtp = "授权码"
# main = "授权码"
"""
README = """本目录是征集的全部数据，备份或搬迁时整个复制即可。

settings.toml   本机设置：收件邮箱、发信服务器
secrets.toml    授权码，仅本人可读
campaign.toml   征集活动：通知内容、报送单位、截止时间、经办人
workdays.toml   节假日和调休
通知要点核对表.docx  据通知起草时的核对表：左为项目，中为内容，右为通知原文
volume.toml     案例汇编：书名、编印信息、版式
places/         地名资料
lexicon/        主题词库
templates/      如需改信函用语，把模板复制到这里再改
ledger.db       台账
archive/        原始邮件，只增不改
out/            汇总表、汇编等成品
volumes/        每次汇编所排印的内容
review/         评阅案例的内容，由原件读出，可重新生成
in/             改过的汇总表放在这里，自动读回
backup/         每日备份
log/            运行日志
tmp/            临时文件，自动清理

检查：zhengji doctor --data 本目录
运行：zhengji run --data 本目录
"""


def init_data(root: Path, campaign: str = "") -> tuple[Path, ...]:
    """Make the data folder in ``root``, for the shipped call ``campaign``; returns the files that were made.

    Raises:
        SettingsError: there is no such shipped campaign, or the folder cannot be written.
    """
    shipped = config_dir()
    source = shipped / "campaigns" / f"{campaign}.toml" if campaign else default_campaign()
    if not source.exists():
        known = "、".join(sorted(path.stem for path in (shipped / "campaigns").glob("*.toml")))
        raise SettingsError(f"没有征集活动模板“{campaign}”；可用的有：{known}")
    data = DataDir(root)
    chosen = load_campaign(source)
    places, lexicon = f"{chosen.places}.toml", f"{chosen.lexicon}.toml"
    copies = {
        data.campaign: source,
        data.places / places: shipped / "places" / places,
        data.lexicon / lexicon: shipped / "lexicon" / lexicon,
    }
    return make_folder(data, {target: path.read_bytes() for target, path in copies.items() if path.exists()})


def take_call(campaign: Path, data: DataDir) -> None:
    """Another call into a data folder, with the places, villages and lexicon that lie beside its file."""
    chosen, beside = load_campaign(campaign), DataDir(campaign.parent)
    data.campaign.write_bytes(campaign.read_bytes())
    for source, target in ((beside.places, data.places), (beside.lexicon, data.lexicon)):
        names = (f"{chosen.places}.toml", f"{chosen.places}-villages.csv", f"{chosen.lexicon}.toml")
        for path in (source / name for name in names):
            if path.exists() and source != target:
                target.mkdir(parents=True, exist_ok=True)
                (target / path.name).write_bytes(path.read_bytes())


def make_folder(data: DataDir, call: dict[Path, bytes]) -> tuple[Path, ...]:
    """Make the data folder with the files of its call; returns the files that were made.

    Raises:
        SettingsError: the folder cannot be written.
    """
    shipped = config_dir()
    contents = {
        data.settings: call.get(data.settings, (shipped / "settings.toml").read_bytes()),
        data.workdays: (shipped / "workdays.toml").read_bytes(),
        data.volume: (shipped / "volume.toml").read_bytes(),
        **call,
        # Notepad of older Windows needs the mark to read UTF-8.
        data.readme: README.encode("utf-8-sig"),
    }
    try:
        with owner_only():
            make_private(data)  # the folder may have been made by hand
            return _make_all(data, contents)
    except OSError as error:
        raise SettingsError(f"{data.root} 不能写入：{why(error)}，{what_to_do(error)}") from error


def _make_all(data: DataDir, contents: dict[Path, bytes]) -> tuple[Path, ...]:
    made = []
    for folder in (data.root, data.archive, data.out, data.returned, data.backup, data.log):
        folder.mkdir(parents=True, exist_ok=True)
    for target, content in contents.items():
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            made.append(target)
    if not data.secrets.exists():
        write_private(data.secrets, SECRETS)
        made.append(data.secrets)
    hmac_key(data.root)
    return tuple(made)
