"""Every doubt the product can have, in one table: who must act, and what people are told.

``sentence`` says what is wrong, ``cure`` what the sender or coordinator can do. Both are Chinese
and are used in letters, the workbook and the digest; ``{about}`` and ``{detail}`` come from the
:class:`intake.model.case.Doubt`. Code never formats them with anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from intake.model.case import Doubt


class Owner(StrEnum):
    """Who can settle a doubt."""

    SENDER = "sender"
    COORDINATOR = "coordinator"
    SYSADMIN = "sysadmin"
    NOBODY = "nobody"  # a note: shown beside the case, waits for no one


@dataclass(frozen=True, slots=True)
class DoubtKind:
    """How one kind of doubt is worded and whose it is."""

    owner: Owner
    sentence: str
    cure: str


S, C, A, N = Owner.SENDER, Owner.COORDINATOR, Owner.SYSADMIN, Owner.NOBODY

DOUBTS: dict[str, DoubtKind] = {
    # files
    "encrypted": DoubtKind(S, "“{about}”设有密码，暂未能打开", "烦请回复密码，或取消密码后重新发送"),
    "damaged": DoubtKind(
        S, "“{about}”未能打开，文件可能损坏或不完整", "烦请重新发送 Word 文件（.doc 或 .docx）"
    ),
    "incomplete": DoubtKind(
        S, "“{about}”不完整：{detail}", "烦请重新发送完整的文件；分卷压缩的，请将全部分卷放在同一封邮件里"
    ),
    "cut-off": DoubtKind(S, "“{about}”可能不完整，已读出可读的部分", "烦请重新发送完整的文件"),
    "mail-locked": DoubtKind(S, "来信经过加密，暂未能打开", "烦请不加密重新发送"),
    "empty": DoubtKind(S, "“{about}”是空文件", "烦请检查后重新发送"),
    "over-limit": DoubtKind(S, "“{about}”超出可处理的大小或页数", "烦请将正文单独存为 Word 文件发送"),
    "too-many": DoubtKind(
        S, "来件附件较多，“{about}”未及读取", "烦请将未读取的附件另发一封邮件，每封不超过十个附件"
    ),
    "oversize-mail": DoubtKind(S, "邮件过大，附件未能取回", "烦请将正文单独存为 Word 文件发送，照片可另发"),
    "unsupported": DoubtKind(S, "“{about}”的格式暂不能读取", "烦请另存为 Word 文件（.doc 或 .docx）发送"),
    "garbled": DoubtKind(S, "“{about}”的文字显示为乱码", "烦请另存为 Word 文件（.doc 或 .docx）重新发送"),
    "no-text": DoubtKind(S, "“{about}”中没有读到文字", "烦请发送可编辑的 Word 文件"),
    "scan-unread": DoubtKind(S, "“{about}”为扫描件或照片，暂未能读出文字", "烦请补发可编辑的 Word 文件"),
    "cloud-link": DoubtKind(
        S, "“{about}”以云附件（超大附件）链接发送，未能取得文件{detail}", "烦请改用普通附件发送"
    ),
    "tool-missing": DoubtKind(A, "“{about}”需要安装组件后才能读取：{detail}", "请按 README 的格式表安装"),
    "ocr-pending": DoubtKind(N, "“{about}”正在识别文字", "无需处理"),
    "ocr-low": DoubtKind(C, "“{about}”识别的文字有不清之处：{detail}", "请对照原件核对"),
    "partial": DoubtKind(C, "“{about}”可能未读全：{detail}", "请对照原件核对"),
    "macro": DoubtKind(N, "“{about}”含有宏，未运行", "无需处理"),
    "too-deep": DoubtKind(S, "“{about}”压缩层数过多，里层未打开", "烦请将文件直接作为附件发送"),
    "header-odd": DoubtKind(N, "邮件格式异常：{detail}", "无需处理"),
    "secret": DoubtKind(C, "来件带有密级标识，已隔离，未作任何处理", "请按保密规定处置"),
    # fields of a case
    "title": DoubtKind(S, "名称不明确", "请告知名称"),
    "county": DoubtKind(C, "所属县（市）区不明确{detail}", "请核定所属县（市）区"),
    "county-conflict": DoubtKind(C, "正文与发件单位所属不一致：{detail}", "请核定所属县（市）区"),
    "town": DoubtKind(S, "所属镇（街道）不明确{detail}", "请确认所属镇（街道）"),
    "community": DoubtKind(S, "所属村（社区）不明确{detail}", "请确认村（社区）名称"),
    "level": DoubtKind(S, "报送层级不明确", "请确认报送层级"),
    "theme": DoubtKind(C, "主题不明确{detail}", "请核定主题"),
    "theme-none": DoubtKind(
        C, "内容可能不属于征集的任何主题{detail}", "请核定主题；不在征集之列的，可回复编号和“撤下”"
    ),
    "theme-differs": DoubtKind(C, "来件自报主题与内容判断不一致：{detail}", "请核定主题"),
    "contact": DoubtKind(S, "未见联系人", "请补充联系人姓名"),
    "phone": DoubtKind(S, "未见联系电话", "请补充联系电话"),
    "phone-odd": DoubtKind(S, "联系电话“{detail}”位数不符", "请核对联系电话"),
    "contact-conflict": DoubtKind(S, "联系人不一致：{detail}", "请确认联系人"),
    "phone-conflict": DoubtKind(S, "联系电话不一致：{detail}", "请确认联系电话"),
    "short": DoubtKind(S, "正文约{detail}字，明显少于通知要求", "请核对是否发送了完整文稿"),
    "too-long": DoubtKind(
        S, "正文约{detail}字，超过通知要求的篇幅", "请压缩后重新发送，确需保留的请回复说明"
    ),
    "long": DoubtKind(N, "正文约{detail}字，明显多于通知要求", "无需处理"),
    "repaired": DoubtKind(N, "{detail}", "无需处理"),
    "commented": DoubtKind(N, "原件有{detail}", "无需处理"),
    "maybe-not-case": DoubtKind(C, "可能不是所征集的材料：{detail}", "请核定是否登记"),
    "sender-unknown": DoubtKind(N, "发件地址未登记，单位待核实", "请核实发件单位"),
    # the mail as a whole
    "sender-unwritable": DoubtKind(
        C, "发件地址不能回信（{detail}），回执和询问都无法寄出", "请按来件中的联系方式告知对方"
    ),
    "form-unread": DoubtKind(C, "“{about}”是推荐表，暂未能读出文字", "请对照原件登记联系人、联系电话"),
    "form-only": DoubtKind(S, "“{about}”是推荐表，未见正文", "烦请补发正文（Word 文件）"),
    "form-apart": DoubtKind(
        S, "“{about}”写的是《{detail}》，未收到该篇正文", "烦请补发正文；如推荐表有误，请发来正确的表"
    ),
    "form-not-case": DoubtKind(N, "“{about}”是推荐表，不单独登记，原登记编号已由系统撤回", "无需处理"),
    "form-conflict": DoubtKind(C, "推荐表与已登记的不一致：{detail}", "请核定以哪一处为准"),
    "fewer-cases": DoubtKind(S, "来信写明{detail}，收到正文{about}篇", "请核对是否有遗漏，如有遗漏请补发"),
    "part-alone": DoubtKind(
        S, "“{about}”像是一篇文稿的一部分（{detail}），未能接上其余部分", "烦请将全文合成一个文件重新发送"
    ),
    "no-case": DoubtKind(C, "来件中未发现正文", "请查看原邮件"),
    "question": DoubtKind(C, "来信询问：{detail}", "请回复来信单位"),
    "extension": DoubtKind(C, "来信申请延期：{detail}", "请研究后回复"),
    "withdrawal": DoubtKind(C, "来信要求撤回：{detail}", "请核定是否撤回"),
    "replacement": DoubtKind(C, "来信要求替换前稿：{detail}", "请核定以哪一稿为准"),
    "correction": DoubtKind(C, "来信更正：{detail}", "请核定更正内容"),
    "unit-said": DoubtKind(
        C, "来信说明报送情况，单位待核：{detail}", "请核定单位；不再催报可回复“某县不用再催”"
    ),
    "maybe-advert": DoubtKind(C, "疑似广告，未作答复", "请看一下是否来办事的"),
    "unclear": DoubtKind(C, "来信内容需人工判断", "请查看原邮件"),
    "bounce": DoubtKind(C, "发往{about}的邮件被退回：{detail}", "请电话联系该单位"),
    "sheet-missing": DoubtKind(S, "汇总表列有《{about}》，未收到正文", "烦请补发该篇正文"),
    "sheet-surplus": DoubtKind(S, "《{about}》未列入汇总表", "请确认是否一并报送"),
    "sheet-row-gone": DoubtKind(
        C, "回传的汇总表中已没有本篇", "如需撤回，请回复编号和“撤回”，如“3号撤回”；误删不用处理"
    ),
    "near-copy": DoubtKind(C, "与《{about}》高度相似{detail}", "请核定是否重复"),
    "same-practice": DoubtKind(C, "可能与《{about}》为同一做法{detail}", "请核定是否同一篇"),
    "not-counted": DoubtKind(C, "本篇{detail}，又收到来稿，仍未计入", "请核定是否计入"),
    "other-sender": DoubtKind(C, "另一邮箱{about}发来新稿，未采用", "请核定是否改用新稿"),
    "pinned": DoubtKind(C, "已指定用{detail}，现又收到新稿，未采用", "请核定是否改用新稿"),
    "book-returned": DoubtKind(
        C, "来信返回汇编书稿“{about}”，{detail}", "请看另函所列对照，采用的请回信“采用”"
    ),
    "after-final": DoubtKind(C, "《{about}》已定稿，又收到{detail}", "请核定是否采用，采用的请重新定稿"),
    "unproven-order": DoubtKind(C, "收到未能证明来源的指令：{detail}", "如确为本人所发，请回复系统邮件重发"),
    "proof-marked": DoubtKind(
        C, "{detail}返回的批改页“{about}”是照片或扫描件，手写批改未作识读", "请对照原件登记更正"
    ),
    "marks-photo": DoubtKind(
        C, "专家寄来照片：{detail}，手写评分未作识读", "请对照照片照录，回复“某某评分：A07 85 90 88”"
    ),
    "marks-tied": DoubtKind(
        C,
        "{about}：专家来信像是说与案例有关：{detail}",
        "请核定是否回避（评分暂不登记）：应回避的回复“A07从某某那里收回”，不必回避的回复“A07给某某”",
    ),
    "marks-late": DoubtKind(
        C,
        "{about}在研究决定之后报来评分，另存未计：{detail}",
        "请知悉；要计入的回复“某某评分：A07 85 90 88”，再出评审意见",
    ),
    "visit-photo": DoubtKind(C, "察看照片：{detail}", "请核对后归入案例，可回复“收件某的照片放到某号”"),
    "unread": DoubtKind(C, "邮件未能自动读取：{detail}", "请查看原邮件"),
}


def owner_of(doubt: Doubt) -> Owner:
    """Who must act on a doubt."""
    return DOUBTS[doubt.code].owner


def sentence(doubt: Doubt, own: Callable[[str], str] = str) -> str:
    """What is wrong, as one Chinese sentence without closing mark; ``own`` puts the call's words for ours."""
    return own(DOUBTS[doubt.code].sentence).format(about=doubt.about, detail=doubt.detail)


def cure(doubt: Doubt, own: Callable[[str], str] = str) -> str:
    """What to do about it, as one Chinese clause without closing mark."""
    return own(DOUBTS[doubt.code].cure)
