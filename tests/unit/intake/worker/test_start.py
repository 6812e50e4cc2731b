"""What a worker begins with: the files of a call, what becomes of scans, and why it gave nothing."""

from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace

import pytest

from intake.documents.scan.kept import Recognition
from intake.documents.scan.recognise import is_installed
from intake.model.errors import ConfigError
from intake.model.limits import Limits
from intake.worker.start import CallFiles, why_failed
from tests.paths import CONFIG

FILES = CallFiles(CONFIG / "campaigns/xuzhou-2015.toml", CONFIG / "places/xuzhou.toml")


def test_a_call_of_two_files_is_whole():
    call = FILES.load()
    assert (call.campaign.id, call.learned, call.recognised) == ("xuzhou-2015", None, None)
    assert (call.limits, call.recognition) == (Limits(), Recognition.OFF)
    assert call.places.authors == call.campaign.author_names()
    assert call.places.counties


def test_without_a_lexicon_themes_are_judged_by_the_words_of_their_definitions():
    own = replace(FILES, lexicon=CONFIG / "lexicon/xuzhou-2015.toml").load().lexicon
    derived = FILES.load().lexicon
    assert (own.id, derived.id) == ("xuzhou-2015", "")
    numbers = [theme.number for theme in FILES.load().campaign.themes]
    assert [theme.number for theme in derived.themes] == [theme.number for theme in own.themes] == numbers


def test_what_was_learned_is_taken_where_it_is_there(tmp_path):
    assert replace(FILES, learned=tmp_path / "none.toml").load().learned is None


def test_limits_and_the_folder_of_recognised_texts_are_handed_on(tmp_path):
    limits = Limits(mail_seconds=1.0)
    call = replace(FILES, limits=limits, recognised=tmp_path).load()
    assert call.limits == limits
    assert call.recognised is not None


def test_scans_are_recognised_only_where_that_is_wanted_and_installed():
    assert FILES.recognition() is Recognition.OFF
    wanted = replace(FILES, ocr=True).recognition()
    assert wanted is (Recognition.READY if is_installed() else Recognition.MISSING)


@pytest.mark.parametrize("name", ["campaign", "places", "lexicon"])
@pytest.mark.parametrize("content", [b"", b"=", b"\xff\xfe", b"[nothing]\nx = 1\n"])
def test_a_file_that_is_wrong_is_said_by_its_name(tmp_path, name, content):
    wrong = tmp_path / f"{name}.toml"
    wrong.write_bytes(content)
    with pytest.raises(ConfigError, match=wrong.name):
        replace(FILES, **{name: wrong}).load()


@pytest.mark.parametrize("name", ["campaign", "places", "lexicon"])
def test_a_file_that_is_not_there_is_said(tmp_path, name):
    with pytest.raises(ConfigError, match="没有的文件"):
        replace(FILES, **{name: tmp_path / "没有的文件.toml"}).load()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TimeoutError(), "读取超时"),
        (FutureTimeoutError(), "读取超时"),
        (MemoryError(), "读取所需内存超出上限"),
        (RuntimeError("x"), "读取程序异常退出（RuntimeError）"),
        (ValueError("甲方的原文"), "读取程序异常退出（ValueError）"),
    ],
)
def test_why_a_worker_gave_nothing_and_never_a_word_of_the_mail(error, why):
    assert why_failed(error) == why
