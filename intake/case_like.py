"""Is a text a case, or a plan, a speech, a report, a letter, an advert?

Rules, not learning: what cases have (people, figures, things that were done) against what other
office texts have. The answer is only ever a remark for a person; nothing is refused by it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

UNLIKELY: Final = 0.5  # below it a text is shown as 可能不是案例
SHORT: Final = 400  # characters; an excerpt, judged by what occurs rather than how often
READ: Final = 12_000  # characters that are judged


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern that speaks for (weight > 0) or against a case.

    ``enough`` is how many hits in a thousand characters count fully; ``reason`` is Chinese.
    """

    pattern: re.Pattern[str]
    weight: float
    enough: int
    reason: str = ""


def _sign(pattern: str, weight: float, enough: int = 1, reason: str = "") -> _Sign:
    return _Sign(re.compile(pattern, re.M), weight, enough, reason)


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
    (r"(?:报价|招标|投标|合同|协议书?|产品|宣传册|画册|优惠|招生|简章|课程)(?:单|书|文件|介绍|表|大纲)?$", "商业材料"),
    (r"(?:先进)?事迹(?:材料)?$|个人简历$|推荐材料$", "个人事迹材料"),
    (r"问卷|试题|试卷|题库|答案|教案|课件", "问卷或试题"),
)  # fmt: skip
_FOR: Final = (
    _sign(r"\d[\d.,]*\s*(?:多|余|万|亿|百|千)*(?:户|个|名|人|件|次|条|处|家|场|元|支|位|栋|幢|亩|平方米|%|％|岁|年来|项|块|辆|盏|里|米|天)", 1.2, 6),
    _sign(r"[“\"「][^”\"」]{8,80}[”\"」]", 0.6, 1),
    _sign(r"(?:建成|成立|举办|建立|组建|设立|召开|推出|开展|解决|化解|办结|调解|签订|走访|打造|整合|投入|带动|吸引|减少|下降|提高|增加)了?", 0.7, 4),
    _sign(r"(?:社区|村|街道|镇|居委会|村委会|小区|学校|院落|网格|楼道|居民|村民|群众|老人|志愿者)", 0.6, 8),
    _sign(r"(?:[一二三四五]、|[（(][一二三四五][)）])?(?:案例|工作|项目|基本)?(?:背景|缘起|起因)(?:和|与|及|、|：|$)|(?:主要|具体|基本)?做法|(?:主要|取得|工作|实施)?(?:成效|效果|变化)|(?:经验|几点)?(?:启示|体会)", 1.2, 2),
    _sign(r"(?:去年|前年|以前|过去|当时|当年|起初|刚开始|后来|如今|现在|以来|那天|有一次|\d{4}年\d{1,2}月)", 0.5, 3),
    _sign(r"(?:大妈|大爷|老人|大姐|阿姨|老[\u4e00-\u9fff](?:说|家)|书记|主任)[^。]{0,20}(?:说|介绍|告诉|感慨|笑)", 0.6, 1),
)  # fmt: skip
_AGAINST: Final = (
    _sign(r"^\s*第[一二三四五六七八九十百]{1,4}[章条]", -3.0, 3, "条文体例"),
    _sign(r"摘\s*要[：:]|关键词|参考文献|本文(?:认为|从|以|通过|拟|试图|旨在)|国内外|文献|理论(?:基础|框架|依据|分析)|实证", -2.4, 2, "论文体例"),
    _sign(r"(?:现将|现印发|予以印发|印发给你们|请(?:认真)?(?:遵照|贯彻|结合实际))|(?:实施|指导)意见|(?:总体要求|指导思想|工作目标|目标任务|基本原则|工作要求|保障措施|职责分工|实施步骤|时间安排|任务分工|考核办法)(?:$|[：:。\s])", -2.2, 2, "文件体例"),
    _sign(r"(?:各镇|各街道|各部门|各单位|各村|各社区|各级|各地|全体|责任单位)[^。，；]{0,16}(?:要|应|须|必须|务必)|(?:要|必须|务必|应当)(?:进一步|切实|认真|高度重视|加强|坚持|明确|按照|及时)", -1.8, 3, "部署要求的口吻"),
    _sign(r"(?:力争|确保|拟|计划|预计|将)(?:在|于|到|用)?[^。]{0,12}(?:年底|下半年|月底|季度|明年|完成|实现|达到|新建|建成)|下(?:半年|一步|季度)[^。]{0,8}(?:打算|安排|计划|重点|工作)", -1.4, 3, "计划安排的口吻"),
    _sign(r"^\s*(?:同志们|各位(?:领导|来宾|代表|同志|评委|老师|同仁)|尊敬的(?:各位)?(?:领导|来宾|评委|同志|主席|主持人|书记))|(?:大家|各位)(?:上午|下午|晚上)?好|我(?:就|再|主要|简要)?(?:讲|谈|说|汇报)(?:[一二三四五几]|以下)|谢谢大家|借此机会|我的(?:发言|汇报|讲话)完", -3.0, 1, "讲话口吻"),
    _sign(r"会议(?:指出|强调|要求|认为|决定|议定|听取|审议|由|第[一二三]项)|^(?:出席|列席|缺席|主持|记录|参会人员|时间|地点)\s*[：:]|议定事项", -2.6, 2, "会议记录体例"),
    _sign(r"(?:汇报|报告|总结|通报|说明)如下|(?:上半年|全年|今年以来|一年来|本年度|\d{4}年度?)[^。，]{0,24}工作(?:总结|情况|汇报)|述职|(?:存在|主要)的?(?:问题|不足)(?:和|与|及)?(?:打算|$|：)|重点(?:工作)?安排", -1.8, 2, "总结汇报体例"),
    _sign(r"(?:本报讯|本网讯|记者|通讯员)\s?[\u4e00-\u9fff]{0,6}(?:报道|讯|获悉|从)|(?:近日|日前|昨日)[，,][^。]{0,40}(?:举行|召开|启动|开幕)[^。]{0,30}(?:仪式|大会|会议)", -1.4, 1, "新闻体例"),
    _sign(r"小编|点击(?:下载|查看|链接)|扫码|咨询(?:热线|电话)|客服|优惠|报名费|招生|版权|产品|厂家|报价|甲方|乙方|投标", -2.4, 2, "商业用语"),
    _sign(r"(?:您|你)的(?:年龄|性别|职业|学历|姓名)|[ABCD][.、．]\s?\S{1,20}\s+[ABCD][.、．]|(?:判断|选择|填空|简答)题", -3.0, 1, "问卷或试题体例"),
    _sign(r"(?:参观|考察|学习)(?:了|学习|考察|组|团)[^。]{0,24}(?:我们|启发|感触|体会|收获|差距)|(?:心得体会|深受教育|深受启发)", -1.6, 1, "考察学习体会"),
    _sign(r"特此(?:通知|函|报告|说明|函告|证明|公告)|妥否[，,]请|(?:此致|敬礼)\s*$|请予(?:批准|支持|审批|审议)", -2.0, 1, "公文用语"),
)  # fmt: skip


@cache
def _titles() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), reason) for pattern, reason in _TITLES)


def case_likeness(title: str, text: str) -> tuple[float, str]:
    """How likely a text is a case (0 to 1), and what speaks most against it (Chinese or ``""``).

    ``title`` may be ``""``. The number ranks texts; it is no measured probability.
    """
    shown = text[:READ]
    length = sum(not character.isspace() for character in shown)
    if length == 0:
        return 0.0, "没有正文"
    thousands = max(length / 1000, SHORT / 1000)
    points = 0.4 if length >= 600 else 0.0
    against: list[tuple[float, str]] = []
    for sign in (*_FOR, *_AGAINST):
        hits = sum(1 for _ in sign.pattern.finditer(shown))
        if hits == 0:
            continue
        worth = sign.weight * min(1.0, hits / (sign.enough * thousands))
        points += worth
        if worth < -0.3:
            against.append((worth, sign.reason))
    kind = _title_says(title)
    if kind:
        points -= 2.2
        against.append((-2.2, f"题目像{kind}"))
    elif title and _CASE_TITLE.search(title):
        points += 0.6
    score = 1 / (1 + math.exp(-2.0 * (points - 0.7)))
    reason = "、".join(dict.fromkeys(reason for _, reason in sorted(against)[:2]))
    return score, reason or ("" if score >= UNLIKELY else "未见具体做法和成效")


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
