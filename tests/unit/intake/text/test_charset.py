"""Bytes become text by what they are, garbage is called garbage, and repair never makes worse."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.charset import Decoded, decode_bytes
from intake.text.clean import clean_text
from intake.text.garbled import has_garbled_run, looks_garbled, repair_mojibake
from intake.text.hanzi import LEVEL_ONE
from tests.paths import CORPUS

CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]
PROSE = "".join(CASES[0]["body"])
NOTICE = "各县（市）区民政局：现将有关事项通知如下，请认真贯彻执行。"
TRADITIONAL = "這個社區的居民們對於環境衛生問題提出許多寶貴意見，經過協商議事會討論，決定設立管理辦公室"


@pytest.mark.parametrize(
    ("data", "claimed", "expected"),
    [
        (b"", "", Decoded("", "utf-8", sure=True)),
        (b"plain", "gb2312", Decoded("plain", "utf-8", sure=True)),
        (NOTICE.encode(), "gb2312", Decoded(NOTICE, "utf-8", sure=True)),
        (NOTICE.encode("utf-8-sig"), "", Decoded(NOTICE, "utf-8", sure=True)),
        (NOTICE.encode("gbk"), "utf-8", Decoded(NOTICE, "gb18030", sure=True)),
        (NOTICE.encode("gbk"), "iso-8859-1", Decoded(NOTICE, "gb18030", sure=True)),
        (NOTICE.encode("gbk"), "big5", Decoded(NOTICE, "gb18030", sure=True)),
        ("张镕基、㑇、𠮷".encode("gb18030"), "gb2312", Decoded("张镕基、㑇、𠮷", "gb18030", sure=True)),
        (NOTICE.encode("utf-16"), "", Decoded(NOTICE, "utf-16-le", sure=True)),
        (NOTICE.encode("utf-16-le"), "", Decoded(NOTICE, "utf-16-le", sure=True)),
        (NOTICE.encode("utf-16-be"), "", Decoded(NOTICE, "utf-16-be", sure=True)),
        ("Hello world".encode("utf-16-le"), "", Decoded("Hello world", "utf-16-le", sure=True)),
        (NOTICE.encode("utf-32"), "", Decoded(NOTICE, "utf-32-le", sure=True)),
        (TRADITIONAL.encode("big5"), "", Decoded(TRADITIONAL, "big5hkscs", sure=True)),
        (TRADITIONAL.encode("big5"), "gb2312", Decoded(TRADITIONAL, "big5hkscs", sure=True)),
        (TRADITIONAL.encode("gbk"), "", Decoded(TRADITIONAL, "gb18030", sure=True)),
        (b"~{VPND~} ok", "hz-gb-2312", Decoded("中文 ok", "hz", sure=True)),
        ("系统".encode("gbk"), "", Decoded("系统", "gb18030", sure=True)),  # valid UTF-8 by chance
        ("泉山".encode("gbk"), "utf-8", Decoded("泉山", "gb18030", sure=True)),
        ("é".encode(), "utf-8", Decoded("é", "utf-8", sure=True)),
        ("Привет, друзья".encode(), "", Decoded("Привет, друзья", "utf-8", sure=True)),
        ("café".encode("latin-1"), "iso-8859-1", Decoded("café", "iso8859_1", sure=True)),
        ("龑".encode("gbk"), "gb2312", Decoded("龑", "gb18030", sure=True)),
    ],
)
def test_bytes_are_read_by_what_they_are(data: bytes, claimed: str, expected: Decoded) -> None:
    assert decode_bytes(data, claimed) == expected


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("claimed", ["", "gb2312", "utf-8", "us-ascii", "hex", "x-unknown", "\0", "idna"])
def test_whole_cases_survive_every_codec_and_claim(codec: str, claimed: str) -> None:
    for case in CASES[:12]:
        text = case["title"] + "\n" + "\n".join(case["body"])

        assert decode_bytes(text.encode(codec), claimed).text == text


def test_text_cut_inside_a_character_keeps_the_rest_and_is_not_sure() -> None:
    for codec in ("utf-8", "gb18030"):
        decoded = decode_bytes(NOTICE.encode(codec)[:-1])

        assert (decoded.text[:-2], decoded.charset, decoded.sure) == (NOTICE[:-2], codec, False)


@given(st.binary(max_size=200), st.text(max_size=12))
def test_decoding_never_raises(data: bytes, claimed: str) -> None:
    decoded = decode_bytes(data, claimed)

    assert isinstance(decoded.text, str)
    clean_text(decoded.text).encode()


@given(st.text(st.characters(codec="gb18030", categories=["Lo", "Po", "Nd", "Zs"]), min_size=1, max_size=80))
def test_utf8_text_always_reads_back(text: str) -> None:
    decoded = decode_bytes(text.encode(), "utf-8")

    assert decoded.text == text or max(text) < "\u0800"


GOOD = {
    "prose": PROSE,
    "names": "龑 赟 睢宁县 邳州市 垞城 雎水 綦毋怀文 闫妘 王翾",
    "rare word": "魑魅魍魉",
    "analects": "子曰：学而时习之，不亦说乎？有朋自远方来，不亦乐乎？鳏寡孤独废疾者皆有所养。",
    "elegy": "帝高阳之苗裔兮，朕皇考曰伯庸。摄提贞于孟陬兮，惟庚寅吾以降。扈江离与辟芷兮，纫秋兰以为佩。",
    "traditional": TRADITIONAL,
    "plants": "紫薇 栾树 榉树 榔榆 黄杨 枸骨 麦冬 鸢尾 萱草 蜀葵 薹草",
    "chemistry": "氯化钠 铬 镉 铊 砷 苯并芘 氨氮 总磷 镧 铈",
    "form": "☑县级 □镇级 □村级 ①②③ ㎡ ℃ ● ■ ◆ → ×3 ±2°",
    "bullets": "\uf0b7 加强组织领导，完善工作机制\n\uf0b7 统筹推进各项工作",
    "leaders": "一、背景····················2",
    "english": "The quick brown fox — café “déjà vu” naïve, 3×4 = 12 °C",
    "french": "Où être né à Noël, garçon très fâché, œuvre",
    "german": "Größe Übermäßig außerordentlich Straße",
    "russian": "Уважаемые товарищи",
    "japanese": "この町の住民は清掃活動に参加しました。",
    "korean": "안녕하세요 주민 여러분",
    "emoji": "收到👍谢谢",
    "one lost character": PROSE[:200] + "\ufffd" + PROSE[200:400],
    "nothing": "",
    "phone": "0516-80001234",
}


@pytest.mark.parametrize("name", GOOD)
def test_good_text_is_neither_called_garbled_nor_touched(name: str) -> None:
    assert (looks_garbled(GOOD[name]), repair_mojibake(GOOD[name])) == (False, GOOD[name])


def test_no_line_of_the_corpus_is_called_garbled() -> None:
    lines = [
        line for case in CASES for line in (*case["body"], case["title"], case["subtitle"], case["unit"])
    ]

    assert [line for line in lines if looks_garbled(line) or repair_mojibake(line) != line] == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (written, read)
        for written in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
        for read in ("utf-8", "gb18030", "latin-1", "cp1252", "utf-16-le", "utf-16-be", "big5")
        if written != read
    ],
)
def test_prose_in_a_wrong_codec_is_garbled(written: str, read: str) -> None:
    assert looks_garbled(PROSE.encode(written).decode(read, "replace"))


@pytest.mark.parametrize(
    "text",
    [
        "锟斤拷锟斤拷",
        "娴嬭瘯",
        "烫烫烫烫",
        "ÖÐÎÄ",
        "æµ‹è¯•",
        "\ufffd\ufffd\ufffd",
        "\ue5e6\ue4c8\ue64a璶暗猭\ue4f0",
        b"the quick brown fox jumps over the lazy dog ".decode("utf-16-le"),
    ],
)
def test_short_garbage_is_garbled(text: str) -> None:
    assert looks_garbled(text)


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("社区工作测试", "utf-8", "gbk"),
        ("关于报送案例的函", "utf-8", "latin-1"),
        ("关于报送案例的函", "gb18030", "latin-1"),
        ("關於報送優秀案例的說明", "big5", "latin-1"),
        ("Fwd: 案例材料 2015-07.docx", "gbk", "latin-1"),
        (PROSE, "utf-8", "latin-1"),
        (PROSE, "gbk", "latin-1"),
    ],
)
def test_reversible_mojibake_is_repaired(text: str, written: str, read: str) -> None:
    assert repair_mojibake(text.encode(written).decode(read)) == text


def test_browser_latin_and_double_mojibake_are_repaired() -> None:
    once = "测试".encode().decode("cp1252")  # "æµ‹è¯•"

    assert repair_mojibake(once) == "测试"
    assert repair_mojibake("社区案例".encode().decode("latin-1").encode().decode("latin-1")) == "社区案例"


@given(st.text(max_size=60))
def test_repair_is_stable_and_never_raises(text: str) -> None:
    repaired = repair_mojibake(text)

    assert repair_mojibake(repaired) == repaired
    looks_garbled(text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\u3000\u3000一、做法 \t\r\n　二、成效\u3000", "一、做法\n二、成效"),
        ("标题\u3000副题", "标题\u3000副题"),
        ("a\x00b\x07c\x1bd\x9fe", "abcde"),
        ("第一\x0b第二\u2028第三\x85第四\r第五", "第一\n第二\n第三\n第四\n第五"),
        ("报\u200b送\ufeff表\u202e.exe\u2066", "报送表.exe"),
        ("\ud83d\ude00\ud800好", "😀好"),
        ("e\u0301 \uf9dc", "é 隆"),  # decomposed, and a compatibility ideograph
        ("张\u00a0三\u2003李四", "张 三 李四"),
        ("甲\n \f\u3000乙", "甲\n\f乙"),
        ("甲\f\f\n\n乙", "甲\n\f乙"),
        ("\f甲\n\f", "甲"),
        ("甲\n\n乙", "甲\n\n乙"),
    ],
)
def test_clean_text(raw: str, expected: str) -> None:
    assert clean_text(raw) == expected


@given(st.text(st.characters(), max_size=80))
def test_clean_text_is_storable_and_stable(text: str) -> None:
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert not any(part[1:].count("\f") for part in cleaned.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "社区议事会每月十五日召开，议题由居民提出。",
        "㎡、㎞、①②③、Ⅳ、℃、α、β、Ω、±、≥、→、●■◆□√×÷、“”‘’、——、……",
        "pīnyīn：shè qū zhì lǐ，āáǎà ōóǒò ēéěè īíǐì ūúǔù ǖǘǚǜ",
        "\uf0b7第一\n\uf0b7第二\n\uf0b7第三\n\uf0b7第四\n\uf0b7第五\n\uf0b7第六\n\uf0b7第七",
        "\uf06c\uf06c\uf06c\uf06c\uf06c\uf06c\uf06c\uf06c 五星评定 \uf0fe\uf0fe\uf0fe\uf0fe\uf0fe\uf0fe",
        "ئۇيغۇرچە مەھەللە خىزمىتى ھەققىدە قىسقىچە چۈشەندۈرۈش",
        "བོད་སྐད་ཀྱི་ཡི་གེ་དང་སྡེ་ཁུལ་ལས་དོན་གྱི་གསལ་བཤད།",
        "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ᠌ ᠤᠨ ᠰᠤᠷᠭᠠᠨ",
        "우리 마을 주민 자치 위원회는 매달 회의를 열어 의견을 모은다.",
        "Работа общественного совета микрорайона за 2015 год",
        "สภาพชุมชนและการบริการประชาชนในท้องถิ่น",
        "䶮、㙍、䴖、㸌等字见于人名地名",
    ],
)
def test_writing_of_any_script_has_no_garbled_run(text: str) -> None:
    assert not has_garbled_run(text * 3)


def test_bytes_of_another_kind_are_a_garbled_run() -> None:
    chance = random.Random(7)
    for _ in range(200):
        garbage = chance.randbytes(120).decode("utf-16-le", "ignore").replace("\n", "")
        assert has_garbled_run(f"社区议事会每月十五日召开，{garbage}议题由居民提出。")


@pytest.mark.parametrize(
    ("text", "charset", "claimed"),
    [
        ("方燚", "gbk", "gbk"),
        ("方燚", "gbk", "gb2312"),
        ("郑", "gb2312", "gb2312"),
        ("郑", "gbk", "x-gbk"),
        ("郑", "gbk", ""),  # in UTF-8 a Hebrew accent that stands on nothing
        ("郑.doc", "gbk", "gb18030"),
        ("郦燚喆堃", "gbk", "gbk"),
        ("㛃𠮷", "gb18030", "gb18030"),
        ("郑", "utf-8", "gbk"),
        ("方燚", "utf-8", "gb2312"),
        ("徐州市", "big5", "gb2312"),
        ("社區", "big5", "gbk"),
        ("馮螢", "big5", "big5"),
        ("徐州", "utf-7", "unicode-1-1-utf-7"),
        ("徐州", "hz", ""),
        ("山田", "iso-2022-jp", ""),
        ("안녕하세요", "euc-kr", "euc-kr"),
        ("김", "euc-kr", "ks_c_5601-1987"),
        ("Müller, Größe ab", "iso-8859-1", "iso-8859-1"),
        ("Olá, segue em anexo a relação das ações de março", "iso-8859-1", "iso-8859-1"),
        ("café à la crème", "latin-1", ""),
        ("“smart” don’t — naïve", "windows-1252", "iso-8859-1"),
        ("Иван", "windows-1251", "windows-1251"),
        ("Ελλάδα", "iso-8859-7", "iso-8859-7"),
        ("张三", "gbk", "iso-8859-1"),
        ("张三", "gbk", "windows-1252"),
        ("Word文档", "gbk", "us-ascii"),
        ("徐州市民政局", "gbk", "euc-kr"),
        ("中文标题", "utf-16-le", "utf-16"),
        ("中文标题", "utf-16-be", ""),
    ],
)
def test_a_claim_that_fits_stands_and_another_is_corrected(text: str, charset: str, claimed: str) -> None:
    decoded = decode_bytes(text.encode(charset), claimed)
    assert (decoded.text, decoded.sure) == (text, True)


def test_every_usual_hanzi_alone_is_read_as_claimed() -> None:
    usual = sorted(LEVEL_ONE)
    assert [hanzi for hanzi in usual if decode_bytes(hanzi.encode("gbk"), "gb2312").text != hanzi] == []
    assert [hanzi for hanzi in usual if decode_bytes(hanzi.encode(), "gb2312").text != hanzi] == []


def test_seven_bit_chinese_of_old_gateways_is_read() -> None:
    shifted = "徐州".encode("gb2312").translate(bytes(byte & 0x7F for byte in range(256)))
    data = b"a \x1b$)A\x0e" + shifted + b"\x0f b"
    assert decode_bytes(data, "iso-2022-cn") == Decoded("a 徐州 b", "iso-2022-cn", sure=True)
