"""The look before a round is published: what it asks, what a no changes, and what nobody can tell."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.flows import (
    alternatives,
    by_hand,
    drafts,
    look_letters,
    looks,
    matching,
    onboarding,
    pool,
    privacy,
    publishing,
)
from bot.flows.drafts import Show
from bot.matching import Rules, Weights
from bot.rules import looks as rules
from bot.rules import pairs as pair_rules
from bot.rules.messages import Kind
from bot.rules.refusals import AdminsOnly, Mistakes
from storage.models import (
    Look,
    MemberState,
    OutboxMessage,
    OutboxState,
    Proposal,
    Role,
    Round,
    RoundState,
    Veto,
)
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin, days

HOURS = 72


@pytest.fixture
def company(work: Work) -> Work:
    """A program with three mentors and three mentees who all fit each other, some better than others."""
    a_program(work)
    an_admin(work, "ADMIN")
    for person, level in (("ANA", 2), ("BEA", 2), ("CLEO", 2), ("XAN", 6), ("YVES", 6), ("ZOE", 6)):
        a_person(work, person, level=level, department=person, team=person)
    a_member(work, "ANA", Role.MENTOR, offers=["ai-assistants", "podcasts"])
    a_member(work, "BEA", Role.MENTOR, offers=["automation", "ai-assistants"])
    a_member(work, "CLEO", Role.MENTOR, offers=["automation", "podcasts"])
    a_member(work, "XAN", Role.MENTEE, wants=["ai-assistants", "podcasts"])
    a_member(work, "YVES", Role.MENTEE, wants=["automation", "ai-assistants"])
    a_member(work, "ZOE", Role.MENTEE, wants=["automation", "podcasts"])
    return work


@pytest.fixture
def draft(company: Work) -> Round:
    return matching.propose(company, "ADMIN")


@pytest.fixture
def open_draft(company: Work, draft: Round) -> Round:
    """A draft at which people look."""
    return begin(company, "ADMIN", draft.id, HOURS)


def begin(work: Work, admin_id: str, round_id: str, hours: int | None, *, publishes: bool = False) -> Round:
    draft = looks.begin(work, admin_id, round_id, hours, publishes=publishes)
    assert looks.show_cards(work, round_id)
    return draft


def proposed(work: Work, draft: Round) -> set[tuple[str, str]]:
    return {row.ids for row in work.pairs.proposed(draft.id)}


def owed(work: Work, kind: Kind) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.state == OutboxState.DUE)
    return list(work.session.exec(query.order_by(OutboxMessage.key)))


def over(work: Work, by: float = 4) -> None:
    """Let time pass and the look end, as the timetable does."""
    work.now += days(by)
    question = looks.ask(work)
    if question is not None:
        looks.settle(work, question, looks.solve(question))
    work.session.flush()


def all_of(work: Work, *people: str) -> Iterable[look_letters.Cards | None]:
    return (look_letters.look_to_tell(work, one) for one in owed(work, Kind.LOOK) if one.person_id in people)


# Begun


@pytest.mark.usefixtures("open_draft")
def test_both_halves_of_each_pair_are_asked_once_and_nobody_is_paired_yet(company: Work) -> None:
    people = [message.person_id for message in owed(company, Kind.LOOK)]

    assert people == ["ANA", "BEA", "CLEO", "XAN", "YVES", "ZOE"]
    assert company.pairs.active("program") == []
    [card] = next(iter(all_of(company, "ANA"))).cards
    assert (card.half.person_id, card.is_mentor, card.minutes) == ("XAN", False, 480)
    assert card.half.skills
    assert card.reasons


def test_a_look_lasts_for_working_days_and_its_messages_no_longer(company: Work, open_draft: Round) -> None:
    assert open_draft.look_ends_at == company.now + days(3)
    assert {message.expires_at for message in owed(company, Kind.LOOK)} == {open_draft.look_ends_at}


def test_the_hours_are_remembered_for_the_next_time(company: Work, draft: Round) -> None:
    assert looks.usual_hours(company, "ADMIN", draft.id) == 72

    begin(company, "ADMIN", draft.id, 24)

    assert company.program.current().look_hours == 24


@pytest.mark.parametrize("hours", [None, 0, 23, 10_000])
def test_an_odd_length_is_refused(company: Work, draft: Round, hours: int | None) -> None:
    with pytest.raises(Mistakes):
        begin(company, "ADMIN", draft.id, hours)


def test_only_admins_begin_a_look_and_only_one_a_round(company: Work, draft: Round) -> None:
    with pytest.raises(AdminsOnly):
        begin(company, "ANA", draft.id, HOURS)
    begin(company, "ADMIN", draft.id, HOURS)
    with pytest.raises(rules.LookOpen):
        begin(company, "ADMIN", draft.id, HOURS)
    over(company)
    with pytest.raises(rules.LookedAt):
        begin(company, "ADMIN", draft.id, HOURS)


def test_an_empty_draft_is_shown_to_nobody(company: Work, draft: Round) -> None:
    for ids in proposed(company, draft):
        drafts.remove(company, "ADMIN", draft.id, ids)

    with pytest.raises(pair_rules.EmptyDraft):
        begin(company, "ADMIN", draft.id, HOURS)


def test_after_a_stop_before_the_cards_were_prepared_the_timetable_prepares_them_once(
    company: Work, draft: Round
) -> None:
    looks.begin(company, "ADMIN", draft.id, HOURS)
    assert owed(company, Kind.LOOK) == []

    for _ in range(3):
        company.now += timedelta(hours=1)
        assert looks.ask(company) is None

    assert len(owed(company, Kind.LOOK)) == 6
    assert {message.expires_at for message in owed(company, Kind.LOOK)} == {draft.look_ends_at}


def test_cards_are_prepared_once_however_often_they_are_asked_for(company: Work, open_draft: Round) -> None:
    before = owed(company, Kind.LOOK)

    assert looks.show_cards(company, open_draft.id)

    assert owed(company, Kind.LOOK) == before


def test_a_look_at_pairs_of_whom_none_can_be_made_any_more_is_called_off(company: Work, draft: Round) -> None:
    looks.begin(company, "ADMIN", draft.id, HOURS, publishes=True)
    for one in company.people.members("program"):
        one.state = MemberState.PAUSED
    company.session.flush()

    assert not looks.show_cards(company, draft.id)

    assert (draft.look_ends_at, draft.publishes_itself, draft.look_by) == (None, False, "")
    assert owed(company, Kind.LOOK) == []


def test_while_people_look_nothing_moves(company: Work, open_draft: Round) -> None:
    round_id, pair = open_draft.id, ("ANA", "XAN")

    for change in (
        lambda: drafts.lock(company, "ADMIN", round_id, pair, locked=True),
        lambda: drafts.remove(company, "ADMIN", round_id, pair),
        lambda: by_hand.pair(company, "ADMIN", round_id, *pair),
        lambda: matching.ask(company, "ADMIN", round_id),
        lambda: publishing.publish(company, "ADMIN", round_id),
    ):
        with pytest.raises(rules.LookOpen):
            change()


# Said


def test_silence_is_consent_and_nobody_is_reminded(company: Work, open_draft: Round) -> None:
    before = proposed(company, open_draft)
    letters = len(owed(company, Kind.LOOK))

    over(company)

    assert proposed(company, open_draft) == before
    assert len(owed(company, Kind.LOOK)) == letters


def test_a_no_changes_the_proposal_at_the_end_and_not_before(company: Work, open_draft: Round) -> None:
    before = proposed(company, open_draft)
    looks.rather_not(company, "ANA", open_draft.id, "XAN")
    company.now += days(2)
    assert looks.ask(company) is None
    assert proposed(company, open_draft) == before

    over(company, by=2)

    after = proposed(company, open_draft)
    assert ("ANA", "XAN") not in after
    assert {mentor for mentor, _ in after} == {"ANA", "BEA", "CLEO"}
    assert open_draft.is_certified


def test_a_no_beats_a_lock(company: Work, draft: Round) -> None:
    drafts.lock(company, "ADMIN", draft.id, ("ANA", "XAN"), locked=True)
    begin(company, "ADMIN", draft.id, HOURS)
    looks.rather_not(company, "XAN", draft.id, "ANA")

    over(company)

    assert ("ANA", "XAN") not in proposed(company, draft)


def test_both_may_say_no_and_it_is_one_pair_that_changes(company: Work, open_draft: Round) -> None:
    looks.rather_not(company, "ANA", open_draft.id, "XAN")
    looks.rather_not(company, "XAN", open_draft.id, "ANA")

    over(company)

    after = proposed(company, open_draft)
    assert ("ANA", "XAN") not in after
    assert len(after) == 3


def test_one_no_a_round_and_it_may_be_taken_back(company: Work) -> None:
    company.people.member_or_refuse("ANA", "program").partners = 2
    company.people.member_or_refuse("BEA", "program").state = MemberState.LEFT
    draft = matching.propose(company, "ADMIN")
    begin(company, "ADMIN", draft.id, HOURS)
    one, other = sorted(mentee for mentor, mentee in proposed(company, draft) if mentor == "ANA")
    looks.rather_not(company, "ANA", draft.id, one)
    looks.rather_not(company, "ANA", draft.id, one)  # a doubled click

    with pytest.raises(rules.VetoSpent):
        looks.rather_not(company, "ANA", draft.id, other)
    assert not look_letters.cards(company, "ANA", draft.id).may_veto

    looks.take_back(company, "ANA", draft.id, one)
    looks.rather_not(company, "ANA", draft.id, other)
    over(company)
    assert ("ANA", one) in proposed(company, draft)
    assert ("ANA", other) not in proposed(company, draft)


def test_saying_yes_after_all_takes_a_no_back(company: Work, open_draft: Round) -> None:
    looks.rather_not(company, "ANA", open_draft.id, "XAN")
    looks.say_fine(company, "ANA", open_draft.id, "XAN")

    over(company)

    assert ("ANA", "XAN") in proposed(company, open_draft)


@pytest.mark.parametrize("ended", ["over", "discarded", "published"])
def test_after_its_end_a_button_says_the_same_whatever_became_of_the_round(
    company: Work, open_draft: Round, ended: str
) -> None:
    if ended == "discarded":
        matching.discard(company, "ADMIN", open_draft.id)
    else:
        over(company)
    if ended == "published":
        publishing.publish(company, "ADMIN", open_draft.id)

    for say in (looks.say_fine, looks.rather_not, looks.take_back):
        with pytest.raises(rules.LookOver):
            say(company, "ANA", open_draft.id, "XAN")
    assert company.looks.all_vetoes(company.now) == frozenset()


def test_the_end_counts_not_the_moment_at_which_the_timetable_comes_round(
    company: Work, open_draft: Round
) -> None:
    company.now = open_draft.look_ends_at

    with pytest.raises(rules.LookOver):
        looks.rather_not(company, "ANA", open_draft.id, "XAN")


def test_nobody_speaks_of_a_card_that_was_not_theirs(company: Work, open_draft: Round) -> None:
    for person, other in (("BEA", "XAN"), ("ADMIN", "ANA"), ("ANA", "nonsense")):
        with pytest.raises(rules.LookOver):
            looks.rather_not(company, person, open_draft.id, other)


# Nobody can tell


def test_what_others_see_while_people_look_is_the_same_with_and_without_a_no(
    company: Work, open_draft: Round
) -> None:
    def seen() -> list[object]:
        shows = (Show.ALL, Show.LOWEST, Show.UNMATCHED, Show.REMOVED)
        return [
            *(drafts.look(company, "ADMIN", open_draft.id, show) for show in shows),
            look_letters.cards(company, "XAN", open_draft.id),
            [(message.key, message.not_before) for message in owed(company, Kind.LOOK)],
            [entry.action for entry in company.program.audit()],
        ]

    looks.say_fine(company, "ANA", open_draft.id, "XAN")
    with_a_yes = seen()
    looks.rather_not(company, "ANA", open_draft.id, "XAN")

    assert seen() == with_a_yes


def test_whom_a_no_leaves_alone_reads_what_they_would_if_all_were_taken(company: Work) -> None:
    for person in ("BEA", "CLEO", "YVES", "ZOE"):
        company.people.member_or_refuse(person, "program").state = MemberState.PAUSED
    draft = matching.propose(company, "ADMIN")
    begin(company, "ADMIN", draft.id, HOURS)
    looks.rather_not(company, "ANA", draft.id, "XAN")

    over(company)

    board = drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED)
    assert {(one.person_id, one.why.kind) for one in board.alone} == {
        ("ANA", "nobody_free"),
        ("XAN", "nobody_free"),
    }
    assert board.removed == 0
    assert company.pairs.active("program") == []


def test_a_no_is_kept_like_a_not_with_in_later_rounds_and_by_hand(company: Work, open_draft: Round) -> None:
    looks.rather_not(company, "ANA", open_draft.id, "XAN")
    matching.discard(company, "ADMIN", open_draft.id)

    later = matching.propose(company, "ADMIN")

    assert ("ANA", "XAN") not in proposed(company, later)
    with pytest.raises(pair_rules.CannotPair):
        by_hand.pair(company, "ADMIN", later.id, "ANA", "XAN", anyway=True)


def test_a_no_is_in_the_data_of_who_said_it_alone_and_goes_with_them(
    company: Work, open_draft: Round
) -> None:
    looks.rather_not(company, "ANA", open_draft.id, "XAN")
    company.session.flush()

    mine, theirs = (company.privacy.held(company.people.get(person)) for person in ("ANA", "XAN"))
    assert [row["other_id"] for row in mine["veto"]] == ["XAN"]
    assert "veto" not in theirs
    assert [row["person_id"] for row in theirs["look"]] == ["XAN"]

    privacy.erase(company, "ANA")
    assert company.session.exec(select(Veto)).all() == []
    assert "ANA" not in {
        name for row in company.session.exec(select(Look)) for name in (row.person_id, row.other_id)
    }


# What happens meanwhile


def test_who_leaves_during_the_look_is_in_no_card_that_has_not_left_and_in_no_pair(
    company: Work, open_draft: Round
) -> None:
    onboarding.leave(company, "ANA")

    assert list(all_of(company, "ANA", "XAN")) == [None, None]
    over(company)
    assert "ANA" not in {mentor for mentor, _ in proposed(company, open_draft)}


def test_who_joins_during_the_look_is_in_the_draft_afterwards(company: Work, open_draft: Round) -> None:
    a_person(company, "WIM", level=6, department="WIM", team="WIM")
    a_member(company, "WIM", Role.MENTEE, wants=["knitting"])
    a_person(company, "DEV", level=2, department="DEV", team="DEV")
    a_member(company, "DEV", Role.MENTOR, offers=["knitting"])

    over(company)

    assert ("DEV", "WIM") in proposed(company, open_draft)


def test_a_draft_that_is_discarded_during_the_look_stays_so(company: Work, open_draft: Round) -> None:
    matching.discard(company, "ADMIN", open_draft.id)

    assert list(all_of(company, "ANA")) == [None]
    over(company)

    assert open_draft.state == RoundState.DISCARDED
    assert owed(company, Kind.LOOK_OVER) == []


def test_a_draft_that_is_discarded_while_the_engine_works_stays_so(company: Work, open_draft: Round) -> None:
    company.now += days(4)
    question = looks.ask(company)
    matching.discard(company, "ADMIN", open_draft.id)

    looks.settle(company, question, looks.solve(question))

    assert not open_draft.is_looked_at
    assert owed(company, Kind.LOOK_OVER) == []


def test_everybody_gone_leaves_an_empty_draft_and_no_round_by_itself(company: Work, draft: Round) -> None:
    begin(company, "ADMIN", draft.id, HOURS, publishes=True)
    for person in ("ANA", "BEA", "CLEO"):
        onboarding.leave(company, person)

    over(company)

    assert (draft.state, draft.is_looked_at) == (RoundState.DRAFT, True)
    assert proposed(company, draft) == set()
    [message] = owed(company, Kind.LOOK_OVER)
    assert look_letters.over_to_tell(company, message).pairs == 0


def test_what_the_engine_cannot_work_with_leaves_the_draft_without_the_impossible(
    company: Work, open_draft: Round
) -> None:
    looks.rather_not(company, "ANA", open_draft.id, "XAN")
    company.people.get("ZOE").timezone = "Mars/Olympus"

    over(company)

    assert proposed(company, open_draft) == {("BEA", "YVES"), ("CLEO", "ZOE")}
    assert {row.person_id for row in company.drafts.unmatched(open_draft.id)} == {"ANA", "XAN"}


# Afterwards


def test_the_admin_hears_that_the_draft_is_ready_and_may_publish_it(company: Work, open_draft: Round) -> None:
    over(company)

    [message] = owed(company, Kind.LOOK_OVER)
    told = look_letters.over_to_tell(company, message)
    assert (message.person_id, told.pairs, told.is_published) == ("ADMIN", 3, False)
    assert publishing.publish(company, "ADMIN", open_draft.id).pairs == 3
    assert company.session.exec(select(Look)).all() == []


def test_a_round_is_published_by_itself_where_the_admin_chose_so(company: Work, draft: Round) -> None:
    begin(company, "ADMIN", draft.id, HOURS, publishes=True)

    over(company)

    assert draft.state == RoundState.PUBLISHED
    assert len(company.pairs.active("program")) == 3
    told = look_letters.over_to_tell(company, owed(company, Kind.LOOK_OVER)[0])
    assert (told.is_published, told.is_undoable) == (True, True)
    publishing.undo(company, "ADMIN", draft.id)
    assert company.pairs.active("program") == []


@pytest.mark.usefixtures("open_draft")
def test_a_look_ends_once(company: Work) -> None:
    over(company)
    over(company)

    assert len(owed(company, Kind.LOOK_OVER)) == 1
    assert company.session.exec(select(Proposal)).all()


def test_an_alternative_from_before_the_look_cannot_bring_anybody_back(company: Work, draft: Round) -> None:
    asked = alternatives.ask(company, "ADMIN", draft.id, (Weights(interests=0), Rules()))
    alternatives.record(company, "ADMIN", draft.id, asked, matching.solve(asked))

    begin(company, "ADMIN", draft.id, HOURS)

    assert company.pairs.alternative(draft.id) is None


def test_a_no_is_not_to_be_found_out_by_trying_while_people_look(company: Work, open_draft: Round) -> None:
    program = company.program.current()
    before = pool.gather(company, program).not_with

    looks.rather_not(company, "ANA", open_draft.id, "XAN")

    assert pool.gather(company, program).not_with == before
    company.now = open_draft.look_ends_at
    assert pool.gather(company, program).not_with == before | {("ANA", "XAN")}
