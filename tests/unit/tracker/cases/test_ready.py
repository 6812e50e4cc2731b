"""What must be filled in before a case is confirmed: one rule for the workbook, orders and the command line."""

from __future__ import annotations

import pytest

from intake.campaign.entries import Level
from tests.office import Office, case, desk_of, notice
from tests.unit.tracker.orders.test_reply import outcomes
from tests.unit.tracker.sheet.season import Hand, give_back, issue
from tracker.cases.corrections import confirm_case, why_unready
from tracker.errors import OrderError
from tracker.ledger.people.corrections import Word

LIBRARY = Level(key="library", name="公共图书馆", endings=("图书馆",))
NO_TOWN = "镇(街道)尚未填写，填写后才能确认"
CASES = {
    "a library has no town": ("library", {"town": ""}, ("town",), ""),
    "nor has a county": ("county", {"town": "", "community": ""}, ("town", "community"), ""),
    "a town has one": ("town", {"town": ""}, ("town",), NO_TOWN),
    "but no village": ("town", {"community": ""}, ("community",), ""),
    "a village has both": ("village", {"town": ""}, ("town",), NO_TOWN),
    "what is only doubtful may be confirmed": ("town", {}, ("town",), ""),
    "nobody knows the level": ("", {"town": ""}, ("level", "town"), "层级、镇(街道)尚未填写，填写后才能确认"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("level", "values", "waits", "why"), CASES.values(), ids=CASES)
def test_every_way_asks_for_the_same(tmp_path, level, values, waits, why):
    call = notice().model_copy(update={"levels": (*notice().levels, LIBRARY)})
    office = Office(tmp_path, call).at("08-04 09:00")
    for title in ("书房点亮小城", "一张清单管到底", "水岸议事亭"):
        office.mail("fx@example.cn", case(title, level=level, waits=waits, **values))
    office.until("08-04 17:05")
    by_function = why_unready(office.campaign, office.cases()[0])

    content = Hand(issue(office)).put("XZ-001", "处理状态", "已确认").save()
    by_sheet = [refusal.reason for refusal in give_back(office, content).refusals]
    by_order = outcomes(office.order("2号确认无误", office.last("digest")))
    with office.parts.ledger.begin() as connection:
        try:
            confirm_case(
                desk_of(connection, office.parts), office.cases()[2], (), Word("李敏", "cli", batch="b")
            )
            by_command = []
        except OrderError as error:
            by_command = [error.detail]
    confirmed = [row.confirmed for row in office.cases()]
    office.close()

    assert by_function == why
    assert by_sheet == ([why] if why else [])
    assert by_order == [f"未执行：2号{why}" if why else "2号已确认"]
    assert by_command == ([f"3号{why}"] if why else [])
    assert confirmed == [not why] * 3


def test_of_several_those_that_are_ready_are_confirmed(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县", town="", waits=("town",)))
    office.until("08-04 17:05")
    answer = outcomes(office.order("1号、2号确认无误", office.last("digest")))
    confirmed = [row.confirmed for row in office.cases()]
    office.close()
    assert (answer, confirmed) == ([f"1号已确认；2号{NO_TOWN}"], [True, False])
