from datetime import time, timedelta

import pytest
from sqlmodel import select

from bot.flows import by_hand, drafts, matching, pairing, pairs, publishing, round_letters
from bot.flows.drafts import Show
from bot.matching import Rules, Weights
from bot.rules import pairs as rules
from bot.rules.messages import Kind
from bot.rules.refusals import AdminsOnly, Mistakes, Stale
from storage.models import (
    Employee,
    MemberState,
    NotWith,
    OutboxMessage,
    OutboxState,
    Pair,
    PairState,
    Role,
    RoundState,
)
from storage.work import Work
from tests.builders import a_member, a_pair, a_person, a_program, an_admin


@pytest.fixture
def company(work: Work) -> Work:
    """A program with two mentors and two mentees who all fit each other, some better than others."""
    a_program(work, channel_id="C1")
    an_admin(work, "ADMIN")
    for person, level in (("ANA", 2), ("BEA", 2), ("CEM", 6), ("DAN", 6)):
        a_person(work, person, level=level, department=person, team=person)
    a_member(work, "ANA", Role.MENTOR, offers=["ai-assistants"])
    a_member(work, "BEA", Role.MENTOR, offers=["automation", "ai-assistants"])
    a_member(work, "CEM", Role.MENTEE, wants=["ai-assistants"])
    a_member(work, "DAN", Role.MENTEE, wants=["automation", "ai-assistants"])
    return work


def proposed(work: Work, round_id: str) -> set[tuple[str, str]]:
    return {(row.mentor_id, row.mentee_id) for row in work.pairs.proposals(round_id)}


def due(work: Work, kind: Kind) -> list[OutboxMessage]:
    """Return what is due of a kind, its time come or not."""
    query = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.state == OutboxState.DUE)
    return list(work.session.exec(query.order_by(OutboxMessage.key)))


# Proposing


def test_everybody_gets_the_partner_who_fits_best(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("ANA", "CEM"), ("BEA", "DAN")}
    assert draft.is_certified
    assert company.pairs.active("program") == []


def test_a_draft_says_why(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")

    board = drafts.look(company, "ADMIN", draft.id)

    [best] = [pair for pair in board.pairs if pair.mentor_id == "ANA"]
    assert best.points > 0
    assert best.reasons[0].facts["skills"] == ("AI assistants at work",)


def test_only_admins_propose(company: Work) -> None:
    with pytest.raises(AdminsOnly):
        matching.propose(company, "ANA")


def test_without_a_mentor_there_is_nothing_to_propose(work: Work) -> None:
    a_program(work)
    an_admin(work, "ADMIN")
    a_member(work, "CEM", Role.MENTEE, wants=["automation"])

    with pytest.raises(rules.NobodyToPair):
        matching.propose(work, "ADMIN")


def test_running_again_keeps_the_draft_its_seed_its_locks_and_what_was_removed(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    drafts.remove(company, "ADMIN", draft.id, ("ANA", "CEM"))
    again = matching.propose(company, "ADMIN")

    assert (again.id, again.seed) == (draft.id, draft.seed)
    assert proposed(company, again.id) == {("ANA", "DAN"), ("BEA", "CEM")}

    drafts.lock(company, "ADMIN", draft.id, ("ANA", "DAN"), locked=True)
    drafts.allow(company, "ADMIN", draft.id, ("ANA", "CEM"))
    matching.propose(company, "ADMIN")
    assert ("ANA", "DAN") in proposed(company, draft.id)

    drafts.lock(company, "ADMIN", draft.id, ("ANA", "DAN"), locked=False)
    matching.propose(company, "ADMIN")
    assert proposed(company, draft.id) == {("ANA", "CEM"), ("BEA", "DAN")}


def test_a_draft_that_changed_while_the_engine_worked_is_not_overwritten(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    question = matching.ask(company, "ADMIN")
    drafts.lock(company, "ADMIN", draft.id, ("ANA", "CEM"), locked=True)

    with pytest.raises(rules.DraftMoved):
        matching.record(company, "ADMIN", question, matching.solve(question))


def test_paused_left_and_unreachable_members_are_left_alone(company: Work) -> None:
    company.people.member_or_refuse("ANA", "program").state = MemberState.PAUSED
    company.people.member_or_refuse("CEM", "program").state = MemberState.LEFT

    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("BEA", "DAN")}


def test_a_second_round_fills_only_what_is_free(company: Work) -> None:
    a_pair(company, "BEA", "DAN")

    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("ANA", "CEM")}


def test_a_mentor_with_room_for_two_gets_two(company: Work) -> None:
    company.people.member_or_refuse("ANA", "program").state = MemberState.PAUSED
    company.people.member_or_refuse("BEA", "program").partners = 2

    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("BEA", "CEM"), ("BEA", "DAN")}


def test_whoever_has_been_a_pair_is_never_proposed_again(company: Work) -> None:
    a_pair(company, "ANA", "CEM", state=PairState.ENDED)

    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("ANA", "DAN"), ("BEA", "CEM")}


def test_one_management_chain_is_never_paired_even_over_somebody_outside_slack(company: Work) -> None:
    company.session.get_one(Employee, "ana@example.com").manager_email = "boss@example.com"
    company.session.add(Employee(email="boss@example.com", manager_email="cem@example.com"))
    company.session.flush()

    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("ANA", "DAN"), ("BEA", "CEM")}


# By hand


def test_a_pair_by_hand_is_locked_and_others_step_aside(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")

    done = by_hand.pair(company, "ADMIN", draft.id, "ANA", "DAN")

    assert done.broken == ()
    assert proposed(company, draft.id) == {("ANA", "DAN")}
    board = drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED)
    assert {one.person_id for one in board.alone} == {"BEA", "CEM"}
    matching.propose(company, "ADMIN")
    assert proposed(company, draft.id) == {("ANA", "DAN"), ("BEA", "CEM")}
    assert company.pairs.proposal(draft.id, "ANA", "DAN").is_by_hand


def test_a_pair_by_hand_that_breaks_a_rule_is_made_only_anyway(company: Work) -> None:
    company.session.get_one(Employee, "dan@example.com").team = "ANA"
    draft = matching.propose(company, "ADMIN")

    warned = by_hand.pair(company, "ADMIN", draft.id, "ANA", "DAN")
    assert warned.broken == ("team",)
    assert ("ANA", "DAN") not in proposed(company, draft.id)

    by_hand.pair(company, "ADMIN", draft.id, "ANA", "DAN", anyway=True)
    assert ("ANA", "DAN") in proposed(company, draft.id)


@pytest.mark.parametrize("why", ["not with", "chain", "met"])
def test_what_nobody_may_pair_is_refused_in_one_sentence_whatever_the_cause(company: Work, why: str) -> None:
    draft = matching.propose(company, "ADMIN")
    if why == "not with":
        company.session.add(NotWith(person_id="DAN", other_id="ANA"))
    elif why == "chain":
        company.session.get_one(Employee, "ana@example.com").manager_email = "dan@example.com"
    else:
        a_pair(company, "ANA", "DAN", state=PairState.ENDED)
    company.session.flush()

    for anyway in (False, True):
        with pytest.raises(rules.CannotPair):
            by_hand.pair(company, "ADMIN", draft.id, "ANA", "DAN", anyway=anyway)
    assert proposed(company, draft.id) == {("ANA", "CEM"), ("BEA", "DAN")}


def test_a_form_names_who_cannot_be_paired_in_that_role(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")

    with pytest.raises(Mistakes) as refusal:
        by_hand.pair(company, "ADMIN", draft.id, "CEM", None)

    assert "as a mentor" in refusal.value.fields["mentor"]
    assert "as a mentee" in refusal.value.fields["mentee"]


def test_a_locked_pair_does_not_step_aside(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    drafts.lock(company, "ADMIN", draft.id, ("ANA", "CEM"), locked=True)

    with pytest.raises(Mistakes):
        by_hand.pair(company, "ADMIN", draft.id, "ANA", "DAN")

    assert proposed(company, draft.id) == {("ANA", "CEM"), ("BEA", "DAN")}


# Looking


def test_a_removed_pair_is_shown_apart_and_cannot_be_removed_twice(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    drafts.remove(company, "ADMIN", draft.id, ("ANA", "CEM"))

    board = drafts.look(company, "ADMIN", draft.id, Show.REMOVED)

    assert [(pair.mentor_id, pair.mentee_id) for pair in board.pairs] == [("ANA", "CEM")]
    assert (board.paired, board.left, board.removed, board.is_best) == (1, 2, 1, False)
    with pytest.raises(Stale):
        drafts.remove(company, "ADMIN", draft.id, ("ANA", "CEM"))


def test_the_unmatched_are_shown_with_their_reasons(company: Work) -> None:
    a_member(company, "EVA", Role.MENTEE, wants=["cooking"])
    draft = matching.propose(company, "ADMIN")

    [alone] = drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED).alone

    assert (alone.person_id, alone.why.kind) == ("EVA", "no_mentor_for_skill")


def test_a_wish_not_to_be_paired_never_shows(company: Work) -> None:
    for other in ("ANA", "BEA"):
        company.session.add(NotWith(person_id=other, other_id="CEM"))
    draft = matching.propose(company, "ADMIN")

    [alone] = [
        one for one in drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED).alone if one.person_id == "CEM"
    ]

    assert alone.why.kind == "nobody_free"


def test_many_pairs_come_in_pages(work: Work) -> None:
    a_program(work)
    an_admin(work, "ADMIN")
    for n in range(20):
        a_member(work, f"MENTOR{n:02}", Role.MENTOR, offers=["automation"])
        a_member(work, f"MENTEE{n:02}", Role.MENTEE, wants=["automation"])
    draft = matching.propose(work, "ADMIN")

    first = drafts.look(work, "ADMIN", draft.id)
    last = drafts.look(work, "ADMIN", draft.id, Show.LOWEST, page=99)

    assert (first.pages, len(first.pairs), first.paired) == (3, 8, 20)
    assert (last.page, len(last.pairs)) == (2, 4)


# Publishing


def test_publishing_makes_pairs_and_owes_each_an_introduction(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")

    done = publishing.publish(company, "ADMIN", draft.id)

    made = {(pair.mentor_id, pair.mentee_id) for pair in company.pairs.active("program")}
    assert made == {("ANA", "CEM"), ("BEA", "DAN")}
    assert (done.pairs, done.left_out) == (2, 0)
    assert {message.pair_id for message in due(company, Kind.PAIR_INTRODUCTION)} == {
        pair.id for pair in company.pairs.active("program")
    }
    assert draft.state == RoundState.PUBLISHED


def test_publishing_twice_is_refused_and_pairs_nobody_twice(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)

    with pytest.raises(rules.DraftGone):
        publishing.publish(company, "ADMIN", draft.id)

    assert len(company.pairs.active("program")) == 2


def test_nobody_is_told_before_the_undo_window_closes(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")

    done = publishing.publish(company, "ADMIN", draft.id)

    messages = company.session.exec(select(OutboxMessage)).all()
    assert done.tells_from == company.now + timedelta(minutes=10)
    assert all(message.not_before >= done.tells_from for message in messages)


def test_those_left_out_hear_the_reason_once(company: Work) -> None:
    a_member(company, "EVA", Role.MENTEE, wants=["cooking"])
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)

    [message] = due(company, Kind.UNMATCHED)

    assert message.person_id == "EVA"
    left = round_letters.left_to_tell(company, message)
    assert (left.role, left.why.kind) == (Role.MENTEE, "no_mentor_for_skill")


def test_those_left_out_hear_the_smallest_change_that_would_help(company: Work) -> None:
    a_member(company, "EVA", Role.MENTEE, wants=["automation"], work_start=time(16), work_end=time(22))
    a_member(company, "FAY", Role.MENTOR, offers=["automation"])
    draft = matching.propose(company, "ADMIN")
    board = drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED)
    [alone] = [one for one in board.alone if one.person_id == "EVA"]
    publishing.publish(company, "ADMIN", draft.id)

    [message] = [message for message in due(company, Kind.UNMATCHED) if message.person_id == "EVA"]

    left = round_letters.left_to_tell(company, message)
    assert left.why.kind == "hard_rule:hours"
    assert left.advice == alone.advice
    assert left.advice.facts == {"minutes": 60, "start": "15:00", "candidates": 2}


def test_the_programs_own_rules_count_for_drafts_and_for_pairs_by_hand(company: Work) -> None:
    program = company.program.current_or_refuse()
    pairing.save(company, "ADMIN", (Weights(skills=0), Rules(level_gap=5)))

    assert pairing.program_rules(program) == (Weights(skills=0), Rules(level_gap=5))
    draft = matching.propose(company, "ADMIN")
    assert proposed(company, draft.id) == set()
    assert by_hand.pair(company, "ADMIN", draft.id, "ANA", "DAN").broken == ("level",)


def test_a_chain_that_is_longer_than_the_program_minds_is_no_obstacle(company: Work) -> None:
    company.session.get_one(Employee, "ana@example.com").manager_email = "boss@example.com"
    company.session.add(Employee(email="boss@example.com", manager_email="cem@example.com"))
    pairing.save(company, "ADMIN", (Weights(), Rules(chain_distance=1)))

    draft = matching.propose(company, "ADMIN")

    assert proposed(company, draft.id) == {("ANA", "CEM"), ("BEA", "DAN")}
    assert publishing.publish(company, "ADMIN", draft.id).pairs == 2


def test_who_got_a_partner_in_one_role_is_not_told_of_the_other(company: Work) -> None:
    company.people.member_or_refuse("ANA", "program").role = Role.BOTH
    draft = matching.propose(company, "ADMIN")

    publishing.publish(company, "ADMIN", draft.id)

    assert due(company, Kind.UNMATCHED) == []


def test_a_change_since_the_draft_leaves_a_pair_out(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    company.session.add(NotWith(person_id="CEM", other_id="ANA"))
    company.session.flush()

    done = publishing.publish(company, "ADMIN", draft.id)

    assert (done.pairs, done.left_out) == (1, 1)
    assert {message.person_id for message in due(company, Kind.UNMATCHED)} == {"ANA", "CEM"}


def test_an_empty_draft_is_not_published(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    for pair in (("ANA", "CEM"), ("BEA", "DAN")):
        drafts.remove(company, "ADMIN", draft.id, pair)

    with pytest.raises(rules.EmptyDraft):
        publishing.publish(company, "ADMIN", draft.id)

    assert draft.state == RoundState.DRAFT


def test_the_channel_reads_only_the_names_of_those_who_both_agreed(company: Work) -> None:
    for person in ("ANA", "CEM", "BEA"):
        company.people.member_or_refuse(person, "program").may_be_named = True
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)

    [message] = due(company, Kind.PAIRS_ANNOUNCEMENT)

    assert message.channel_id == "C1"
    news = round_letters.announcement_to_tell(company, message)
    assert news.named == (("Ana", "Cem"),)
    assert news.others == 1


def test_a_round_can_be_undone_and_published_again_until_somebody_was_told(company: Work) -> None:
    a_member(company, "EVA", Role.MENTEE, wants=["cooking"])
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)

    publishing.undo(company, "ADMIN", draft.id)

    assert company.session.exec(select(Pair)).all() == []
    assert company.session.exec(select(OutboxMessage)).all() == []
    assert proposed(company, draft.id) == {("ANA", "CEM"), ("BEA", "DAN")}
    publishing.publish(company, "ADMIN", draft.id)
    assert len(due(company, Kind.PAIR_INTRODUCTION)) == 2
    assert len(due(company, Kind.UNMATCHED)) == 1


def test_once_a_message_has_left_a_round_stays(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)
    due(company, Kind.PAIR_INTRODUCTION)[0].state = OutboxState.ATTEMPTED
    company.session.flush()

    with pytest.raises(rules.TooLateToUndo):
        publishing.undo(company, "ADMIN", draft.id)

    assert len(company.pairs.active("program")) == 2


def test_a_discarded_draft_can_no_longer_be_published(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    matching.discard(company, "ADMIN", draft.id)

    with pytest.raises(rules.DraftGone):
        publishing.publish(company, "ADMIN", draft.id)

    assert matching.propose(company, "ADMIN").id != draft.id


def test_what_an_admin_does_is_written_down(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)

    actions = [entry.action for entry in company.program.audit()]

    assert actions == ["pairs proposed", "round published"]


# Home


def test_an_admin_sees_who_waits_and_the_draft(company: Work) -> None:
    assert round_letters.card(company, "ANA") is None
    card = round_letters.card(company, "ADMIN")
    assert (card.mentors, card.mentees, card.draft_id) == (2, 2, None)

    draft = matching.propose(company, "ADMIN")
    assert round_letters.card(company, "ADMIN").draft_id == draft.id

    publishing.publish(company, "ADMIN", draft.id)
    card = round_letters.card(company, "ADMIN")
    assert (card.mentors, card.mentees, card.undoable_id) == (0, 0, draft.id)


def test_the_waiting_are_those_without_a_partner(company: Work) -> None:
    a_pair(company, "ANA", "CEM", state=PairState.COMPLETED)

    assert pairs.waiting(company, "program") == ["BEA", "DAN"]


def test_an_admin_reads_how_many_wait_on_each_side(company: Work) -> None:
    a_pair(company, "EVA", "FAY")  # have each other
    a_pair(company, "GIL", "HAL", state=PairState.COMPLETED)  # had each other to the end
    a_pair(company, "IDA", "JON", state=PairState.ENDED)  # wait again
    a_pair(company, "KIM", "LEA", state=PairState.COMPLETED, waits_again=True)
    a_member(company, "MAX", Role.BOTH)
    a_member(company, "NEO", Role.MENTOR, partners=0)  # not this time
    a_member(company, "OLA", Role.MENTEE, state=MemberState.PAUSED)

    card = round_letters.card(company, "ADMIN")

    assert card is not None
    assert (card.mentors, card.mentees) == (2 + 2 + 1, 2 + 2 + 1)
    assert len(pairs.waiting(company, "program")) == 9 + 1  # who takes nobody this time waits, too
