"""Invented values for every kind of letter: for previews, and to check that templates render.

Every state a template distinguishes has its sample; a new state needs one here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from intake.campaign import Campaign, Coordinator
from tracker.ledger.status import Reconciliation
from tracker.letters.answer import Choice, Question
from tracker.letters.digest import Need
from tracker.letters.lines import CaseLine, Listing
from tracker.letters.notices import Trouble
from tracker.orders.reply import EXAMPLES, Outcome
from tracker.records import LetterKind, MailRow, MailState
from tracker.standing import stand

SENT = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
LINE = CaseLine(
    number="XZ-003",
    title="撕掉责任状 签下协议书",
    subtitle="和平街道推进“政社互动”的实践",
    place="泉山区和平街道",
    level="镇（街道）级",
    theme="（二）治理方式",
    characters=1432,
    version=1,
    role="new",
    late=False,
    sent_at=SENT,
)
MAIL = MailRow(
    id=12,
    sha256="0" * 64,
    size=140_000,
    file="",
    state=MailState.FILED,
    arrived_at=SENT + timedelta(minutes=1),
    sent_at=SENT,
    message_id="<sample@example.invalid>",
    references=(),
    from_email="sample@example.invalid",
    from_name="泉山区民政局",
    subject="案例材料",
    kind="submission",
    intent="",
    unit="quanshan",
    needs_person=False,
    wants_answer=False,
    late=None,
    copy_of=None,
)


def sample_values(campaign: Campaign) -> dict[LetterKind, dict[str, dict[str, Any]]]:
    """Kind → name of the state → values for its templates."""
    person = (
        campaign.coordinators[0] if campaign.coordinators else Coordinator(name="经办人", email="a@b.invalid")
    )
    base = {
        "campaign": campaign,
        "signature": campaign.signature,
        "now": SENT + timedelta(minutes=6),
        "cutoff": campaign.cutoff_text(campaign.deadlines[-1]),
    }
    to_person = {**base, "person": person}
    return {
        **_answers(base),
        LetterKind.REMINDER: {
            "nothing": {**base, "addressee": "丰县民政局", "workdays": 3, "received": 0, "minimum": 1},
            "short": {**base, "addressee": "丰县民政局", "workdays": 1, "received": 1, "minimum": 3},
        },
        LetterKind.EXTENSION: {
            "nothing": {**base, "addressee": "丰县民政局", "received": 0},
            "some": {**base, "addressee": "丰县民政局", "received": 3},
        },
        LetterKind.RECIPIENTS: _recipients(campaign, to_person),
        LetterKind.PROGRESS: {
            "draft": {
                **to_person,
                "standing": stand(campaign, []),
                "missing": stand(campaign, []).missing,
                "past": False,
                "workdays_left": 5,
            }
        },
        LetterKind.DIGEST: _digests(campaign, to_person),
        LetterKind.OVERDUE: {
            "missing": {**to_person, "missing": stand(campaign, []).missing, "standing": stand(campaign, [])}
        },
        LetterKind.URGENT: {
            "login": {
                **to_person,
                "trouble": Trouble("login", "收件邮箱登录被拒绝", "请核对授权码，更新后重启服务"),
            },
            "secret": {
                **to_person,
                "trouble": Trouble(
                    "secret:1",
                    "收到带有密级标识的邮件，已隔离，未作任何处理",
                    "请按保密规定处置，勿在互联网计算机上打开",
                ),
            },
        },
        LetterKind.ORDER: _orders(to_person),
        LetterKind.SHEET: _sheets(to_person),
        LetterKind.ORIGINAL: {
            "sent": {**base, "case": {"serial": 3, "number": "XZ-003", "title": LINE.title}, "mail": MAIL}
        },
    }


def _answers(base: dict[str, Any]) -> dict[LetterKind, dict[str, dict[str, Any]]]:
    answer = {
        **base,
        "addressee": "泉山区民政局",
        "mails": [MAIL],
        "cases": [LINE],
        "changes": [],
        "troubles": [],
        "gaps": [],
        "questions": [],
        "holding": [],
        "late": [],
        "listing": None,
        "past": False,
    }
    revised = replace(LINE, version=2, role="revision")
    again = replace(LINE, role="same")
    named = replace(LINE, role="named")
    unsure = replace(LINE, place="", level="", theme="", title="")
    asked = Question(
        "《从“千条线”到“一张单”》：请确认所属镇（街道）：1 张集镇　2 张集街道",
        (Choice(1, 4, "town", "张集镇"), Choice(2, 4, "town", "张集街道")),
    )
    troubles = ["“案例材料.rar”设有密码，暂未能打开，烦请回复密码，或取消密码后重新发送"]
    return {
        LetterKind.ACKNOWLEDGEMENT: {
            "one": answer,
            "several": {**answer, "cases": [LINE, replace(LINE, number="XZ-004"), replace(revised, number="XZ-005"),
                                             replace(again, number="XZ-001")],
                        "mails": [MAIL, MAIL]},
            "again": {**answer, "cases": [again]},
            "changed": {**answer, "cases": [replace(LINE, role="changed")],
                        "changes": ["XZ-003联系电话：0516-80001170"]},
            "with-question": {**answer, "holding": ["question"]},
            "unknown-sender": {**answer, "addressee": "", "cases": [unsure]},
        },
        LetterKind.SUPPLEMENT: {
            "all": {**answer, "troubles": troubles, "gaps": ["《一顿热饭的路程》：未见联系电话，请补充联系电话"],
                    "questions": [asked]},
            "nothing-read": {**answer, "cases": [], "troubles": troubles},
        },
        LetterKind.LATE: {
            "late": {**answer, "late": [MAIL], "past": True},
            "late-gaps": {**answer, "late": [MAIL], "past": True, "troubles": troubles, "questions": [asked]},
        },
        LetterKind.HOLDING: {
            "question": {**answer, "cases": [], "holding": ["question"]},
            "extension": {**answer, "cases": [], "holding": ["extension"]},
            "withdrawal": {**answer, "cases": [], "holding": ["withdrawal", "correction"]},
            "unclear": {**answer, "cases": []},
        },
        LetterKind.LISTING: {
            "unit": {**answer, "cases": [],
                     "listing": Listing((named, replace(named, number="XZ-009", late=True)), whole_unit=True)},
            "none": {**answer, "cases": [], "listing": Listing((), whole_unit=True)},
            "own": {**answer, "cases": [], "listing": Listing((named,), whole_unit=False)},
        },
    }  # fmt: skip


def _digests(campaign: Campaign, base: dict[str, Any]) -> dict[str, dict[str, Any]]:
    standing = stand(campaign, [])
    case = {
        "serial": 3,
        "number": "XZ-003",
        "title": LINE.title,
        "subtitle": LINE.subtitle,
        "place": LINE.place,
        "level": LINE.level,
        "theme": LINE.theme,
        "characters": LINE.characters,
        "version": 1,
        "waiting": False,
        "on_time": True,
    }
    quiet = {
        **base,
        "standing": standing,
        "new_cases": [],
        "revised_cases": [],
        "new_mails": 0,
        "needs": [],
        "more_needs": 0,
        "needs_total": 0,
        "missing": (),
        "links": [],
        "letters": [],
        "bad_addresses": {},
        "suspects": [],
        "reconciliation": Reconciliation(40, 36, 3, 1, 40, 40),
        "health": [],
        "workdays_left": 5,
        "past": False,
        "quiet": True,
    }
    busy = {
        **quiet,
        "quiet": False,
        "new_cases": [case, {**case, "serial": 4, "on_time": False}],
        "revised_cases": [{**case, "version": 2}],
        "needs": [
            Need("3号", "《撕掉责任状 签下协议书》主题不明确（二/一），请核定主题", "3号主题改二"),
            Need("收件8", "来信询问：8月10日下班前发到是否按时，请回复来信单位", "收件8已处理"),
        ],
        "needs_total": 7,
        "more_needs": 5,
        "missing": standing.missing,
        "links": [{"name": "金山街道案例及照片.rar", "detail": "（8月24日到期）", "days": 21}],
        "letters": [{"what": "提醒", "recipient": "a@b.invalid", "response": "邮件被拒绝：550 no such user"}],
        "bad_addresses": {"a@b.invalid": "地址被退信（邮箱已满），请电话联系丰县 张三 0516-80000001"},
        "suspects": [{"subject": "案例材料", "sender": "c@d.invalid"}],
        "health": ["收件邮箱暂时无法读取：邮箱服务器响应超时"],
    }
    return {"quiet": quiet, "busy": busy, "after-cutoff": {**busy, "past": True, "workdays_left": 0}}


def _orders(base: dict[str, Any]) -> dict[str, dict[str, Any]]:
    order = {**base, "waiting": [], "unclear": (), "examples": EXAMPLES, "undoable": False, "outcomes": []}
    done = Outcome("3号主题改四", "3号主题：（二）治理方式 → （四）协商民主", done=True)
    ask = Outcome(
        "截止延到8月20日",
        "尚未执行：将把截止时间改为8月20日（星期四）24时，并发信通知2个单位（丰县、沛县）。请回复“确认”后执行",
        done=False,
    )
    refused = Outcome("30号主题改二", "未执行：没有30号案例", done=False)
    return {
        "done": {**order, "outcomes": [done], "undoable": True},
        "asks": {**order, "outcomes": [ask], "waiting": [ask]},
        "unclear": {**order, "unclear": ("那件事你看着办",), "outcomes": [done, refused], "undoable": True},
    }


def _recipients(campaign: Campaign, base: dict[str, Any]) -> dict[str, dict[str, Any]]:
    units = stand(campaign, []).units
    mailing = {
        **base,
        "what": "提醒",
        "workdays": 3,
        "held": False,
        "told": tuple((unit, f"{unit.unit.key}@example.invalid") for unit in units[:2]),
        "silent": units[2:4],
        "spared": units[4:5],
    }
    nobody = {**mailing, "told": (), "spared": ()}
    return {"sent": mailing, "held": {**mailing, "held": True}, "nobody": nobody}


def _sheets(base: dict[str, Any]) -> dict[str, dict[str, Any]]:
    lists: dict[str, list[str]] = {
        "changes": ["3号主题：（二）治理方式 → （四）协商民主", "5号联系电话：（无） → 0516-80001105"],
        "new": ["38号（XZ-038）《小院议事会》"],
        "columns": ["分管领导意见"],
        "refusals": ["案例汇总表!H9　主题“七”：没有主题“七”；可用的有：（一）治理结构、（二）治理方式"],
        "conflicts": ["7号联系人（案例汇总表!L12）：台账王芳改为“李敏”，表中为“李明”"],
        "gone": ["9号《一张网、一块屏、一部手机》"],
        "remarks": ["另有工作表“草稿”与汇总表相似，未读取"],
    }
    all_of_it = {
        **base,
        **lists,
        "more": dict.fromkeys(lists, 0),
        "counts": {key: len(lines) for key, lines in lists.items()},
        "refused": "",
        "untouched": False,
        "undoable": True,
        "name": "汇总表20150803.xlsx",
        "withdraw": "9号撤回",
    }
    nothing = {
        **all_of_it,
        **{key: [] for key in lists},
        "counts": dict.fromkeys(lists, 0),
        "undoable": False,
    }
    return {
        "all": all_of_it,
        "taken": {**nothing, "changes": lists["changes"], "counts": {**nothing["counts"], "changes": 2}},
        "untouched": {**nothing, "untouched": True},
        "refused": {**nothing, "refused": "含有宏，请另存为不带宏的 .xlsx 后重试"},
    }
