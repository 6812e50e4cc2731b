"""Names that stand right before a telephone in a covering letter."""

import pytest

from intake.understand.identify.facts.contact import _before_phones


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("请查收 八路镇民政办 王军 15862112345", "王军"),
        ("丰县民政局 陈强 0516-89222333", "陈强"),
        ("张集镇民政办王强13912345678", "王强"),
        ("张洪村委会李长海手机13912345678", "李长海"),
        ("刘 芳（13912345678）", "刘芳"),
        ("如有问题请致电陈秀兰，电话：0516-83731234", "陈秀兰"),
        ("欧阳明月 13912345678", "欧阳明月"),
        ("有问题打我电话13685112233徐世民", "徐世民"),
        ("电话：0516-83731234（王芳）", "王芳"),
        ("惠民镇找王岩三 13769006127", "王岩三"),
        ("老街村找刀学英15887925504", "刀学英"),
        ("手机13685112233微信同号", ""),
        ("铜山区民政局 李科长 0516-83520077", ""),
        ("沛县民政局 0516-89650123", ""),
        ("高度重视 13912345678", ""),
        ("监督热线 0516-83731234", ""),
        ("13912345678", ""),
    ],
)
def test_name_before_a_telephone(line: str, name: str) -> None:
    assert list(_before_phones(f"您好\n{line}\n")) == ([(name, line)] if name else [])
