"""What kinds and states of letters are called where a person reads them."""

from __future__ import annotations

from tracker.ledger.records import LetterKind, LetterState

KIND_WORDS: dict[LetterKind, str] = {
    LetterKind.ACKNOWLEDGEMENT: "回执",
    LetterKind.SUPPLEMENT: "回执（请补充）",
    LetterKind.HOLDING: "转办说明",
    LetterKind.LATE: "截止后回执",
    LetterKind.LISTING: "报送情况",
    LetterKind.REMINDER: "提醒",
    LetterKind.EXTENSION: "截止时间调整通知",
    LetterKind.DIGEST: "每日报送情况",
    LetterKind.OVERDUE: "未报送单位名单",
    LetterKind.URGENT: "紧急通知",
    LetterKind.ORDER: "指令办理情况",
    LetterKind.SHEET: "汇总表登记情况",
    LetterKind.PROGRESS: "进度通报草稿",
    LetterKind.ORIGINAL: "所要材料",
    LetterKind.FINAL: "约请定稿",
    LetterKind.PROOF: "送校校样",
    LetterKind.BOOK: "返回书稿对照",
    LetterKind.REPLY: "答复",
    LetterKind.RECIPIENTS: "发送名单",
    LetterKind.INVITATION: "专家邀请",
    LetterKind.PAPERS: "评阅材料",
    LetterKind.MARKS: "评分登记情况",
    LetterKind.MARKS_DUE: "评阅提醒",
    LetterKind.MARKS_IN: "评分已齐",
}
STATE_WORDS: dict[LetterState, str] = {
    LetterState.HELD: "待放行",
    LetterState.QUEUED: "待发",
    LetterState.SENDING: "正在发送",
    LetterState.SENT: "已发",
    LetterState.DEFERRED: "稍后重发",
    LetterState.FAILED: "未能发出",
    LetterState.UNKNOWN: "结果不明",
    LetterState.CANCELLED: "未发",
}
