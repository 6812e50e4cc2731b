"""Recognised texts kept by the hash of their files."""

import pytest

from intake.documents.result import Text
from intake.documents.scan.kept import RecognisedTexts
from intake.model.case import Doubt, Picture, Row
from intake.model.errors import ArchiveError

TEXT = Text(
    "题目\n\f正文", "ocr", (("联系人", "张三"),), (Row(("1", "题目")),), (Picture("第1页"),), 2, ("题目",), False, True,
    (Doubt("ocr-low", "", "“不清”", ("甲",)),),
)  # fmt: skip


def test_kept_and_found_again(tmp_path):
    texts = RecognisedTexts(tmp_path / "recognised")
    assert texts.get("ab12") is None
    texts.put("ab12", TEXT)
    texts.put("ab12", TEXT)
    assert RecognisedTexts(tmp_path / "recognised").get("ab12") == TEXT
    assert [path.name for path in (tmp_path / "recognised").rglob("*") if path.is_file()] == ["ab12.json"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"text": 1}', b"\xff\xfe"])
def test_a_damaged_entry_is_as_none(tmp_path, damage):
    texts = RecognisedTexts(tmp_path)
    texts.put("ab12", TEXT)
    (tmp_path / "ab" / "ab12.json").write_bytes(damage)
    assert texts.get("ab12") is None


def test_a_full_disk_is_said(tmp_path):
    (tmp_path / "ab").write_text("")  # a file where the folder should be
    with pytest.raises(ArchiveError):
        RecognisedTexts(tmp_path).put("ab12", TEXT)
    assert [path.name for path in tmp_path.iterdir()] == ["ab"]
