"""Checks a matching from scores, capacities, pairs and prices alone; shares nothing with the engine."""

from __future__ import annotations

from math import inf, isclose


def verify(scores, mentors, mentees, assignment) -> bool:
    """Tell whether the pairs are allowed, reach their bound, and cannot be more.

    Every matching of k pairs totals at most price times capacity + the k largest of score minus price.
    """
    pairs, prices = assignment.pairs, [price.item() for price in assignment.prices]
    mine = [[pair for pair in pairs if pair[0] == row] for row in range(len(mentees))]
    theirs = [[pair for pair in pairs if pair[1] == column] for column in range(len(mentors))]
    fits = len(set(pairs)) == len(pairs) and all(scores[row][column] > -inf for row, column in pairs)
    fits &= all(len(some) <= most for some, most in zip(mine + theirs, [*mentees, *mentors], strict=True))
    gains: list[float] = []
    for row, places in zip(scores, mentees, strict=True):
        gain = [
            score - price for score, price, c in zip(row, prices, mentors, strict=True) if c and score > -inf
        ]
        gains += sorted(gain, reverse=True)[:places]
    bound = sum(p * c for p, c in zip(prices, mentors, strict=True)) + sum(sorted(gains)[::-1][: len(pairs)])
    scarce = set(assignment.bottleneck)
    open_to = [
        sum(s > -inf and mentors[i] > 0 and i not in scarce for i, s in enumerate(row)) for row in scores
    ]
    most = sum(mentors[i] for i in scarce) + sum(min(n, b) for n, b in zip(open_to, mentees, strict=True))
    total = sum(scores[row][column] for row, column in pairs)
    proven = isclose(total, bound, rel_tol=1e-9, abs_tol=1e-9) and isclose(
        total, assignment.total, abs_tol=1e-9
    )
    return fits and min(prices, default=0) >= 0 and most == len(pairs) and proven
