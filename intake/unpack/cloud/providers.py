"""Which addresses are cloud attachments and shared files, by the host and path of the link.

Collected from public code and mails; a link that is not listed here still counts when the text
around it names a file with size and expiry.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_PROVIDERS = (
    ("腾讯企业邮箱超大附件", r"exmail\.qq\.com/(?:cgi-bin/ftn|ftn/)"),
    (
        "QQ中转站",
        r"(?:mail\.qq\.com|mail\.foxmail\.com)/(?:cgi-bin/(?:ftn|bigattach|fileshare)|ftn/)|\bftn\.qq\.com/",
    ),
    (
        "网易云附件",
        (
            r"/large-attachment-download|/cloud-attachment-download|\bfs\.(?:163|126|yeah)\.(?:com|net)/"
            r"|edisk\.qiye\.163\.com/|qiye\.163\.com/.{0,60}(?:edisk|attachment|netdisk)"
            r"|\bnetdisk\.(?:163|126)\.com/"
        ),
    ),
    ("新浪邮箱中转站", r"mail\.sina\.(?:com\.cn|cn|com)/(?:filecenter|.{0,40}bigfile)"),
    ("微盘", r"\bvdisk\.(?:weibo|sina)\.com(?:\.cn)?/"),
    (
        "139邮箱超大附件",
        r"mail\.10086\.cn/.{0,80}(?:attach|disk|file|largea)|\b(?:disk|fs)\.mail\.10086\.cn/",
    ),
    ("和彩云", r"\b(?:caiyun|yun)\.(?:139|feixin\.10086)\.(?:com|cn)/(?!$)"),
    ("天翼云盘", r"\bcloud\.189\.cn/(?:t/|web/|file|.{0,40}(?:share|download))|download\.cloud\.189\.cn/"),
    ("189邮箱超大附件", r"mail\.189\.cn/.{0,80}(?:attach|disk|file)"),
    ("搜狐邮箱超大附件", r"mail\.sohu\.com/.{0,80}(?:bigattach|upload|netdisk|download)"),
    ("阿里邮箱超大附件", r"(?:mail|qiye)\.aliyun\.com/.{0,80}(?:attach|netdisk|share|download)"),
    ("百度网盘", r"\b(?:pan|yun)\.baidu\.com/(?:s/|share/|wap/|e/)"),
    ("微云", r"\bshare\.weiyun\.com/|\bweiyun\.com/(?:s|share)|sharechain\.qq\.com/"),
    ("阿里云盘", r"\b(?:alipan|aliyundrive)\.com/(?:s|t)/"),
    ("金山文档", r"\b(?:kdocs|wps)\.cn/(?:l/|view/|p/|office/|docs/)"),
    ("金山快盘", r"\bkuaipan\.cn/(?:file|index|short)"),
    ("腾讯文档", r"\bdocs\.qq\.com/(?:doc|sheet|pdf|slide|aio|smartsheet|file|desktop)"),
    ("石墨文档", r"\bshimo\.im/(?:docs|docx|sheets|file|folder)"),
    ("飞书云文档", r"\bfeishu\.cn/(?:file|docx?|drive|sheets?|wiki)/"),
    ("钉钉云盘", r"\b(?:alidocs|space)\.dingtalk\.com/"),
    ("360云盘", r"\byunpan\.(?:360\.)?(?:cn|com)/(?:\w|.{0,40}\.html)"),
    ("115网盘", r"\b115(?:cdn)?\.com/(?:s|file|lb)/"),
    ("城通网盘", r"\b(?:ctfile|ctdisk|400gb|t00y)\.com/(?:f|file|d|fs|i)/"),
    ("华为网盘", r"\bdl\.(?:dbank|vmall)\.com/|\bdbank\.com/s/"),
    ("坚果云", r"\bjianguoyun\.com/p/"),
    ("蓝奏云", r"\blanzou\w?\.com/\w"),
    ("迅雷云盘", r"\bpan\.xunlei\.com/s/|\bkuai\.xunlei\.com/d/"),
    ("夸克网盘", r"\bpan\.quark\.cn/s/"),
    ("文叔叔", r"\bwenshushu\.cn/(?:f|k|t|box)/|\bws\d?\.cn/f/"),
    ("奶牛快传", r"\bcowtransfer\.com/s/"),
    ("OneDrive", r"\b1drv\.ms/|\bonedrive\.live\.com/.{0,10}(?:redir|\?|share)|-my\.sharepoint\.(?:com|cn)/"),
    (
        "Google 云端硬盘",
        r"\bdrive\.google\.com/(?:file/|open|drive/)|\bdocs\.google\.com/(?:document|spreadsheets|file)",
    ),
    ("文件中转站", r"/coremail/.{0,80}(?:nf[:=./]|netfolder|cmnf|bigattach)|[?&]func=(?:nf|lp):"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.I)) for name, pattern in _PROVIDERS)
_SCHEME = re.compile(r"^(?:https?:)?//", re.I)
HINT = re.compile(
    r"ftn|attachment-download|附件|中转|网盘|云盘|微盘|云文档|到期|过期|有效期|下载地址|下载页"
    r"|\b(?:pan|yun|cloud|drive|disk|edisk|kdocs|docs|vdisk|share|shimo|feishu|weiyun|1drv|fs\.163|fs\.126|caiyun|yunpan|115"
    r"|alipan|aliyundrive|kuaipan|coremail|wenshushu|cowtransfer|lanzou\w?|jianguoyun|ctfile|dbank|filecenter)\b",
    re.I,
)


def provider_of(url: str) -> str:
    """Whose cloud attachment a link is, ``""`` when it is an ordinary link."""
    if not _SCHEME.match(url):
        return ""
    for candidate in dict.fromkeys((url[:2000], unquote(url[:2000]))):  # redirects carry the link escaped
        for name, pattern in _PATTERNS:
            if pattern.search(candidate):
                return name
    return ""
