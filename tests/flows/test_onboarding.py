from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.flows import hub, onboarding, profiles
from bot.rules import people as rules
from bot.rules.messages import Kind
from bot.rules.people import Profile
from bot.rules.refusals import Mistakes, NoProgram, NotAMember
from storage.models import MemberState, OutboxState, PairState, ProgramState, Role, Side, Skill
from storage.work import Work
from tests.builders import NOW, a_member, a_pair, a_person, a_program, days

MENTOR = Profile(role="mentor", offers={"notes": 3}, partners=2, not_with=("BEN",))
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _skills(work: Work) -> None:
    for skill, label in (("notes", "Notes and knowledge bases"), ("video", "Editing video")):
        work.session.add(Skill(id=skill, label=label))
    work.session.flush()


def owed(work: Work, person_id: str) -> list[str]:
    return [message.kind for message in work.outbox.due(100) if message.person_id == person_id]


def test_whoever_joins_is_a_member_with_a_profile_and_is_welcomed(work: Work) -> None:
    a_program(work, ProgramState.OPEN, starts_on=date(2026, 2, 2))
    a_person(work, "ANA")

    receipt = onboarding.join(work, "ANA", MENTOR)

    member = work.people.member_or_refuse("ANA", "program")
    assert receipt.is_new
    assert profiles.profile_of(work, member) == MENTOR
    assert owed(work, "ANA") == [Kind.WELCOME, Kind.LESSON]
    [welcome] = [message for message in work.outbox.due(9) if message.kind == Kind.WELCOME]
    told = onboarding.welcome_to_tell(work, welcome)
    assert (told.starts_on, told.last_day, told.has_started) == (date(2026, 2, 2), date(2026, 8, 2), False)
    assert work.surveys.participation(told.survey_id, "ANA")


def test_joining_twice_changes_the_profile_and_says_nothing_new(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    onboarding.join(work, "ANA", MENTOR)
    heard = owed(work, "ANA")
    other = Profile(role="mentee", wants={"video": 1}, also_wants="chess", partners=3)

    receipt = onboarding.join(work, "ANA", other)

    assert not receipt.is_new
    member = work.people.member_or_refuse("ANA", "program")
    assert profiles.profile_of(work, member) == replace(other, partners=1)
    assert owed(work, "ANA") == heard


def test_the_form_starts_with_what_is_known(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA", zone="Europe/Berlin", level=2).locale = "de-DE"

    form = profiles.begin(work, "ANA")

    assert form.profile.languages == ("de",)
    assert (form.zone, form.is_member, form.asks_level, form.asks_team) == (
        "Europe/Berlin",
        False,
        False,
        True,
    )
    assert [skill.label for skill in form.skills] == ["Editing video", "Notes and knowledge bases"]


def test_a_member_finds_their_profile_in_the_form(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    onboarding.join(work, "ANA", MENTOR)

    form = profiles.edit(work, "ANA")

    assert form.is_member
    assert form.profile == MENTOR


def test_free_words_that_name_a_skill_are_asked_about_and_replaced_after_a_yes(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    said = Profile(role="mentor", also_offers="editing vidoe, and sourdough")

    asked = profiles.bring(work, "ANA", said)
    agreed = profiles.settle(work, "ANA", said, {("offers", "video")}).profile
    kept = profiles.settle(work, "ANA", said, set()).profile

    assert [(one.words, one.label) for one in asked.meant] == [("editing vidoe", "Editing video")]
    assert asked.profile == kept == said
    assert (agreed.offers, agreed.also_offers) == ({"video": 2}, "sourdough")


def test_words_that_were_kept_are_not_asked_about_again(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    kept = Profile(role="mentor", also_offers="editing vidoe")
    onboarding.join(work, "ANA", kept)

    assert profiles.bring(work, "ANA", kept).meant == ()
    [new] = profiles.bring(work, "ANA", replace(kept, also_offers="editing vidoe, wikis")).meant
    assert new.skill == "notes"


def test_what_the_list_has_or_has_no_room_for_is_not_asked_about(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    full = dict.fromkeys(("ai", "notes", "safety", "decks", "sheets"), 2)
    said = replace(MENTOR, offers={"video": 1}, also_offers="editing video")

    assert profiles.settle(work, "ANA", said, {("offers", "video")}).profile == said
    assert (
        profiles.settle(work, "ANA", replace(said, offers=full), {("offers", "video")}).profile.offers == full
    )


def test_a_mistake_leaves_nobody_enrolled(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")

    with pytest.raises(Mistakes) as refusal:
        onboarding.join(work, "ANA", replace(MENTOR, not_with=("ANA",)))

    assert list(refusal.value.fields) == ["not_with"]
    assert work.people.member("ANA", "program") is None
    assert owed(work, "ANA") == []


def test_a_skill_that_was_switched_off_meanwhile_sends_back_to_the_first_step(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    work.session.get_one(Skill, "notes").is_active = False

    with pytest.raises(rules.ChoicesChanged):
        onboarding.join(work, "ANA", MENTOR)


@pytest.mark.parametrize(
    ("state", "refusal"), [(ProgramState.DRAFT, NoProgram), (ProgramState.CLOSED, rules.ProgramOver)]
)
def test_nobody_joins_before_a_program_opens_or_after_it_has_ended(
    work: Work, state: ProgramState, refusal: type[Exception]
) -> None:
    a_program(work, state)
    a_person(work, "ANA")

    with pytest.raises(refusal):
        onboarding.join(work, "ANA", MENTOR)


def test_a_guest_and_a_stranger_cannot_join(work: Work) -> None:
    a_program(work)
    a_person(work, "GUS", employee=False)

    for person in ("GUS", "NOBODY"):
        with pytest.raises(rules.EmployeesOnly):
            profiles.begin(work, person)


def test_a_program_for_some_departments_keeps_members_who_move_away(work: Work) -> None:
    program = a_program(work)
    a_person(work, "ANA", department="Sales")
    a_person(work, "BEN", department="Legal")
    onboarding.join(work, "ANA", MENTOR)
    program.open_to = ["Engineering"]

    with pytest.raises(rules.NotOpenToYou):
        profiles.begin(work, "BEN")
    assert profiles.begin(work, "ANA").is_member
    assert not hub.look(work, "BEN").may_join


def test_a_pause_rests_the_pair_and_holds_what_is_due(work: Work) -> None:
    a_program(work)
    a_member(work, "ANA", Role.MENTOR)
    pair = a_pair(work, "ANA", "SAM")
    work.outbox.owe(Kind.LESSON, "lesson", person="ANA")
    work.outbox.owe(Kind.THANKS, "thanks", person="ANA")

    onboarding.pause(work, "ANA", TODAY + timedelta(days=7))

    assert work.people.member("ANA", "program").state == MemberState.PAUSED
    assert pair.state == PairState.PAUSED
    assert owed(work, "ANA") == [Kind.THANKS]
    assert owed(work, "SAM") == [Kind.PAIR_PAUSED]
    assert work.outbox.get("lesson").not_before == NOW + timedelta(days=7, hours=-8)


def test_a_pause_can_be_moved_and_ended_early(work: Work) -> None:
    a_program(work)
    member = a_member(work, "ANA", Role.MENTOR)
    pair = a_pair(work, "ANA", "SAM")
    work.outbox.owe(Kind.LESSON, "lesson", person="ANA")
    lifetime = work.outbox.get("lesson").expires_at - NOW

    onboarding.pause(work, "ANA", TODAY + timedelta(days=90))
    onboarding.pause(work, "ANA", TODAY + timedelta(days=7))
    assert work.outbox.get("lesson").not_before == NOW + timedelta(days=7, hours=-8)
    onboarding.resume(work, "ANA")

    assert (member.state, member.paused_until) == (MemberState.ACTIVE, None)
    assert pair.state == PairState.ACTIVE
    assert owed(work, "ANA") == [Kind.LESSON]
    assert work.outbox.get("lesson").expires_at == NOW + lifetime


def test_coming_back_twice_is_told_kindly(work: Work) -> None:
    a_program(work)
    a_member(work, "ANA", Role.MENTOR)

    with pytest.raises(rules.NotPaused):
        onboarding.resume(work, "ANA")


def test_a_pause_ends_by_itself_on_the_day_that_it_is_where_the_person_lives(work: Work) -> None:
    a_program(work)
    for person, zone in (("AUCKLAND", "Pacific/Auckland"), ("DENVER", "America/Denver")):
        a_person(work, person, zone=zone)
        a_member(work, person, Role.MENTOR)
        onboarding.pause(work, person, date(2026, 1, 12))
    work.now = datetime.fromisoformat("2026-01-11T12:00+00:00")  # one o'clock on Monday in Auckland

    assert onboarding.end_pauses(work).count == 1

    assert work.people.member("AUCKLAND", "program").state == MemberState.ACTIVE
    assert work.people.member("DENVER", "program").state == MemberState.PAUSED
    work.outbox.now = work.now
    assert owed(work, "AUCKLAND") == [Kind.PAUSE_ENDED]
    assert onboarding.end_pauses(work).count == 0


def test_whoever_leaves_frees_the_partner_and_hears_no_more_nudges(work: Work) -> None:
    a_program(work)
    a_member(work, "ANA", Role.MENTOR)
    pair = a_pair(work, "ANA", "SAM")
    work.outbox.owe(Kind.LESSON, "lesson", person="ANA")
    work.outbox.owe(Kind.THANKS, "thanks", person="ANA")

    onboarding.leave(work, "ANA")

    assert work.people.member("ANA", "program").state == MemberState.LEFT
    assert pair.state == PairState.ENDED
    assert owed(work, "SAM") == [Kind.PAIR_ENDED]
    assert owed(work, "ANA") == [Kind.THANKS]
    assert work.outbox.get("lesson").state == OutboxState.OUTDATED


def test_whoever_has_left_cannot_pause_or_leave_again_but_may_join_again(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    onboarding.join(work, "ANA", MENTOR)
    onboarding.leave(work, "ANA")

    for late in (onboarding.leave, onboarding.resume, profiles.edit, onboarding.usual_return):
        with pytest.raises(NotAMember):
            late(work, "ANA")
    assert hub.look(work, "ANA").has_left
    work.now = work.outbox.now = NOW + days(1)
    assert onboarding.join(work, "ANA", MENTOR).is_new
    assert work.people.member("ANA", "program").left_at is None
    assert owed(work, "ANA") == [Kind.WELCOME]


def test_a_welcome_that_comes_after_leaving_is_not_sent(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    onboarding.join(work, "ANA", MENTOR)
    [welcome] = [message for message in work.outbox.due(9) if message.kind == Kind.WELCOME]

    onboarding.leave(work, "ANA")

    assert onboarding.welcome_to_tell(work, welcome) is None


def test_the_card_speaks_in_words(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA", zone="Europe/Berlin")
    onboarding.join(work, "ANA", replace(MENTOR, also_offers="sourdough", interests=("tea",)))

    card = hub.look(work, "ANA").card

    assert card.offers == ("Notes and knowledge bases", "sourdough")
    assert (card.languages, card.interests, card.zone) == (("English",), ("Tea",), "Europe/Berlin")


def test_the_skills_of_a_profile_are_rows_for_matching(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    onboarding.join(work, "ANA", replace(MENTOR, offers={"notes": 1, "video": 3}))
    onboarding.join(work, "ANA", replace(MENTOR, offers={"notes": 3}))

    [row] = work.people.profile_skills("ANA", "program")
    assert (row.side, row.skill_id, row.level) == (Side.OFFERS, "notes", 3)
