"""The project's pictures: ``python -m tests.pictures`` plays the demo in a browser and photographs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from bot import content, logs
from bot.demo import page as demo_page
from bot.demo.company import found
from bot.demo.lives import forms, users_of
from bot.demo.lives.story import Story
from bot.demo.stage import Stage
from bot.demo.tale import Tale

DOCS = Path(__file__).parents[1] / "docs"
CHROMIUM = "/usr/bin/chromium"
START = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)  # Monday, 9:00 in the admin's New York
WEEKS, PEOPLE, SEED = 26, 60, 1
HERO = "Dario Pellegrino"  # joins as a mentor, and is played by us

PRAISE = "{people} took the fear out of dashboards for the whole finance team, one question at a time."

Shot = Callable[[Page], Awaitable[None]]


class Studio:
    """The demo with its story, and a camera."""

    def __init__(self, stage: Stage, story: Story, tale: Tale, browser: Browser) -> None:
        self.stage, self.story, self.tale, self.browser = stage, story, tale, browser
        self.admin_id = story.host.person.id
        self.hero = next(life for life in story.crowd.lives.values() if life.colleague.real_name == HERO)

    async def takes(self, name: str, person_id: str, place: str, prepare: Shot | None = None) -> None:
        """Photograph what somebody sees somewhere, as docs/<name>.png."""
        context = await self.browser.new_context(viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        await page.goto(f"{self.stage.workspace.origin}/#/{person_id}/{place}")
        await page.wait_for_selector(".app.ready")
        if prepare:
            await prepare(page)
        await page.evaluate("document.fonts.ready")
        await page.wait_for_timeout(400)  # until what moves has come to rest
        await page.screenshot(path=DOCS / f"{name}.png")
        await context.close()
        print(f"docs/{name}.png")

    async def until(self, label: str, person_id: str) -> None:
        """Let days pass until somebody can click something."""
        person = self.stage.person(person_id)
        for _ in range(60):
            if any(label in shown.labels for shown in person._messages()):
                return
            await self.tale.move(1)
        raise LookupError(f"{label!r} never came")


async def tell(studio: Studio) -> None:
    """Play the story, and photograph it on the way."""
    hero, admin = studio.hero.person, studio.admin_id
    for _ in range(3):
        await studio.tale.take_next_step()
    await studio.takes("joining", hero.id, "#flipside", _fill_the_form)
    await forms.join(studio.hero)
    studio.tale.visited(hero.id)

    await studio.tale.take_next_step()
    await studio.takes("draft", admin, "home")
    await studio.tale.take_next_step()
    await studio.until("Another time", hero.id)
    await studio.takes("demo", hero.id, _group_of(studio), _to_the_top)
    await hero.clicks("Choose")

    await studio.until("Yes, we met", hero.id)
    for answer in ("Yes, we met", "Hard", "No time"):
        await hero.clicks(answer)
    await studio.takes("check-in", hero.id, "app")

    value = next(iter(content.values().values()))
    await studio.story.host.praise(hero.id, PRAISE, f"{value.emoji} {value.label}")
    await studio.until("Post it", hero.id)
    await studio.takes("shout-out", hero.id, "app")
    await hero.clicks("Post it")

    for _ in range(5):
        await studio.tale.move(7)
    await studio.takes("program", admin, "home", _to_the_numbers)


def _group_of(studio: Studio) -> str:
    rooms = studio.stage.workspace.conversations_of(studio.hero.person.id)
    return next(room.id for room in rooms if room.kind == "mpim")


async def _fill_the_form(page: Page) -> None:
    await page.get_by_role("button", name="Join", exact=True).click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Mentor: I share").check()
    await _choose(
        form, "I can share", "AI assistants at work", "Spreadsheets beyond the basics", "Short video"
    )
    await form.get_by_label("Something else that I can share").fill("Sketching on a tablet")


async def _choose(form: Locator, field: str, *options: str) -> None:
    await form.get_by_role("button", name=field).click()
    for option in options:
        await form.page.get_by_role("option", name=option).click()
    await form.page.keyboard.press("Escape")


async def _to_the_top(page: Page) -> None:
    await page.locator(".messages").first.evaluate("node => { node.scrollTop = 0 }")


async def _to_the_numbers(page: Page) -> None:
    place = await page.get_by_role("heading", name="How it goes").bounding_box()
    await page.mouse.move(600, 400)
    await page.mouse.wheel(0, place["y"] - 80 if place else 0)


async def main() -> None:
    """Take all pictures anew."""
    logs.configure("ERROR")
    DOCS.mkdir(exist_ok=True)
    company = found(PEOPLE, SEED)
    stage = Stage(users_of(company), start=START, admins=[company.admin.email], seed=SEED)
    stage.workspace.create_channel("flipside", [one.id for one in company.people()])
    story = Story(stage, company, weeks=WEEKS, seed=SEED)
    tale = Tale(story)
    demo_page.add_routes(stage.workspace, tale, title=company.name)
    async with stage, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        await tell(Studio(stage, story, tale, browser))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
