"""Claims that nobody fills in an ample market: a mentor's price falls until somebody comes, or they give up.

The same paths as `flow.pay` finds, sought from their other end: who would come to that mentor at the lowest
price, who would take that one's place, and so on, to a mentee at home or a mentor who gives a place up. Where
most mentors have places to spare, such a path is short, and a search from the hub would begin at everybody.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.scale.compiled import compiled
from bot.matching.scale.flow import (
    FAR,
    GOAL,
    HOME,
    LEAVER,
    LENGTH,
    LEVEL,
    NOBODY,
    SETTLED,
    TOUCHED,
    Net,
    clear,
    nearest,
    pair,
    part,
    push,
    worth,
)


class Columns(NamedTuple):
    """The candidates by mentor, compressed."""

    start: NDArray[np.int64]
    mentees: NDArray[np.int32]
    values: NDArray[np.int64]


def columns(net: Net) -> Columns:
    """Return a net's candidates by mentor."""
    sizes = np.bincount(net.mentors, minlength=len(net.price))
    start = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    candidates = Columns(start, np.empty_like(net.mentors), np.empty_like(net.values))
    _fill(net, candidates, start[:-1].copy())
    return candidates


@compiled
def _fill(net: Any, candidates: Any, at: Any) -> None:
    """Write everybody's candidates to their mentors; `at` is where each mentor's next one goes."""
    for mentee in range(len(net.mate)):
        for edge in range(net.start[mentee], net.start[mentee + 1]):
            mentor = net.mentors[edge]
            candidates.mentees[at[mentor]], candidates.values[at[mentor]] = mentee, net.values[edge]
            at[mentor] += 1


@compiled
def _reach(desk: Any, mentor: int, length: int) -> None:
    """Note a mentor at a length, to be looked from."""
    if desk.distance[mentor] == FAR:
        desk.touched[desk.sizes[TOUCHED]] = mentor
        desk.sizes[TOUCHED] += 1
    desk.distance[mentor] = length


@compiled
def _ask(net: Any, candidates: Any, desk: Any, mentor: int, length: int) -> None:
    """Ask everybody who might come to a mentor at a length, and what their leaving would cost."""
    end = desk.end
    for at in range(candidates.start[mentor], candidates.start[mentor + 1]):
        mentee = candidates.mentees[at]
        left = net.mate[mentee]
        reached = length + net.utility[mentee] - candidates.values[at] + net.price[mentor]
        if reached >= end[LENGTH] or left == mentor:
            continue
        if left == HOME:
            end[LENGTH], end[GOAL], end[LEAVER] = reached, mentor, mentee
        elif left >= 0 and reached < desk.distance[left]:
            _reach(desk, left, reached)
            desk.parent[left], desk.into[left] = mentee, mentor
            dropped = reached + net.price[left] - worth(net, left, net.claim[left] - 1)
            if dropped < end[LENGTH]:
                end[LENGTH], end[GOAL], end[LEAVER] = dropped, left, NOBODY
            if reached == length:
                desk.level[desk.sizes[LEVEL]] = left
                desk.sizes[LEVEL] += 1
            elif reached < end[LENGTH]:
                push(desk, reached, left)


@compiled
def _seek(net: Any, candidates: Any, desk: Any, debtor: int) -> None:
    """Find the shortest path that fills a claim or drops one."""
    desk.end[LENGTH] = net.price[debtor] - worth(net, debtor, net.claim[debtor] - 1)
    desk.end[GOAL], desk.end[LEAVER] = debtor, NOBODY
    _reach(desk, debtor, 0)
    mentor, length = debtor, 0
    while mentor != NOBODY and length < desk.end[LENGTH]:
        desk.done[mentor] = True
        desk.settled[desk.sizes[SETTLED]] = mentor
        desk.sizes[SETTLED] += 1
        _ask(net, candidates, desk, mentor, length)
        mentor = nearest(desk, length)
        length = desk.distance[mentor] if mentor != NOBODY else length


@compiled
def _sink(net: Any, desk: Any) -> None:
    """Let prices fall and utilities rise where the path was shorter than its end."""
    for index in range(desk.sizes[SETTLED]):
        mentor = desk.settled[index]
        step = max(0, desk.end[LENGTH] - desk.distance[mentor])
        net.price[mentor] -= step
        mentee = net.head[mentor]
        while mentee != NOBODY:
            net.utility[mentee] += step
            mentee = net.after[mentee]


@compiled
def _follow(net: Any, desk: Any, debtor: int) -> None:
    """Let everybody on the path move on by one."""
    mentor, mentee = desk.end[GOAL], desk.end[LEAVER]
    if mentee == NOBODY:
        net.claim[mentor] -= 1
    else:
        pair(net, mentee, mentor)
    while mentor != debtor:
        mentee, into = desk.parent[mentor], desk.into[mentor]
        part(net, mentee)
        pair(net, mentee, into)
        mentor = into


@compiled
def pay(net: Any, candidates: Any, desk: Any) -> None:
    """Fill every claim, or let it be dropped: whatever is best for all. Nobody may be waiting."""
    clear(desk)
    for debtor in range(len(net.price)):
        while net.claim[debtor] > net.load[debtor]:
            _seek(net, candidates, desk, debtor)
            _sink(net, desk)
            _follow(net, desk, debtor)
            clear(desk)
