"""Conversations: what is said, by whom, when, and what the app adds."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import AMARA, HTML, PHONE, RENEE, WIDE

pytestmark = pytest.mark.asyncio(loop_scope="session")
BOTH_WIDTHS = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


async def write(page, text, to="Kitchen"):
    box = page.get_by_role("combobox", name=f"Message {to}")
    await box.fill(text)
    await box.press("Enter")


async def test_a_message_reaches_the_app_and_its_answer_comes_by_itself(visit):
    async with visit() as page:
        await write(page, "Good morning")
        await expect(page.get_by_role("main").get_by_text("You wrote: Good morning")).to_be_visible()


async def test_a_message_reaches_the_other_person_at_once_with_a_dot_elsewhere(visit):
    async with visit(AMARA, "#general") as amara, visit(RENEE, "app") as renee:
        await write(amara, "Hello *all* :wave:", to="#general")
        await expect(renee.locator(".place", has_text="general").locator(".dot")).to_be_visible()
        await renee.locator(".place", has_text="general").click()
        await expect(renee.get_by_role("article").last).to_contain_text("Hello all 👋")
        await expect(renee.get_by_role("article").last.locator("strong")).to_have_text("all")
        await expect(renee.locator(".place", has_text="general").locator(".dot")).to_have_count(0)


async def test_a_person_is_mentioned_by_completing_the_name(visit):
    async with visit(AMARA, "#general") as page:
        box = page.get_by_role("combobox", name="Message #general")
        await box.press_sequentially("Hi @renee")
        await box.press("Enter")
        await box.press_sequentially("there")
        await box.press("Enter")
        await expect(page.locator(".mention", has_text="@Renée Dubois")).to_be_visible()


async def test_each_reads_times_in_their_own_zone(visit, workspace):
    await workspace.message(AMARA.id, "general", "Lunch?")
    async with visit(AMARA, "#general") as amara, visit(RENEE, "#general") as renee:
        await expect(amara.get_by_role("article")).to_contain_text("10:00 AM")
        await expect(renee.get_by_role("article")).to_contain_text("4:00 AM")


@BOTH_WIDTHS
async def test_html_in_a_name_a_message_or_a_command_stays_text(visit, workspace, size):
    await workspace.message(HTML.id, "general", "<script>alert(1)</script> & <b>bold</b>")
    async with visit(HTML, "#general", size) as page:
        article = page.get_by_role("article")
        await expect(article).to_contain_text("<script>alert(1)</script> & <b>bold</b>")
        await expect(article).to_contain_text("<img src=x onerror=alert(1)>")
        await write(page, "/lunch <i>x</i>", to="#general")
        await expect(page.locator(".ephemeral")).to_contain_text("<i>x</i>")
        assert await page.locator("article img, article script, article b, article i").count() == 0


async def test_a_command_is_completed_from_the_manifest(visit):
    async with visit() as page:
        box = page.get_by_role("combobox", name="Message Kitchen")
        await box.press_sequentially("/lu")
        await expect(page.get_by_role("option", name="/lunch Everything about lunch")).to_be_visible()
        await page.get_by_role("option", name="/lunch show").click()
        await box.press("Enter")
        await expect(page.get_by_role("main").get_by_text("Today's lunch 🎉")).to_be_visible()


async def test_an_unknown_command_is_named_and_kept(visit):
    async with visit() as page:
        await write(page, "/lumch order")
        await expect(page.get_by_text("There is no such command here.")).to_be_visible()
        await expect(page.get_by_role("combobox", name="Message Kitchen")).to_have_value("/lumch order")


async def test_an_ephemeral_answer_is_seen_by_one_alone(visit):
    async with visit(AMARA, "#general") as amara, visit(RENEE, "#general") as renee:
        await write(amara, "/lunch secret", to="#general")
        await expect(amara.locator(".ephemeral")).to_contain_text("Only visible to you")
        await expect(amara.locator(".ephemeral")).to_contain_text("You said <secret>")
        await expect(renee.get_by_role("article")).to_have_count(0)


@BOTH_WIDTHS
async def test_every_block_of_a_message_is_drawn(visit, workspace, size):
    dm = workspace.app_dm(AMARA.id)
    await workspace.command(AMARA.id, dm.id, "/lunch show")
    async with visit(size=size) as page:
        await expect(page.get_by_role("heading", name="Today's lunch 🎉")).to_be_visible()
        await expect(page.locator("strong", has_text="Amara Okafor")).to_be_visible()
        await expect(page.get_by_role("link", name="a recipe")).to_have_attribute(
            "href", "https://example.com"
        )
        await expect(page.locator("blockquote")).to_have_text("said the cook")
        await expect(page.locator("pre")).to_have_text("if hungry:\n    eat()")
        await expect(page.locator(".rich-block ol li")).to_have_text(["First", "Second"])
        await expect(page.get_by_role("main").get_by_text("<b>not html</b>")).to_be_visible()
        await expect(page.get_by_role("img", name="A bowl of soup")).to_be_visible()
        await expect(page.get_by_role("link", name="How to cook")).to_be_visible()
        await expect(page.get_by_role("main").get_by_text("Served at Today at 1:00 PM")).to_be_visible()
        await expect(page.get_by_role("cell", name="Stew")).to_be_visible()
        assert await page.locator(".unknown").count() == 0


async def test_charts_say_their_numbers(visit, workspace):
    await workspace.command(AMARA.id, workspace.app_dm(AMARA.id).id, "/lunch charts")
    async with visit() as page:
        for kind in ("bar", "line", "area"):
            words = f"A {kind}. Soup: Mon 3, Tue 5; Stew: Mon 2, Tue 4"
            await expect(page.get_by_role("img", name=words)).to_be_visible()
        await expect(page.get_by_role("img", name="A pie: Soup 8, Stew 6")).to_be_visible()
        await expect(page.get_by_role("table", name="Prices")).to_contain_text("Stew")


async def test_a_button_changes_its_message(visit, workspace):
    await workspace.command(AMARA.id, workspace.app_dm(AMARA.id).id, "/lunch show")
    async with visit() as page:
        await page.get_by_role("button", name="Eat", exact=True).click()
        await expect(page.get_by_role("main").get_by_text("Eaten. Well done.")).to_be_visible()
        await expect(page.get_by_role("button", name="tada, 1: Kitchen")).to_be_visible()


async def test_menus_and_dates_in_a_message_tell_the_app(visit, workspace):
    await workspace.command(AMARA.id, workspace.app_dm(AMARA.id).id, "/lunch show")
    async with visit() as page:
        await page.get_by_role("button", name="A fruit").click()
        await page.get_by_role("option", name="Pear").click()
        await expect(page.get_by_role("main").get_by_text("Noted: pear")).to_be_visible()
        await page.get_by_role("button", name="More options").click()
        await page.get_by_role("menuitem", name="Hide it").click()
        await expect(page.get_by_role("main").get_by_text("Noted: hide")).to_be_visible()
        await page.locator("input[type=date]").fill("2026-02-03")
        await expect(page.get_by_role("main").get_by_text("Noted: 2026-02-03")).to_be_visible()


async def test_a_risky_button_asks_first(visit, workspace):
    await workspace.command(AMARA.id, workspace.app_dm(AMARA.id).id, "/lunch show")
    async with visit() as page:
        await page.get_by_role("button", name="Tell everybody").click()
        await page.get_by_role("dialog", name="Really?").get_by_role("button", name="Not now").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        assert workspace.record.envelopes["block_actions"] == 0
        await page.get_by_role("button", name="Tell everybody").click()
        await page.get_by_role("dialog", name="Really?").get_by_role("button", name="Tell them").click()
        await expect(page.get_by_role("main").get_by_text("Noted: tell")).to_be_visible()


async def test_a_file_can_be_taken_home(visit, workspace):
    await workspace.command(AMARA.id, workspace.app_dm(AMARA.id).id, "/lunch file")
    async with visit() as page:
        async with page.expect_download() as taken:
            await page.get_by_role("link", name="The menu").click()
        file = await taken.value
        assert file.suggested_filename == "menu.csv"
        assert (await file.path()).read_text() == "dish,price\nsoup,4\n"
