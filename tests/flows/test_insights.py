"""How good a draft is, and two drafts beside each other, on a real store."""

from dataclasses import replace
from datetime import time

import pytest

from bot.flows import alternatives, drafts, insights, matching, pair_letters, pairing, publishing
from bot.matching import Rules, Weights
from bot.matching.insight import Cost
from bot.rules import pairs as rules
from bot.rules.refusals import AdminsOnly
from storage.models import NotWith, Role, Round, RoundState
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin, deliver

NO_HOURS = (Weights(), Rules(off=frozenset({"hours"})))


@pytest.fixture
def draft(work: Work) -> Round:
    """A draft of two pairs, beside two people whom only their hours keep apart."""
    a_program(work)
    an_admin(work, "ADMIN")
    for person, level in (("ANA", 2), ("BEA", 2), ("EVA", 2), ("CEM", 6), ("DAN", 6), ("FAY", 6)):
        a_person(work, person, level=level, department=person, team=person)
    a_member(work, "ANA", Role.MENTOR, offers=["ai-assistants"])
    a_member(work, "BEA", Role.MENTOR, offers=["automation", "ai-assistants"])
    a_member(work, "CEM", Role.MENTEE, wants=["ai-assistants"])
    a_member(work, "DAN", Role.MENTEE, wants=["automation", "ai-assistants"])
    late = {"work_start": time(16), "work_end": time(23)}
    a_member(work, "EVA", Role.MENTOR, offers=["negotiation"], **late)
    a_member(work, "FAY", Role.MENTEE, wants=["negotiation"])
    return matching.propose(work, "ADMIN")


def pairs_of(work: Work, round_id: str) -> set[tuple[str, str]]:
    return {(row.mentor_id, row.mentee_id) for row in work.pairs.proposals(round_id)}


def an_alternative(work: Work, draft: Round, settings: pairing.Settings = NO_HOURS) -> Round:
    question = alternatives.ask(work, "ADMIN", draft.id, settings)
    return alternatives.record(work, "ADMIN", draft.id, question, matching.solve(question))


# How good it is


def test_the_proof_the_costs_and_the_reasons_are_those_of_the_draft(work: Work, draft: Round) -> None:
    found = insights.study(insights.ask(work, "ADMIN", draft.id))

    assert (found.pairs, found.total, found.bound, found.is_best) == (2, draft.total, draft.total, True)
    assert found.costs.again == found.costs.locks == Cost()
    assert dict(found.costs.rules)["hours"].pairs == 1
    assert dict(found.costs.rules)["team"] == Cost()
    assert {(role, kind) for role, kind, _ in found.left} == {
        (Role.MENTOR, "hard_rule:hours"),
        (Role.MENTEE, "hard_rule:hours"),
    }
    [skill, *_] = found.costs.scarce
    assert (skill.skill, skill.waiting, skill.more) == ("Negotiation", 1, 1)


def test_what_a_rule_costs_is_what_a_run_without_it_brings(work: Work, draft: Round) -> None:
    costs = dict(insights.study(insights.ask(work, "ADMIN", draft.id)).costs.rules)

    other = an_alternative(work, draft)

    assert costs["hours"] == Cost(1, len(pairs_of(work, other.id)) - 2, other.total - draft.total)


def test_what_a_lock_costs_is_what_a_run_without_it_brings(work: Work, draft: Round) -> None:
    drafts.remove(work, "ADMIN", draft.id, ("ANA", "CEM"))
    drafts.allow(work, "ADMIN", draft.id, ("ANA", "CEM"))
    drafts.remove(work, "ADMIN", draft.id, ("BEA", "DAN"))
    matching.propose(work, "ADMIN")
    drafts.allow(work, "ADMIN", draft.id, ("BEA", "DAN"))
    drafts.lock(work, "ADMIN", draft.id, ("ANA", "DAN"), locked=True)
    worse = matching.propose(work, "ADMIN").total

    asked = insights.ask(work, "ADMIN", draft.id)
    [(pair, cost)] = insights.study_locks(asked).locks

    drafts.lock(work, "ADMIN", draft.id, ("ANA", "DAN"), locked=False)
    better = matching.propose(work, "ADMIN").total
    assert pair == ("ANA", "DAN")
    assert cost == insights.study(asked).costs.locks == Cost(0, 0, better - worse)
    assert better > worse


def test_a_draft_changed_by_hand_says_what_another_run_would_bring(work: Work, draft: Round) -> None:
    drafts.remove(work, "ADMIN", draft.id, ("ANA", "CEM"))

    found = insights.study(insights.ask(work, "ADMIN", draft.id))

    assert not found.is_best
    assert found.costs.again.pairs == 1  # the two others change partners


def test_only_admins_look(work: Work, draft: Round) -> None:
    with pytest.raises(AdminsOnly):
        insights.ask(work, "ANA", draft.id)
    with pytest.raises(AdminsOnly):
        alternatives.ask(work, "ANA", draft.id, NO_HOURS)
    with pytest.raises(AdminsOnly):
        pairing.form(work, "ANA")


def test_a_large_round_is_solved_again_only_when_somebody_asks(work: Work, draft: Round) -> None:
    asked = insights.ask(work, "ADMIN", draft.id)
    crowd = {
        f"P{n}": replace(asked.question.pool.candidates["ANA"], id=f"P{n}") for n in range(insights.LARGE)
    }
    pool = replace(asked.question.pool, candidates={**asked.question.pool.candidates, **crowd})
    large = replace(asked, question=replace(asked.question, pool=pool))

    found = insights.study(large)

    assert found.costs is None
    assert (found.pairs, found.spread.lowest) == (2, min(asked.scores))


# Two drafts


def test_another_draft_stands_beside_and_changes_nothing(work: Work, draft: Round) -> None:
    before = pairs_of(work, draft.id)

    other = an_alternative(work, draft)

    assert pairs_of(work, draft.id) == before
    assert pairs_of(work, other.id) == before | {("EVA", "FAY")}
    assert work.pairs.draft("program").id == draft.id
    assert pairing.program_rules(work.program.current_or_refuse()) == (Weights(), Rules())


def test_two_drafts_are_measured_by_their_own_and_by_a_common_measure(work: Work, draft: Round) -> None:
    an_alternative(work, draft, (Weights(skills=2000), Rules(off=frozenset({"hours"}))))

    found = alternatives.compare(alternatives.look(work, "ADMIN", draft.id))

    assert (found.present.pairs, found.other.pairs, found.differ) == (2, 3, 0)
    assert found.present.total == found.present.common == draft.total
    eva_and_fay = 4 * 1000 + 250 + 1500 + 300 + 800  # skills, an hour, departments, English, four levels
    assert found.other.common == draft.total + eva_and_fay
    assert found.other.total == found.other.common + 1000 * (4 + 4 + 8)
    assert found.other.lowest == eva_and_fay
    assert (found.present.left[Role.MENTEE], found.other.left[Role.MENTEE]) == (1, 0)
    assert found.present.scarce == ("Negotiation",)


def test_a_new_try_takes_the_place_of_the_earlier_one(work: Work, draft: Round) -> None:
    first = an_alternative(work, draft)
    second = an_alternative(work, draft, (Weights(hours=0), Rules()))

    assert work.pairs.alternative(draft.id).id == second.id
    assert first.state == RoundState.DISCARDED
    assert pairs_of(work, first.id) == set()
    with pytest.raises(rules.DraftGone):
        alternatives.use(work, "ADMIN", draft.id, first.id)


def test_the_chosen_draft_takes_the_place_and_its_settings_become_the_programs(
    work: Work, draft: Round
) -> None:
    other = an_alternative(work, draft)

    alternatives.use(work, "ADMIN", draft.id, other.id)

    assert pairs_of(work, draft.id) == {("ANA", "CEM"), ("BEA", "DAN"), ("EVA", "FAY")}
    assert draft.total == other.total
    assert pairing.program_rules(work.program.current_or_refuse()) == NO_HOURS
    assert work.pairs.alternative(draft.id) is None
    assert work.pairs.unmatched(draft.id) == []
    assert publishing.publish(work, "ADMIN", draft.id).pairs == 3


def test_keeping_the_present_one_lets_the_other_go(work: Work, draft: Round) -> None:
    other = an_alternative(work, draft)

    alternatives.keep(work, "ADMIN", draft.id, other.id)

    assert work.pairs.alternative(draft.id) is None
    assert pairing.program_rules(work.program.current_or_refuse()) == (Weights(), Rules())


@pytest.mark.parametrize("change", ["lock", "remove"])
def test_what_an_admin_decided_meanwhile_is_not_undone(work: Work, draft: Round, change: str) -> None:
    other = an_alternative(work, draft)
    if change == "lock":
        drafts.lock(work, "ADMIN", draft.id, ("ANA", "CEM"), locked=True)
    else:
        drafts.remove(work, "ADMIN", draft.id, ("ANA", "CEM"))

    with pytest.raises(rules.DraftMoved):
        alternatives.use(work, "ADMIN", draft.id, other.id)


def test_locked_pairs_stay_in_both_and_removed_ones_out_of_both(work: Work, draft: Round) -> None:
    drafts.remove(work, "ADMIN", draft.id, ("ANA", "CEM"))
    matching.propose(work, "ADMIN")
    drafts.lock(work, "ADMIN", draft.id, ("BEA", "CEM"), locked=True)
    other = an_alternative(work, draft)

    alternatives.use(work, "ADMIN", draft.id, other.id)

    assert pairs_of(work, draft.id) == {("ANA", "DAN"), ("BEA", "CEM"), ("EVA", "FAY")}
    assert work.pairs.proposal(draft.id, "BEA", "CEM").is_locked
    assert work.pairs.proposal(draft.id, "ANA", "CEM").is_removed


def test_an_alternative_goes_with_its_draft(work: Work, draft: Round) -> None:
    an_alternative(work, draft)
    matching.discard(work, "ADMIN", draft.id)

    with pytest.raises(rules.DraftGone):
        alternatives.look(work, "ADMIN", draft.id)
    assert work.pairs.alternative(matching.propose(work, "ADMIN").id) is None


# Settings


def test_settings_are_kept_as_far_as_they_differ() -> None:
    chosen = (Weights(place=0), Rules(floor=1500, chain_distance=2, off=frozenset({"team", "format"})))

    kept = pairing.stored(chosen)

    assert kept == {
        "weights": {"place": 0},
        "rules": {"floor": 1500, "chain_distance": 2, "off": ["format", "team"]},
    }
    assert pairing.read(kept) == chosen
    assert pairing.read({}) == (Weights(), Rules())
    assert pairing.read({"weights": {"horoscope": 3}, "rules": {"height": 2}}) == (Weights(), Rules())


@pytest.mark.parametrize(
    ("weights", "hard"),
    [({"skills": -1}, {}), ({"skills": 10**9}, {}), ({}, {"floor": -5}), ({}, {"overlap_minutes": 9999})],
)
def test_settings_that_no_form_offers_are_refused(weights: dict, hard: dict) -> None:
    with pytest.raises(rules.BadSettings):
        pairing.settings_of(weights, hard)


def test_a_private_wish_changes_no_word_of_anybody(work: Work, draft: Round) -> None:
    before = drafts.look(work, "ADMIN", draft.id, drafts.Show.UNMATCHED).alone
    work.session.add(NotWith(person_id="FAY", other_id="ANA"))
    work.session.flush()

    matching.propose(work, "ADMIN")

    assert drafts.look(work, "ADMIN", draft.id, drafts.Show.UNMATCHED).alone == before


def test_both_halves_of_a_pair_read_the_same_facts_and_no_level(work: Work, draft: Round) -> None:
    publishing.publish(work, "ADMIN", draft.id)
    deliver(work)

    [mentors] = pair_letters.card(work, "ANA").pairs
    [mentees] = pair_letters.card(work, "CEM").pairs

    assert mentors.reasons == mentees.reasons
    assert [reason.kind for reason in mentors.reasons] == ["skills", "hours", "departments"]
