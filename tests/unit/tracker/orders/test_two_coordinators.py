"""Two coordinators at once: taking back one's own word leaves the other's later word alone."""

import pytest

from intake.campaign.entries import Coordinator
from tests.office import LI, Office, case, notice

WANG = Coordinator(name="王强", email="wangqiang@example.cn", phone="0516-80000009")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    campaign = notice().model_copy(update={"coordinators": (LI, WANG)})
    office = Office(tmp_path_factory.mktemp("two"), campaign).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县"))
    office.until("08-04 17:05")
    office.close()
    return office


@pytest.mark.slow
@pytest.mark.parametrize(
    ("orders", "theme", "status", "said"),
    [
        ("李 1号主题改四|王 1号主题改五|李 撤销", "5", "active", "（四）协商民主 → （五）"),
        ("李 1号主题改四|王 1号主题改五|王 撤销", "4", "active", "→ （四）协商民主"),
        ("李 1号主题改四|王 1号主题改五|李 撤销|王 撤销", "2", "active", "→ （二）治理方式"),
        ("李 1号主题改四|王 1号主题改五|王 撤销|李 撤销", "2", "active", "→ （二）治理方式"),
        ("李 1、2号是同一篇，留2|王 1号撤回|李 撤销", "2", "withdrawn", ""),
        ("李 1、2号是同一篇，留2|王 1号撤回|王 撤销", "2", "duplicate", ""),
        ("李 1、2号是同一篇，留2|王 1号撤回|李 撤销|王 撤销", "2", "active", ""),
        ("李 1号主题改四|王 撤销", "4", "active", "没有可以撤销的更正"),
    ],
)
def test_undo_between_two(begun, tmp_path, orders, theme, status, said):
    office = begun.copy(tmp_path)
    digests = {letter.row.recipient: letter for letter in office.letters("digest")}
    answer = None
    for minute, line in enumerate(orders.split("|")):
        who, text = line.split(" ")
        person = LI if who == "李" else WANG
        answer = office.at(f"08-05 09:{minute:02d}").order(text, digests[person.email], person.email)
    first = office.cases()[0]
    assert (first["theme"], str(first.status)) == (theme, status)
    assert said in answer.text
    office.close()


def test_anothers_digest_proves_nothing(begun, tmp_path):
    office = begun.copy(tmp_path)
    digests = {letter.row.recipient: letter for letter in office.letters("digest")}
    told = office.at("08-05 09:00").order("1号主题改四", digests[WANG.email], LI.email)
    assert "不能证明是您本人所发" in told.text
    assert office.cases()[0]["theme"] == "2"
    office.close()
