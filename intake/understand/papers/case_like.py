"""Is a text a case, or a plan, a speech, a report, a letter, an advert?

Cases tell of people, figures and things that were done; other office texts speak in general words
and carry the marks of their kind. The answer is only ever a remark for a person; nothing is refused
by it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

UNLIKELY: Final = 0.5  # below it a text is shown as 可能不是案例
READ: Final = 12_000  # characters that are judged
LEAST: Final = 80  # characters to which a shorter text's counts are related

# Weights of densities in a hundred characters, fitted on invented and public texts and rounded; the
# last is where 97 of 100 case texts, even short passages of them, stay above UNLIKELY.
FIGURES: Final = 1.1
TELLING: Final = 0.15
PEOPLE: Final = 0.6
ABSTRACT: Final = -0.6
BIAS: Final = 1.1

_NUMBER: Final = r"[\d一二两三四五六七八九十百千万几多半]{1,9}[多余]?\s?"
_FIGURES: Final = re.compile(
    _NUMBER
    + r"(?:户|个|名|人|件|次|条|处|家|场|元|支|位|栋|幢|亩|平方米|%|％|岁|项|块|辆|盏|里|米|天|张|把|间|座|部|本|篇|轮|遍|桶|盆|公里|分钟|点|套|册|口|层)"
)
_TELLING: Final = re.compile(
    r"[了着过](?!解|程|于|重|眼|力|手)|把(?!握)|被|才|就(?!业|是|餐|近|地|医|读)|也|还(?!原)|谁|大家|自己|一起|当场|挨家|上门|当天|晚上"
    r"|每[周月季天]|[去前今]年|以前|过去|如今|现在|后来|原来|起初"
)
_PEOPLE: Final = re.compile(
    r"老[人张王李赵刘陈杨周吴孙朱]|大妈|大爷|大姐|阿姨|邻居|村民|居民|业主|租户|党员|楼长|网格员|网格长|志愿者|书记|主任|会长|孩子|家长|乡亲|社区干部|村干部|物业"
    r"|学生|老师|同学|教师|患者|员工|用户"
)
_ABSTRACT: Final = re.compile(
    r"体系|机制|现代化|坚持|推进|全面|加强|完善|提升|切实|深入|贯彻|落实|精神|指导|主体|理念|路径|困境|挑战|必然|研究|重要|关键|旨在|重大|意义|战略|思想|形势|部署|统一|充分"
    r"|认识|要求|提高|发展|构建|格局|制度化|规范化|健全|组织领导|突出|任务|创新|问题|情况|强调|指出|方面|首先|其次|本文|结合实际|日益|深刻|有效"
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern that speaks against a case; two hits in a long text count more than one."""

    pattern: re.Pattern[str]
    weight: float
    reason: str


def _sign(pattern: str, weight: float, reason: str) -> _Sign:
    return _Sign(re.compile(pattern, re.M), weight, reason)


_CASE_TITLE: Final = re.compile(
    r"案例|做法|经验|实践|探索|模式|工作法|创新|故事|记[录事]?$|纪实|侧记|启示|之路|[“”\"「」：:—]|^[^的]{2,12}[，, ]"
)
_TITLES: Final = (
    (r"(?:工作|年度?|季度|半年|阶段性?|活动|学习|个人|思想|培训)总结(?:材料|报告)?$|^总结$", "工作总结"),
    (r"(?:工作|年度?|活动|学习|培训|采购|实施|推进|预算)计划(?:表|书)?$|工作(?:要点|安排|打算|思路)$|规划$", "工作计划"),
    (r"(?:实施|工作|活动|应急|建设|评选|考核|改造|整治|推进|整改|行动|创建|处置)(?:方案|预案)$", "工作方案"),
    (r"(?:讲话|致辞|讲话稿|发言|发言稿|发言材料|演讲稿|主持词|开幕词|贺词|讲稿)(?:提纲|要点|稿|摘要)?$", "讲话或发言稿"),
    (r"工作(?:情况)?(?:的)?(?:汇报|报告)(?:材料|提纲)?$|述职(?:述廉)?报告|自查报告|情况(?:的)?(?:汇报|报告|通报)(?:材料)?$", "工作汇报"),
    (r"(?:调研|考察|调查|可行性研究?|评估|分析|审计|研究)报告$|(?:的|与)?(?:思考|研究|对策|浅析|探析|刍议)$|^(?:论|浅谈|浅析|试论)", "调研报告或论文"),
    (r"(?:意见|办法|规定|细则|条例|制度|章程|公约|守则|职责|流程|规程|标准|清单)(?:（[^）]{1,12}）)?$", "制度文件"),
    (r"(?:的|工作|会议)?(?:通知|通告|公告|公示|函|请示|批复|决定|通报|说明|介绍信|证明|承诺书|倡议书|邀请函|回执)$", "公文或函件"),
    (r"会议(?:纪要|记录|议程|材料|通知)$|纪要$|议程$", "会议材料"),
    (r"^(?:工作)?(?:简报|信息|动态|专报|快讯)(?:第|（|$)|简报$|新闻(?:通稿|稿)$", "简报或新闻稿"),
    (r"(?:报价|招标|投标|合同|产品|宣传册|画册|优惠|招生|简章|课程)(?:单|书|文件|介绍|表|大纲)?$", "商业材料"),
    (r"(?:先进)?事迹(?:材料)?$|个人简历$|推荐材料$", "个人事迹材料"),
    (r"问卷|试题|试卷|题库|答案|教案|课件", "问卷或试题"),
)  # fmt: skip
_AGAINST: Final = (
    _sign(r"^\s*第[一二三四五六七八九十百]{1,4}[章条]|(?:本章程|本办法|本规定|本细则)", 4.0, "条文体例"),
    _sign(r"摘\s*要[：: ]|关键词|参考文献|本文(?:认为|从|以|通过|拟|试图|旨在|将|在)|国内外|文献|理论(?:基础|框架|依据|分析|的视角|流派)|实证|学术界|学界|学者|\[\d{1,2}\]", 3.2, "论文体例"),
    _sign(r"(?:现将|现印发|予以印发|印发给你们|请(?:认真)?(?:遵照|贯彻|结合实际))|现就[^。]{0,40}(?:如下|通知|意见)|(?:实施|指导)意见|特制定本|(?:总体要求|指导思想|工作目标|目标任务|基本原则|工作要求|保障措施|职责分工|实施步骤|时间安排|任务分工|考核办法)(?:$|是|[：:。\s])", 3.0, "文件体例"),
    _sign(r"(?:各镇|各街道|各部门|各单位|各村|各社区|各级|各地|各地区|全体|责任单位)[^。，；]{0,16}(?:要|应|须|必须|务必)|(?:要|必须|务必|应当)(?:进一步|切实|认真|高度重视|加强|坚持|明确|按照|及时)", 1.2, "部署要求的口吻"),
    _sign(r"(?:力争|确保|拟|计划|预计)(?:在|于|到|用)?[^。]{0,12}(?:年底|下半年|月底|季度|明年|完成|实现|达到|新建|建成)|下(?:半年|一步|季度)[^。]{0,8}(?:打算|安排|计划|重点|工作)|本计划|我们将(?:持续|继续|进一步|以)|工作计划", 2.0, "计划安排的口吻"),
    _sign(r"^\s*(?:同志们|各位(?:领导|来宾|代表|同志|评委|老师|同仁)|尊敬的(?:各位)?(?:领导|来宾|评委|同志|主席|主持人|书记))|(?:大家|各位)(?:上午|下午|晚上)?好|我(?:就|再|主要|简要)?(?:讲|谈|说|汇报|强调)(?:[一二三四五几两]|以下)|谢谢大家|借此机会|我的(?:发言|汇报|讲话)完|今天[^。]{0,10}(?:召开|会议)", 4.0, "讲话口吻"),
    _sign(r"会议(?:指出|强调|要求|认为|决定|议定|听取|审议|由|第[一二三]项|最后)|(?:出席|列席|缺席|主持人?|记录人?|参会人员|参加人员|地点)\s*[：:]|议定事项", 3.6, "会议记录体例"),
    _sign(r"(?:汇报|报告|总结|通报|说明)如下|(?:上半年|全年|今年以来|一年来|本年度|(?:\d|x){4}年度?)[^。，]{0,24}工作(?:总结|情况|汇报)|述职|工作总结|取得了一定(?:成绩|成效)|存在的?(?:主要)?(?:问题|不足)(?:和|与|及)?(?:打算|今后|$|：)|重点(?:工作)?安排", 2.2, "总结汇报体例"),
    _sign(r"(?:本报讯|本网讯|新华社|记者|通讯员)\s?[\u4e00-\u9fff]{0,6}(?:报道|讯|电|获悉|从)|(?:近日|日前|昨日)[，, ][^。]{0,40}(?:举行|召开|启动|开幕)|本期要目|报：[^；]{2,20}；送：", 2.6, "新闻或简报体例"),
    _sign(r"小编|范文|点击(?:下载|查看|链接)|扫码关注|公众号|咨询(?:热线|电话)|客服|欢迎来电|报名费|我(?:公司|司)|甲方[：:]|乙方[：:]|甲乙双方|本合同", 3.2, "商业用语"),
    _sign(r"(?:您|你)的?(?:年龄|性别|职业|学历|姓名)|您是否|(?:^|\s|：)[ABC][.、．]\s?\S{1,20}\s*[BCD][.、．]|(?:判断|选择|填空|简答)题|问卷(?:调查)?", 2.2, "问卷或试题体例"),
    _sign(r"(?:参观|考察|学习|观摩)(?:了|学习|考察|组|团|点|期间|过程中)|(?:心得体会|深受教育|深受启发|开阔了眼界|感触很深|找到了[^。]{0,6}差距)|学员们|调研背景|社会实践(?:调研)?活动", 2.2, "考察学习体会"),
    _sign(r"特此(?:通知|函|报告|说明|函告|函复|证明|公告)|妥否[，,]请|此致\s*$|请予(?:批准|支持|审批|审议)|来函收悉|的函收悉|公开招聘|报名条件|发出如下倡议|居民朋友们", 3.0, "公文用语"),
)  # fmt: skip


@cache
def _titles() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), reason) for pattern, reason in _TITLES)


@lru_cache(maxsize=16)  # one text is judged as a document, as a case and as a letter
def case_likeness(title: str, text: str) -> tuple[float, str]:
    """How likely a text is a case (0 to 1), and what speaks most against it (Chinese or ``""``).

    ``title`` may be ``""``. The number ranks texts; it is no measured probability.
    """
    shown = text[:READ]
    length = sum(not character.isspace() for character in shown)
    if length == 0:
        return 0.0, "没有正文"
    hundreds = max(length, LEAST) / 100
    abstract = min(10.0, _count(_ABSTRACT, shown) / hundreds)
    points = (
        BIAS
        + FIGURES * min(3.0, _count(_FIGURES, shown) / hundreds)
        + TELLING * min(6.0, _count(_TELLING, shown) / hundreds)
        + PEOPLE * min(5.0, _count(_PEOPLE, shown) / hundreds)
        + ABSTRACT * abstract
    )
    against = [
        (sign.weight * min(1.0, hits / max(1.0, hundreds / 5)), sign.reason)
        for sign in _AGAINST
        if (hits := _count(sign.pattern, shown))
    ]
    like_a_case = bool(title and _CASE_TITLE.search(title))
    if kind := _title_says(title):
        against.append((1.5 if like_a_case else 3.0, f"题目像{kind}"))
    elif like_a_case:
        points += 0.6
    points -= sum(worth for worth, _ in against)
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, points))))
    said = [reason for worth, reason in sorted(against, reverse=True)[:2] if worth >= 0.5]
    return score, "、".join(said) or ("" if score >= UNLIKELY else "多为原则性表述，少见具体做法")


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def why_not_case(title: str, text: str, name: str = "") -> str:
    """Why a text may not be a case, as a short Chinese clause; ``""`` when it may well be one.

    ``name`` is the file name, judged when the document has no title of its own.
    """
    score, reason = case_likeness(title or _bare_name(name), text)
    return reason if score < UNLIKELY else ""


def _bare_name(name: str) -> str:
    """File name without suffix, version marks and numbers."""
    bare = re.sub(r"\.\w{1,5}$", "", name)
    return re.sub(r"[（(【\[][^）)】\]]{0,12}[）)】\]]|\d+$|[-_]+$", "", bare).strip()


def _title_says(title: str) -> str:
    """The kind of office text a title names, ``""`` for none."""
    bare = re.sub(r"\s+|[（(][^）)]{0,12}[）)]$", "", title)
    if not bare or "案例" in bare:
        return ""
    return next((reason for pattern, reason in _titles() if pattern.search(bare)), "")
