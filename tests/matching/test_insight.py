"""What locks and rules cost, which skills are scarce, how the scores are spread."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import Candidate, Case, Rules, Weights, check
from bot.matching.insight import (
    Bar,
    Cost,
    cost_of_lock,
    costs_of_rules,
    forbid_alone,
    scarce,
    spread,
    worth,
)
from bot.matching.rules import applying, forbidden
from bot.matching.scale import Engine
from bot.matching.score import score
from tests.bench.pairing_company import DAY, company, pool_of
from tests.matching.people import ON, a_mentee, a_mentor


def a_case(*people: Candidate, **facts) -> Case:
    return Case(**{"people": people, "on": ON, "seed": 1, **facts})


def best(case: Case) -> tuple[int, int]:
    """Return the most pairs and the best total by trying everything; one place each."""
    possible = {}
    for mentor in case.people:
        for mentee in case.people:
            if mentor.mentor_capacity and mentee.mentee_capacity:
                facts = {"managers": case.managers, "met": case.met, "not_with": case.not_with}
                verdict = check(mentor, mentee, **facts, on=case.on, rules=case.rules, weights=case.weights)
                if not verdict.broken or (mentor.id, mentee.id) in case.locked:
                    possible[mentor.id, mentee.id] = verdict.score
    tries = [
        (count, sum(possible[pair] for pair in chosen))
        for count in range(len(possible) + 1)
        for chosen in combinations(possible, count)
        if len({one for pair in chosen for one in pair}) == 2 * count and set(case.locked) <= set(chosen)
    ]
    return max(tries)


def test_a_rule_costs_the_pairs_that_it_alone_forbids():
    case = a_case(
        a_mentor("ana", team="web"), a_mentee("ben", team="web"), a_mentor("cem", level=4), a_mentee("dot")
    )
    costs = costs_of_rules(case, case.solve())
    assert (costs["team"].pairs, costs["level"].pairs, costs["language"]) == (0, 1, Cost())
    both_rules = a_case(a_mentor("ana", team="web"), a_mentee("ben", team="web"))
    score = check(*both_rules.people, managers={}, not_with=frozenset(), met=frozenset(), on=ON).score
    assert costs_of_rules(both_rules, both_rules.solve())["team"] == Cost(1, 1, score)


def test_the_long_reach_of_the_chain_has_a_cost_of_its_own():
    chain = {"ana": "boss", "boss": "ben"}
    case = a_case(a_mentor("ana"), a_mentee("ben"), managers=chain)
    assert costs_of_rules(case, case.solve())["chain"].pairs == 1
    direct = a_case(a_mentor("ana"), a_mentee("ben"), managers={"ana": "ben"})
    assert costs_of_rules(direct, direct.solve())["chain"].pairs == 0


def test_a_floor_costs_those_below_it():
    case = a_case(a_mentor("ana"), a_mentee("ben"), rules=Rules(floor=50_000))
    assert costs_of_rules(case, case.solve())["floor"].pairs == 1
    assert "floor" not in costs_of_rules(replace(case, rules=Rules()), case.solve())


SKILLS = st.dictionaries(st.sampled_from(["ai", "sql"]), st.integers(1, 3), min_size=1)


@st.composite
def rounds(draw):
    def facts():
        return {
            "team": draw(st.sampled_from([None, "web"])),
            "level": draw(st.integers(1, 4)),
            "languages": draw(st.sampled_from([frozenset({"en"}), frozenset({"de", "en"}), frozenset("de")])),
        }

    mentors = [a_mentor(f"m{n}", offers=draw(SKILLS), **facts()) for n in range(draw(st.integers(1, 3)))]
    mentees = [a_mentee(f"n{n}", wants=draw(SKILLS), **facts()) for n in range(draw(st.integers(1, 3)))]
    locked = (("m0", "n0"),) if draw(st.booleans()) else ()
    not_with = draw(st.frozensets(st.sampled_from([("m0", "n0"), ("n0", "m1")])))
    rules = Rules(level_gap=draw(st.integers(0, 2)), floor=draw(st.sampled_from([None, 6000])))
    return a_case(*mentors, *mentees, locked=locked, not_with=not_with, rules=rules)


@given(rounds())
def test_costs_are_those_of_an_independent_solver_without_the_rule_or_the_lock(case):
    present, pairs_and_total = case.solve(), best(case)
    assert (len(present.pairs), present.total) == pairs_and_total
    for name, cost in costs_of_rules(case, present).items():
        if name != "chain":
            without = best(replace(case, rules=replace(case.rules, off=frozenset({name}))))
            assert (cost.pairs, cost.score) == (
                without[0] - pairs_and_total[0],
                without[1] - pairs_and_total[1],
            )
    for pair in case.locked:
        cost, without = cost_of_lock(case, present, pair), best(replace(case, locked=()))
        assert (cost.pairs, cost.score) == (without[0] - pairs_and_total[0], without[1] - pairs_and_total[1])


@given(rounds(), st.integers(1, 9))
def test_rules_that_alone_forbid_a_pair_are_found_a_part_at_a_time(case, at_once):
    pool = case.pool()
    masks = {rule.name: rule.forbids(pool) for rule in applying(pool.rules)}
    count = sum(mask.astype(int) for mask in masks.values())
    assert forbid_alone(pool, at_once) == {n for n, mask in masks.items() if (mask & (count == 1)).any()}


def test_in_a_large_pool_places_are_worth_what_proves_the_draft():
    pool = pool_of(*company(700))
    engine = Engine.of(pool, spread=False)
    draft = engine.solve()
    prices = np.array(engine.prices())
    gains = np.where(forbidden(pool), -(10**9), score(pool)) - prices
    most = np.sort(gains.max(axis=1))[::-1][: len(draft.pairs)]
    assert prices.min() == 0 < prices.max()
    assert prices.sum() + most.sum() == draft.scores.sum()


def test_in_a_large_pool_where_nobody_waits_the_dearest_skills_are_told():
    people, managers = company(700)
    case = Case(people=tuple(people), managers=managers, on=DAY, seed=1)
    left = {one.id for one in case.solve().unmatched}
    case = replace(case, people=tuple(one for one in case.people if one.id not in left))
    found = scarce(case, case.solve())
    assert [(one.waiting, one.more) for one in found] == [(0, 0)] * 3
    assert all(one.price > 0 and one.mentors for one in found)


def test_skills_of_those_who_wait_are_scarce_and_so_many_mentors_would_do():
    mentees = [a_mentee(name, wants={"sql": 3}) for name in ("ben", "cem", "dot")]
    case = a_case(a_mentor("ana", offers={"sql": 2}), *mentees, a_mentor("eva"), a_mentee("fay"))
    [most, *_] = scarce(case, case.solve())
    assert (most.skill, most.waiting, most.mentors, most.more) == ("sql", 2, 1, 2)


def test_a_skill_that_another_rule_blocks_is_not_helped_by_what_does_not_reach():
    case = a_case(
        a_mentor("ana"),
        a_mentee("ben", format="in_person", place="Rome"),
    )
    [only] = scarce(case, case.solve())
    assert (only.skill, only.waiting, only.more) == ("ai", 1, 0)


def test_where_nobody_waits_the_dearest_places_show_where_to_recruit():
    people = [a_mentor("ana", offers={"sql": 3}), a_mentor("cem", offers={"ai": 1})]
    mentees = [a_mentee(name, wants={"sql": 3, "ai": 1}) for name in ("ben", "dot")]
    case = a_case(*people, *mentees, weights=Weights(hours=0, languages=0))
    [most] = scarce(case, case.solve())
    assert (most.skill, most.waiting, most.more) == ("sql", 0, 0)
    gain = replace(case, people=(*case.people, replace(people[0], id="twin"))).solve().total
    assert most.price == gain - case.solve().total


@pytest.mark.parametrize(
    ("scores", "bars"),
    [
        ([1500], [Bar(1, 2, 1)]),
        (
            [0, 999, 1000, 7999],
            [Bar(0, 1, 2), Bar(1, 2, 1), *(Bar(n, n + 1, 0) for n in range(2, 7)), Bar(7, 8, 1)],
        ),
        ([0, 8000], [Bar(0, 2, 1), Bar(2, 4, 0), Bar(4, 6, 0), Bar(6, 8, 0), Bar(8, 10, 1)]),
    ],
)
def test_scores_are_spread_over_bars_of_whole_points(scores, bars):
    assert list(spread(scores).bars) == bars


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_no_score_is_lost_in_the_spread(scores):
    found = spread(scores)
    assert sum(bar.count for bar in found.bars) == len(scores)
    assert len(found.bars) <= 8
    assert found.lowest == min(scores) <= found.median <= found.highest == max(scores)


def test_nothing_has_no_spread():
    assert spread([]) is None


def test_pairs_are_measured_by_other_weights_too():
    case = a_case(a_mentor("ana"), a_mentee("ben"), a_mentee("cem", wants={"ai": 3}))
    draft = case.solve()
    pairs = [(pair.mentor, pair.mentee) for pair in draft.pairs]
    assert worth(case, pairs) == {(pair.mentor, pair.mentee): pair.score for pair in draft.pairs}
    only = replace(case, weights=Weights(skills=7, interests=0, hours=0, languages=0, level=0))
    assert worth(only, [("ana", "cem"), ("ana", "gone")]) == {("ana", "cem"): 42}


def test_who_reaches_more_mentors_may_have_a_lower_total_and_both_are_told():
    people = [a_mentor("ana", mentor_capacity=2, offers={"ai": 3}), a_mentor("cem", team="web")]
    case = a_case(*people, a_mentee("ben", team="web"), a_mentee("dot", team="web"))
    cost = costs_of_rules(case, case.solve())["team"]
    assert (cost.pairs, cost.mentors, cost.score) == (0, 1, -2000)
