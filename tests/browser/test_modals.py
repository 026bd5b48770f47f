"""Modals: every input, errors that keep what was typed, stacks."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import AMARA, PHONE, WIDE

pytestmark = pytest.mark.asyncio(loop_scope="session")
BOTH_WIDTHS = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


async def choose(page, field, *options, search=""):
    await page.get_by_role("button", name=field).click()
    if search:
        await page.get_by_role("combobox", name="Search").fill(search)
    for option in options:
        await page.get_by_role("option", name=option).click()
    if await page.get_by_role("combobox", name="Search").count():
        await page.keyboard.press("Escape")


async def open_order(page):
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Order lunch").click()
    dialog = page.get_by_role("dialog", name="Plan a lunch")
    await expect(dialog).to_be_visible()
    return dialog


@BOTH_WIDTHS
async def test_errors_stand_under_their_fields_and_keep_what_was_typed(visit, size):
    async with visit(size=size) as page:
        dialog = await open_order(page)
        await dialog.get_by_label("Name").fill("amara")
        await dialog.get_by_label("Notes").fill("No nuts")
        await dialog.get_by_role("button", name="Order").click()
        await expect(dialog.get_by_text("Please complete this required field.")).to_have_count(2)
        await choose(page, "Fruit", "Pear")
        await dialog.get_by_label("Large").check()
        await dialog.get_by_role("button", name="Order").click()
        await expect(dialog.get_by_text("A name begins with a capital letter.")).to_be_visible()
        await expect(dialog.get_by_label("Name")).to_be_focused()
        await expect(dialog.get_by_label("Notes")).to_have_value("No nuts")
        await expect(dialog.get_by_label("Large")).to_be_checked()
        await dialog.get_by_label("Name").fill("Amara")
        await expect(dialog.get_by_text("A name begins with a capital letter.")).to_be_hidden()
        await dialog.get_by_role("button", name="Order").click()
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_role("main").get_by_text("Amara eats pear, large")).to_be_visible()


async def test_every_input_reaches_the_app_as_it_was_filled(visit, workspace, tmp_path):
    menu = tmp_path / "menu.txt"
    menu.write_text("soup")
    async with visit() as page:
        dialog = await open_order(page)
        for label, words in {
            "Name": "Amara",
            "Seats": "2",
            "Mail": "a@example.com",
            "Link": "https://example.com",
        }.items():
            await dialog.get_by_label(label).fill(words)
        await choose(page, "Fruit", "Plum", search="pl")
        await choose(page, "Sides", "Apple", "Pear")
        await choose(page, "Guest", "Renée Dubois", search="renee")
        await choose(page, "Table", "Amara Okafor", "Renée Dubois")
        await choose(page, "Room", "#general")
        await choose(page, "Dish", "Fish stew", search="fish")
        await dialog.get_by_label("Small").check()
        await dialog.get_by_label("Bread").check()
        await dialog.get_by_label("Day").fill("2026-02-03")
        await dialog.get_by_label("Hour").fill("12:30")
        await dialog.get_by_label("Moment").fill("2026-02-03T12:30")
        await dialog.get_by_label("Menu").set_input_files(menu)
        await expect(dialog.get_by_role("button", name="Remove menu.txt")).to_be_visible()
        await dialog.get_by_role("button", name="Order").click()
        await expect(dialog).to_be_hidden()
    rows = [row for row in workspace.record.rows() if row["name"] == "view_submission"]
    values = {
        block: next(iter(answer.values()))
        for block, answer in rows[-1]["body"]["view"]["state"]["values"].items()
    }
    assert values["seats"]["value"] == "2"
    assert values["fruit"]["selected_option"]["value"] == "plum"
    assert [one["value"] for one in values["sides"]["selected_options"]] == ["apple", "pear"]
    assert values["guest"]["selected_user"] == "U0RENEE"
    assert values["table"]["selected_users"] == ["U0AMARA", "U0RENEE"]
    assert values["room"]["selected_channel"] == workspace.channel("general").id
    assert values["dish"]["selected_option"]["value"] == "fish-stew"
    assert [one["value"] for one in values["extras"]["selected_options"]] == ["bread"]
    assert values["day"]["selected_date"] == "2026-02-03"
    assert values["hour"]["selected_time"] == "12:30"
    assert values["moment"]["selected_date_time"] == 1770118200  # 12:30 in Lagos, which is 11:30 UTC
    assert values["menu"]["files"][0]["name"] == "menu.txt"


async def test_a_second_modal_lies_on_the_first_and_gives_it_back(visit):
    async with visit() as page:
        dialog = await open_order(page)
        await dialog.get_by_label("Name").fill("Amara")
        await dialog.get_by_role("button", name="More", exact=True).click()
        deeper = page.get_by_role("dialog", name="Deeper")
        await expect(deeper).to_be_visible()
        await deeper.get_by_role("button", name="Back").click()
        await expect(dialog.get_by_label("Name")).to_have_value("Amara")


async def test_an_answer_can_replace_the_modal_or_close_all(visit, workspace):
    async with visit() as page:
        dialog = await open_order(page)
        await dialog.get_by_role("button", name="More", exact=True).click()
        await page.get_by_role("dialog", name="Deeper").get_by_role("button", name="Done").click()
        await page.get_by_role("dialog", name="Thanks").get_by_role("button", name="Close all").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert workspace.modals_of(AMARA.id) == []


async def test_a_redrawn_modal_keeps_what_was_typed(visit):
    async with visit() as page:
        dialog = await open_order(page)
        await dialog.get_by_label("Name").fill("Amara")
        await dialog.get_by_role("button", name="Change title").click()
        renamed = page.get_by_role("dialog", name="A new title")
        await expect(renamed.get_by_label("Name")).to_have_value("Amara")
