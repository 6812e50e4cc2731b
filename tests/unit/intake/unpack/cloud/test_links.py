"""Notices of cloud attachments as mail services print them: file, size, expiry, never fetched."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from intake.mail.open import open_mail
from intake.model.case import Attachment, CloudLink, Doubt
from intake.model.limits import Limits
from intake.unpack.cloud.links import find_links
from intake.unpack.containers import Unpacked, unpack

CHINA = timezone(timedelta(hours=8))
SENT = datetime(2026, 11, 9, 9, 0, tzinfo=CHINA)
QQ = "https://mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=7a3c91e05b&code=aB3dE5fG"
EXMAIL = "https://exmail.qq.com/cgi-bin/ftnExs_download?k=22aa33bb&t=exs_ftn_download&code=77aa88bb"
FOXMAIL = "http://mail.foxmail.com/cgi-bin/ftnExs_download?k=55cc66dd&code=99ee00ff"
NETEASE = "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&file=AbCdEf123456&title=%E9%99%84%E4%BB%B6"
N126 = "https://mail.126.com/large-attachment-download/index.html?file=QwErTy987654"
M139 = "https://mail.10086.cn/webmail/disk/download.do?id=139abc456"
M189 = "https://mail.189.cn/webmail/attach/download?id=189xyz456"
DRIVE = "https://1drv.ms/w/s!AhX9kQ2mT"
BAIDU = "https://pan.baidu.com/s/1a2B3c4D5e6F7g8H"
WEIYUN = "https://share.weiyun.com/5kLmNoPq"
CASE, FILES = "东门社区小板凳议事会.docx", "城关镇案例及照片.zip"


def until(year: int, month: int, day: int, hour: int = 23, minute: int = 59) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA).astimezone(UTC)


def days_left(link: CloudLink) -> int | None:
    return None if link.expires is None else (link.expires.astimezone(CHINA).date() - SENT.date()).days


NOTICES: dict[str, tuple[str, str, tuple[CloudLink, ...], int | None]] = {
    "QQ, text": (
        f"张主任：案例见附件。\n\n从QQ邮箱发来的超大附件\n\n{FILES} (86.4M, 2026年12月9日 10:26 到期)\n进入下载页面：{QQ}\n",
        "",
        (CloudLink("QQ中转站", QQ, FILES, "86.4M", until(2026, 12, 9, 10, 26)),),
        30,
    ),
    "QQ, no expiry": (
        f"从QQ邮箱发来的超大附件\n{FILES} (1.20G, 无限期)\n进入下载页面：{QQ}",
        "",
        (CloudLink("QQ中转站", QQ, FILES, "1.20G"),),
        None,
    ),
    "QQ, HTML": (
        "",
        (
            f"<div>案例见附件。</div><div>从QQ邮箱发来的超大附件</div><table><tr><td><a href='{QQ}'>{FILES}</a></td>"
            f"<td>(86.4M, 2026年12月9日 10:26)</td><td><a href='{QQ}'>进入下载页面</a></td></tr></table>"
        ),
        (CloudLink("QQ中转站", QQ, FILES, "86.4M", until(2026, 12, 9, 10, 26)),),
        30,
    ),
    "QQ, two files": (
        f"从QQ邮箱发来的超大附件\n{CASE} (52.1M, 2026年12月9日 10:26)\n{QQ}\n{FILES} (86.4M, 2026年12月10日 8:00)\n{EXMAIL}",
        "",
        (
            CloudLink("QQ中转站", QQ, CASE, "52.1M", until(2026, 12, 9, 10, 26)),
            CloudLink("腾讯企业邮箱超大附件", EXMAIL, FILES, "86.4M", until(2026, 12, 10, 8, 0)),
        ),
        30,
    ),
    "163, text": (
        f"从网易163邮箱发来的云附件\n{CASE}(32.66M, 2026年11月24日 09:12 到期)\n下载：{NETEASE}",
        "",
        (CloudLink("网易云附件", NETEASE, CASE, "32.66M", until(2026, 11, 24, 9, 12)),),
        15,
    ),
    "163, HTML": (
        "",
        (
            f"<div>从网易163邮箱发来的云附件</div><div><a href='{NETEASE.replace('&', '&amp;')}' download='x'>{CASE}</a>"
            "<div>32.66M, 2026年11月24日 09:12 到期</div>"
            f"<a href='{NETEASE.replace('&', '&amp;')}'>下载</a></div>"
        ),
        (CloudLink("网易云附件", NETEASE, CASE, "32.66M", until(2026, 11, 24, 9, 12)),),
        15,
    ),
    "126, days": (
        f"云附件：\n{CASE}\n大小：32.66MB\n有效期：15天\n下载地址：{N126}",
        "",
        (CloudLink("网易云附件", N126, CASE, "32.66MB", SENT + timedelta(days=15)),),
        15,
    ),
    "139": (
        f"139邮箱-超大附件\n{FILES}（86.4 MB）有效期至2026-11-24\n{M139}",
        "",
        (CloudLink("139邮箱超大附件", M139, FILES, "86.4MB", until(2026, 11, 24)),),
        15,
    ),
    "189": (
        f"天翼邮箱超大附件\n文件名：{FILES}\n文件大小：86.4M\n到期时间：2026年11月24日\n下载地址：{M189}",
        "",
        (CloudLink("189邮箱超大附件", M189, FILES, "86.4M", until(2026, 11, 24)),),
        15,
    ),
    "Foxmail": (
        f"Foxmail超大附件\n{FILES}（86.40MB）\n将于 2026-11-16 12:00 过期\n点击下载：{FOXMAIL}",
        "",
        (CloudLink("QQ中转站", FOXMAIL, FILES, "86.40MB", until(2026, 11, 16, 12, 0)),),
        7,
    ),
    "OneDrive in Outlook": (
        "",
        f"<p>案例通过 OneDrive 共享：</p><p><a href='{DRIVE}'><img src='cid:i'> {CASE}</a></p>",
        (CloudLink("OneDrive", DRIVE, CASE),),
        None,
    ),
    "Baidu with a code": (
        f"通过百度网盘分享的文件：{FILES}\n链接：{BAIDU}?pwd=8k2m \n提取码：8k2m\n有效期：7天",
        "",
        (CloudLink("百度网盘", f"{BAIDU}?pwd=8k2m", FILES, "", SENT + timedelta(days=7)),),
        7,
    ),
    "Weiyun": (
        f"我用微云分享了 {FILES} 链接：{WEIYUN}",
        "",
        (CloudLink("微云", WEIYUN, FILES),),
        None,
    ),
    "a link alone": (f"照片太大，请到网盘下载：{BAIDU}", "", (CloudLink("百度网盘", BAIDU),), None),
    "a date without a year": (
        f"超大附件\n{CASE} (52.1M，1月8日到期)\n{QQ}",
        "",
        (CloudLink("QQ中转站", QQ, CASE, "52.1M", until(2027, 1, 8)),),
        60,
    ),
}


ALI, QUARK, FEISHU = (
    "https://www.alipan.com/s/kX9mP2qR7t",
    "https://pan.quark.cn/s/0f1e2d3c4b5a",
    "https://abc.feishu.cn/file/boxcnXyZ123",
)
FRESH: dict[str, tuple[str, str, tuple[CloudLink, ...], int | None]] = {
    "Baidu, code like a size": (
        f"链接: {BAIDU} 提取码: 123m 复制这段内容后打开百度网盘手机App",
        "",
        (CloudLink("百度网盘", BAIDU),),
        None,
    ),
    "Aliyun drive": (
        f"我用阿里云盘分享了「{CASE}」，你可以不限速下载\n链接：{ALI}",
        "",
        (CloudLink("阿里云盘", ALI, CASE),),
        None,
    ),
    "Quark, a folder": (
        f"我用夸克网盘分享了「城关镇典型案例」，链接：{QUARK}",
        "",
        (CloudLink("夸克网盘", QUARK, "城关镇典型案例"),),
        None,
    ),
    "Feishu, HTML": (
        "",
        f"<p>材料已上传：<a href='{FEISHU}'>{FILES}</a></p>",
        (CloudLink("飞书云文档", FEISHU, FILES),),
        None,
    ),
    "QQ, remaining days": (
        f"文件中转站\n{FILES}\n86.4MB，剩余3天\n{QQ}",
        "",
        (CloudLink("QQ中转站", QQ, FILES, "86.4MB", SENT + timedelta(days=3)),),
        3,
    ),
    "company mail, one line, slashes": (
        f"超大附件：{CASE}（52.1 MB，有效期至 2026/11/30 18:00）{EXMAIL}",
        "",
        (CloudLink("腾讯企业邮箱超大附件", EXMAIL, CASE, "52.1MB", until(2026, 11, 30, 18, 0)),),
        21,
    ),
    "163, valid until before the size": (
        f"云附件\n{CASE}\n到期时间：2026年11月24日 09:12 | 文件大小：32.66M\n{NETEASE}",
        "",
        (CloudLink("网易云附件", NETEASE, CASE, "32.66M", until(2026, 11, 24, 9, 12)),),
        15,
    ),
}
NOTICES.update(FRESH)


@pytest.mark.parametrize(("text", "html", "expected", "days"), NOTICES.values(), ids=NOTICES.keys())
def test_notices(text: str, html: str, expected: tuple[CloudLink, ...], days: int | None) -> None:
    found = find_links(text, html, SENT)
    assert found == expected
    assert days_left(found[0]) == days


NO_LINKS = {
    "an ordinary address": ("活动报道见 https://www.example.gov.cn/art/2026/11/9/art_1.html", ""),
    "files named in a letter": (f"附件：1.{CASE}\n2.{FILES}\n请于2026年11月20日前反馈。", ""),
    "the front page of a service": ("", "<a href='https://mail.qq.com/'>QQ邮箱</a> 附件"),
}


@pytest.mark.parametrize(("text", "html"), NO_LINKS.values(), ids=NO_LINKS.keys())
def test_what_is_no_cloud_attachment(text: str, html: str) -> None:
    assert find_links(text, html, SENT) == ()


NOTICE = NOTICES["QQ, text"][0]


def links_of(body: str) -> tuple[CloudLink, ...]:
    raw = f"Subject: x\r\nFrom: a@example.cn\r\nDate: Mon, 09 Nov 2026 09:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    whole = open_mail(raw.encode(), Limits())
    return find_links(whole.body.new, whole.html, whole.envelope.date)


def test_a_forwarded_notice_counts_and_an_answer_that_quotes_one_does_not() -> None:
    head = "发件人：李四 <b@example.cn>\n发送时间：2026年11月8日 15:00\n收件人：张三\n主题：案例\n\n"
    forwarded = f"转发，请查收。\n\n-------- 转发邮件信息 --------\n{head}{NOTICE}"
    assert links_of(forwarded) == NOTICES["QQ, text"][2]
    quoted = "\n".join(f"> {line}" for line in NOTICE.splitlines())
    assert links_of(f'收到，谢谢。\n\n在 2026-11-08 15:00:00，"李四" <b@example.cn> 写道：\n\n{quoted}') == ()


def test_a_notice_in_an_attached_mail_is_a_doubt_with_its_last_day() -> None:
    raw = f"Subject: x\r\nFrom: a@example.cn\r\nDate: Mon, 09 Nov 2026 09:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{NOTICE}"
    expected = Unpacked((), (Doubt("cloud-link", FILES, "（12月9日到期）"),))
    assert unpack([Attachment("转发.eml", raw.encode())], Limits()) == expected
