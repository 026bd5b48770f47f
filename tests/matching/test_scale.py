"""The engine for large pools, forced upon small ones: the same answers, found another way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from bot.matching import ContradictoryLock
from bot.matching.assignment import _prove
from bot.matching.draft import Draft, _fill
from bot.matching.market import Market
from bot.matching.rules import forbidden
from bot.matching.scale import Engine, Settings, match
from bot.matching.scale.factors import factors
from bot.matching.scale.market import Profiles
from bot.matching.score import score, worth
from bot.matching.seats import Seats
from tests.bench.pairing_company import company, pool_of
from tests.matching.people import a_mentee, a_mentor
from tests.matching.test_assign import as_rows, markets, scipy_says
from tests.matching.verifier import verify
from tests.matching.worlds import IDS_PAIRS, pools

#: So little at a time that even three people need several rounds.
NARROW = Settings(candidates=1, better=1, guess_from=4, debts=0, tile=2)
SLOW = settings(max_examples=200, deadline=None)


def plain(pool, locked=(), keep=frozenset()):
    """Make a draft with the plain engine."""
    seats = Seats.of(pool, locked)
    bound, certified = _fill(seats, keep)
    rows, columns = np.array(seats.pairs, dtype=int).reshape(-1, 2).T
    return Draft.seated(seats, keep, worth(pool, rows, columns), bound, certified=certified)


def summary(draft):
    """Return what is decided: how many pairs, mentors with somebody, total with what keeping counts."""
    total = int(draft.scores.sum()) + draft.stability
    return len(draft.pairs), int((draft.mentor_load > 0).sum()), total


@given(markets(most=1) | markets())
@SLOW
def test_a_matrix_is_matched_as_scipy_does_and_proves_itself(market):
    scores, mentors, _ = market
    whole = Market.read(scores, mentors)
    found = _prove(whole, *match(whole, NARROW))
    assert (len(found.pairs), found.total) == scipy_says(scores, mentors)
    assert found.certified
    assert verify(as_rows(scores), mentors, [1] * len(scores), found)


@given(pools())
@SLOW
def test_a_pass_sees_the_scores_and_rules_of_every_pair(pool):
    short = factors(pool, tile=2)
    rows = np.arange(len(pool.mentees))
    every = np.full(len(rows), -1)
    hits = Profiles(short).better(rows, np.zeros(len(pool.mentors), dtype=np.int64), every, 9)
    seen = np.full(pool.shape, -1)
    seen[short.rows[hits.rows], short.columns[hits.columns]] = hits.values * short.unit
    assert (seen == np.where(forbidden(pool), -1, score(pool))).all()


@given(pools(), IDS_PAIRS, st.data())
@SLOW
def test_a_look_at_some_mentors_sees_of_them_what_a_look_at_all_does(pool, keep, data):
    market, rows = Profiles(factors(pool, keep, tile=2)), np.arange(len(pool.mentees))
    width = len(pool.mentors)
    some = np.array(data.draw(st.lists(st.booleans(), min_size=width, max_size=width)), dtype=bool)
    every, price = np.full(len(rows), -1), np.arange(width)
    hits, expected = market.better(rows, price, every, 9, some), market.better(rows, price, every, 9)
    assert {*seen_cells(hits)} == {cell for cell in seen_cells(expected) if some[cell[1]]}


def seen_cells(hits):
    """Return the hits as (row, column, value)."""
    return zip(hits.rows.tolist(), hits.columns.tolist(), hits.values.tolist(), strict=True)


@given(pools(), IDS_PAIRS)
@SLOW
def test_both_engines_make_equally_good_drafts(pool, keep):
    expected = plain(pool, keep=keep)
    found = Engine.of(pool, keep=keep, settings=NARROW).solve()
    assert summary(found) == summary(expected)
    assert (found.bound, found.certified) == (expected.bound, expected.certified)
    assert (found.scores == worth(pool, *np.array(found.pairs, dtype=int).reshape(-1, 2).T)).all()
    assert not forbidden(pool)[tuple(np.array(found.pairs, dtype=int).reshape(-1, 2).T)].any()


@given(pools(partners=3))
@SLOW
def test_further_partners_fill_what_is_free_and_break_no_rule(pool):
    found = Engine.of(pool, settings=NARROW).solve()
    rows, columns = np.array(found.pairs, dtype=int).reshape(-1, 2).T
    assert found.certified
    assert not forbidden(pool)[rows, columns].any()
    assert len(set(found.pairs)) == len(found.pairs)
    ids = {(pool.mentors[column].id, pool.mentees[row].id) for row, column in found.pairs}
    assert not ids & {(mentee, mentor) for mentor, mentee in ids}
    assert all(load <= one.mentor_capacity for load, one in zip(found.mentor_load, pool.mentors, strict=True))
    assert all(load <= one.mentee_capacity for load, one in zip(found.mentee_load, pool.mentees, strict=True))
    assert (found.mentee_load > 0).sum() == (plain(pool).mentee_load > 0).sum()


@st.composite
def changes(draw):
    """Draw a pool and what an admin or a leaver may change, one after the other."""
    pool = draw(pools())
    pairs = st.tuples(
        *[st.sampled_from([one.id for one in side] or ["-"]) for side in (pool.mentors, pool.mentees)]
    )
    people = st.sampled_from([one.id for one in (*pool.mentors, *pool.mentees)] or ["-"])
    steps = (
        st.tuples(st.just("remove"), pairs)
        | st.tuples(st.just("lock"), pairs)
        | st.tuples(st.just("leave"), people)
    )
    return pool, draw(st.lists(steps, min_size=1, max_size=4))


@given(changes())
@SLOW
def test_a_changed_round_is_solved_from_where_it_stood_as_well_as_anew(case):
    pool, steps = case
    engine, locked = Engine.of(pool, settings=NARROW), []
    engine.solve()
    for kind, what in steps:
        try:
            if kind == "lock":
                engine.lock(what)
                locked.append(what)
            elif kind == "remove" and what not in locked:
                engine.remove(what)
                pool = replace(pool, removed=pool.removed | {what})
            elif kind == "leave":
                engine.leave(what)
                pool = replace(
                    pool,
                    mentors=tuple(one for one in pool.mentors if one.id != what),
                    mentees=tuple(one for one in pool.mentees if one.id != what),
                )
                locked = [pair for pair in locked if what not in pair]
        except ContradictoryLock:
            continue
        found, expected = engine.solve(), plain(pool, locked)
        assert summary(found) == summary(expected)
        assert (found.bound, found.certified) == (expected.bound, expected.certified)
        assert found.pairs[: found.held] == expected.pairs[: expected.held]


@pytest.fixture(scope="module")
def company_of_700():
    return pool_of(*company(700))


def test_a_company_is_matched_as_scipy_does_and_the_gap_falls_to_nothing(company_of_700):
    pool, gaps = company_of_700, []
    draft = Engine.of(pool).solve(gaps.append)
    scores = np.where(forbidden(pool), -(10**9), score(pool))
    rows, columns = linear_sum_assignment(scores, maximize=True)
    chosen = scores[rows, columns]
    assert len(draft.pairs) == (chosen >= 0).sum()
    assert draft.scores.sum() == draft.bound == chosen[chosen >= 0].sum()
    assert draft.certified
    assert gaps[-1] == 0 < max(gaps)


@given(st.integers(0, 999), st.integers(1, 3))
@SLOW
def test_where_places_are_ample_a_company_is_matched_as_scipy_does(seed, candidates):
    pool = pool_of(*company(50, 3, seed))
    hasty = Settings(candidates=candidates, better=1, guess_from=1000, debts=2, tile=8)
    draft = Engine.of(pool, spread=False, settings=hasty).solve()
    scores = np.where(forbidden(pool), -(10**9), score(pool))
    places = np.repeat(scores, [mentor.mentor_capacity for mentor in pool.mentors], axis=1)
    chosen = places[linear_sum_assignment(places, maximize=True)]
    assert (len(draft.pairs), draft.scores.sum()) == ((chosen >= 0).sum(), chosen[chosen >= 0].sum())
    assert draft.certified


def test_whoever_is_content_with_a_gap_is_told_a_bound_that_holds(company_of_700):
    best = Engine.of(company_of_700).solve()
    found = Engine.of(company_of_700, settings=Settings(candidates=8, better=1)).solve(stop_at=0.05)
    assert not found.certified
    assert found.scores.sum() <= best.scores.sum() <= found.bound <= 1.05 * found.scores.sum()


def test_the_same_input_gives_the_same_pairs(company_of_700):
    assert Engine.of(company_of_700).solve().pairs == Engine.of(company_of_700).solve().pairs


def test_without_spread_most_mentees_count_and_a_mentor_may_have_two_before_another_has_one():
    people = [a_mentor("ana", mentor_capacity=2, offers={"ai": 3}), a_mentor("cem", offers={"ai": 1})]
    pool = pool_of([*people, a_mentee("ben"), a_mentee("dot")], {})
    assert (Engine.of(pool).solve().mentor_load == 1).all()
    assert sorted(Engine.of(pool, spread=False).solve().mentor_load) == [0, 2]


@given(pools(), IDS_PAIRS)
@SLOW
def test_keeping_an_earlier_draft_loses_no_more_than_stability_counts(pool, keep):
    free = Engine.of(pool, settings=NARROW).solve()
    kept = Engine.of(pool, keep=keep, settings=NARROW).solve()
    assert len(kept.pairs) == len(free.pairs)
    assert free.scores.sum() - kept.scores.sum() <= kept.stability
