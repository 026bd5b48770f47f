"""Proposing pairs: scores, rules, the best assignment, its proof, the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from time import perf_counter
from typing import Any

from bot.demo.company import found
from bot.matching import Candidate, propose

DAY = date(2026, 1, 16)


def measure() -> Iterator[dict[str, Any]]:
    for people in (60, 500, 2000):
        company = found(people)
        candidates = [_candidate(one) for one in company.people() if one.temper.joins]
        managers = {one.id: one.manager_id for one in company.people() if one.manager_id}
        began = perf_counter()
        draft = propose(candidates, managers=managers, not_with=frozenset(), met=frozenset(), on=DAY, seed=1)
        yield {
            "people": people,
            "candidates": len(candidates),
            "pairs": len(draft.pairs),
            "certified": draft.certified,
            "seconds": round(perf_counter() - began, 3),
        }


def _candidate(one: Any) -> Candidate:
    return Candidate(
        id=one.id,
        mentor_capacity=one.capacity if one.role != "mentee" else 0,
        mentee_capacity=1 if one.role != "mentor" else 0,
        level=one.level,
        department=one.department,
        team=one.team,
        place=one.office,
        timezone=one.tz,
        work_start=one.work_start,
        work_end=one.work_end,
        languages=frozenset(one.languages),
        offers=one.offers,
        wants=one.wants,
        interests=frozenset(one.interests),
        format=one.format,
    )
