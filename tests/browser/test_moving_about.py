"""Who acts, where they are, the Home, the story; by pointer, by thumb and by keyboard alone."""

import re
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import expect

from bot.demo import page
from tests.browser.conftest import AMARA, PHONE, RENEE, WIDE

pytestmark = pytest.mark.asyncio(loop_scope="session")
BOTH_WIDTHS = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@BOTH_WIDTHS
async def test_the_home_is_drawn_and_redrawn(visit, size):
    async with visit(size=size) as page:
        await page.get_by_role("tab", name="Home").click()
        await expect(page.get_by_text("Eaten so far: 0")).to_be_visible()
        await page.get_by_role("button", name="Eat one more").click()
        await expect(page.get_by_text("Eaten so far: 1")).to_be_visible()
        await expect(page.get_by_role("button", name="Eat one more")).to_be_focused()


async def test_one_acts_as_another_by_searching_a_name(visit):
    async with visit(AMARA, "#general") as page:
        await page.get_by_role("button", name="You act as Amara Okafor").click()
        await expect(page.get_by_role("option", name="Gone Person")).to_have_count(0)
        await page.get_by_role("combobox", name="Find a person").fill("dubois")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="You act as Renée Dubois")).to_be_visible()
        await page.go_back()
        await expect(page.get_by_role("button", name="You act as Amara Okafor")).to_be_visible()


async def test_a_public_channel_can_be_found_and_joined(visit, workspace):
    workspace.create_channel("gardeners", {RENEE.id})
    async with visit(AMARA, "#general") as page:
        await page.get_by_role("button", name="More channels").click()
        await page.get_by_role("menuitem", name="#gardeners").click()
        await page.get_by_role("button", name="Join channel").click()
        await expect(page.get_by_role("combobox", name="Message #gardeners")).to_be_focused()
        await expect(page.locator(".place", has_text="gardeners")).to_be_visible()


async def test_on_the_phone_the_conversations_are_a_drawer(visit, workspace):
    await workspace.message(RENEE.id, "general", "Hello")
    async with visit(size=PHONE) as page:
        await page.get_by_role("button", name="Conversations").click()
        await page.get_by_role("button", name="general").click()
        await expect(page.get_by_text("Hello")).to_be_visible()
        await expect(page.get_by_role("button", name="general")).to_be_hidden()


@BOTH_WIDTHS
async def test_the_panel_moves_time_and_tells_the_story(visit, size):
    async with visit(size=size) as page:
        if size == PHONE:
            await page.get_by_role("button", name="Today is Monday, January 5, 2026").click()
        await page.get_by_role("button", name="Next week").click()
        await expect(page.get_by_role("list", name="The story so far")).to_contain_text("Monday came.")
        await expect(page.get_by_role("button", name="Today is Monday, January 12, 2026")).to_be_visible()


async def test_the_next_step_is_watched_where_it_happens(visit):
    async with visit(AMARA, "#general") as page:
        await page.get_by_role("button", name="Let her read").click()
        await expect(page.get_by_role("button", name="You act as Renée Dubois")).to_be_visible()
        await expect(page.get_by_text("Renée read her messages.")).to_be_visible()


async def test_under_the_hood_the_newest_calls_are_listed(visit):
    async with visit(place="home") as page:
        await page.get_by_text("Under the hood").click()
        await expect(page.get_by_text("views.publish").first).to_be_visible()


async def test_the_keyboard_alone_suffices(visit):
    async with visit() as page:
        await page.keyboard.press("Control+k")
        await page.keyboard.type("amara")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("combobox", name="Message Kitchen")).to_be_focused()
        await page.keyboard.type("/lunch o")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Plan a lunch")
        await expect(dialog.get_by_label("Name")).to_be_focused()
        await page.keyboard.type("Amara")
        await dialog.get_by_role("button", name="Fruit").focus()
        for key in ("Enter", "ArrowDown", "Enter"):
            await page.keyboard.press(key)
        await expect(dialog.get_by_role("button", name="Fruit")).to_be_focused()
        await dialog.get_by_label("Small").focus()
        await page.keyboard.press("Space")
        await dialog.get_by_role("button", name="Order").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("main").get_by_text("Amara eats pear, small")).to_be_visible()


async def test_the_focus_stays_in_a_modal_and_escape_closes_it(visit, workspace):
    async with visit() as page:
        await page.get_by_role("button", name="Shortcuts").click()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        for _ in range(60):
            await page.keyboard.press("Tab")
            inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            assert await page.evaluate(inside)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert workspace.modals_of(AMARA.id) == []


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
    ids=["another name", "another site", "no site"],
)
async def test_other_sites_are_turned_away(workspace, headers):
    async with ClientSession() as session:
        said = {"as": AMARA.id, "channel": "general", "text": "Hello"}
        answer = await session.post(f"{workspace.origin}/page/message", json=said, headers=headers)
        assert answer.status == 403
    assert workspace.messages("general", AMARA.id) == []


async def test_what_people_wrote_cannot_become_html():
    parsers = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|\bFunction\("
    )
    modules = list((Path(page.__file__).parent / "static" / "js").rglob("*.js"))
    assert len(modules) > 20
    assert [module.name for module in modules if parsers.search(module.read_text(encoding="utf-8"))] == []


async def test_no_script_or_style_from_elsewhere_may_run(workspace):
    async with ClientSession() as session:
        answer = await session.get(workspace.origin)
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
