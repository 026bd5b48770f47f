"""Column generation: solve for a few candidates each, look over all pairs for better ones, solve again.

Whatever the prices, the sum of places times price and of everybody's best value less price is a bound
(`bot.matching.prices`). A pass over all pairs gives that bound exactly: it exceeds the total of the few
candidates by what the best hits exceed. So the gap is known after every pass, and at 0 the matching is proven
the best of all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import Ints, Mask, Progress
from bot.matching.scale import claims, guess
from bot.matching.scale.factors import TILE
from bot.matching.scale.flow import HOME, NOBODY, WAITING, Net, are_candidates, desk, pay, place, release
from bot.matching.scale.market import CLOSED, Hits, Market

#: How many candidates each mentee has at first, and how many better ones are added at a time.
CANDIDATES = 24
BETTER = 16

#: How many mentors whose claims nobody fills each mentee is shown at a time.
OFFERS = 4

#: If more than this part of the mentees has to look again anyway, all do.
MANY = 0.5

#: So many places for each mentee are ample.
AMPLE = 1.2

#: And so few that all are needed.
TIGHT = 1.02

#: The gap at which the prices of a sample are good enough.
NEARLY = 1e-3

#: While more than this part of the mentees has better pairs, prices without a taker are not yet corrected.
ROUGH = 0.3


@dataclass(frozen=True, slots=True)
class Settings:
    """How a solver works; the answer is equally good whatever they are."""

    candidates: int = CANDIDATES
    better: int = BETTER
    guess_from: int = 2000  # guess prices by a sample in markets of this size
    debts: int = 20  # so many claims may be unfilled before mentors are offered anew
    tile: int = TILE


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """At which prices and utilities all pairs were looked at, and who had better ones then."""

    price: Ints
    utility: Ints
    is_open: Mask

    def changed(self, rows: Ints, price: Ints, utility: Ints) -> tuple[Ints, Mask | None]:
        """Return which rows to look at again, and which columns for the others (None: all rows, in full).

        A pair can only have become better if its utility and price fell together. All may have shifted
        against each other by one number; most did by exactly that.
        """
        if not len(rows):
            return rows, None
        step = np.median(utility[rows] - self.utility[rows])
        fallen = rows[(utility[rows] - self.utility[rows] < step) | self.is_open[rows]]
        columns = price - self.price < -step
        if len(fallen) > MANY * len(rows):
            return rows, None
        return fallen, columns


@dataclass(slots=True, eq=False)
class Solver:
    """A market, who takes part, and the matching and prices so far.

    `places`: how many mentees each mentor takes. `turn`: which mentees look for one. `first`: mentors who
    have nobody yet, so that a mentee for them is one more person paired. `fits`: mentees whom anybody fits.
    """

    market: Market
    places: Ints
    turn: Mask
    first: Mask
    fits: Mask
    net: Net
    settings: Settings = field(default_factory=Settings)
    home: int = 0
    gap: int = 0
    is_ample: bool = False  # most mentors have places to spare
    seen: Seen | None = None  # the last look at all pairs
    is_raised: bool = False  # every person paired counts for more than all values
    is_rough: bool = True  # still far from the best: see ROUGH

    @classmethod
    def of(
        cls, market: Market, places: Ints, turn: Mask, first: Mask, settings: Settings | None = None
    ) -> Solver:
        """Begin with nobody paired."""
        settings = settings or Settings()
        rows = np.flatnonzero(turn)
        # where nobody takes two, whoever is paired pairs a mentor who had nobody
        first = first & (places > 0) if places.max(initial=0) > 1 else np.zeros_like(first)
        alone = np.where(first, market.most, 0).astype(np.int64)
        guessed = price = -alone
        is_ample = not first.any() and places.sum() > AMPLE * len(rows)
        if min(len(rows), int((places > 0).sum())) >= settings.guess_from:
            guessed = guess.prices(
                market, places, rows, lambda *some: _sampled(market, settings, first, *some)
            )
            price = _opening(guessed, places, len(rows), is_ample=is_ample, has_first=bool(first.any()))
        wanted = np.where(places > 0, guessed, CLOSED)
        hits = market.better(rows, wanted, np.full(len(turn), -CLOSED), settings.candidates)
        fits = np.zeros(len(turn), dtype=np.bool_)
        fits[hits.rows] = True
        solver = cls(market, places, turn, first, fits, _empty(len(turn), places, price, alone), settings)
        solver.is_ample, solver.home = is_ample, 0 if is_ample else market.most // 4
        solver._add(hits)
        return solver

    def copy(self) -> Solver:
        """Return one that goes its own way from here."""
        own = Net(*(array.copy() for array in self.net))  # type: ignore[arg-type]  # each keeps its own type
        return replace(
            self, net=own, places=self.places.copy(), turn=self.turn.copy(), first=self.first.copy()
        )

    @property
    def pairs(self) -> Ints:
        """(row, column) of each pair."""
        rows = np.flatnonzero(self.net.mate >= 0)
        return np.stack([rows, self.net.mate[rows]], axis=1).astype(np.int64)

    @property
    def rank(self) -> tuple[int, int, int]:
        """How good the matching is: most people first, then the total; the lower the better."""
        reached = int((self.first & (self.net.load > 0)).sum())
        return -len(self.pairs), -reached, -self.total

    @property
    def total(self) -> int:
        """What all pairs are worth."""
        return int(self.net.values[self._chosen()].sum())

    def values(self) -> Ints:
        """Return what each mentee's pair is worth, 0 for none."""
        values = np.zeros(len(self.turn), dtype=np.int64)
        chosen = self._chosen()
        values[self._owner()[chosen]] = self.net.values[chosen]
        return values

    def solve(self, on_progress: Progress | None = None, stop_at: float = 0.0) -> None:
        """Go on until the matching is proven the best, or the gap is at most this part of the total."""
        while True:
            released, hits = self._round()
            share = self.gap / max(1, self.total)
            if on_progress:
                on_progress(share)
            if len(released) == 0 and not self.is_rough and not self._raise():
                return
            if 0 < share <= stop_at and not self.is_rough and (self.is_raised or not self._may_grow()):
                return
            self.is_rough &= len(released) > ROUGH * self.turn.sum()
            self._release(released)
            self._add(hits)

    def solve_nearly(self) -> None:
        """Go on until the gap is small; people may be left."""
        self.is_rough = False
        while True:
            released, hits = self._round()
            if self.gap <= NEARLY * self.total:
                return
            self._release(released)
            self._add(hits)

    def forbid(self, cells: Ints) -> None:
        """Forbid pairs (row, column); who has one looks again."""
        self.market = self.market.without(cells)
        net = self.net
        stays = np.ones(len(net.mentors), dtype=np.bool_)
        for row, column in cells.tolist():
            edges = slice(int(net.start[row]), int(net.start[row + 1]))
            stays[edges] &= net.mentors[edges] != column
            if net.mate[row] == column:
                self._release(np.array([row]))
        self._keep(stays)

    def take(self, row: int, column: int) -> None:
        """Take a mentee, and one place of a mentor, out of the market: they were paired by hand."""
        self.drop_mentee(row)
        self.first[column] = False
        self.places[column] -= 1
        self.net.places[column] -= 1
        self.net.alone[column] = 0
        self._reopen(column)

    def drop_mentee(self, row: int) -> None:
        """Let a mentee look for nobody any more."""
        if self.turn[row]:
            self._release(np.array([row]))
            self.turn[row] = False

    def drop_mentor(self, column: int) -> None:
        """Leave a mentor no place."""
        self.first[column] = False
        self.places[column] = self.net.places[column] = self.net.alone[column] = 0
        self._reopen(column)
        self._keep(self.net.mentors != column)

    def _round(self) -> tuple[Ints, Hits]:
        """Match with the candidates there are, look for better ones, and note the gap."""
        self._match()
        net, hits = self.net, self._look()
        debts = np.maximum(net.claim - net.load, 0)
        owed = debts * net.price + np.where((debts > 0) & (net.load == 0), net.alone, 0)
        self.gap = int(hits.excess.sum() + owed.sum())
        return np.unique(hits.rows), hits

    def _look(self) -> Hits:
        """Look over all pairs that may have become better than what their mentee has."""
        price, utility, rows = self._asked(), self.net.utility.copy(), np.flatnonzero(self.turn)
        again, columns = (rows, None) if self.seen is None else self.seen.changed(rows, price, utility)
        hits = self.market.better(again, price, utility, self.settings.better)
        if columns is not None:
            rest = np.setdiff1d(rows, again)
            hits = hits.joined(self.market.better(rest, price, utility, self.settings.better, columns))
        is_open = np.zeros(len(self.turn), dtype=np.bool_)
        is_open[hits.rows] = True
        self.seen = Seen(price, utility, is_open)
        return hits

    def _match(self) -> None:
        waiting = np.flatnonzero(self.turn & (self.net.mate == WAITING))
        place(self.net, desk(self.net), waiting, self.home)
        if not self.is_rough:
            self._pay()

    def _pay(self) -> None:
        debts = self.net.claim > self.net.load
        self._offer(debts)
        if not self.is_ample:
            pay(self.net, desk(self.net), self.home)
        elif debts.any():
            claims.pay(self.net, claims.columns(self.net), desk(self.net))

    def _offer(self, debts: Mask) -> None:
        """Make mentors whose claims nobody fills candidates of those who would come at the lowest price.

        Else their prices would fall too far before anybody came.
        """
        if debts.sum() <= self.settings.debts:
            return
        rows, lowest = np.flatnonzero(self.turn), np.where(debts, -self.net.alone, CLOSED)
        hits = self.market.better(rows, lowest, self.net.utility, OFFERS, debts)
        net = self.net
        # who is better even at today's price is left to the next look: paths need costs of 0 or more
        fair = hits.values - net.price[hits.columns] <= net.utility[hits.rows]
        self._add(hits.where(fair & ~are_candidates(net, hits.rows, hits.columns)))

    def _asked(self) -> Ints:
        """Return the prices, with mentors of no place out of reach."""
        return np.where(self.places > 0, self.net.price, CLOSED)

    def _raise(self) -> bool:
        """Let every person paired count for more than all values, if more may be possible; tell whether."""
        if self.is_raised or not self._may_grow():
            return False
        self.is_raised = True
        self.home = self.market.most * (int(min(self.places.sum(), self.turn.sum())) + 1) + 1
        self.net.alone[self.first] = self.home
        self.net.claim[self.first] = np.maximum(self.net.claim[self.first], 1)
        self.net.mate[self.turn & (self.net.mate == HOME)] = WAITING
        return True

    def _may_grow(self) -> bool:
        load = self.net.load
        is_left = (self.turn & self.fits & (self.net.mate == HOME)).any() and (load < self.places).any()
        return bool(is_left or ((self.first & (load == 0)).any() and (load > 1).any()))

    def _release(self, rows: Ints) -> None:
        """Let these mentees look again; their mentors' places stay claimed."""
        release(self.net, rows)

    def _reopen(self, column: int) -> None:
        """Let a mentor's mentees look again, and the mentor claim what the price says."""
        net = self.net
        self._release(np.flatnonzero(net.mate == column))
        net.price[column] = max(net.price[column], -net.alone[column])
        net.claim[column] = _claims(net.price, net.places, net.alone)[column]

    def _add(self, hits: Hits) -> None:
        """Make hits candidates."""
        net = self.net
        owner = np.concatenate([self._owner(), hits.rows])
        order = np.argsort(owner, kind="stable")
        mentors = np.concatenate([net.mentors, hits.columns.astype(np.int32)])[order]
        values = np.concatenate([net.values, hits.values])[order]
        self.net = net._replace(start=self._starts(owner), mentors=mentors, values=values)

    def _keep(self, stays: Mask) -> None:
        """Forget the other candidates."""
        net = self.net
        start = self._starts(self._owner()[stays])
        self.net = net._replace(start=start, mentors=net.mentors[stays], values=net.values[stays])

    def _owner(self) -> Ints:
        return np.repeat(np.arange(len(self.turn)), np.diff(self.net.start))

    def _starts(self, owner: Ints) -> Ints:
        return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(self.turn)), dtype=np.int64)])

    def _chosen(self) -> Mask:
        """Mark the candidates who are pairs."""
        return np.equal(self.net.mentors, self.net.mate[self._owner()])


def _opening(guessed: Ints, places: Ints, mentees: int, *, is_ample: bool, has_first: bool) -> Ints:
    """Return the prices to begin with: guesses, unless to correct them would take longer than they save."""
    if is_ample:  # few mentors are short of places
        return np.full_like(guessed, -CLOSED)
    if has_first or places.sum() > TIGHT * mentees:
        return guessed
    # all places are needed: no guess may be so low by chance that nobody has to come
    return guessed - min(0, int(guessed[places > 0].min())) + 1


def _claims(price: Ints, places: NDArray[Any], alone: Ints) -> NDArray[np.int32]:
    """Return how many mentees mentors are sure to want at a price."""
    some = np.where(price > -alone, np.minimum(places, 1), 0)
    return np.where(price > 0, places, some).astype(np.int32)


def _empty(mentees: int, places: Ints, price: Ints, alone: Ints) -> Net:
    """Return a net of no candidates."""
    mentors = len(places)
    price = np.where(places > 0, np.maximum(price, -alone), -alone).astype(np.int64)

    def small(size: int, value: int) -> NDArray[np.int32]:
        return np.full(size, value, dtype=np.int32)

    return Net(
        start=np.zeros(mentees + 1, dtype=np.int64),
        mentors=small(0, 0),
        values=np.zeros(0, dtype=np.int64),
        mate=small(mentees, WAITING),
        after=small(mentees, NOBODY),
        before=small(mentees, NOBODY),
        head=small(mentors, NOBODY),
        load=small(mentors, 0),
        claim=_claims(price, places, alone),
        places=places.astype(np.int32),
        alone=alone,
        utility=np.zeros(mentees, dtype=np.int64),
        price=price,
    )


def _sampled(market: Market, settings: Settings, first: Mask, places: Ints, turn: Mask) -> Ints:
    """Solve a part of a market nearly, and return its prices."""
    sample = Solver.of(market, places, turn, first, settings)
    sample.solve_nearly()
    return sample.net.price
