"""An optimal matching by shortest augmenting paths, in whole numbers, for capacities on both sides.

The successive shortest path method with potentials (Ahuja, Magnanti, Orlin, Network Flows, 1993, section
9.7), on a dense matrix as in Jonker and Volgenant (Computing 38, 1987). A mentee may also "stay home" at a
price that outweighs every sum of scores: so the most pairs come first, and the best total among those.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bot.matching.market import UNREACHABLE, Ints, Market, worth_of_a_pair


def best_pairs(market: Market, points: Ints) -> list[tuple[int, int]]:
    """Return the pairs (mentee, mentor) of an optimal matching; `points` are the scores as whole numbers."""
    paths = _Paths(market, points)
    for mentee in np.flatnonzero(market.allowed.any(axis=1)):
        paths.place(int(mentee), int(market.mentee_places[mentee]))
    return paths.pairs()


@dataclass(slots=True)
class _Search:
    """How far each mentor is from one waiting mentee, and over whom."""

    start: int
    distance: Ints
    frontier: Ints  # distance, with settled mentors out of reach
    parent: Ints  # the mentee before each mentor
    labels: dict[int, int]  # mentee -> distance
    via: dict[int, int] = field(default_factory=dict)  # mentee -> the mentor whose place they would give up
    settled: list[int] = field(default_factory=list)
    home: int = 0  # length of the shortest path after which somebody stays home
    leaver: int = 0  # who that would be
    goal: int | None = None  # the mentor with room, None if somebody stays home
    length: int = 0


class _Paths:
    """Places mentees one after the other, each along the cheapest chain of moves that makes room."""

    def __init__(self, market: Market, points: Ints) -> None:
        count, width = points.shape
        self._home = worth_of_a_pair(int(np.abs(points).max(initial=0)), market.places)
        self._cost = np.where(market.allowed, -points, UNREACHABLE)
        self._open = self._cost.copy()  # the same, with the pairs that exist out of reach
        self._room = market.mentor_places.copy()
        self._utility = np.full(count, -self._home, dtype=np.int64)
        self._price = np.zeros(width, dtype=np.int64)
        self._partners: list[list[int]] = [[] for _ in range(width)]

    def pairs(self) -> list[tuple[int, int]]:
        """Return the pairs so far as (mentee, mentor)."""
        return sorted((mentee, mentor) for mentor, mentees in enumerate(self._partners) for mentee in mentees)

    def place(self, mentee: int, places: int) -> None:
        """Give a mentee up to `places` mentors, moving others where that is worth it."""
        best = int((self._cost[mentee] + self._price).min())
        self._utility[mentee] = max(-self._home, -best)
        for _ in range(places):
            search = self._search(mentee)
            self._shift(search)
            self._move(search)

    def _search(self, start: int) -> _Search:
        distance = self._open[start] + self._price + self._utility[start]
        search = _Search(start, distance, distance.copy(), np.full(len(distance), start), {start: 0})
        search.home, search.leaver = int(self._utility[start]) + self._home, start
        while True:
            mentor = int(search.frontier.argmin())
            length = int(search.frontier[mentor])
            if length >= search.home:
                search.length = search.home
                return search
            if self._room[mentor] > 0:
                search.goal, search.length = mentor, length
                return search
            self._settle(search, mentor, length)

    def _settle(self, search: _Search, mentor: int, length: int) -> None:
        search.settled.append(mentor)
        search.frontier[mentor] = UNREACHABLE
        for mentee in self._partners[mentor]:
            utility = int(self._utility[mentee])
            label = length - int(self._cost[mentee, mentor] + self._price[mentor]) - utility
            if label < search.labels.get(mentee, UNREACHABLE):
                search.labels[mentee], search.via[mentee] = label, mentor
                self._reach(search, mentee, label + utility)

    def _reach(self, search: _Search, mentee: int, offset: int) -> None:
        if offset + self._home < search.home:
            search.home, search.leaver = offset + self._home, mentee
        reached = self._open[mentee] + self._price
        reached += offset
        nearer = reached < search.distance
        np.copyto(search.distance, reached, where=nearer)
        np.copyto(search.frontier, reached, where=nearer)
        np.copyto(search.parent, mentee, where=nearer)

    def _shift(self, search: _Search) -> None:
        for mentee, label in search.labels.items():
            self._utility[mentee] -= max(0, search.length - label)
        near = search.settled
        self._price[near] += search.length - search.distance[near]

    def _move(self, search: _Search) -> None:
        mentor, mentee = search.goal, search.leaver
        if mentor is not None:
            self._room[mentor] -= 1
        while True:
            if mentor is not None:
                mentee = int(search.parent[mentor])
                self._partners[mentor].append(mentee)
                self._open[mentee, mentor] = UNREACHABLE
            if mentee == search.start and mentee not in search.via:
                return
            mentor = search.via[mentee]
            self._partners[mentor].remove(mentee)
            self._open[mentee, mentor] = self._cost[mentee, mentor]
