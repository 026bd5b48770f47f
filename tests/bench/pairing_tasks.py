"""What `pairing` measures, one task a process: prints one JSON object. Making up the company is not timed."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import replace
from importlib.util import find_spec
from time import perf_counter
from typing import Any

import numpy as np

from bot.matching.market import Ints
from bot.matching.pool import Pool
from tests.bench.pairing_company import churned, company, latecomers, pool_of

Figure = dict[str, Any]


def peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def engine(size: int, kind: str) -> Figure:
    """Solve from profiles to proof: tight (one mentee each), loose (up to 3), spread (each has one first)."""
    from bot.matching.scale import Engine, Settings

    most, spread = 1 if kind == "tight" else 3, kind != "loose"
    warm = Engine.of(pool_of(*company(200, most)), spread=spread, settings=Settings(debts=0))
    warm.solve()  # loads what was compiled
    people, managers = company(size, most)
    before, gaps = peak_mib(), []
    began = perf_counter()
    pool = pool_of(people, managers)
    draft = Engine.of(pool, spread=spread).solve(
        lambda gap: gaps.append((round(perf_counter() - began, 2), float(f"{gap:.2g}")))
    )
    return {
        "seconds": round(perf_counter() - began, 3),
        "peak_mib": peak_mib(),
        "people_mib": before,
        "pairs": len(draft.pairs),
        "mentors": int((draft.mentor_load > 0).sum()),
        "total": int(draft.scores.sum()),
        "certified": draft.certified,
        "gaps": gaps,
    }


def limit(size: int) -> Figure:
    """Tell how long one pass over the matrix takes at this machine's speed of matrix products, and ours."""
    from bot.matching.scale.factors import factors
    from bot.matching.scale.market import Profiles

    short = factors(pool_of(*company(min(size, 10_000))))
    things, rows = short.vectors.shape[1], np.arange(len(short.rows))
    one, two = np.ones((2048, things), dtype=np.float32), np.ones((things, 2048), dtype=np.float32)
    product = min(_seconds(lambda: one @ two) for _ in range(5)) / 2048**2
    everybody = Profiles(short)
    price, most = np.zeros(len(short.columns), dtype=np.int64), np.full(len(rows), short.most)
    ours = min(_seconds(lambda: everybody.better(rows, price, most, 16)) for _ in range(3)) / len(rows) ** 2
    return {
        "gflops": round(2 * things / product / 1e9),
        "pass_by_matrix_product_seconds": round(product * size**2, 3),
        "pass_by_adding_seconds": round(ours * size**2, 3),
    }


def _seconds(work: Any) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def dense(pool: Pool) -> Ints:
    """Return the whole score matrix, -1 for forbidden, as fast as we know how to."""
    from bot.matching.scale.factors import factors
    from bot.matching.scale.market import Profiles

    short = factors(pool)
    rows = np.arange(len(pool.mentees))
    scores = np.full(pool.shape, -1, dtype=np.int32)
    price = np.zeros(len(pool.mentors), dtype=np.int64)
    for at in range(0, len(rows), 250):
        hits = Profiles(short).better(rows[at : at + 250], price, np.full(len(rows), -1), len(pool.mentors))
        scores[short.rows[hits.rows], short.columns[hits.columns]] = hits.values * short.unit
    return scores


def munkres(size: int) -> Figure:
    """Solve with munkres, as mentor-match calls it: from lists of numbers."""
    if not find_spec("munkres"):
        return {"missing": 'not installed: pip install "flipside[bench]"'}
    from munkres import Munkres

    pool = pool_of(*company(size))
    dense(pool)
    began = perf_counter()
    scores = dense(pool)
    costs = np.where(scores < 0, 10**9, 10**6 - scores).tolist()
    pairs = [pair for pair in Munkres().compute(costs) if scores[pair] >= 0]
    seconds = perf_counter() - began
    return _result(seconds, pairs, scores)


def mentor_match(size: int) -> Figure:
    """Solve with the package mentor-match: a rule of its own gives our scores."""
    if not find_spec("matching"):
        return {"missing": 'not installed: pip install "flipside[bench]"'}
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data

    pool = pool_of(*company(size))
    scores = dense(pool)

    class Ours:
        def apply(self, match: Any) -> int:
            score = int(scores[match.mentee.row, match.mentor.column])
            return 0 if score < 0 else 10**9 + score

    mentors = [Mentor(grade=1, email=one.id) for one in pool.mentors]
    mentees = [Mentee(grade=2, email=one.id) for one in pool.mentees]
    for index, one in enumerate(mentors):
        one.column = index
    for index, one in enumerate(mentees):
        one.row = index
    began = perf_counter()
    dense(pool)
    process_data(mentors, mentees, [[Ours()]])
    seconds = perf_counter() - began
    pairs = [(one.row, mentor.column) for one in mentees for mentor in one.mentors]
    return _result(seconds, [pair for pair in pairs if scores[pair] >= 0], scores)


def scipy(size: int) -> Figure:
    """Solve with scipy's dense linear_sum_assignment, scoring included."""
    from scipy.optimize import linear_sum_assignment

    people, managers = company(size)
    dense(pool_of(*company(60)))
    began = perf_counter()
    scores = dense(pool_of(people, managers))
    rows, columns = linear_sum_assignment(np.where(scores < 0, -(10**9), scores), maximize=True)
    seconds = perf_counter() - began
    return _result(seconds, [pair for pair in zip(rows, columns, strict=True) if scores[pair] >= 0], scores)


def _result(seconds: float, pairs: list[Any], scores: Ints) -> Figure:
    return {
        "seconds": round(seconds, 3),
        "peak_mib": peak_mib(),
        "pairs": len(pairs),
        "total": sum(int(scores[pair]) for pair in pairs),
    }


def fresh(size: int) -> Figure:
    """Propose in a process that has not imported anything yet but for making up the company."""
    people, managers = company(size)
    began = perf_counter()
    from bot.matching import propose
    from tests.bench.pairing_company import DAY

    draft = propose(people, managers=managers, not_with=frozenset(), met=frozenset(), on=DAY, seed=1)
    return {
        "seconds": round(perf_counter() - began, 3),
        "pairs": len(draft.pairs),
        "certified": draft.certified,
        "numba": "numba" in sys.modules,
    }


def changes(size: int) -> Figure:
    """Solve, then change one thing at a time; then after churn; then suggest."""
    from bot.matching import Board
    from bot.matching.scale import Engine

    Engine.of(pool_of(*company(60))).solve()
    people, managers = company(size)
    began = perf_counter()
    engine = Engine.of(pool_of(people, managers))
    draft = engine.solve()
    first = perf_counter() - began
    figures = []
    for name in ("lock", "remove", "leave"):
        pairs = [(draft.pool.mentors[column].id, draft.pool.mentees[row].id) for row, column in draft.pairs]
        mine, other = pairs[len(pairs) // 2], pairs[len(pairs) // 3]
        what = {"lock": (mine[0], other[1]), "remove": mine, "leave": mine[0]}[name]
        began = perf_counter()
        getattr(engine, name)(what)
        draft = engine.solve()
        seconds = perf_counter() - began
        part = round(seconds / first, 3)
        figures.append(
            {"work": f"{name} at {size}", "seconds": round(seconds, 3), "part_of_first": part, "reach": 0.2}
            | {"certified": draft.certified}
        )
    figures.append(_suggestions(Board.of(draft.pool), size))
    figures.extend(_churn(size))
    return {"figures": figures}


def _suggestions(board: Any, size: int) -> Figure:
    half = [(one.id, "taken") for one in board.pool.mentors[::2]]
    times = []
    for late in latecomers(size, 9):
        began = perf_counter()
        found = board.suggest(late, "mentee", half)
        times.append((perf_counter() - began) * 1000)
    return {
        "work": f"suggestions at {size}",
        "ms": round(sorted(times)[4], 1),
        "found": len(found),
        "reach_ms": 20,
    }


def _churn(size: int) -> list[Figure]:
    """Tell how many proposed pairs stay after 2 % of each side have changed, and at which price."""
    from bot.matching.scale import Engine

    people, managers = company(size)
    before = Engine.of(pool_of(people, managers)).solve()
    keep = frozenset(
        (before.pool.mentors[column].id, before.pool.mentees[row].id) for row, column in before.pairs
    )
    pool = pool_of(churned(people, size, 0.02), managers)
    here = {one.id for one in (*pool.mentors, *pool.mentees)}
    possible = [pair for pair in keep if here.issuperset(pair)]
    free = Engine.of(pool).solve()
    found = []
    for name, draft in (
        ("fresh", free),
        ("tie-break only", _kept(pool, 0, keep)),
        ("usual", _kept(pool, pool.weights.stability, keep)),
        *((f"stability {points}", _kept(pool, points, keep)) for points in (500, 1000, 2000, 4000)),
    ):
        pairs = {(pool.mentors[column].id, pool.mentees[row].id) for row, column in draft.pairs}
        found.append(
            {
                "work": f"2 % churn at {size}, {name}",
                "kept": round(len(pairs & keep) / len(possible), 4),
                "lost_quality": round(1 - int(draft.scores.sum()) / int(free.scores.sum()), 5),
                "pairs": len(pairs),
                "certified": draft.certified,
                "reach_kept": 0.96,
                "reach_lost": 0.0035,
            }
        )
    return found


def _kept(pool: Pool, stability: int, keep: frozenset[tuple[str, str]]) -> Any:
    from bot.matching.scale import Engine

    weights = replace(pool.weights, stability=stability)
    return Engine.of(replace(pool, weights=weights), keep=keep).solve()


TASKS = {
    "engine": engine,
    "limit": limit,
    "munkres": munkres,
    "mentor_match": mentor_match,
    "scipy": scipy,
    "fresh": fresh,
    "changes": changes,
}

if __name__ == "__main__":
    name, size, *rest = sys.argv[1:]
    print(json.dumps(TASKS[name](int(size), *rest)))
