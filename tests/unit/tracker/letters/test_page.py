"""docs/letters.md against the templates, the samples and the values that letters really get."""

import importlib
import re

import pytest
from jinja2 import meta

from intake.model.case import Doubt
from tests.office import ROOT, Office, case, extended, notice
from tracker.ledger.records import LetterKind, LetterState
from tracker.letters.progress import DRAFT
from tracker.letters.writing.render import Rendered, _environment
from tracker.letters.writing.words import KIND_WORDS, STATE_WORDS
from tracker.run.preview.check import FORBIDDEN, check_templates, forbidden_words
from tracker.run.preview.samples import sample_values
from tracker.sheet.out.requested import send_requested

TEMPLATES = (ROOT / "templates",)
PAGE = (ROOT / "docs/letters.md").read_text(encoding="utf-8")
COMPOSERS = ("letters.writing.post",)


def section(title):
    body = PAGE.split(f"# {title}\n", 1)[1]
    return re.split(r"\n#+ ", body)[0]


def table(title):
    rows = [line.strip("|").split("|") for line in section(title).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row] for row in rows]


def marked(text):
    return re.findall(r"`([a-z_]+)`", text)


DOCUMENTED = {kind: set(marked(row[1])) for row in table("各种信函可用的变量") for kind in marked(row[0])}


def used(template):
    environment = _environment(TEMPLATES, "Asia/Shanghai")
    source, *_ = environment.loader.get_source(environment, template)
    return meta.find_undeclared_variables(environment.parse(source))


def test_every_kind_is_documented_with_its_name():
    rows = {marked(row[0])[0]: row[1] for row in table("种类")}
    assert rows == {str(kind): word for kind, word in KIND_WORDS.items()}
    assert set(DOCUMENTED) == set(rows)
    assert set(STATE_WORDS) == set(LetterState)


@pytest.mark.parametrize("kind", LetterKind)
def test_templates_use_documented_variables_only(kind):
    found = used(f"mail/{kind}.txt.j2") | used(f"mail/{kind}.html.j2")
    if kind is LetterKind.PROGRESS:
        found |= used(DRAFT)
    assert sorted(found - DOCUMENTED[kind]) == []


@pytest.mark.parametrize("kind", LetterKind)
def test_samples_have_exactly_the_documented_variables(kind):
    states = sample_values(notice())[kind]
    assert {state: sorted(values) for state, values in states.items()} == dict.fromkeys(
        states, sorted(DOCUMENTED[kind])
    )


def test_every_variable_is_explained_once():
    explained = [marked(row[0])[0] for row in table("变量的意思")]
    assert explained == sorted(set().union(*DOCUMENTED.values()))


@pytest.mark.slow
def test_letters_really_get_what_is_documented(tmp_path, monkeypatch):
    """A season in which every kind is written; what each renderer was given."""
    given = {}
    for name in COMPOSERS:
        module = importlib.import_module(f"tracker.{name}")

        def recorded(kind, values, folders, zone, render=module.render_letter):
            given.setdefault(str(kind), set()).add(frozenset(values))
            return render(kind, values, folders, zone)

        monkeypatch.setattr(module, "render_letter", recorded)
    rule = notice().digest.model_copy(update={"weekly": 4, "quiet_days": False})
    office = Office(
        tmp_path, extended(notice(), "2015-08-20", "2015-08-07").model_copy(update={"digest": rule})
    )
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", secret="秘密★", doubts=(Doubt("secret"),))
    office.until("07-28 17:05")
    office.order("把汇总表发我", office.last("digest"))
    send_requested(office.parts, None)
    office.until("08-21 09:00")
    office.close()
    wanted = {kind: {frozenset(DOCUMENTED[kind])} for kind in given}
    assert given == wanted
    assert set(given) >= {"acknowledgement", "reminder", "recipients", "extension", "digest", "overdue", "urgent",
                          "order", "original", "progress"}  # fmt: skip


def test_every_picture_is_there_and_shown():
    shown = set(re.findall(r"pictures/(letter-[a-z-]+\.png)", PAGE))
    there = {path.name for path in (ROOT / "docs/pictures").glob("letter-*.png")}
    assert shown == there
    kinds = {str(kind) for kind in LetterKind}
    assert {kind for kind in kinds if any(name.startswith(f"letter-{kind}-") for name in shown)} == kinds


# Words


def test_no_letter_has_a_forbidden_word_in_any_state():
    assert check_templates(notice(), TEMPLATES) == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_forbidden_words_are_found_wherever_they_stand(word):
    for rendered in (
        Rendered(f"甲{word}乙", "", ""),
        Rendered("", f"甲{word}乙", ""),
        Rendered("", "", f"<p>甲{word}乙</p>"),
    ):
        assert word in forbidden_words(rendered)


def test_words_of_the_guide_are_all_forbidden():
    guide = "审核通过 不合格 退回 不予受理 落选 获奖 通报批评 追责 后果自负 亲， 收悉 ！"
    assert [word for word in guide.split() if not forbidden_words(Rendered("", word, ""))] == []


def test_marks_of_html_and_cells_are_no_exclamation():
    assert forbidden_words(Rendered("", "案例汇总表!H9", "<!DOCTYPE html><!-- x --><p>好</p>")) == []


def test_broken_template_is_found(tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/urgent.txt.j2").write_text("主题：x\n\n{{ nobody }}", encoding="utf-8")
    (tmp_path / "mail/order.txt.j2").write_text("x", encoding="utf-8")
    (tmp_path / "mail/holding.txt.j2").write_text("主题：x\n\n{% if %}", encoding="utf-8")
    found = check_templates(notice(), (tmp_path, *TEMPLATES))
    assert {line.partition("（")[0] for line in found} == {"urgent", "order", "holding"}
