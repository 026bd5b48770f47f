"""The exact matching of a sparse market, compiled: shortest augmenting paths that start from any prices.

The market is a flow. Every mentee sends one unit to a mentor or stays home; every mentor passes units on to
the hub, as many as they have places. A mentor *claims* what their price says they should pass on: claims that
no mentee fills are debts, mentees without a mentor are waiting, and each path mends one of either. A path
runs along what it costs least (Ahuja, Magnanti, Orlin, Network Flows, 1993, sections 9.7 and 12.4), found by
Dijkstra over costs that prices and utilities keep at 0 or more:

- a mentee moves to a mentor: utility - value + price
- a mentee goes home: utility + home
- a mentor takes one more for the hub: what one more is worth to them (minus `alone` for the first) - price
- a mentor gives one up for the hub: price - the same

A mentor who has somebody is worth `alone`, a mentee who has somebody is worth `home`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.scale.compiled import compiled

HOME = -1
WAITING = -2
NOBODY = -1
FAR = np.iinfo(np.int64).max // 4


class Net(NamedTuple):
    """Candidates (by mentee, compressed), who has whom, and the prices; changed in place."""

    start: NDArray[np.int64]
    mentors: NDArray[np.int32]
    values: NDArray[np.int64]
    mate: NDArray[np.int32]  # each mentee's mentor, or HOME, or WAITING
    after: NDArray[np.int32]  # a mentor's mentees as a chain
    before: NDArray[np.int32]
    head: NDArray[np.int32]
    load: NDArray[np.int32]
    claim: NDArray[np.int32]
    places: NDArray[np.int32]
    alone: NDArray[np.int64]
    utility: NDArray[np.int64]
    price: NDArray[np.int64]


class Desk(NamedTuple):
    """What a search writes on."""

    distance: NDArray[np.int64]
    parent: NDArray[np.int32]  # the mentee before each mentor, NOBODY for the hub
    into: NDArray[np.int32]  # where that mentee goes, if the path is sought from its end
    done: NDArray[np.bool_]
    touched: NDArray[np.int32]
    settled: NDArray[np.int32]
    level: NDArray[np.int32]  # mentors at the distance that is being looked at
    keys: NDArray[np.int64]  # a heap of the others
    nodes: NDArray[np.int32]
    queue: NDArray[np.int32]  # mentees to look from
    sizes: NDArray[np.int64]  # how long each of these is: see the indices below
    end: NDArray[np.int64]  # the length of the shortest path so far, its goal, who goes home


TOUCHED, SETTLED, LEVEL, HEAP, QUEUE = range(5)
LENGTH, GOAL, LEAVER = range(3)


def desk(net: Net) -> Desk:
    """Return an empty desk for a net."""
    mentees, mentors = len(net.mate), len(net.price)
    most = len(net.mentors) + mentors
    return Desk(
        np.full(mentors, FAR),
        np.empty(mentors, dtype=np.int32),
        np.empty(mentors, dtype=np.int32),
        np.zeros(mentors, dtype=np.bool_),
        np.empty(mentors, dtype=np.int32),
        np.empty(mentors, dtype=np.int32),
        np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int32),
        np.empty(mentees + 1, dtype=np.int32),
        np.zeros(5, dtype=np.int64),
        np.zeros(3, dtype=np.int64),
    )


@compiled
def are_candidates(net: Any, mentees: Any, mentors: Any) -> Any:
    """Mark the pairs that are candidates already."""
    found = np.zeros(len(mentees), dtype=np.bool_)
    for index in range(len(mentees)):
        for edge in range(net.start[mentees[index]], net.start[mentees[index] + 1]):
            found[index] |= net.mentors[edge] == mentors[index]
    return found


@compiled
def push(desk: Any, key: int, node: int) -> None:
    """Put a mentor into the heap."""
    keys, nodes = desk.keys, desk.nodes
    at = desk.sizes[HEAP]
    desk.sizes[HEAP] += 1
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at], nodes[at] = keys[above], nodes[above]
        at = above
    keys[at], nodes[at] = key, node


@compiled
def _pop(desk: Any) -> None:
    keys, nodes = desk.keys, desk.nodes
    desk.sizes[HEAP] -= 1
    size = desk.sizes[HEAP]
    key, node = keys[size], nodes[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], nodes[at] = keys[below], nodes[below]
        at = below
    keys[at], nodes[at] = key, node


@compiled
def worth(net: Any, mentor: int, claim: int) -> int:
    """Return at which price a mentor's unit number `claim` + 1 is neither taken nor given up."""
    return -net.alone[mentor] if claim == 0 else 0


@compiled
def _look(net: Any, desk: Any, mentee: int, length: int, home: int, is_from_hub: bool) -> None:
    """Follow all ways on from a mentee who is reached at a length."""
    end, distance, price = desk.end, desk.distance, net.price
    offset = length + net.utility[mentee]
    if not is_from_hub and offset + home < end[LENGTH]:
        end[LENGTH], end[GOAL], end[LEAVER] = offset + home, NOBODY, mentee
    mate = net.mate[mentee]
    for edge in range(net.start[mentee], net.start[mentee + 1]):
        mentor = net.mentors[edge]
        reached = offset - net.values[edge] + price[mentor]
        if reached >= distance[mentor] or reached >= end[LENGTH] or mentor == mate:
            continue
        if distance[mentor] == FAR:
            desk.touched[desk.sizes[TOUCHED]] = mentor
            desk.sizes[TOUCHED] += 1
        distance[mentor] = reached
        desk.parent[mentor] = mentee
        claim = net.claim[mentor]
        if claim > net.load[mentor]:
            end[LENGTH], end[GOAL] = reached, mentor
            continue
        if not is_from_hub and claim < net.places[mentor]:
            taken = reached + worth(net, mentor, claim) - price[mentor]
            if taken < end[LENGTH]:
                end[LENGTH], end[GOAL] = taken, mentor
        if reached >= end[LENGTH]:
            continue
        if reached == length:
            desk.level[desk.sizes[LEVEL]] = mentor
            desk.sizes[LEVEL] += 1
        else:
            push(desk, reached, mentor)


@compiled
def nearest(desk: Any, length: int) -> int:
    """Return the nearest mentor who was not settled, NOBODY if the shortest path is found."""
    sizes = desk.sizes
    while sizes[LEVEL] > 0:
        sizes[LEVEL] -= 1
        mentor = desk.level[sizes[LEVEL]]
        if not desk.done[mentor] and desk.distance[mentor] == length:
            return int(mentor)
    while sizes[HEAP] > 0:
        key, mentor = desk.keys[0], desk.nodes[0]
        if key >= desk.end[LENGTH]:
            break
        _pop(desk)
        if not desk.done[mentor] and desk.distance[mentor] == key:
            return int(mentor)
    return NOBODY


@compiled
def _explore(net: Any, desk: Any, home: int, is_from_hub: bool) -> None:
    """Find the shortest path from the mentees in the queue (and the mentors in the heap)."""
    length = 0
    while True:
        while desk.sizes[QUEUE] > 0 and desk.end[LENGTH] > length:
            desk.sizes[QUEUE] -= 1
            _look(net, desk, desk.queue[desk.sizes[QUEUE]], length, home, is_from_hub)
        mentor = nearest(desk, length) if desk.end[LENGTH] > length else NOBODY
        if mentor == NOBODY:
            break
        length = desk.distance[mentor]
        desk.done[mentor] = True
        desk.settled[desk.sizes[SETTLED]] = mentor
        desk.sizes[SETTLED] += 1
        mentee = net.head[mentor]
        while mentee != NOBODY:
            desk.queue[desk.sizes[QUEUE]] = mentee
            desk.sizes[QUEUE] += 1
            mentee = net.after[mentee]


@compiled
def _shift(net: Any, desk: Any) -> None:
    """Let prices rise and utilities fall where the path was shorter than its end."""
    for index in range(desk.sizes[SETTLED]):
        mentor = desk.settled[index]
        step = desk.end[LENGTH] - desk.distance[mentor]
        net.price[mentor] += step
        mentee = net.head[mentor]
        while mentee != NOBODY:
            net.utility[mentee] -= step
            mentee = net.after[mentee]


@compiled
def part(net: Any, mentee: int) -> None:
    """Take a mentee out of their mentor's chain."""
    mentor, before, after = net.mate[mentee], net.before[mentee], net.after[mentee]
    if before == NOBODY:
        net.head[mentor] = after
    else:
        net.after[before] = after
    if after != NOBODY:
        net.before[after] = before
    net.load[mentor] -= 1


@compiled
def release(net: Any, mentees: Any) -> None:
    """Let mentees wait; the claims of who had them stay."""
    for mentee in mentees:
        if net.mate[mentee] >= 0:
            part(net, mentee)
        net.mate[mentee] = WAITING


@compiled
def pair(net: Any, mentee: int, mentor: int) -> None:
    """Put a mentee into a mentor's chain."""
    after = net.head[mentor]
    net.mate[mentee], net.before[mentee], net.after[mentee] = mentor, NOBODY, after
    if after != NOBODY:
        net.before[after] = mentee
    net.head[mentor] = mentee
    net.load[mentor] += 1


@compiled
def _move(net: Any, desk: Any) -> None:
    """Let everybody on the path move on by one."""
    mentor = desk.end[GOAL]
    if mentor == NOBODY:
        mentee = desk.end[LEAVER]
        mentor = net.mate[mentee]
        if mentor >= 0:
            part(net, mentee)
        net.mate[mentee] = HOME
        if mentor < 0:
            return
    elif net.claim[mentor] == net.load[mentor]:
        net.claim[mentor] += 1
    while True:
        mentee = desk.parent[mentor]
        if mentee == NOBODY:
            net.claim[mentor] -= 1
            return
        left = net.mate[mentee]
        if left >= 0:
            part(net, mentee)
        pair(net, mentee, mentor)
        if left < 0:
            return
        mentor = left


@compiled
def clear(desk: Any) -> None:
    """Make room for the next search."""
    for index in range(desk.sizes[TOUCHED]):
        mentor = desk.touched[index]
        desk.distance[mentor], desk.done[mentor] = FAR, False
    desk.sizes[:] = 0
    desk.end[LENGTH] = FAR


@compiled
def place(net: Any, desk: Any, waiting: Any, home: int) -> None:
    """Give everybody who waits a mentor, or let somebody stay home: whatever is best for all."""
    clear(desk)
    for mentee in waiting:
        best = -home
        for edge in range(net.start[mentee], net.start[mentee + 1]):
            best = max(best, net.values[edge] - net.price[net.mentors[edge]])
        net.utility[mentee] = best
        desk.queue[0], desk.sizes[QUEUE] = mentee, 1
        _explore(net, desk, home, False)
        _shift(net, desk)
        net.utility[mentee] -= desk.end[LENGTH]
        _move(net, desk)
        clear(desk)


@compiled
def _enter(net: Any, desk: Any) -> bool:
    """Begin a search at the hub; tell whether anybody has a debt."""
    for mentor in range(len(net.price)):
        if net.claim[mentor] > net.load[mentor]:
            step = net.price[mentor] - worth(net, mentor, net.claim[mentor] - 1)
            if step < desk.end[LENGTH]:
                desk.end[LENGTH], desk.end[GOAL] = step, mentor
    if desk.end[LENGTH] == FAR:
        return False
    mentor = desk.end[GOAL]
    desk.parent[mentor] = NOBODY
    for mentor in range(len(net.price)):
        claim = net.claim[mentor]
        if 0 < claim <= net.load[mentor]:
            step = net.price[mentor] - worth(net, mentor, claim - 1)
            if step < desk.end[LENGTH]:
                desk.distance[mentor], desk.parent[mentor] = step, NOBODY
                desk.touched[desk.sizes[TOUCHED]] = mentor
                desk.sizes[TOUCHED] += 1
                push(desk, step, mentor)
    for mentee in range(len(net.mate)):
        if net.mate[mentee] == HOME:
            desk.queue[desk.sizes[QUEUE]] = mentee
            desk.sizes[QUEUE] += 1
    return True


@compiled
def _sink(net: Any, step: int, home: int) -> None:
    """Let all prices fall and utilities rise by a step, but for whom the hub keeps where they are."""
    for mentor in range(len(net.price)):
        net.price[mentor] -= step
        if net.claim[mentor] == 0:
            net.price[mentor] = -net.alone[mentor]
    for mentee in range(len(net.mate)):
        net.utility[mentee] = -home if net.mate[mentee] == HOME else net.utility[mentee] + step


@compiled
def pay(net: Any, desk: Any, home: int) -> None:
    """Fill every claim, or let it be dropped: whatever is best for all. Nobody may be waiting.

    All prices fall together but for those near the hub, so that few pairs look better than before to anybody
    where places are scarce. Where they are ample, `claims` is faster.
    """
    clear(desk)
    while _enter(net, desk):
        _explore(net, desk, home, True)
        goal = desk.end[GOAL]
        _shift(net, desk)
        if desk.end[LENGTH] > 0:
            _sink(net, desk.end[LENGTH], home)
        if desk.parent[goal] == NOBODY:
            net.claim[goal] -= 1
        else:
            _move(net, desk)
        clear(desk)
    for mentor in range(len(net.price)):
        if net.claim[mentor] == 0:
            net.price[mentor] = -net.alone[mentor]
