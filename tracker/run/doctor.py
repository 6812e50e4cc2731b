"""``zhengji doctor``: try everything for real and say what to do about each failure."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

from intake.campaign.campaign import Campaign
from intake.model.errors import IntakeError, LoginRefused
from intake.source.imap.source import ImapSource
from intake.source.pop3 import Pop3Source
from intake.source.providers import provider_of_host
from tracker.errors import SendError, SendPaused, SettingsError, TrackerError
from tracker.office.folder import DataDir
from tracker.office.secret import read_secret
from tracker.office.settings import Mailbox, Settings, load_settings
from tracker.outbox.smtp import Route, at_once
from tracker.run.examine import (
    Finding,
    compare_clocks,
    examine_clock,
    examine_deadline,
    examine_folder,
    examine_ledger,
    examine_workbook,
)
from tracker.run.open import ledger_place, open_archive

T = TypeVar("T")
PROBE = b"X-Zhengji-Doctor: probe\r\n\r\n"  # the same bytes at every check: kept once
AS_SAID = "按提示修改后再运行 zhengji doctor"
PATIENCE = 20.0  # seconds for each reply of the SMTP server


def run_checks(root: Path, *, send_test: str = "") -> tuple[Finding, ...]:
    """Check the data folder and everything it names."""
    data = DataDir(root)
    settings, problem = _load(lambda: load_settings(root), "本机设置")
    place, missing = _load(lambda: ledger_place(settings or Settings(), data), "台账")
    tried = missing if place is None else examine_ledger(place)
    found: list[Finding] = [_python(), *examine_folder(data), tried, examine_clock(data), problem]
    campaign, problem = _load(lambda: _load_campaign(data), "征集活动")
    found.append(problem)
    if campaign is not None:
        found += (*_campaign(data, campaign), *examine_deadline(place or data.ledger, campaign))
    if settings is not None and settings.archive.place:
        found.append(_archive(settings, data))
    if settings is not None and settings.paths.workbook is not None:
        found.append(examine_workbook(settings.paths.workbook))
    if settings is not None and campaign is not None:
        for box in settings.mailboxes:
            found += _mailbox(root, box, settings, campaign)
        if not settings.mailboxes:
            found.append(
                Finding("收件邮箱", "warn", "未设置收件邮箱", f"在 {data.settings} 中填写 [[mailboxes]]，或用 zhengji import 收件")
            )  # fmt: skip
        found += _smtp(root, settings, campaign, send_test)
    found += _tools()
    return tuple(found)


def _load(load: Callable[[], T], name: str) -> tuple[T | None, Finding]:
    try:
        return load(), Finding(name, "ok", "有效")
    except (IntakeError, TrackerError) as error:
        return None, Finding(name, "fail", str(error), AS_SAID)


def _archive(settings: Settings, data: DataDir) -> Finding:
    """Write a note into the archive's place outside the data folder, and read it back."""
    archive = open_archive(settings, data)
    try:
        if archive.load(archive.store(PROBE)) == PROBE:
            return Finding("原件存档", "ok", f"{settings.archive.place} 可读写")
    except (IntakeError, TrackerError) as error:
        return Finding("原件存档", "fail", str(error), f"按提示修改 {data.settings} 的 [archive] 后再试")
    return Finding("原件存档", "fail", f"{settings.archive.place} 读出的内容与写入的不同", "请检查存储服务")


def _load_campaign(data: DataDir) -> Campaign:
    from tracker.run.open import call_files

    return call_files(data).load().campaign


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("程序环境", "ok", f"Python {version}")


def _campaign(data: DataDir, campaign: Campaign) -> Iterator[Finding]:
    from tracker.office.assets import template_folders
    from tracker.run.open import load_workdays

    now = datetime.now(UTC)
    deadline = campaign.deadline_at(now)
    text = campaign.cutoff_text(deadline)
    if campaign.cutoff(deadline) > now:
        yield Finding("截止时间", "ok", f"{deadline.last_day.year}年{text}")
    else:
        yield Finding(
            "截止时间", "warn", f"{deadline.last_day.year}年{text}，已经过去", f"如为新活动，请在 {data.campaign} 中改截止时间"
        )  # fmt: skip
    workdays = load_workdays(data)
    years = sorted({campaign.opening.year, deadline.last_day.year})
    unknown = workdays.unknown_years(campaign.opening, deadline.last_day)
    if unknown:
        yield Finding(
            "节假日", "warn", f"没有{unknown[0]}年的节假日安排，按星期一至星期五计算", f"在 {data.workdays} 中补充"
        )  # fmt: skip
    else:
        yield Finding("节假日", "ok", f"{'、'.join(map(str, years))}年已有安排")
    if campaign.coordinators:
        yield Finding("经办人", "ok", "、".join(person.name for person in campaign.coordinators))
    else:
        yield Finding(
            "经办人", "fail", "未填写经办人，日报无人可发", f"在 {data.campaign} 末尾填写 [[coordinators]]"
        )
    silent = [unit.name for unit in campaign.active_units() if not unit.addresses]
    if silent:
        yield Finding(
            "单位邮箱",
            "warn",
            f"{len(silent)}个单位未登记邮箱，不能发提醒信",
            f"在 {data.campaign} 中填写 addresses",
        )
    yield _templates(campaign, template_folders(data))


def _templates(campaign: Campaign, folders: tuple[Path, ...]) -> Finding:
    from tracker.run.preview.check import check_templates

    problems = check_templates(campaign, folders)
    if problems:
        return Finding("信函模板", "fail", problems[0], "请改正模板，或删除数据目录中的该模板以恢复原样")
    return Finding("信函模板", "ok", "各类信函均可生成")


def _mailbox(root: Path, box: Mailbox, settings: Settings, campaign: Campaign) -> Iterator[Finding]:
    name = f"收件邮箱 {box.name}"
    if box.protocol == "pop3":
        yield _pop3(root, box, settings, campaign)
        return
    try:
        password = read_secret(box.name, root)
        source = ImapSource(box.account(settings.limits().mail_bytes, campaign.zone), password.reveal)
        report = source.probe()
    except LoginRefused as error:
        yield Finding(name, "fail", str(error), _where_the_code_is(box.host, "IMAP"))
        return
    except TrackerError as error:  # no password, or its file is of no use
        yield Finding(name, "fail", str(error), AS_SAID)
        return
    except IntakeError as error:
        yield Finding(name, "fail", str(error), "请检查服务器地址、端口、网络和授权码")
        return
    server = "、".join(f"{key}={value}" for key, value in report.server[:3]) or "未说明"
    yield Finding(name, "ok", f"登录正常，{report.encryption}，服务器：{server}")
    capabilities = " ".join(report.capabilities)
    yield Finding(f"{name} 能力", "ok", capabilities[:120])
    for folder in report.folders:
        if folder.trouble:
            known = "、".join(report.all_folders[:20])
            yield Finding(
                f"{name} 文件夹", "fail", f"{folder.folder}：{folder.trouble}", f"现有文件夹：{known}"
            )
        else:
            yield Finding(f"{name} 文件夹", "ok", f"{folder.folder}：{folder.mails}封")
    yield Finding(f"{name} 垃圾箱", "ok" if report.junk else "warn", report.junk or "未找到，不查看垃圾箱")
    yield Finding(
        f"{name} 已发送", "ok" if report.sent else "warn", report.sent or "未找到，信件是否发出无法查证"
    )
    with suppress(SettingsError):  # said already where the ledger is tried
        yield from compare_clocks(ledger_place(settings, DataDir(root)), name, source)


def _pop3(root: Path, box: Mailbox, settings: Settings, campaign: Campaign) -> Finding:
    name = f"收件邮箱 {box.name}"
    try:
        password = read_secret(box.name, root)
        account = box.account(settings.limits().mail_bytes, campaign.zone)
        count = Pop3Source(account, password.reveal, lambda _folder, _validity: {}).count()
    except LoginRefused as error:
        return Finding(name, "fail", str(error), _where_the_code_is(box.host, "POP3"))
    except TrackerError as error:
        return Finding(name, "fail", str(error), AS_SAID)
    except IntakeError as error:
        return Finding(name, "fail", str(error), "请检查服务器地址、端口、网络和授权码")
    return Finding(
        name, "ok", f"POP3 登录正常，{count}封；只读收件箱，不删除，垃圾箱和已发送无法查看",
        "邮箱网页上“收取后删除”“只收最近30天”之类的选项须关闭",
    )  # fmt: skip


def _where_the_code_is(host: str, protocol: str) -> str:
    """In the provider's own menu, where the provider is known."""
    provider = provider_of_host(host)
    if provider is None:
        return f"请到网页邮箱开启 {protocol} 并重新生成授权码，填入 secrets.toml"
    same = "（POP3 在同一处开启）" if protocol == "POP3" else ""
    return f"{provider.name}：{provider.code}{same}；填入 secrets.toml"


def _smtp(root: Path, settings: Settings, campaign: Campaign, send_test: str) -> Iterator[Finding]:
    smtp = settings.smtp
    if not smtp.host:
        yield Finding(
            "发信服务器", "warn", "未设置，信件只排队不发出", f"在 {DataDir(root).settings} 中填写 [smtp]"
        )
        return
    for words in smtp.contradictions():
        yield Finding("发信限额", "warn", words, f"请核对 {DataDir(root).settings} 中 [smtp] 的限额")
    from tracker.run.open import smtp_route

    try:
        route = smtp_route(smtp, root)
    except SettingsError as error:
        yield Finding("发信服务器", "fail", str(error), "请核对 [smtp] 的 ca_file")
        return
    route.timeout = min(route.timeout, PATIENCE)
    try:
        route.check()
    except SendPaused as error:
        yield Finding("发信服务器", "fail", error.detail, _where_the_code_is(smtp.host, "SMTP"))
        return
    except (SendError, TrackerError) as error:
        yield Finding(
            "发信服务器", "fail", error.detail or str(error), "请检查服务器地址、端口、加密方式和网络"
        )
        return
    yield Finding("发信服务器", "ok", f"{smtp.host}:{smtp.port} 登录正常")
    units = len(campaign.active_units())
    minutes = units * smtp.seconds_between / 60
    if units > smtp.per_day or units > smtp.per_hour:
        yield Finding(
            "发信限额",
            "warn",
            f"一次提醒{units}个单位，超过每小时{smtp.per_hour}封或每天{smtp.per_day}封",
            "提醒信将分批发出，或调高 [smtp] 限额",
        )
    else:
        yield Finding("发信限额", "ok", f"一次提醒{units}个单位约需{minutes:.0f}分钟，在限额之内")
    if send_test:
        yield _send_test(route, settings, campaign, send_test)
    route.close()


def _send_test(route: Route, settings: Settings, campaign: Campaign, to: str) -> Finding:
    from email.message import EmailMessage

    letter = EmailMessage()
    letter["From"], letter["To"] = settings.smtp.from_address, to
    letter["Subject"] = f"【{campaign.short}】试发邮件（无需回复）"
    letter["Date"] = format_datetime(datetime.now(campaign.zone))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("这是一封试发邮件，收到即说明发信正常。")
    try:
        route.deliver(settings.smtp.from_address, to, letter.as_bytes(), at_once)
    except SendError as error:
        return Finding("试发邮件", "fail", error.detail, "请检查收件地址和发信额度")
    return Finding("试发邮件", "ok", f"已发往 {to}")


def _tools() -> Iterator[Finding]:
    rar = next((tool for tool in ("unar", "bsdtar", "unrar") if shutil.which(tool)), "")
    yield Finding(
        "RAR 压缩包",
        "ok" if rar else "warn",
        rar or "没有解压程序，此类附件将请对方改发",
        "" if rar else "可安装 unar",
    )
    for module, name, extra in (("py7zr", "7z 压缩包", "archive"), ("rapidocr", "扫描件识别", "ocr")):
        with suppress(ImportError, ValueError):
            there = importlib.util.find_spec(module) is not None
            remedy = "" if there else f'可安装 pip install "zhengji[{extra}]"'
            yield Finding(name, "ok" if there else "warn", "已安装" if there else "未安装", remedy)
