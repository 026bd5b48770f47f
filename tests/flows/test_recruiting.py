import pytest

from bot.flows import admins, recruiting, skills
from bot.rules.objectives import AlreadyInvited, NoChannel, NotOpen
from bot.rules.refusals import AdminsOnly, Mistakes
from storage.models import MemberState, ProgramState, Role, Side
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin, days


def test_an_invitation_is_owed_to_the_channel_once_a_day(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work, ProgramState.OPEN, channel_id="C1")

    assert recruiting.invite(work, "ADA") == "C1"
    with pytest.raises(AlreadyInvited):
        recruiting.invite(work, "ADA")
    work.now += days(1)
    recruiting.invite(work, "ADA")

    owed = work.outbox.due(10)
    assert owed[0].channel_id == "C1"
    assert recruiting.invitation(work, owed[0]).name == "Flip 2026"


def test_an_invitation_needs_an_open_program_with_a_channel(work: Work) -> None:
    an_admin(work, "ADA")
    program = a_program(work, ProgramState.DRAFT, channel_id="C1")
    with pytest.raises(NotOpen):
        recruiting.invite(work, "ADA")

    program.state, program.channel_id = ProgramState.OPEN, None
    with pytest.raises(NoChannel):
        recruiting.invite(work, "ADA")
    with pytest.raises(AdminsOnly):
        recruiting.invite(work, "BEN")


def test_an_invitation_that_comes_too_late_is_not_posted(work: Work) -> None:
    an_admin(work, "ADA")
    program = a_program(work, ProgramState.OPEN, channel_id="C1")
    recruiting.invite(work, "ADA")
    program.state = ProgramState.CLOSED

    assert recruiting.invitation(work, work.outbox.due(1)[0]) is None


def test_the_roster_pages_names_and_shows_where_skills_do_not_meet(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    skills.seed(work)
    for number in range(31):
        a_member(work, f"P{number:02}", Role.MENTOR, offers=["negotiation"])
    a_member(work, "ZOE", Role.MENTEE, wants=["ai-assistants"], state=MemberState.PAUSED)
    a_member(work, "LEA", Role.MENTEE, wants=["dashboards"], state=MemberState.LEFT)

    first, last = recruiting.roster(work, "ADA"), recruiting.roster(work, "ADA", 99)

    assert first.roles == {"mentor": 31, "mentee": 1}
    assert (len(first.people), first.pages) == (30, 2)
    assert [one.name for one in last.people] == ["P30", "Zoe"]
    assert first.nobody_shares == ("AI assistants at work",)
    assert len(first.nobody_wants) == 1


def test_admins_appoint_and_withdraw_each_other_and_one_remains(work: Work) -> None:
    an_admin(work, "ADA")
    a_person(work, "BEN")

    assert admins.choose(work, "ADA", ["ADA", "BEN"]) == ["ADA", "BEN"]
    assert admins.choose(work, "ADA", ["BEN"]) == ["BEN"]
    with pytest.raises(AdminsOnly):
        admins.choose(work, "ADA", ["ADA"])
    with pytest.raises(Mistakes):
        admins.choose(work, "BEN", [])

    assert work.people.admins() == ["BEN"]
    assert [(one.action, one.subject) for one in work.program.audit()] == [
        ("admin.appointed", "BEN"),
        ("admin.withdrawn", "ADA"),
    ]


def test_a_guest_cannot_be_an_admin(work: Work) -> None:
    an_admin(work, "ADA")
    a_person(work, "GUS", employee=False)

    with pytest.raises(Mistakes):
        admins.choose(work, "ADA", ["ADA", "GUS"])


def test_a_skill_is_added_and_another_switched_off(work: Work) -> None:
    an_admin(work, "ADA")
    everything = {one.id for one in skills.listed(work, "ADA").choices}

    skills.choose(work, "ADA", everything - {"dashboards"}, "Prompt écriture")

    offered = {skill.label for skill in work.program.skills()}
    assert "Prompt écriture" in offered
    assert "Reading dashboards" not in offered
    skills.seed(work)
    assert "Reading dashboards" not in {skill.label for skill in work.program.skills()}


@pytest.mark.parametrize("new", ["reading DASHBOARDS", "x" * 61])
def test_a_skill_that_is_there_already_or_too_long_is_refused(work: Work, new: str) -> None:
    an_admin(work, "ADA")
    everything = {one.id for one in skills.listed(work, "ADA").choices}

    with pytest.raises(Mistakes) as refusal:
        skills.choose(work, "ADA", everything, new)

    assert list(refusal.value.fields) == ["new"]


def test_what_members_wrote_is_shown_without_names_and_may_join_the_list(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    a_member(work, "ANA", Role.MENTOR, also_offers="Sourdough, public speeking")
    a_member(work, "BEN", Role.MENTEE, also_wants="sourdough")
    a_member(work, "CEM", Role.MENTEE, also_wants="x" * 61, state=MemberState.PAUSED)
    a_member(work, "DEE", Role.MENTEE, also_wants="secrets", state=MemberState.LEFT)
    listing = skills.listed(work, "ADA")
    assert listing.ideas == ("public speeking", "Sourdough")

    everything = {one.id for one in listing.choices}
    listing = skills.choose(work, "ADA", everything, "", ["Sourdough", "never said"])

    assert listing.ideas == ("public speeking",)
    assert work.people.skills_of("ANA", "program", Side.OFFERS) == ["sourdough"]
    assert work.people.skills_of("BEN", "program", Side.WANTS) == ["sourdough"]
    assert [work.people.member(one, "program").also_offers for one in ("ANA", "BEN")] == [
        "public speeking",
        "",
    ]
