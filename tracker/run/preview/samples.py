"""Invented values for every kind of letter: for previews, and to check that templates render.

Every state a template distinguishes has its sample; a new state needs one here. A state says only
what sets it apart from its kind's base.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Coordinator
from tracker.cases.standing import Standing
from tracker.ledger.records import LetterKind
from tracker.ledger.views.status import Reconciliation
from tracker.letters.answer import Choice, Question
from tracker.letters.digest.content import Need
from tracker.letters.notices import Trouble
from tracker.letters.original import Paper
from tracker.letters.unsent import Doubtful
from tracker.letters.writing.lines import CaseLine, Listing
from tracker.letters.writing.words import KIND_WORDS
from tracker.orders.outcome import Outcome
from tracker.orders.reply import show_examples
from tracker.run.preview.experts import expert_values
from tracker.run.preview.own import own_words, with_own_words
from tracker.run.preview.season import MAIL, SENT, TITLES, sample_lines, sample_standing, with_contacts
from tracker.run.preview.states import States, Values, vary
from tracker.run.preview.volume import volume_values

LATE = SENT + timedelta(days=8)
LI = Coordinator(name="李敏", email="a@b.invalid")
UNIT = {"addressee": "甲县民政局"}
TOWNS = ("东河街道", "西园街道")
TROUBLES = ["“案例材料.rar”设有密码，暂未能打开，烦请回复密码，或取消密码后重新发送"]
ANSWER: Values = {
    "addressee": "乙区民政局",
    "mails": [MAIL],
    "cases": [],
    "changes": [],
    "troubles": [],
    "gaps": [],
    "hints": [],
    "noted": [],
    "questions": [],
    "holding": [],
    "late": [],
    "listing": None,
    "past": False,
}
HOLDING: States = {
    "question": {"holding": ["question"]},
    "extension": {"holding": ["extension"]},
    "withdrawal": {"holding": ["withdrawal", "correction"]},
    "scan": {"holding": ["scan"]},
    "unclear": {},
}
REMINDER: States = {
    "nothing": {"workdays": 3, "received": 0, "minimum": 1, "past": False, "words": ""},
    "short": {"workdays": 1, "received": 1, "minimum": 3, "past": False, "words": ""},
    "ordered": {"workdays": 0, "received": 0, "minimum": 1, "past": True, "words": "请于本周五前报齐。"},
}
REPLY: States = {
    "unit": {
        "addressee": "甲县民政局",
        "words": "照片请直接发到本邮箱，不必另寄光盘。",
        "quote": "请问照片是发邮箱还是寄光盘？",
    },
    "stranger": {"addressee": "", "words": "材料已收到。", "quote": ""},
}
EXTENSION: States = {"nothing": {"received": 0}, "some": {"received": 3}}
URGENT: States = {
    "login": {"trouble": Trouble("login", "收件邮箱登录被拒绝", "请核对授权码，更新后重启服务")},
    "secret": {
        "trouble": Trouble(
            "secret:1",
            "收到带有密级标识的邮件，已隔离，未作任何处理",
            "请按保密规定处置，勿在互联网计算机上打开",
        )
    },
}
QUIET_DAY: Values = {
    "new_cases": [],
    "revised_cases": [],
    "new_mails": 0,
    "needs": [],
    "more_needs": 0,
    "needs_total": 0,
    "needs_own": 0,
    "missing": (),
    "awaiting": {},
    "links": [],
    "planned": [],
    "letters": [],
    "bad_addresses": {},
    "doubtful": (),
    "doubtful_total": 0,
    "set_aside": 0,
    "review": (),
    "zero": 0,
    "suspects": [],
    "reconciliation": Reconciliation(17, 12, 5, 0, 17, 17),
    "health": [],
    "workdays_left": 5,
    "past": False,
    "quiet": True,
    "enclosed": True,
}
BUSY_DAY: Values = {
    "quiet": False,
    "reconciliation": Reconciliation(17, 11, 4, 2, 17, 17),
    "new_mails": 5,
    "needs": [
        Need(
            "收件8",
            "来信询问：8月10日下班前发到是否按时，请回复来信单位",
            "收件8回复：……",
            who="甲县 张三 0516-80000001",
        ),
        Need("收件9", "来信申请延期：宽限到8月14日，请研究后回复", "乙县延到8月14日", who="乙县"),
        Need("3号", f"《{TITLES[0][0]}》主题不明确（二/一），请核定主题", "3号主题改二"),
        Need("5号", f"《{TITLES[2][0]}》与《小站点里的大民生》高度相似，请核定是否重复", "5号有效"),
        Need("6号", f"《{TITLES[3][0]}》可能不是案例：只有提纲，请核定是否作为案例", "6号确认"),
    ],
    "needs_total": 9,
    "needs_own": 7,
    "more_needs": 2,
    "planned": ["定时3，8月7日（星期五）09:00：周五再催一下没交的（李敏）"],
    "links": [{"name": "东河街道案例及照片.rar", "detail": "（8月24日到期）", "days": 21}],
    "letters": [
        {
            "what": KIND_WORDS[LetterKind.REMINDER],
            "recipient": "a@b.invalid",
            "response": "邮件被拒绝：550 no such user",
        }
    ],
    "bad_addresses": {"a@b.invalid": "地址被退信（邮箱已满），请电话联系丙县 王秀英 0516-80000002"},
    "doubtful": (Doubtful("收件10", "某协会 f@g.invalid", "年会通知"),),
    "doubtful_total": 1,
    "set_aside": 3,
    "review": ("初评：60篇，已收评分120份，截止2015年9月8日；王建国：还有2篇（A07、A12）",),
    "zero": 0,
    "suspects": [{"subject": "案例材料", "sender": "c@d.invalid"}],
    "health": ["收件邮箱暂时无法读取：邮箱服务器响应超时"],
}
ASK = Outcome(
    "截止延到8月20日",
    "尚未执行：将把截止时间改为8月20日（星期四）24时，并发信通知2个单位（甲县、丙县）。请回复“确认”后执行",
    done=False,
)
DONE = Outcome("3号主题改四", "3号主题：（二）治理方式 → （四）协商民主", done=True)
REFUSED = Outcome("30号主题改二", "未执行：没有30号案例", done=False)
ORDER: Values = {"waiting": [], "unclear": (), "undoable": False, "outcomes": []}
ORDERS: States = {
    "done": {"outcomes": [DONE], "undoable": True},
    "asks": {"outcomes": [ASK], "waiting": [ASK]},
    "unclear": {"unclear": ("那件事你看着办",), "outcomes": [DONE, REFUSED], "undoable": True},
}
SHEET_LISTS: dict[str, list[str]] = {
    "changes": ["3号主题：（二）治理方式 → （四）协商民主", "5号联系电话：（无） → 0516-80001105"],
    "new": ["38号（038）《小院议事会》"],
    "columns": ["分管领导意见"],
    "refusals": ["案例汇总表!H9　主题“七”：没有主题“七”；可用的有：（一）治理结构、（二）治理方式"],
    "conflicts": ["7号联系人（案例汇总表!L12）：台账王芳改为“李敏”，表中为“李明”"],
    "gone": ["9号《一张网、一块屏、一部手机》"],
    "remarks": ["另有工作表“草稿”与汇总表相似，未读取"],
}
NO_CHANGE = dict.fromkeys(SHEET_LISTS, 0)
SHEET: Values = {
    **{name: [] for name in SHEET_LISTS},
    "more": NO_CHANGE,
    "counts": NO_CHANGE,
    "refused": "",
    "untouched": False,
    "undoable": False,
    "name": "汇总表20150803.xlsx",
    "withdraw": "9号撤回",
}
SHEETS: States = {
    "all": {
        **SHEET_LISTS,
        "counts": {name: len(lines) for name, lines in SHEET_LISTS.items()},
        "undoable": True,
    },
    "taken": {"changes": SHEET_LISTS["changes"], "counts": {**NO_CHANGE, "changes": 2}},
    "untouched": {"untouched": True},
    "refused": {"refused": "含有宏，请另存为不带宏的 .xlsx 后重试"},
}


def sample_values(campaign: Campaign) -> dict[LetterKind, States]:
    """Kind → name of the state → values for its templates, in the words of the call."""
    words = own_words(campaign)
    return {kind: with_own_words(states, words) for kind, states in _samples(with_contacts(campaign)).items()}


def _samples(campaign: Campaign) -> dict[LetterKind, States]:
    standing, lines = sample_standing(campaign), sample_lines(campaign)
    last = campaign.deadlines[-1]
    later = last.model_copy(update={"last_day": last.last_day + timedelta(days=10)})
    base = {"campaign": campaign, "signature": campaign.signature, "now": SENT + timedelta(minutes=6)}
    ruled = {**base, "cutoff": campaign.cutoff_text(last)}
    paper = Paper("3号原件", f"{lines[0].number}《{lines[0].title}》的原件", (), MAIL)
    coordinator = next(iter(campaign.coordinators), LI)
    person = {"person": coordinator}
    stands = {**ruled, **person, "standing": standing, "missing": standing.missing}
    moved = {**base, **UNIT, "cutoff": campaign.cutoff_text(later), "minimum": 1}
    return {
        **_answers({**ruled, **ANSWER}, lines),
        LetterKind.REMINDER: vary({**ruled, **UNIT}, REMINDER),
        LetterKind.EXTENSION: vary(moved, EXTENSION),
        LetterKind.RECIPIENTS: _recipients(standing, {**base, **person}),
        LetterKind.PROGRESS: {"draft": {**stands, "past": False, "workdays_left": 5}},
        LetterKind.DIGEST: _digests({**stands, **QUIET_DAY}, lines),
        LetterKind.OVERDUE: {"missing": {**stands, "awaiting": {}}},
        LetterKind.URGENT: vary({**base, **person}, URGENT),
        LetterKind.ORDER: vary({**base, **person, **ORDER, "examples": show_examples(campaign)}, ORDERS),
        LetterKind.SHEET: vary({**base, **person, **SHEET}, SHEETS),
        **expert_values(base, coordinator),
        **volume_values(base, lines[:2], coordinator),
        LetterKind.REPLY: vary({**base, "mail": MAIL}, REPLY),
        LetterKind.ORIGINAL: vary(
            {**base, "passed_on_by": ""},
            {
                "sent": {"papers": (paper,)},
                "passed-on": {"papers": (paper,), "passed_on_by": "周敏"},
                "too-large": {"papers": (replace(paper, enclosed=False),)},
            },
        ),
    }


def _answers(base: Values, lines: tuple[CaseLine, ...]) -> dict[LetterKind, States]:
    first, second, third, fourth = lines
    revised = replace(third, version=2, role="revision")
    again = replace(fourth, role="same", level=third.level)
    unsure = replace(first, place="", level="", theme="", title="", subtitle="")
    asked = _questions(lines)
    late = {
        "cases": [first],
        "late": [replace(MAIL, sent_at=LATE, arrived_at=LATE + timedelta(minutes=4))],
        "past": True,
        "now": LATE + timedelta(minutes=6),
    }
    return {
        LetterKind.ACKNOWLEDGEMENT: vary(
            {**base, "cases": [first]},
            {
                "one": {},
                "several": {"cases": [first, second, revised, again], "mails": [MAIL, MAIL]},
                "again": {"cases": [again]},
                "changed": {
                    "cases": [replace(first, role="changed")],
                    "changes": [f"{first.number}联系电话：0516-80001170"],
                },
                "with-question": {"holding": ["question"]},
                "unknown-sender": {"addressee": "", "cases": [unsure]},
            },
        ),
        LetterKind.SUPPLEMENT: vary(
            {**base, "troubles": TROUBLES},
            {
                "all": {
                    "cases": [first, second, fourth],
                    "gaps": [f"《{second.title}》：未见联系电话，请补充联系电话"],
                    "questions": asked,
                },
                "nothing-read": {},
            },
        ),
        LetterKind.LATE: vary(
            {**base, **late}, {"late": {}, "late-gaps": {"troubles": TROUBLES, "questions": asked}}
        ),
        LetterKind.HOLDING: vary(base, HOLDING),
        LetterKind.LISTING: _listings(base, lines),
    }


def _questions(lines: tuple[CaseLine, ...]) -> list[Question]:
    """Two doubts about the fourth case, whose options are numbered through."""
    _, second, third, fourth = lines
    town, other = TOWNS
    levels = f"3 {third.level}　4 {second.level}"
    return [
        Question(
            f"《{fourth.title}》：请确认所属镇（街道）：1 {town}　2 {other}",
            (Choice(1, 4, "town", town), Choice(2, 4, "town", other)),
        ),
        Question(
            f"《{fourth.title}》：请确认属于县级、镇（街道）级还是村（社区）级：{levels}",
            (Choice(3, 4, "level", "town"), Choice(4, 4, "level", "village")),
        ),
    ]


def _listings(base: Values, lines: tuple[CaseLine, ...]) -> States:
    first, second, third = (replace(line, role="named") for line in lines[:3])
    listed = Listing((first, second, replace(third, late=True)), whole_unit=True)
    return vary(
        base,
        {
            "unit": {"listing": listed},
            "none": {"listing": Listing((), whole_unit=True)},
            "own": {"addressee": "", "listing": Listing((first,), whole_unit=False)},
        },
    )


def _digests(quiet: Values, lines: tuple[CaseLine, ...]) -> States:
    first, second, third, fourth = (_digest_line(line, serial) for serial, line in enumerate(lines, 3))
    missing = quiet["standing"].missing
    busy = {
        **BUSY_DAY,
        "new_cases": [first, second, {**fourth, "place": "乙区"}],
        "revised_cases": [{**third, "version": 2}],
        "missing": missing,
        "awaiting": {unit.unit.key: "已来信，材料待补" for unit in missing[:1]},
    }
    after = {**busy, "past": True, "workdays_left": 0, "new_cases": [{**first, "on_time": False}]}
    return vary(quiet, {"quiet": {}, "busy": busy, "after-cutoff": after})


def _digest_line(line: CaseLine, serial: int) -> Values:
    shown = ("number", "title", "subtitle", "place", "level", "theme", "characters", "version")
    return {
        "serial": serial,
        **{name: getattr(line, name) for name in shown},
        "waiting": False,
        "on_time": True,
    }


def _recipients(standing: Standing, base: Values) -> States:
    units = standing.missing
    told = tuple((unit, f"{unit.unit.key}@example.invalid") for unit in units[:2])
    mailing = {
        **base,
        "what": KIND_WORDS[LetterKind.REMINDER],
        "held": False,
        "told": told,
        "silent": units[2:4],
        "spared": units[4:5],
    }
    return vary(mailing, {"sent": {}, "held": {"held": True}, "nobody": {"told": (), "spared": ()}})
