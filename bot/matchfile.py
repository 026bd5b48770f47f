"""Matches a people file without Slack: reads it and the rules, asks the engine, and takes the time."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from bot import content
from bot.flows.reasons import Labels
from bot.matching import BadRules, Candidate, Case, Effort, Format, Proposal, Rules, Weights, advise
from bot.rules import pairs, peoplefile, rulesfile
from bot.rules.people import FIVE, NINE
from bot.rules.peoplefile import Entry
from bot.rules.suggestions import by_name, folded

SETTINGS = {"weights": Weights, "rules": Rules}
USUAL_ZONE, USUAL_LANGUAGE = "UTC", "en"
USUAL_FORMAT: Format = "either"
MOST_TRIED = 30_000_000  # people left times people on a side; beyond, only the first are told what would help
FIRST = 50
SEARCH = "Looking for the best pairs"
HIGHEST = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


class CannotMatch(Exception):
    """The input cannot be matched; holds a sentence for each thing to mend."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__()
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Matched:
    """What came out, with what is needed to tell it; seconds from the first byte read, memory in MB."""

    proposal: Proposal
    people: Mapping[str, Entry]
    labels: Labels
    ignored: tuple[str, ...]
    on: date
    seconds: float
    peak_memory: int

    def name(self, person: str) -> str:
        """Return what somebody is called."""
        return self.people[person].name or person


class Vocabulary:
    """Words that people wrote, as ids: case and spaces do not count. ``labels`` has what is read for each."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.labels = dict(known)
        self._ids = by_name(known)

    def id(self, word: str) -> str:
        """Return the id of a word; of a new one, itself in lower case."""
        if word not in self._ids:
            key = folded(word)
            self._ids[word] = self._ids.setdefault(key, key)
            self.labels.setdefault(self._ids[word], word)
        return self._ids[word]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The words for everything that is listed in a profile."""

    skills: Vocabulary
    interests: Vocabulary
    languages: Vocabulary

    @classmethod
    def known(cls) -> Vocabularies:
        """Begin with the lists that come with Flipside."""
        return cls(
            Vocabulary({skill.id: skill.label for skill in content.skills().values()}),
            Vocabulary({interest.id: interest.label for interest in content.interests().values()}),
            Vocabulary({language.code: language.label for language in content.languages().values()}),
        )

    def candidate(self, row: Entry) -> Candidate:
        """Return somebody as the engine wants to know them; what is empty is as usual."""
        capacity = 1 if row.capacity is None else row.capacity
        teaches, learns = row.role in ("mentor", "both"), row.role in ("mentee", "both")
        places = pairs.free_places(capacity, teaches=teaches, learns=learns)
        return Candidate(
            id=row.id,
            mentor_capacity=places.mentor,
            mentee_capacity=places.mentee,
            level=row.level,
            department=row.department,
            team=row.team,
            place=row.location,
            timezone=row.timezone or USUAL_ZONE,
            work_start=row.work_start or NINE,
            work_end=row.work_end or FIVE,
            languages=frozenset(map(self.languages.id, row.languages or (USUAL_LANGUAGE,))),
            offers=self._skills(row.offers),
            wants=self._skills(row.wants),
            interests=frozenset(map(self.interests.id, row.interests)),
            format=row.format or USUAL_FORMAT,
        )

    def _skills(self, levels: Mapping[str, int]) -> Mapping[str, int]:
        return {self.skills.id(word): level for word, level in levels.items()}


def match(
    file: Path,
    rules: Path | None,
    *,
    seed: int,
    on: date,
    gap: float = 0.0,
    on_step: Callable[[str], object] = lambda words: None,  # noqa: ARG005  nobody listens
) -> Matched:
    """Match a people file, by a rules file or the usual rules; raises CannotMatch or MatchingError.

    ``gap``: a large pool may stop at this part of the total; ``on_step`` hears in words how far it is.
    """
    began = perf_counter()
    on_step("Reading the people")
    settings = _settings(rules)
    people = peoplefile.to_match(_content(file))
    if people.problems:
        raise CannotMatch(map(str, people.problems))
    words = Vocabularies.known()
    case = Case(
        people=tuple(words.candidate(row) for row in people.rows),
        managers={row.id: row.manager for row in people.rows if row.manager},
        not_with=frozenset((row.id, other) for row in people.rows for other in row.not_with),
        on=on,
        seed=seed,
        **settings,
    )
    on_step(SEARCH)
    proposal = case.solve(Effort(gap, lambda share: on_step(f"{SEARCH}: {_how_far(share)}")))
    on_step("Finding what would help those who wait")
    proposal = advise(case, proposal, _advised(case, proposal))
    return Matched(
        proposal=proposal,
        people={row.id: row for row in people.rows},
        labels=Labels(words.skills.labels, words.interests.labels, words.languages.labels),
        ignored=people.ignored,
        on=on,
        seconds=perf_counter() - began,
        peak_memory=peak_memory(),
    )


def _advised(case: Case, proposal: Proposal) -> frozenset[str] | None:
    """Return who is told what would help: everybody, unless that takes longer than to find the best pairs."""
    left = [one.id for one in proposal.unmatched]
    return None if len(left) * case.size <= MOST_TRIED else frozenset(left[:FIRST])


def _how_far(share: float) -> str:
    return f"at most {share:.3%} from the best total" if share < 1 else "far from the best total yet"


def peak_memory() -> int:
    """Return the most memory that this process has held at once, in MB."""
    try:  # on Linux, the figure of getrusage may be that of whoever started us
        found = HIGHEST.search(Path("/proc/self/status").read_text())
    except OSError:
        found = None
    if found:
        return int(found[1]) // 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def _settings(rules: Path | None) -> dict[str, Any]:
    if rules is None:
        return {}
    read = rulesfile.read(_content(rules), SETTINGS)
    if read.problems:
        raise CannotMatch(f"{rules.name}: {problem}" for problem in read.problems)
    try:
        return {name: SETTINGS[name](**table) for name, table in read.tables.items()}
    except BadRules as problem:
        raise CannotMatch([f"{rules.name}: {problem}"]) from problem


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as page:
            return page.read(peoplefile.LONGEST_ON_DISK + 1)  # enough to be told that it is too long
    except OSError as problem:
        raise CannotMatch([f"{file} cannot be read: {problem.strerror}."]) from problem
