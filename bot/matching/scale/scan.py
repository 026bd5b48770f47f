"""One pass over all pairs of a large market, compiled: who would be worth more than what somebody has.

Nothing of the matrix is kept. The values of one mentee with a tile of mentors are the sum of a dozen rows of
small whole numbers, which a processor adds 16 or 32 at a time; what remains of a pass is a few hits a mentee.
"""

from __future__ import annotations

from typing import Any

from bot.matching.scale.compiled import compiled


@compiled
def _offer(values: Any, mentors: Any, count: int, value: int, mentor: int) -> int:
    """Put a hit into a heap of the best ones (the least on top); return how many there are."""
    most = len(values)
    if count < most:
        at = count
        count += 1
        while at > 0 and values[(at - 1) >> 1] > value:
            above = (at - 1) >> 1
            values[at], mentors[at] = values[above], mentors[above]
            at = above
    else:
        at = 0
        while 2 * at + 1 < most:
            below = 2 * at + 1
            if below + 1 < most and values[below + 1] < values[below]:
                below += 1
            if values[below] >= value:
                break
            values[at], mentors[at] = values[below], mentors[below]
            at = below
    values[at], mentors[at] = value, mentor
    return count


@compiled
def _collect(worth: Any, first: int, limit: int, values: Any, mentors: Any, count: int) -> int:
    """Offer every mentor of a tile who is worth more than the limit, or than the least hit."""
    for index in range(len(worth)):
        if worth[index] > limit:
            count = _offer(values, mentors, count, worth[index], first + index)
            if count == len(values):
                limit = values[0]
    return count


@compiled
def _any_above(worth: Any, limit: int) -> bool:
    found = False
    for index in range(len(worth)):
        found |= worth[index] > limit
    return found


@compiled
def scan_profiles(rows: Any, tiles: Any, table: Any, people: Any, patch: Any, ask: Any, hits: Any) -> None:
    """Find the best hits of these rows; see `factors.Factors` for what the tuples hold."""
    vectors, tile_classes, price = tiles
    row_class, forbidden, gated, wants, others = people
    utility, floor, never = ask
    values, mentors, counts = hits
    width = vectors.shape[2]
    total, common, worth = table[0, :1].repeat(width), table[0, :1].repeat(width), price[:1].repeat(width)
    at = patch[0][rows]
    for tile in range(len(vectors)):
        first = tile * width
        prices = price[first : first + width]
        known, is_open = -1, False
        for index in range(len(rows)):
            row = rows[index]
            if row_class[row] != known:
                known = row_class[row]
                is_open = _spread(common, table[known], tile_classes[tile])
            if not is_open:
                continue
            _add_wanted(total, common, vectors[tile], wants, row, forbidden, gated[row])
            _add_others(total, vectors[tile], others, row)
            if floor > 0:
                _forbid_below(total, floor, forbidden)
            at[index] = _mend(total, first, patch, at[index], patch[0][row + 1], forbidden)
            for cell in range(width):
                worth[cell] = total[cell] - prices[cell] if total[cell] >= 0 else never
            limit = values[index, 0] if counts[index] == values.shape[1] else utility[row]
            if _any_above(worth, limit):
                counts[index] = _collect(worth, first, limit, values[index], mentors[index], counts[index])


@compiled
def _spread(common: Any, line: Any, mentor_class: Any) -> bool:
    """Write what a class of mentees and each mentor of a tile are worth; tell whether any may be paired."""
    is_open = False
    for cell in range(len(common)):
        common[cell] = line[mentor_class[cell]]
        is_open |= common[cell] >= 0
    return is_open


@compiled
def _add_wanted(
    total: Any, common: Any, vector: Any, wants: Any, row: int, forbidden: int, is_gated: bool
) -> None:
    """Write what a mentee finds of what they want with each mentor of a tile; below 0 is forbidden."""
    start, wanted, levels, weight = wants
    total[:] = 0
    at, last = start[row], start[row + 1]
    while at + 1 < last:
        one, much, two, more = vector[wanted[at]], levels[at], vector[wanted[at + 1]], levels[at + 1]
        for cell in range(len(total)):
            total[cell] += one[cell] * much + two[cell] * more
        at += 2
    if at < last:
        one, much = vector[wanted[at]], levels[at]
        for cell in range(len(total)):
            total[cell] += one[cell] * much
    for cell in range(len(total)):
        is_found = total[cell] > 0 or not is_gated
        total[cell] = total[cell] * weight + common[cell] if is_found else forbidden


@compiled
def _add_others(total: Any, vector: Any, others: Any, row: int) -> None:
    """Add everything else, four vectors at a time."""
    start, thing = others
    at, last = start[row], start[row + 1]
    while at + 3 < last:
        one, two, three, four = (
            vector[thing[at]],
            vector[thing[at + 1]],
            vector[thing[at + 2]],
            vector[thing[at + 3]],
        )
        for cell in range(len(total)):
            total[cell] += one[cell] + two[cell] + three[cell] + four[cell]
        at += 4
    while at < last:
        one = vector[thing[at]]
        for cell in range(len(total)):
            total[cell] += one[cell]
        at += 1


@compiled
def _forbid_below(total: Any, floor: int, forbidden: int) -> None:
    for cell in range(len(total)):
        if total[cell] < floor:
            total[cell] = forbidden


@compiled
def _mend(total: Any, first: int, patch: Any, entry: int, last: int, forbidden: int) -> int:
    """Apply a row's patch to a tile, from an entry on; return the next entry."""
    _, mentor, value = patch
    while entry < last and mentor[entry] < first:
        entry += 1
    while entry < last and mentor[entry] < first + len(total):
        cell = mentor[entry] - first
        if value[entry] < 0:
            total[cell] = forbidden
        elif total[cell] >= 0:
            total[cell] += value[entry]
        entry += 1
    return entry


@compiled
def scan_matrix(rows: Any, points: Any, price: Any, ask: Any, hits: Any) -> None:
    """Find the best hits of these rows in a matrix; `ask` ends with the value that forbids a pair."""
    utility, never, forbidden = ask
    values, mentors, counts = hits
    worth = price.copy()
    for index in range(len(rows)):
        line = points[rows[index]]
        for cell in range(len(worth)):
            worth[cell] = line[cell] - price[cell] if line[cell] != forbidden else never
        if _any_above(worth, utility[rows[index]]):
            counts[index] = _collect(
                worth, 0, utility[rows[index]], values[index], mentors[index], counts[index]
            )
