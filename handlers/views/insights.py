"""How good a draft is: its proof, its spread, what rules and locks cost, who is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from bot.flows.insights import Costs, Insight, Shortage
from bot.flows.reasons import Told
from bot.matching.insight import Cost, Spread
from bot.words import _, counted
from handlers.payloads.matching import Place
from handlers.views import kit, pairing, reasons, recruiting
from handlers.views import matching as matching_views
from handlers.views.kit import Json
from handlers.views.pairing import points
from storage.models import Role

WIDEST = 20  # squares of the longest bar
SQUARE = "\u2588"


class Action(StrEnum):
    """The buttons."""

    OPEN = "insights_open"
    THOROUGHLY = "insights_thoroughly"
    LOCKS = "insights_locks"
    BACK = "insights_back"
    ON = "insights_on"
    TRY = "insights_try"
    COMPARE = "insights_compare"
    USE = "insights_use"
    KEEP = "insights_keep"


class Callback(StrEnum):
    """The forms."""

    TRY = "insights_try_settings"


def open_button(round_id: str) -> Json:
    """Return the way from a draft to how good it is."""
    return kit.button(_("How good is it?"), Action.OPEN, round_id)


# The page


def page(found: Insight) -> Json:
    """Return how good a draft is."""
    return kit.modal(
        _("How good is this draft?"),
        [
            kit.section(_proof(found)),
            *_spread(found.spread),
            *(_costs(found, found.costs) if found.costs else _on_demand(found)),
            *_left(found.left),
            kit.divider(),
            kit.actions(*_ways_on(found)),
        ],
        metadata=Place(found.round_id).text(),
    )


def _proof(found: Insight) -> str:
    pairs = counted("{n} pair", "{n} pairs", found.pairs)
    head = _("*{pairs}, {points} points in total.*").format(pairs=pairs, points=points(found.total))
    if not found.pairs:
        return _("*There are no pairs in this draft.*")
    again = found.costs.again if found.costs else Cost()
    if again != Cost():
        words = _("It is not as it would be if you ran it again now: that brings {more}.")
        return f"{head}\n{words.format(more=more(again))}"
    if found.is_best:
        words = _(
            "That is proven: no other choice gives more mentees and mentors a partner, and none that gives as"
            " many one has a higher total. The proof allows at most {bound} points."
        )
    else:
        words = _("No choice that pairs as many can have more than {bound} points.")
    if found.locked:
        words += " " + _("Locked and removed pairs are taken as given.")
    return f"{head}\n{words.format(bound=points(max(found.bound, found.total)))}"


def _spread(spread: Spread | None) -> list[Json]:
    if spread is None:
        return []
    if spread.lowest == spread.highest:
        return [kit.section(_("*Each pair has {points} points.*").format(points=points(spread.lowest)))]
    longest = max(bar.count for bar in spread.bars)
    wide = len(str(spread.bars[-1].high))
    lines = [
        f"{bar.low:>{wide}}-{bar.high:<{wide}} {SQUARE * -(-bar.count * WIDEST // longest)} {bar.count}"
        for bar in spread.bars
    ]
    words = _(
        "*How well the pairs fit, in points:* from {low} to {high}, half of them at least {median}."
    ).format(low=points(spread.lowest), high=points(spread.highest), median=points(spread.median))
    return [kit.section(f"{words}\n```{chr(10).join(lines)}```")]


def _on_demand(found: Insight) -> list[Json]:
    words = _("With so many people, it takes a while to solve the round again without each rule.")
    button = kit.button(_("Work out the costs"), Action.THOROUGHLY, found.round_id)
    return [kit.section(words, button)]


def _costs(found: Insight, costs: Costs) -> list[Json]:
    blocks = [kit.section(_rules(costs))] if costs.rules else []
    if found.locked:
        blocks.append(_locks(found, costs))
    return [*blocks, *_scarce(costs.scarce)]


def _rules(costs: Costs) -> str:
    """Return what each rule costs; those that cost nothing are named together."""
    labels = pairing.rule_labels() | {"chain": _("Line of managers beyond direct ones")}
    dear = [f"{labels[name]}: {more(cost)}" for name, cost in costs.rules if cost != Cost()]
    free = [labels[name] for name, cost in costs.rules if cost == Cost()]
    if not dear:
        return _("*What each rule costs.* Nothing: without any one of them, the draft would be as good.")
    head = _("*What each rule costs.* Solved again without it, there would be:")
    words = f"{head}\n{reasons.bullets(dear)}"
    return words + "\n" + _("No difference: {rules}.").format(rules="; ".join(free)) if free else words


def _locks(found: Insight, costs: Costs) -> Json:
    locked = counted("{n} locked pair", "{n} locked pairs", found.locked)
    words = _("*What locks cost.* With {locked}. Solved again without any lock, there would be: {more}.")
    button = kit.button(_("Each lock"), Action.LOCKS, "0", hint=_("What each locked pair costs"))
    return kit.section(words.format(locked=locked, more=more(costs.locks)), button)


def _scarce(scarce: Sequence[Shortage]) -> list[Json]:
    if not scarce:
        return []
    lines = [_shortage(one) for one in scarce]
    button = kit.button(_("Who joined"), recruiting.Action.ROSTER)
    return [kit.section(f"{_('*Where to recruit.*')}\n{reasons.bullets(lines)}", button)]


def _shortage(one: Shortage) -> str:
    skill = f"*{kit.escape(one.skill)}*"
    if not one.waiting:
        words = _("{skill}: nobody waits for it; one more place would add about {points} points")
        return words.format(skill=skill, points=points(one.price))
    wait = counted("{n} mentee waits for it", "{n} mentees wait for it", one.waiting)
    offer = counted("{n} mentor offers it", "{n} mentors offer it", one.mentors)
    help_ = _("With {mentors}, {people}").format(
        mentors=counted("{n} more mentor", "{n} more mentors", one.waiting),
        people=counted("{n} more person has one", "{n} more people have one", one.more),
    )
    return f"{skill}: {wait}, {offer}. {help_}"


def _left(left: Sequence[tuple[Role, str, int]]) -> list[Json]:
    if not left:
        return [kit.section(_("*Nobody is left without a partner.*"))]
    counts: Counter[str] = Counter()
    for role, kind, count in left:
        counts[_why(role, kind)] += count
    lines = [f"{count}: {words}" for words, count in counts.most_common()]
    return [kit.section(f"{_('*Who is left, and why.*')}\n{reasons.bullets(lines)}")]


def _why(role: Role, kind: str) -> str:
    wants_mentor = role == Role.MENTEE
    if kind in ("no_mentor_for_skill", "no_mentee_for_skill"):
        return (
            _("nobody offers what they want to learn")
            if wants_mentor
            else _("nobody asks for what they share")
        )
    why = reasons.why_alone(Told(kind, {}), wants_mentor=wants_mentor, is_reader=False)
    return (_("mentees: {why}") if wants_mentor else _("mentors: {why}")).format(why=why)


def _ways_on(found: Insight) -> list[Json]:
    ways = [
        kit.button(_("Back to the draft"), matching_views.Action.BACK, "0"),
        kit.button(_("Try other settings"), Action.TRY, found.round_id),
    ]
    if found.has_alternative:
        ways.append(kit.button(_("Compare with the other draft"), Action.COMPARE, found.round_id))
    return ways


def more(cost: Cost) -> str:
    """Return in words what more (or less) there would be."""
    if cost == Cost():
        return _("no difference")
    parts = []
    if cost.pairs:
        more = counted("{n} more pair", "{n} more pairs", cost.pairs)
        parts.append(more if cost.pairs > 0 else counted("{n} pair less", "{n} pairs less", -cost.pairs))
    if cost.mentors not in (0, cost.pairs):
        more = counted("{n} more mentor with a mentee", "{n} more mentors with a mentee", cost.mentors)
        less = counted("{n} mentor with a mentee less", "{n} mentors with a mentee less", -cost.mentors)
        parts.append(more if cost.mentors > 0 else less)
    if cost.score:
        words = _("{points} points more in total") if cost.score > 0 else _("{points} points less in total")
        parts.append(words.format(points=points(abs(cost.score))))
    return ", ".join(parts)
