import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Member, PairState, ProgramState, Role
from storage.work import Work
from tests.builders import a_member, a_pair, days
from tests.stories.cast import MAYA, NOA, SAM

pytestmark = pytest.mark.usefixtures("program")

BRINGS = {
    "I would like to be a": "Mentor: I share what I know with a senior colleague",
    "I can share": ["Spreadsheets beyond the basics"],
}


async def enrolled(stage: Stage, person: Person) -> Member | None:
    return await stage.flipside.store.run(lambda work: work.people.member(person.id, "program"))


def not_in_the_people_file(work: Work, person_id: str) -> None:
    work.people.get(person_id).email = "new@example.com"


def over(work: Work) -> None:
    work.program.current().state = ProgramState.CLOSED


async def joins(person: Person, **more) -> None:
    await person.says("/flipside join")
    await person.fills(BRINGS | more)
    await person.submits()
    await person.submits()
    await person.closes()


async def test_a_newcomer_joins_from_the_hub(stage: Stage, noa: Person) -> None:
    await noa.says("/flipside")
    assert noa.sees("Juniors mentor, seniors learn.")
    await noa.clicks("Join")
    await noa.fills(BRINGS | {"What I enjoy": ["Tea"]})
    assert await noa.submits() == {}

    assert noa.modal.inputs["My work starts"] == "09:00"
    assert noa.modal.inputs["Languages I am comfortable in"] == ["English"]
    assert noa.sees("America/New_York")
    assert "My job level" not in noa.modal.inputs
    await noa.fills(
        {
            "Spreadsheets beyond the basics: how well do you know it?": "Very well",
            "How many people would you mentor?": "Two",
            "Rather not paired with": ["Sam Senior"],
            "In public": ["You may name me in the program's channel"],
        }
    )
    assert await noa.submits() == {}

    assert noa.modal.title == "You are in"
    member = await enrolled(stage, noa)
    assert (member.role, member.partners, member.may_be_named) == (Role.MENTOR, 2, True)
    assert noa.sees("Welcome to Flip 2026, @noa! You are in as a mentor.")
    assert noa.sees("Take the 2-minute survey")


async def test_nobody_is_enrolled_without_submitting_the_last_step(stage: Stage, noa: Person) -> None:
    await noa.says("/flipside join")
    await noa.fills(BRINGS)
    await noa.submits()
    await noa.closes()

    assert await enrolled(stage, noa) is None


async def test_going_back_keeps_what_was_typed_in_both_steps(noa: Person) -> None:
    await noa.says("/flipside join")
    await noa.fills(BRINGS | {"Something else that I can share": "Sourdough"})
    await noa.submits()
    await noa.fills({"My work ends": "15:30", "How I like to meet": "By video"})
    await noa.clicks("Back")

    assert noa.modal.inputs["Something else that I can share"] == "Sourdough"
    assert noa.modal.inputs["I can share"] == ["Spreadsheets beyond the basics"]
    await noa.submits()
    assert noa.modal.inputs["My work ends"] == "15:30"
    assert noa.modal.inputs["How I like to meet"] == "By video"


async def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(noa: Person) -> None:
    await noa.says("/flipside join")
    await noa.fills({"I would like to be a": "Mentor: I share what I know with a senior colleague"})
    errors = await noa.submits()
    assert "A mentor shares something." in errors["I can share"]

    await noa.fills(BRINGS)
    await noa.submits()
    await noa.fills({"My work ends": "08:00", "Rather not paired with": ["Noa Newcomer"]})
    errors = await noa.submits()

    assert set(errors) == {"My work ends", "Rather not paired with"}
    assert noa.modal.inputs["My work ends"] == "08:00"


async def test_words_of_ones_own_become_a_skill_of_the_list_after_a_yes(stage: Stage, noa: Person) -> None:
    await noa.says("/flipside join")
    await noa.fills(BRINGS | {"Something else that I can share": "chatgtp tools, sourdough, linkdin"})
    await noa.submits()
    question = "You wrote “{}”. Did you mean “{}”?"
    ai = question.format("chatgtp tools", "AI assistants at work")
    assert set(noa.modal.inputs) == {ai, question.format("linkdin", "A professional profile online")}
    await noa.clicks("Back")
    assert noa.modal.inputs["Something else that I can share"] == "chatgtp tools, sourdough, linkdin"
    await noa.submits()
    assert len(await noa.submits()) == 2  # nothing is answered for anybody

    await noa.fills(dict.fromkeys(noa.modal.inputs, "No, keep my words"))
    await noa.fills({ai: "Yes, put it on my list"})
    await noa.submits()
    await noa.fills({"AI assistants at work: how well do you know it?": "Very well"})
    assert await noa.submits() == {}

    skills = await stage.flipside.store.run(lambda work: work.people.profile_skills(NOA, "program"))
    assert [(row.skill_id, row.level) for row in skills] == [("ai-assistants", 3), ("spreadsheets", 2)]
    assert (await enrolled(stage, noa)).also_offers == "sourdough, linkdin"


async def test_an_admin_takes_up_what_members_wrote(ada: Person, maya: Person) -> None:
    await joins(maya, **{"Something else that I can share": "Sourdough"})
    await ada.opens_home()
    await ada.clicks("Skills")
    await ada.fills({"Members wrote, in their own words": ["Sourdough"]})
    assert await ada.submits() == {}

    await maya.opens_home()
    await maya.clicks("Edit profile")
    assert maya.modal.inputs["I can share"] == ["Spreadsheets beyond the basics", "Sourdough"]
    assert not maya.modal.inputs["Something else that I can share"]


async def test_mentor_and_mentee_of_the_same_only_skill_is_no_exchange(noa: Person) -> None:
    await noa.says("/flipside join")
    same = ["Spreadsheets beyond the basics"]
    await noa.fills({"I would like to be a": "Both", "I can share": same, "I would like to learn": same})

    errors = await noa.submits()

    assert "exactly the same" in errors["I would like to learn"]


async def test_whoever_the_people_file_does_not_know_is_asked_for_level_and_team(
    stage: Stage, noa: Person
) -> None:
    await stage.flipside.store.run(not_in_the_people_file, NOA)
    await noa.says("/flipside join")
    await noa.fills(BRINGS)
    await noa.submits()
    await noa.fills({"My job level": "3: experienced", "My team": "Platform"})
    await noa.submits()

    member = await enrolled(stage, noa)
    assert (member.level, member.team) == (3, "Platform")


async def test_a_member_changes_the_profile_from_home(maya: Person) -> None:
    await joins(maya)
    await maya.opens_home()
    assert maya.home.shows("Spreadsheets beyond the basics")
    await maya.clicks("Edit profile")
    await maya.fills({"I can share": ["Short video"]})
    await maya.submits()
    assert await maya.submits() == {}

    assert maya.modal.title == "Saved"
    await maya.closes()
    assert maya.home.shows("Short video")
    assert not maya.home.shows("Spreadsheets beyond the basics")


async def test_a_pause_is_chosen_shown_and_ended_on_home(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_pair, MAYA, SAM)
    await maya.opens_home()
    await maya.clicks("Pause")
    assert maya.modal.inputs["I am back on"] == "2026-02-02"
    await maya.fills({"I am back on": "2026-01-20"})
    await maya.submits()

    assert maya.modal.shows("Paused until 20 January 2026.")
    await maya.closes()
    assert maya.home.shows("Paused until 20 January 2026.")
    await maya.clicks("I'm back")
    assert maya.home.shows("You are in Flip 2026 as a mentor.")


async def test_a_pause_ends_by_itself_and_says_so_in_working_hours(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.says("/flipside pause")
    await maya.fills({"I am back on": "2026-01-07"})
    await maya.submits()
    await maya.closes()

    await stage.live(days(2.1))

    assert maya.sees("Your break from Flip 2026 has ended")
    assert (await enrolled(stage, maya)).state == "active"


@pytest.mark.parametrize("day", ["2026-01-05", "2026-12-01"])
async def test_a_pause_of_no_days_or_too_many_is_explained(stage: Stage, maya: Person, day: str) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.says("/flipside pause")
    await maya.fills({"I am back on": day})

    assert list(await maya.submits()) == ["I am back on"]


async def test_leaving_takes_one_tap_and_the_partner_is_told_neutrally(stage: Stage, maya: Person) -> None:
    pair = await stage.flipside.store.run(a_pair, MAYA, SAM)
    await maya.opens_home()
    await maya.clicks("Leave")

    assert maya.home.shows("You have left Flip 2026.")
    assert "Join again" in maya.home.labels
    ended = await stage.flipside.store.run(lambda work: work.pairs.get(pair.id))
    assert ended.state == PairState.ENDED


async def test_leaving_by_command_answers_in_place_of_the_question(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.says("/flipside leave")
    await maya.clicks("Leave")

    assert "You have left Flip 2026." in maya.last_heard
    assert "Would you like to leave" not in maya.last_heard


async def test_a_button_pressed_after_leaving_is_answered_kindly(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.says("/flipside")
    await maya.says("/flipside leave")
    await maya.clicks("Leave", near="No reason is needed")

    await maya.clicks("Pause", near="You are in")

    assert "You are not in the program." in maya.last_heard


async def test_a_form_submitted_after_the_program_has_ended_says_so(stage: Stage, noa: Person) -> None:
    await noa.says("/flipside join")
    await noa.fills(BRINGS)
    await noa.submits()
    await stage.flipside.store.run(over)
    await noa.submits()

    assert noa.modal.shows("This program has ended")
    assert await enrolled(stage, noa) is None


async def test_an_unknown_word_opens_the_hub_with_a_gentle_hint(noa: Person) -> None:
    await noa.says("/flipside dance <b>")

    assert "I do not know “dance” yet." in noa.last_heard
    await noa.says("/flipside help")
    assert "/flipside pause" in noa.last_heard


async def test_a_guest_cannot_join(gus: Person) -> None:
    await gus.says("/flipside join")

    assert "for this company's employees" in gus.last_heard


async def test_the_hub_of_a_member_offers_home_thanks_and_a_way_out(stage: Stage, maya: Person) -> None:
    await joins(maya)
    await maya.says("/flipside")

    for label in ("My Home", "Say thanks", "Edit profile", "Pause", "Leave"):
        assert label in maya.conversation(stage.workspace.app_dm(MAYA).id)[-1].labels
    await maya.clicks("My Home")
    assert maya.home.shows("My profile")


async def test_what_this_is_can_be_read_before_joining(noa: Person) -> None:
    await noa.opens_home()
    await noa.clicks("What is this?")

    assert noa.modal.shows("Reverse mentoring turns the usual way round")
