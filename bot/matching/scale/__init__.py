"""The engine for large pools (extra `scale`): as exact as the plain one, without ever holding the matrix.

**The problem.** Mentees j and mentors i of c(i) places; a pair is worth s(j, i), or forbidden. Wanted: most
people paired, then the best total.

**The dual.** For any prices p(i) >= 0, every matching totals at most

    sum over i of c(i) p(i)  +  sum over j of max(0, max over i of s(j, i) - p(i)),

as each mentee gets at most their best value less price, and the prices paid at most fill all places. A
matching that reaches this is the best, and the prices prove it (Koopmans and Beckmann 1957; Shapley and
Shubik 1971). "Most people first" is the same with two more values: a mentee without a mentor loses `home`,
a mentor without anybody loses `alone`. Both begin small and are raised above all sums of scores only if
somebody is left who might not be. One number serves for both: most mentees and most mentors can be reached
at once (Mendelsohn and Dulmage 1958), so that neither costs the other.

**Column generation.** Few pairs matter (`solver.py`): solve for two dozen candidates a mentee, exactly and
with prices (`flow.py`); look over *all* pairs for any with s(j, i) - p(i) > u(j), what j has (`scan.py`);
add the best of these, let those mentees look again, repeat. When none is left, the prices prove the
matching over the full matrix. Before that the sum of what is found exceeds the optimum by no more than the
gap that is told.

**A pass over all pairs** adds small whole numbers from vectors that stay in the cache (`factors.py`): a
mentee has some fifteen of the 250 things and classes, and adding these, 16 bits each, beats a matrix
product over all 250, which would be the usual way. Mentors stand in the order of the classes that forbid
most (mostly time zones), so that tiles nobody may choose from are skipped.

**Good prices to begin with** (`guess.py`) are those of a sample of one in eight, carried over by
regression. They save most of the work: which candidates are worth having depends on prices.

**Changes** (`engine.py`): prices, pairs and candidates stay; who is concerned by a lock, a veto or a leaver
looks again, and a claim that lost its mentee is filled by the shortest path, or dropped. That path is sought
from the hub of all mentors while places are scarce, from the claim itself where they are ample (`claims.py`).

Equal totals may be reached by different pairs: the plain engine and this one break such ties each in its
own way, both by the seeded order of the people, and always in the same way for the same input.
"""

from bot.matching.scale.engine import Engine
from bot.matching.scale.matrix import match
from bot.matching.scale.solver import Settings

__all__ = ["Engine", "Settings", "match"]
