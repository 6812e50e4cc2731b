"""What a sender wants, read from his sentences: withdraw, put off, correct, ask, answer, thank.

Each function returns the sentence that says it, or None. Sentences are bare (half width, no
blanks, quoted titles emptied: :mod:`intake.kinds.letter`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from intake.kinds.letter import Letter, Sentence, strip

_CONDITION: Final = re.compile(
    r"^(?:如果?|若|要是|倘若|假如|万一)|如(?:果)?(?:不行|不能|不可以|有问题|重复|有重复)"
)
_THING: Final = r"(?:案例|稿|报送|材料|邮件|附件|篇|《》|“”|文章|文本|申报|征集|评选|来件|件|报的|信)"

_WITHDRAW: Final = re.compile(
    r"撤(?:回|下|稿|掉|出|走|消|除报送)|撤销(?!恢复)|作废|(?:收|抽|退|取)回(?!访|复|头|忆|应|暖|升|落|馈)"
    r"|(?:不再|不想|决定不|暂不|暂时不|不准备|不打算|不)(?:参加|参评|参与|参选|申报|上报|报送|推荐|报名|报)(?:了|此次|这次|本次|该|《|$|[,。!;])"
    r"|(?:不再|决定不)(?:参加|参评|参与|申报|上报|报送|推荐)"
    r"|(?:取消|放弃|退出|终止)(?:报送|申报|参评|上报|推荐|参加|参选|本次|此次|这次|征集|评选|该案例|《》)"
    r"|(?:删除|删掉|删去|去掉|拿掉|剔除|划掉|移除)|(?:不要|不用|不必|不予|不再|别|勿)(?:编入|收录|登记|采用|统计|计入|汇总|录入|使用)"
)
_NO_WITHDRAWAL: Final = re.compile(
    r"(?:不|勿|别|未|没有?|无需|无须|不用|不要|不必|并非)(?:再|要|需|必|能|会|打算|考虑|想|是)?(?:撤|作废|删|退出|取消|放弃)"
    r"|(?:村|镇|乡|校|点|县)(?:撤|并)|撤(?:村|并|县|乡|镇|市|区)|撤销恢复|(?:怎么|怎样|如何|什么情况下?)(?:才能|可以|能)?(?:撤|取消|删)"
    r"|(?:逾期|过期|否则|不盖章|未盖章|超期)[^,。]{0,8}作废"
)
_WAYS: Final = re.compile(
    r"程序|流程|手续|怎么|如何|允不允许|什么(?:条件|材料|规定)|(?:还)?(?:可以|能)(?:再)?(?:撤|换|退|取消)[^,。]{0,6}(?:吗|么|[?])"
)
_WISH: Final = re.compile(r"申请|请(?!问|教)|麻烦|决定|我们想|帮|特此|现(?:撤|将)")
_ASKED_BACK: Final = re.compile(r"(?:已经?|是否|有没有)(?:撤回|撤下|作废|删除)了?(?:吗|没|\?)")

_EXTEND: Final = re.compile(
    r"延期|延迟|延缓|延后|延长|延时|宽限|宽延|展期|推迟|推后|顺延|暂缓|缓(?:报|交|几天|[一两二三四五六七]天)"
    r"|(?:晚|迟|再给|多给|再宽|拖)(?:上|个|我们|我县|我区|我镇|我)*(?:几|一|两|二|三|四|五|六|七|八|十|\d{1,2})(?:个)?(?:工作)?(?:天|日|周|星期)"
    r"|(?:晚|迟)些?(?:时候|时间|时|天|点)?(?:上报|报送|再报|再交|提交|发|报|交)|(?:来不及|赶不上|赶不出|赶不及|无法按时|不能按时|难以按时|没法按时|不能如期|无法如期|难以如期|按时报不)"
    r"|(?:才|方)(?:能|可|可以)[^,。]{0,4}(?:上?报|报送|交|发出?|提交|完成|定稿|送)|(?:稍后|过几天|过两天|(?:下周|下星期)[一二三四五六日天]?|(?:\d{1,2}月)?\d{1,2}[日号](?:前|左右|之前)?)(?:才能|再|方能|方可|可以)(?:报|上报|报送|交|提交|完成|报上|发|补)"
)
_EXTEND_ASKED_OF_ALL: Final = re.compile(
    r"(?:是否|会不会|有没有|是不是|听说|据说|说是)[^,。]{0,14}(?:延期|延长|推迟|顺延|延后)(?!报)|(?:延期|延长|推迟|顺延|延后)(?:了)?(?:吗|没有?|了没)"
    r"|(?:延期|延长|推迟|顺延|延后)(?:到|至)(?:什么|哪|几|何)|(?:延期|延长)通知"
)
_WILL: Final = re.compile(
    r"申请|请求|恳请|恳求|请(?:予|您|贵|市|准|批|允|领导|处)|能否|可否|能不能|可不可以|可以(?:吗|不)|是否(?:可以|能|可)|希望|望|盼|想|拟|打算|要|批准|同意|允许|准许|谅解|理解|说明|我们|我县|我区|我市|我镇|我街道|我办|我局|特此|容|才能|再报|只能|恐怕|可能"
)

_CORRECT: Final = re.compile(
    r"更正|勘误|订正|改正|纠正|(?<!修)(?:更|修|应|请|须|需|现|已|帮|麻烦)?改(?:为|成|到)|更改|变更(?!(?:登记|手续))|修改(?:为|成|如下|一下)|应(?:当|该)?(?:为|是)|写错|打错|填错|发错|传错|弄错|搞错|报错|有误|笔误|误写|误填|误报|漏(?:写|填|报|了|打|附)|少写|多写|写成"
    r"|(?:调整|更换|换|替换)(?:为|成)|不对[,。]|不是[^,。]{1,20}[,，]?(?:而)?是|(?:补充|补报|补填|补上|完善)(?:如下|一下|[^,。]{0,6}(?:联系人|电话|姓名|村|社区|镇|街道|单位|信息|层级|主题|题目|名称))"
)
_FIELDS: Final = (
    ("phone", re.compile(r"电话|手机|号码|联系方式|座机|传真")),
    ("contact", re.compile(r"联系人|联络人|经办人|报送人|作者|撰稿人|姓名")),
    ("subtitle", re.compile(r"副标题|副题")),
    ("title", re.compile(r"题目|标题|案例名|题名|篇名|[《“].{1,40}[》”](?:一[文稿]|案例)?(?:题目)?(?:改名|更名)")),
    ("theme", re.compile(r"主题|类别|分类|专题|第.类")),
    ("level", re.compile(r"层级|级别|[县镇村]级")),
    ("community", re.compile(r"村名|社区名|[村区][”\"]?(?:请|应|须|应该|应当|写|现)?(?:改|为|成|是)")),
    ("town", re.compile(r"镇名|街道名|所属(?:镇|街道)|(?:[镇乡]|街道)[”\"]?(?:请|应|须|应该|应当|写|现)?(?:改|为|成|是)")),
    ("unit", re.compile(r"(?:报送|落款|署名|作者|推荐|申报)单位|落款|署名")),
)  # fmt: skip
_STATED: Final = re.compile(
    r"(?:联系人|联络人|姓名|电话|手机|题目|标题|主题|层级|级别|所属镇|所属街道|村|社区|报送单位|案例名称)[^,。;]{0,6}(?:[:是为]|\d{7,})"
)
_WHY_QUESTION: Final = re.compile(r"[?]|吗|为什么|为何|怎么|是不是|请问|什么")
_PLEASE: Final = re.compile(r"(?:请(?!问|教)|麻烦|烦|帮|劳驾|拜托)")
_PROMISES: Final = re.compile(
    r"尽快|马上|正在|稍后|明天|后天|下周|随后|抓紧|之后再|再报|再发|会按|将按|争取|准备"
)
_SAYS: Final = re.compile(r"[是为属:]|[镇村]$|街道|社区|级")
_TEST: Final = re.compile(
    r"^(?:邮件|邮箱|系统)?(?:test(?:ing)?|测试)(?:邮件|一下|信件|一封|用|[,.。!]|test|测试|邮箱|能不能用|能用吗|是否(?:正常|能用)|\d|请忽略|不用理会|勿回|无需回复)*$"
)
_PHONE: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})(?!\d)")

_REVISED: Final = re.compile(
    r"更正|勘误|订正|修(?:改|订|正)(?:后的?)?(?:稿|版|本|件|过的?)|(?:修改|完善|补充|调整|改动)(?:好|完|过)?(?:后|了)[,]?[^。]{0,10}(?:重新|再次|再|现|报|发|上|请)"
    r"|(?:按照?|根据)[^。]{0,24}(?:要求|意见|建议|提示|提醒|回执|来信|反馈)[^。]{0,16}(?:修改|补充|完善|改|补正|调整|压缩|充实|核实|更换)"
    r"|重新(?:报|发|传|上传|提交|上报|报送|发送|寄)|重(?:发|报|传)一[次下遍份]?|以(?:此|本|这|今天|今日|新|附件|该|后|下面|随信|此次|本次|现在)[^。,]{0,16}为准|为准"
    r"|(?:前|上|原|旧|之前|先前|此前|昨天|上次)[^。,]{0,16}(?:作废|有误|错|删除|不算|忽略|不要)|(?:替换|代替|取代|覆盖)|(?:发错|传错|附错|弄错|拿错|发成|传成)了?|最终(?:稿|版)|终稿|新(?:稿|版)|第[二三四2-4]稿|[二三]稿|改(?:稿|好|过)了?|改后"
)
_REVISED_NAME: Final = re.compile(
    r"更正(?=版|稿|后|件|本|[）)\]】_\-.\s]|$)|勘误|修(?:改|订|正)后?(?:稿|版|本)?|改后|改\d?[)）.]|第[二三四2-4]稿|[二三]稿|新版|重报",
    re.I,
)
_REPLACE: Final = re.compile(
    r"替换|代替|取代|覆盖|换成|更换|撤换|调换|改报|以[^。]{1,24}为准|(?:前|上|原|旧|之前|先前|此前|昨天|上次)[^。]{0,20}(?:作废|删除|忽略|不算|不要)|请(?:予以?)?(?:删除|删掉|作废|忽略|换成|换掉)|用(?:这个|这份|这篇|本|此|附件)[^。]{0,6}(?:替|换|代)|(?:用|按)(?:这个|这份|这篇)"
)
_SENT_AGAIN: Final = re.compile(
    r"(?:忘|漏|没有?|未)[^。,]{0,8}(?:附件|附上|粘贴|添加|带|传上|传|发出)|(?:退信|退回|被退|没发出|没有发出|发送失败|投递失败|未送达|打不开|无法打开|未能打开|网络|格式)[^。]{0,20}(?:重新|再|重发|重报)"
)
_ANOTHER: Final = re.compile(
    r"(?:再|另|还|又|补)(?:外|行|有|加|报|送|报送|上报|推荐|发)[^。]{0,6}(?:[一二两三四五六七八九十\d]{1,3})(?:篇|个|份)|第[二三四五六七八九十\d]{1,3}(?:篇|个|批)|其余|其他|剩余|剩下|另一篇|又一篇"
)

_RECEIVED: Final = re.compile(
    r"(?:收到|收悉|收着|接到|接收|报上|报到|报成功|发成功|传成功|登记上|登记|入库|送达)了?(?:没有?|吗|否|么|不|了没|没收到)"
    r"|(?:是否|有没有|可曾|有无)(?:已经?)?(?:顺利|成功|按时|都|全部)*(?:收到|收悉|接到|收齐|登记)|(?:收|到)没(?:有)?(?:收|到)|(?:是不是|莫非|难道|怎么)[^,。]{0,8}(?:没|未)[^,。]{0,4}(?:收|接)到|(?:没|未)(?:有)?(?:收|接)到(?:吗|么|[?])|(?:请|烦请|麻烦|盼|望)[^。]{0,8}(?:确认|核实|告知|回复|查一下|查查|看一下)[^。]{0,10}(?:收到|收悉|到没到|报送情况|报了几|登记)"
    r"|查(?:询|一下|下|看|查)?[^。,]{0,16}(?:报送情况|上报情况|报了几|报了哪|几篇|多少篇|收到|登记情况|报送记录|进度|收件)|(?:报送|上报|收件|登记)情况(?:查询|如何|怎么样|怎样)|^查询$|(?:我|本)(?:县|区|市|镇|街道|单位|局|们)?[^。,]{0,12}(?:已|一共|总共|共|到底)?(?:报|收)了?(?:几|多少|哪几|哪些)(?:篇|个|份)?"
)
_ASKS: Final = re.compile(
    r"[?]|请问|想问|问一下|问问|问下|请教|咨询|敬请(?:答复|明确|告知)|盼(?:复|答复|回复)|请(?:予)?(?:明确|答复|解释|指示|明示)"
    r"|(?:是否|能否|可否|是不是|能不能|可不可以|有没有|要不要|需不需要|算不算|行不行|该不该|用不用)|怎么(?!做的)|怎样|咋|哪(?:里|些|个|天|种|一)|几(?:篇|号|点|份|个字|家)|多少|什么(?:时候|格式|要求|时间|材料|样|标准|条件)|何时|(?:吗|么|呢)[。,!~]*$"
)
_POLITE: Final = re.compile(
    r"^(?:如|若)|如有|如需|若有|若需|(?:有|还有)(?:什么|何)[^?]{0,12}(?:联系|告知|吩咐|电话)|不知(?:是否)?(?:符合|合适|妥当|可行)|不妥|请(?:多)?(?:指正|批评|审阅|查收|斧正)|(?:是否)?妥(?:当|否)|^盼复[。!]?$|收到(?:后)?(?:请|盼|望|烦请|麻烦)?(?:回复|回执|告知|回个)"
)
_THANKS: Final = re.compile(
    r"^(?:好的?|嗯|收到|已收到|已收悉|收悉|知道了|明白了?|了解|谢谢|感谢|非常感谢|多谢|辛苦了?|麻烦(?:您|你|了)|ok|好嘞|没问题|已阅|知悉|已知悉|无异议|确认无误|没有问题|信息(?:无误|正确)|您|你|老师|领导|处长|主任|贵处|们|啦|了|的|[,.。!~、;:]|您好|你好|太|此致|敬礼|祝好|工作|顺利|回复|支持|理解)+$"
)
_COVERS: Final = re.compile(
    r"(?:现|兹|特|今)?(?:将|把)[^。]{0,60}(?:报送|上报|呈报|报上|发给|发送|报给|呈上|奉上|发去|附上|附后|传上|报来|发来|送上|交上|提交)|请(?:予)?(?:查收|审阅|审示|审核|收阅|过目|接收|注意查收)|(?:见|详见|在|请看|随信|随文)附件|(?:报送|上报|提交|推荐)(?:我|本)?[^。]{0,30}(?:案例|材料|汇总表|推荐表)|^附件[:：\d]|(?:案例|材料|汇总表|照片|推荐表)(?:报送|上报|已?报上|附上|如下|见附件)"
)
_PASSWORD: Final = re.compile(r"(?:密码|口令|解压码|提取码)[^。,]{0,10}(?:是|为|:|改)|密码[a-z0-9]{3,}")
_ORDERS: Final = re.compile(
    r"(?:暂停|停止|恢复|继续)(?:发信|发送|发邮件|催报|提醒)|(?:不用|不必|无需|停止|别|不要)(?:再)?催|(?:截止|期限|截止日期|截止时间)[^。]{0,6}(?:延|改|推|放宽|提前|定)[^。]{0,4}(?:到|至|为)"
    r"|(?:把|将)?(?:第)?\d{1,5}号[^。]{0,8}(?:原件|原文|原邮件)[^。]{0,6}(?:发|给)|(?:\d{1,5}|[一二三四五六七八九十]{1,3})号(?:的)?(?:主题|层级|题目|标题|电话|联系人|县区|镇|村|单位|案例|是|属|改|定|确认|撤|恢复)|\d{1,5}[、,和]\d{1,5}(?:号)?是同一篇|^撤销[。!]?$|^确认[。!]?$|收件\d{1,5}|已处理|^取消[。!]?$"
)
_SYSTEM: Final = re.compile(
    r"(?:暂停|停止|恢复)(?:发信|发送邮件|发邮件|催报|提醒)|(?:不用|不必|无需|停止|别|不要)(?:再)?催|(?:截止|期限|截止日期|截止时间)[^。]{0,6}(?:延|改|推|放宽|定)[^。]{0,4}(?:到|至|为)\d|(?:把|将)\d{1,5}号[^。]{0,4}(?:原件|原文|原邮件)|\d{1,5}[、,和]\d{1,5}(?:号)?是同一篇"
)
_CHOICE: Final = re.compile(
    r"^(?:您好|你好|答|答复|回复|我?们?选择?|应?选|应该?是|是|确认|序号|选项|第|:|,|。|!)*[(\[]?(?:[1-9]\d?|[一二三四五六七八九十])[)\]]?(?:号|项|个|种)?(?:[\s,、.:;。和及()]|$|[\u4e00-\u9fff])"
)


def wants_withdrawal(letter: Letter) -> Sentence | None:
    """He wants something taken back that he sent; to ask how that is done is no wish yet."""
    about_ways = any(_WAYS.search(sentence.bare) for sentence in letter.sentences)
    for sentence in letter.sentences:
        if about_ways and not _WISH.search(sentence.bare):
            continue
        if not _WITHDRAW.search(sentence.bare) or _CONDITION.search(sentence.bare):
            continue
        if _NO_WITHDRAWAL.search(sentence.bare) or _ASKED_BACK.search(sentence.bare):
            continue
        if re.search(_THING, sentence.bare) or re.search(_THING, letter.subject):
            return sentence
    return None


def wants_time(letter: Letter) -> Sentence | None:
    """He asks for a later day for himself, or says that he will be late."""
    asked_of_all = any(_EXTEND_ASKED_OF_ALL.search(sentence.bare) for sentence in letter.sentences)
    for sentence in letter.sentences:
        if not _EXTEND.search(sentence.bare) or _EXTEND_ASKED_OF_ALL.search(sentence.bare):
            continue
        if asked_of_all and not re.search(r"申请|恳请|请予|宽限", sentence.bare):
            continue
        if _WILL.search(sentence.bare) or _WILL.search(letter.bare):
            return sentence
    return None


def wants_correction(letter: Letter) -> tuple[Sentence, str] | None:
    """He corrects a fact in words; with the field he speaks of (``""`` when none is clear)."""
    for sentence in letter.sentences:
        if not _CORRECT.search(sentence.bare) or _CONDITION.search(sentence.bare):
            continue
        if _WHY_QUESTION.search(sentence.bare) and not _PLEASE.search(sentence.bare):
            continue
        return sentence, _field(letter, sentence)
    if not letter.answers_us or asks(letter) is not None:
        return None
    for sentence in letter.sentences:
        if _STATED.search(sentence.bare) or _PHONE.search(sentence.bare):
            return sentence, _field(letter, sentence)
    if letter.asked and len(letter.bare) <= 80 and not _PROMISES.search(letter.bare):
        said = _first(letter.sentences, _SAYS)
        return (said, _field(letter, said)) if said else None
    return None


def _field(letter: Letter, sentence: Sentence) -> str:
    own = [other for other in letter.sentences if other is not sentence]
    for text in (strip(sentence.shown), letter.subject, *(strip(other.shown) for other in own)):
        for name, pattern in _FIELDS:
            if pattern.search(text):
                return "phone" if name == "contact" and _PHONE.search(letter.bare) else name
    return "phone" if _PHONE.search(letter.bare) else ""


def is_revision(letter: Letter, names: str) -> Sentence | None:
    """He sends a case anew: 更正, 修改稿, 以此为准 …"""
    if any(_SENT_AGAIN.search(sentence.bare) for sentence in letter.sentences):
        return None
    if found := _first(letter.sentences, _REVISED):
        return found
    if _REVISED_NAME.search(names):
        return Sentence(names, names)
    return None


def is_replacement(letter: Letter) -> Sentence | None:
    """What he sends takes the place of something sent before."""
    return _first(letter.sentences, _REPLACE)


def is_another(letter: Letter) -> bool:
    """He sends one more case, not the same again."""
    return _first(letter.sentences, _ANOTHER) is not None


def asks_receipt(letter: Letter) -> Sentence | None:
    """收到了吗: he wants to know what we have of his."""
    return _first(letter.sentences, _RECEIVED)


def asks(letter: Letter) -> Sentence | None:
    """He asks something that a person must answer."""
    for sentence in letter.sentences:
        if not _ASKS.search(sentence.bare) or _POLITE.search(sentence.bare):
            continue
        if not _RECEIVED.search(sentence.bare):
            return sentence
    return None


def is_test(letter: Letter) -> bool:
    """Somebody tries whether mail arrives."""
    return bool(letter.bare) and len(letter.bare) <= 60 and _TEST.match(letter.bare) is not None


def thanks(letter: Letter) -> bool:
    """Nothing but 收到, 谢谢."""
    return bool(letter.bare) and len(letter.bare) <= 40 and _THANKS.match(letter.bare) is not None


def covers(letter: Letter) -> Sentence | None:
    """He speaks of material that he sends."""
    return _first(letter.sentences, _COVERS)


def tells_password(letter: Letter) -> Sentence | None:
    """He tells the password of a file."""
    return _first(letter.sentences, _PASSWORD)


def orders(letter: Letter) -> Sentence | None:
    """Words that are orders to the system, as a coordinator gives them."""
    return _first(letter.sentences, _ORDERS)


def orders_system(letter: Letter) -> Sentence | None:
    """Orders that nobody but a coordinator has any reason to give."""
    return _first(letter.sentences, _SYSTEM)


def chooses(letter: Letter) -> bool:
    """A short reply that begins with the number of one of our choices."""
    first = next((line for line in letter.raw.split("\n") if line.strip()), "")
    spaced = " ".join(line.strip() for line in letter.raw.split("\n") if line.strip())
    text = unicodedata.normalize("NFKC", first).strip()
    return letter.replies and len(spaced) <= 60 and _CHOICE.match(text) is not None


def _first(sentences: Iterable[Sentence], pattern: re.Pattern[str]) -> Sentence | None:
    return next((sentence for sentence in sentences if pattern.search(sentence.bare)), None)
