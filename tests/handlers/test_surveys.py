import json

from bot import content
from bot.flows.sheets import Filled, Sheet
from handlers.payloads import surveys as payloads
from handlers.views import surveys as views
from storage.models import Wave

BOTH = Sheet("s" * 32, Wave.CLOSING, content.items_for("both"), content.then_items_for("both"))
NOW = {item.id: 4 for item in BOTH.items}


def submitted(view: dict, answers: dict[str, int]) -> dict:
    values = {
        name: {name: {"type": "static_select", "selected_option": {"value": str(value)}}}
        for name, value in answers.items()
    }
    return {"user": {"id": "USAM"}, "view": view | {"state": {"values": values}}}


def test_the_longest_sheet_fits_into_a_modal_and_what_it_carries_along():
    pages = (views.sheet(BOTH), views.second_page(BOTH, NOW))

    for page in pages:
        names = [block["block_id"] for block in page["blocks"] if block["type"] == "input"]
        assert len(page["blocks"]) <= 100
        assert len(names) == len(set(names)) <= 15
        assert len(page["private_metadata"]) <= 3000


def test_the_first_pages_answers_arrive_with_the_second():
    back = {f"{payloads.THEN}{item.id}": 2 for item in BOTH.then_items}

    second = views.second_page(BOTH, NOW, on_home=True)
    page = payloads.page(submitted(second, {**back, "recommend": 10}))

    assert page == (BOTH.survey_id, "USAM", Filled(NOW, {item.id: 2 for item in BOTH.then_items}, 10), True)


def test_what_a_modal_carries_along_names_nobody():
    assert set(json.loads(payloads.carry("survey", NOW, on_home=True))) == {"survey", "now", "home"}
