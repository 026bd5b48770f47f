"""The look before a round is published: how long it takes, and what one may still say in it.

Silence is consent, and nobody is reminded. A "rather not" changes nothing while the look lasts: everything is
solved anew once, at its end, whether somebody said it or not, together with all else that has happened since
(people who joined, left, paused or changed their profile). So neither the moment nor the words of anything
tell that it was said.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.refusals import Refusal

HOURS = (24, 48, 72, 120, 168)
USUAL_HOURS = 72
WEEKEND = (5, 6)
DAY = timedelta(days=1)


class LookOpen(Refusal):
    """People are looking at this draft, so nothing in it moves until they are done. You can discard it."""


class LookedAt(Refusal):
    """Everybody has had a look at this draft already. It is ready to be published."""


class LookOver(Refusal):
    """This look is over. Once you have a partner, you can still ask for a new match in one tap, any time."""


class VetoSpent(Refusal):
    """You can say this once a round, and you have. Once the pairs are out, a new match is one tap away."""


def ends_at(begins_at: datetime, hours: int) -> datetime:
    """Return when a look is over: so many hours later, Saturdays and Sundays (UTC) not counted.

    Messages leave in working hours only, so that a weekend would take the look away from most people.
    """
    moment, left = begins_at, timedelta(hours=hours)
    while left:
        midnight = (moment + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        if moment.weekday() in WEEKEND:
            moment = midnight
            continue
        step = min(left, midnight - moment)
        moment, left = moment + step, left - step
    return moment
