"""The bot itself in the page, as people use it: they join, meet, answer, and read their Home."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.demo import page as demo_page
from bot.demo.stage import Stage
from bot.flows import pairs
from storage.models import ProgramState, Role, Round
from storage.work import Work
from tests.browser.conftest import PHONE, WIDE, window
from tests.builders import a_member, a_pair, a_program, days
from tests.stories import cast
from tests.stories.cast import ADA, MAYA, NOA, SAM

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"]),
]


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    stage = Stage(cast.USERS, admins=[ADA])
    stage.workspace.create_channel("flipside", [user.id for user in cast.USERS])
    demo_page.add_routes(stage.workspace, title="Northwind")
    async with stage:
        await stage.flipside.store.run(cast.found)
        yield stage


@pytest.fixture
def visit(browser, stage, size):
    """Open the page as somebody somewhere."""

    def visit(person_id, place):
        return window(browser, f"{stage.workspace.origin}/#/{person_id}/{place}", size)

    return visit


def introduced(work: Work) -> None:
    """Introduce Maya and Sam to each other."""
    a_member(work, MAYA, Role.MENTOR, offers=["spreadsheets"])
    a_member(work, SAM, Role.MENTEE, wants=["spreadsheets"])
    first = Round(id="round", program_id="program", number=1, seed=1, made_by=ADA, made_at=work.now)
    work.session.add(first)
    pairs.introduce(work, first, MAYA, SAM, [])


def invited(work: Work, channel_id: str) -> None:
    """Open a program for joining, in a channel."""
    a_program(work, ProgramState.OPEN, channel_id=channel_id)


async def choose(page, field, *options):
    await page.get_by_role("button", name=field).click()
    for option in options:
        await page.get_by_role("option", name=option).click()
    if await page.get_by_role("combobox", name="Search").count():
        await page.keyboard.press("Escape")


async def test_somebody_joins_from_the_invitation_after_a_mistake(visit, stage):
    channel = stage.workspace.channel("flipside").id
    await stage.flipside.store.run(invited, channel)
    ada = stage.person(ADA)
    await ada.opens_home()
    await ada.clicks("Post an invitation")

    async with visit(NOA, "#flipside") as page:
        await page.get_by_role("button", name="Join", exact=True).click()
        form = page.get_by_role("dialog", name="Join the program")
        await form.get_by_label("Mentor: I share").check()
        await form.get_by_label("Something else that I would like to learn").fill("Chess")
        await form.get_by_role("button", name="Next").click()
        await expect(form.get_by_text("A mentor shares something.")).to_be_visible()
        await expect(form.get_by_label("Something else that I would like to learn")).to_have_value("Chess")
        await expect(form.get_by_label("Mentor: I share")).to_be_checked()

        await choose(page, "I can share", "AI assistants at work")
        await form.get_by_role("button", name="Next").click()
        await expect(form.get_by_label("My work starts")).to_have_value("09:00")
        await form.get_by_role("button", name="Join").click()
        await page.get_by_role("dialog", name="You are in").get_by_role("button", name="Done").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)

    async with visit(NOA, "app") as page:
        await expect(page.get_by_text("You are in as a mentor.")).to_be_visible()
        words = page.get_by_role("combobox", name="Message Flipside")
        await words.fill("/flipside")
        await words.press("Escape")
        await words.press("Enter")
        await page.get_by_role("button", name="My Home").click()
        await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
        await expect(page.get_by_text("You are in Flip 2026 as a mentor.")).to_be_visible()


async def test_a_pair_plans_its_first_session_in_its_group_dm(visit, stage):
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(introduced)
    await stage.settle()
    group = next(room for room in stage.workspace.conversations_of(MAYA) if room.kind == "mpim")

    async with visit(MAYA, group.id) as page:
        await expect(page.get_by_text("Sam Senior, meet each other")).to_be_visible()
        await page.get_by_role("button", name="Choose", exact=False).first.click()
        await expect(page.get_by_text("is planned. Its card below shows when.")).to_be_visible()
        await expect(page.get_by_role("link", name="Session 1 for your calendar")).to_be_visible()
    async with visit(SAM, "home") as page:
        await expect(page.get_by_role("heading", name="Next session")).to_be_visible()
        await expect(page.get_by_text("Session 1 of 6")).to_be_visible()


async def test_a_check_in_ends_in_help_and_a_private_note(visit, stage):
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(a_pair, MAYA, SAM)
    await stage.live(days(14.1), step=days(0.25))

    async with visit(MAYA, "app") as page:
        for answer in ("Yes, we met", "Hard", "No time"):
            await page.get_by_role("button", name=answer).click()
        await expect(page.get_by_role("button", name="Talk to an admin")).to_be_visible()
        await page.get_by_role("button", name="Add a private note").click()
        await page.get_by_role("dialog").get_by_label("Your note").fill("A quieter month would help.")
        await page.get_by_role("dialog").get_by_role("button", name="Keep note").click()
        await expect(page.get_by_text("Your note is kept, for you alone.")).to_be_visible()


async def test_an_admin_locks_and_removes_pairs_of_a_draft(visit, stage):
    await stage.flipside.store.run(a_program)
    for person, role in ((MAYA, Role.MENTOR), (NOA, Role.MENTOR), (SAM, Role.MENTEE)):
        skills = {"offers" if role is Role.MENTOR else "wants": ["spreadsheets"]}
        await stage.flipside.store.run(a_member, person, role, **skills)

    async with visit(ADA, "home") as page:
        await page.get_by_role("button", name="Propose pairs").click()
        draft = page.get_by_role("dialog", name="Draft of the pairs")
        await expect(draft.get_by_text("1 pair, 1 without a partner")).to_be_visible()
        await draft.get_by_role("button", name="More options").click()
        await page.get_by_role("menuitem", name="Lock").click()
        await expect(draft.get_by_text("1 locked")).to_be_visible()
        await choose(page, "All pairs", "Without a partner")
        await expect(draft.get_by_text("has no mentee")).to_be_visible()
        await draft.get_by_role("button", name="Run again").click()
        await expect(draft.get_by_text("1 locked")).to_be_visible()
