"""The page in a real Chromium, on a workspace with a small real Bolt app (kitchen.py)."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovingClock
from bot.demo.page import NextStep, StoryPanel, add_routes
from bot.demo.workspace import User, Workspace
from tests.browser.kitchen import MANIFEST, kitchen

MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
AMARA = User("U0AMARA", "amara", "Amara Okafor", title="Junior Designer", tz="Africa/Lagos")
RENEE = User("U0RENEE", "renee", "Renée Dubois", title="Chief of Staff", tz="America/New_York")
HTML = User("U0HTML", "html", "<img src=x onerror=alert(1)>", title="<b>Tester</b>")
GONE = User("U0GONE", "gone", "Gone Person", deleted=True)

WIDE, PHONE = (1280, 800), (390, 844)


@dataclass
class Tale:
    """A story of days that pass."""

    clock: MovingClock
    chapters: list[tuple[datetime, str]] = field(default_factory=list)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    played: set[str] = field(default_factory=set)

    def told(self):
        step = NextStep("Renée reads her messages.", "Let her read", RENEE.id, "app")
        return StoryPanel(self.clock.now(), tuple(self.chapters), step)

    async def take_next_step(self):
        self._tell("Renée read her messages.")

    async def move(self, days):
        for _ in range(days):
            self.clock.move_to(self.clock.now() + timedelta(days=1))
            self._tell(f"{self.clock.now():%A} came.")

    def visited(self, person_id):
        self.played.add(person_id)

    def subscribe(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def _tell(self, text):
        self.chapters.append((self.clock.now(), text))
        for listener in self.listeners:
            listener()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def workspace(tmp_path) -> AsyncIterator[Workspace]:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    clock = MovingClock(MORNING)
    slack = Workspace([AMARA, RENEE, HTML, GONE], manifest=manifest, clock=clock)
    add_routes(slack, Tale(clock), title="Northwind")
    async with slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[])
        handler = AsyncSocketModeHandler(kitchen(client), slack.app_token)
        await handler.connect_async()
        yield slack
        await handler.close_async()


@asynccontextmanager
async def window(browser, address, size) -> AsyncIterator[Page]:
    """Open the page; whatever the browser complains of fails the test."""
    width, height = size
    context = await browser.new_context(viewport={"width": width, "height": height})
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(address)
    await page.wait_for_selector(".app.ready")
    yield page
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    await context.close()
    assert complaints == []


@pytest.fixture
def visit(browser, workspace):
    """Open the page as somebody somewhere."""

    def visit(person=AMARA, place="app", size=WIDE):
        return window(browser, f"{workspace.origin}/#/{person.id}/{place}", size)

    return visit
