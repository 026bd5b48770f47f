"""What would help those without a partner: the smallest change, tried before it is told.

A change is told only if it helps in this very round, by all rules: the person would have a partner and
nobody would lose theirs. (Who both teaches and learns changes both at once: there is one more partner, for
them or for whoever is reached through them.) How many people it opens the way to is counted by what profiles
say; who privately rules whom out changes neither the count nor the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import islice

from bot.matching.candidates import Candidate
from bot.matching.case import Case
from bot.matching.explain import Reason, Role
from bot.matching.market import Mask
from bot.matching.proposal import Proposal, Unmatched
from bot.matching.reach import Sides, out_of_the_question, to_be_had
from bot.matching.rules import applying

USUAL_SKILL = 2
MOST_SKILLS = 5  # as many as a profile takes
MINUTES = (30, 60, 90, 120)
DAY = 24 * 60
AT_ONCE = 4_000_000  # possible pairs looked at in one go


@dataclass(frozen=True, slots=True)
class _Change:
    """Somebody's profile with one thing changed: the rule it may satisfy, how much it asks, what is told."""

    seeker: Candidate
    profile: Candidate
    rule: str
    effort: int
    told: Reason


def advise(case: Case, proposal: Proposal, among: Collection[str] | None = None) -> Proposal:
    """Return a draft in which those left alone (or these of them) are told what would help, if it is known.

    change:<format|hours|skills|languages> (what to change, candidates: how many would then fit), or recruit
    (skills, more: with so many more partners for that skill, everybody who waits for it has one).
    """
    advice: dict[tuple[str, Role], Reason] = {}
    roles: tuple[Role, Role] = ("mentee", "mentor")
    pool = out_of_the_question(case.pool(), proposal.pairs)
    for role in roles:
        alone = [one for one in proposal.unmatched if one.role == role]
        asked = [one for one in alone if among is None or one.id in among]
        if asked:
            sides = Sides(pool, role)
            advice |= {(one, role): told for one, told in _changes(sides, proposal, asked).items()}
            missing = _recruits(sides, alone, asked)
            advice |= {key: told for key, told in missing.items() if key not in advice}
    return replace(
        proposal,
        unmatched=tuple(replace(one, advice=advice.get((one.id, one.role))) for one in proposal.unmatched),
    )


def _changes(sides: Sides, proposal: Proposal, alone: Sequence[Unmatched]) -> dict[str, Reason]:
    """Return the smallest change that helps, by person; nothing for those whom none does.

    Among changes that ask as little, the one that opens the way to most people.
    """
    had = to_be_had(sides, proposal.pairs)
    others = [person for person in sides.others if person.id in had]
    people = {person.id: person for person in sides.seekers}
    tries = list(_tries(sides, [people[one.id] for one in alone], others)) if others else []
    ways = _ways(sides, tries, others, private=True)
    helpful = [change for change, count in zip(tries, ways, strict=True) if count]
    least: dict[str, int] = {}
    for change in helpful:
        least[change.seeker.id] = min(change.effort, least.get(change.seeker.id, change.effort))
    smallest = [change for change in helpful if change.effort == least[change.seeker.id]]
    told: dict[str, Reason] = {}
    for change, fits in zip(smallest, _ways(sides, smallest, sides.others, private=False), strict=True):
        best = told.get(change.seeker.id)
        if best is None or fits > int(str(best.facts["candidates"])):
            told[change.seeker.id] = Reason(change.told.kind, {**change.told.facts, "candidates": fits})
    return told


def _ways(
    sides: Sides, changes: Sequence[_Change], others: Sequence[Candidate], *, private: bool
) -> list[int]:
    """Return with how many of the others each change makes a pair possible; by the public rules or by all."""
    counts = [0] * len(changes)
    size = max(1, AT_ONCE // max(1, len(others)))
    for rule in dict.fromkeys(change.rule for change in changes):
        rows = [index for index, change in enumerate(changes) if change.rule == rule]
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            open_to = _open_to(sides, [changes[index] for index in part], others, private=private)
            for index, count in zip(part, open_to.sum(axis=1).tolist(), strict=True):
                counts[index] = count
    return counts


def _open_to(sides: Sides, changes: Sequence[_Change], others: Sequence[Candidate], *, private: bool) -> Mask:
    """Return the possible pairs (changes x others) of changes that all concern one rule.

    The other rules are looked up once for each person; the floor goes by the changed profile.
    """
    concerned = {changes[0].rule, "floor"}
    kept = {rule.name for rule in applying(sides.pool.rules)} - concerned
    seekers = list({change.seeker.id: change.seeker for change in changes}.values())
    row = {seeker.id: index for index, seeker in enumerate(seekers)}
    rest = sides.part(seekers, others).forbids(names=kept, private=private)
    view = sides.part([change.profile for change in changes], others)
    closed = view.forbids(names=concerned) | rest[[row[change.seeker.id] for change in changes]]
    return ~closed


def _tries(sides: Sides, seekers: Sequence[Candidate], others: Sequence[Candidate]) -> Iterator[_Change]:
    skills, languages = _common_things(sides.role, others)
    on = {rule.name for rule in applying(sides.pool.rules)}
    for seeker in seekers:
        for profile, rule, effort, told in (
            *_formats(seeker),
            *_hours(seeker),
            *_skills(seeker, sides.role, skills),
            *_languages(seeker, languages),
        ):
            if rule in on:
                yield _Change(seeker, profile, rule, effort, told)


_Try = tuple[Candidate, str, int, Reason]


def _formats(seeker: Candidate) -> Iterator[_Try]:
    if seeker.format != "either":
        yield replace(seeker, format="either"), "format", 1, Reason("change:format", {})


def _hours(seeker: Candidate) -> Iterator[_Try]:
    start, end = (moment.hour * 60 + moment.minute for moment in (seeker.work_start, seeker.work_end))
    for minutes in MINUTES if start < end else ():
        if start >= minutes:
            begin = _clock(start - minutes)
            told = Reason("change:hours", {"minutes": minutes, "start": f"{begin:%H:%M}"})
            yield replace(seeker, work_start=begin), "hours", minutes, told
        if end + minutes < DAY:
            last = _clock(end + minutes)
            told = Reason("change:hours", {"minutes": minutes, "end": f"{last:%H:%M}"})
            yield replace(seeker, work_end=last), "hours", minutes, told


def _skills(seeker: Candidate, role: Role, common: Sequence[str]) -> Iterator[_Try]:
    """Try to want one more skill, which is easy to say; or to offer one, which has to be learned first."""
    name, effort = ("wants", 45) if role == "mentee" else ("offers", 150)
    mine: Mapping[str, int] = getattr(seeker, name)
    if len(mine) >= MOST_SKILLS:
        return
    for skill in islice((one for one in common if one not in mine), 10):
        told = Reason("change:skills", {"skills": (skill,)})
        changed = {**mine, skill: USUAL_SKILL}
        profile = replace(seeker, wants=changed) if role == "mentee" else replace(seeker, offers=changed)
        yield profile, "skills", effort, told


def _languages(seeker: Candidate, common: Sequence[str]) -> Iterator[_Try]:
    for code in islice((one for one in common if one not in seeker.languages), 5):
        told = Reason("change:languages", {"languages": (code,)})
        yield replace(seeker, languages=seeker.languages | {code}), "language", 200, told


def _common_things(role: Role, others: Iterable[Candidate]) -> tuple[list[str], list[str]]:
    """Return the skills and languages of the others, the most frequent first."""
    skills, languages = Counter[str](), Counter[str]()
    for other in others:
        skills.update(other.offers.keys() if role == "mentee" else other.wants.keys())
        languages.update(other.languages)
    return _ranked(skills), _ranked(languages)


def _ranked(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda thing: (-counts[thing], thing))


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def _recruits(
    sides: Sides, alone: Sequence[Unmatched], asked: Sequence[Unmatched]
) -> dict[tuple[str, Role], Reason]:
    """Return for each person asked for the skill that most wait for, of those that matter most to them."""
    people = {person.id: person for person in sides.seekers}
    mine = {one.id: people[one.id].wants if one.role == "mentee" else people[one.id].offers for one in alone}
    waiting = Counter(skill for skills in mine.values() for skill in skills)
    told = {}
    for one in asked:
        if skills := mine[one.id]:
            best = min(skills, key=lambda skill: (-skills[skill], -waiting[skill], skill))
            told[one.id, one.role] = Reason("recruit", {"skills": (best,), "more": waiting[best]})
    return told
