"""Invented values for every kind of letter: for previews, and to check that templates render.

Every state a template distinguishes has its sample; a new state needs one here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from intake.campaign.notice import Campaign, Coordinator
from tracker.cases.standing import Standing
from tracker.ledger.records import LetterKind
from tracker.ledger.views.status import Reconciliation
from tracker.letters.answer import Choice, Question
from tracker.letters.digest import Need
from tracker.letters.notices import Trouble
from tracker.letters.writing.lines import CaseLine, Listing
from tracker.orders.reply import EXAMPLES, Outcome
from tracker.run.preview.season import MAIL, SENT, sample_lines, sample_standing, with_contacts

LATE = SENT + timedelta(days=8)


def sample_values(campaign: Campaign) -> dict[LetterKind, dict[str, dict[str, Any]]]:
    """Kind → name of the state → values for its templates."""
    campaign = with_contacts(campaign)
    standing = sample_standing(campaign)
    person = (
        campaign.coordinators[0] if campaign.coordinators else Coordinator(name="李敏", email="a@b.invalid")
    )
    base = {
        "campaign": campaign,
        "signature": campaign.signature,
        "now": SENT + timedelta(minutes=6),
    }
    to_person = {**base, "person": person}
    last = campaign.deadlines[-1]
    ruling = {"cutoff": campaign.cutoff_text(last)}
    later = last.model_copy(update={"last_day": last.last_day + timedelta(days=10)})
    moved = {**base, "addressee": "丰县民政局", "cutoff": campaign.cutoff_text(later)}
    return {
        **_answers({**base, **ruling}, sample_lines(campaign)),
        LetterKind.REMINDER: {
            "nothing": {
                **base,
                **ruling,
                "addressee": "丰县民政局",
                "workdays": 3,
                "received": 0,
                "minimum": 1,
            },
            "short": {
                **base,
                **ruling,
                "addressee": "丰县民政局",
                "workdays": 1,
                "received": 1,
                "minimum": 3,
            },
        },
        LetterKind.EXTENSION: {
            "nothing": {**moved, "received": 0, "minimum": 1},
            "some": {**moved, "received": 3, "minimum": 1},
        },
        LetterKind.RECIPIENTS: _recipients(standing, to_person),
        LetterKind.PROGRESS: {
            "draft": {
                **to_person,
                **ruling,
                "standing": standing,
                "missing": standing.missing,
                "past": False,
                "workdays_left": 5,
            }
        },
        LetterKind.DIGEST: _digests(standing, sample_lines(campaign), {**to_person, **ruling}),
        LetterKind.OVERDUE: {
            "missing": {
                **to_person,
                **ruling,
                "awaiting": (),
                "missing": standing.missing,
                "standing": standing,
            }
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
            "sent": {
                **base,
                "case": {"serial": 3, "number": "XZ-003", "title": "撕掉责任状 签下协议书"},
                "mail": MAIL,
                "enclosed": True,
            },
            "too-large": {
                **base,
                "case": {"serial": 3, "number": "XZ-003", "title": "撕掉责任状 签下协议书"},
                "mail": MAIL,
                "enclosed": False,
            },
        },
    }


def _answers(
    base: dict[str, Any], lines: tuple[CaseLine, ...]
) -> dict[LetterKind, dict[str, dict[str, Any]]]:
    first, second, third, fourth = lines
    answer = {
        **base,
        "addressee": "泉山区民政局",
        "mails": [MAIL],
        "cases": [first],
        "changes": [],
        "troubles": [],
        "gaps": [],
        "questions": [],
        "holding": [],
        "late": [],
        "listing": None,
        "past": False,
    }
    revised = replace(third, version=2, role="revision")
    again = replace(fourth, role="same", level=third.level)
    unsure = replace(first, place="", level="", theme="", title="", subtitle="")
    town = ("和平街道", "永安街道")
    asked = [
        Question(
            f"《{fourth.title}》：请确认所属镇（街道）：1 {town[0]}　2 {town[1]}",
            (Choice(1, 4, "town", town[0]), Choice(2, 4, "town", town[1])),
        ),
        Question(
            f"《{fourth.title}》：请确认属于县级、镇（街道）级还是村（社区）级：3 {third.level}　4 {second.level}",
            (Choice(3, 4, "level", "town"), Choice(4, 4, "level", "village")),
        ),
    ]
    troubles = ["“案例材料.rar”设有密码，暂未能打开，烦请回复密码，或取消密码后重新发送"]
    gaps = [f"《{second.title}》：未见联系电话，请补充联系电话"]
    after = {
        **answer,
        "late": [replace(MAIL, sent_at=LATE, arrived_at=LATE + timedelta(minutes=4))],
        "past": True,
        "now": LATE + timedelta(minutes=6),
    }
    named = [replace(line, role="named") for line in lines[:3]]
    listed = Listing((*named[:2], replace(named[2], late=True)), whole_unit=True)
    nobody = {**answer, "cases": []}
    return {
        LetterKind.ACKNOWLEDGEMENT: {
            "one": answer,
            "several": {**answer, "cases": [first, second, revised, again], "mails": [MAIL, MAIL]},
            "again": {**answer, "cases": [again]},
            "changed": {
                **answer,
                "cases": [replace(first, role="changed")],
                "changes": [f"{first.number}联系电话：0516-80001170"],
            },
            "with-question": {**answer, "holding": ["question"]},
            "unknown-sender": {**answer, "addressee": "", "cases": [unsure]},
        },
        LetterKind.SUPPLEMENT: {
            "all": {
                **answer,
                "cases": [first, second, fourth],
                "troubles": troubles,
                "gaps": gaps,
                "questions": asked,
            },
            "nothing-read": {**nobody, "troubles": troubles},
        },
        LetterKind.LATE: {
            "late": after,
            "late-gaps": {**after, "troubles": troubles, "questions": asked},
        },
        LetterKind.HOLDING: {
            "question": {**nobody, "holding": ["question"]},
            "extension": {**nobody, "holding": ["extension"]},
            "withdrawal": {**nobody, "holding": ["withdrawal", "correction"]},
            "scan": {**nobody, "holding": ["scan"]},
            "unclear": nobody,
        },
        LetterKind.LISTING: {
            "unit": {**nobody, "listing": listed},
            "none": {**nobody, "listing": Listing((), whole_unit=True)},
            "own": {**nobody, "addressee": "", "listing": Listing((named[0],), whole_unit=False)},
        },
    }


def _digest_line(line: CaseLine, serial: int) -> dict[str, Any]:
    return {
        "serial": serial,
        "number": line.number,
        "title": line.title,
        "subtitle": line.subtitle,
        "place": line.place,
        "level": line.level,
        "theme": line.theme,
        "characters": line.characters,
        "version": line.version,
        "waiting": False,
        "on_time": True,
    }


def _digests(
    standing: Standing, lines: tuple[CaseLine, ...], base: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    first, second, third, fourth = (_digest_line(line, serial) for serial, line in enumerate(lines, 3))
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
        "awaiting": (),
        "links": [],
        "letters": [],
        "bad_addresses": {},
        "suspects": [],
        "reconciliation": Reconciliation(17, 12, 5, 0, 17, 17),
        "health": [],
        "workdays_left": 5,
        "past": False,
        "quiet": True,
        "enclosed": True,
    }
    busy = {
        **quiet,
        "quiet": False,
        "reconciliation": Reconciliation(17, 11, 4, 2, 17, 17),
        "new_mails": 5,
        "new_cases": [first, second, {**fourth, "place": "泉山区"}],
        "revised_cases": [{**third, "version": 2}],
        "needs": [
            Need("收件8", "来信询问：8月10日下班前发到是否按时，请回复来信单位", "收件8已处理"),
            Need("收件9", "来信申请延期：宽限到8月14日，请研究后回复", "收件9已处理"),
            Need("3号", f"《{lines[0].title}》主题不明确（二/一），请核定主题", "3号主题改二"),
            Need("5号", f"《{lines[2].title}》与《小站点里的大民生》高度相似，请核定是否重复", "5号有效"),
            Need("6号", f"《{lines[3].title}》可能不是案例：只有提纲，请核定是否作为案例"),
        ],
        "needs_total": 7,
        "more_needs": 2,
        "missing": standing.missing,
        "awaiting": (standing.missing[0].unit.key,) if standing.missing else (),
        "links": [{"name": "金山街道案例及照片.rar", "detail": "（8月24日到期）", "days": 21}],
        "letters": [{"what": "提醒", "recipient": "a@b.invalid", "response": "邮件被拒绝：550 no such user"}],
        "bad_addresses": {"a@b.invalid": "地址被退信（邮箱已满），请电话联系沛县 王秀英 0516-80000002"},
        "suspects": [{"subject": "案例材料", "sender": "c@d.invalid"}],
        "health": ["收件邮箱暂时无法读取：邮箱服务器响应超时"],
    }
    late = {**first, "on_time": False}
    after = {**busy, "past": True, "workdays_left": 0, "new_cases": [late]}
    return {"quiet": quiet, "busy": busy, "after-cutoff": after}


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


def _recipients(standing: Standing, base: dict[str, Any]) -> dict[str, dict[str, Any]]:
    units = standing.missing
    mailing = {
        **base,
        "what": "提醒",
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
