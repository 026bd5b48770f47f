"""The settings by which pairs are chosen, as a form and in words."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum

from bot.flows.pairing import SWITCHABLE, Form, Settings
from bot.matching import Rules, Weights
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json, Option

POINT = 1000
STEPS = (0, 50, 100, 200)  # percent of the usual weight
GAPS = range(5)
OVERLAPS = (30, 60, 90, 120, 180, 240)
DISTANCES = (1, 2, 3)
ANY = "any"
MOST_POINTS = 1000


class Action(StrEnum):
    """The buttons."""

    OPEN = "pairing_open"


class Callback(StrEnum):
    """The forms."""

    KEEP = "pairing_keep"


def open_button() -> Json:
    """Return the way to the program's settings."""
    return kit.button(_("Pairing rules"), Action.OPEN)


def form(form: Form) -> Json:
    """Return the program's settings, to be changed for all rounds from now on."""
    why = _("These settings count for every round from now on. Nobody is moved who has a partner already.")
    return kit.modal(
        _("Pairing rules"),
        [kit.context(why), *fields(form)],
        callback=Callback.KEEP,
        submit=_("Save"),
        close=_("Cancel"),
    )


def fields(form: Form) -> list[Json]:
    """Return the inputs for weights and hard rules."""
    first = _("*What counts.* As many people as possible get a partner; among those choices, the best fit.")
    then = _("*What must hold.* Pairs that break one of these are never proposed.")
    weights = asdict(form.weights)
    return [
        kit.section(first),
        *(_weight(name, label, weights[name]) for name, label in weight_labels().items()),
        kit.section(then),
        *_rules(form.rules),
    ]


def saved() -> Json:
    """Return the receipt of a change."""
    words = _("Saved. A draft that stands changes once you run it again.")
    return kit.modal(_("Pairing rules"), [kit.section(f":white_check_mark: {words}")], close=_("Done"))


def weight_labels() -> dict[str, str]:
    """Return what each weight is about."""
    return {
        "skills": _("Skills that one shares and the other wants"),
        "interests": _("Interests they have in common"),
        "hours": _("Working hours they have in common"),
        "languages": _("Languages they have in common"),
        "departments": _("Coming from different departments"),
        "place": _("Being able to meet in person"),
        "level": _("Distance in job level"),
        "stability": _("Keeping the pairs of the draft before"),
    }


def rule_labels() -> dict[str, str]:
    """Return what each hard rule asks for."""
    return {
        "chain": _("Nobody from one's own line of managers"),
        "team": _("Not from the same team"),
        "level": _("The mentee is further up than the mentor"),
        "skills": _("The mentor shares something that the mentee wants"),
        "language": _("They share a language"),
        "hours": _("Their working hours overlap enough"),
        "format": _("They agree on how to meet: by video or in person"),
        "floor": _("The pair reaches the least score"),
    }


def in_words(settings: Settings) -> list[str]:
    """Return how settings differ from the usual ones, one line each; nothing where they do not."""
    weights, rules = settings
    usual, usual_rules = asdict(Weights()), Rules()
    lines = [
        f"{label}: {_step(_percent(name, weight))}"
        for name, label in weight_labels().items()
        if (weight := asdict(weights)[name]) != usual[name]
    ]
    labels = rule_labels()
    lines += [_("Off: {rule}").format(rule=labels[name]) for name in labels if name in rules.off]
    if rules.level_gap != usual_rules.level_gap:
        lines.append(_("Job level: {gap}").format(gap=_gap(rules.level_gap)))
    if rules.overlap_minutes != usual_rules.overlap_minutes:
        lines.append(_("Shared hours: at least {n} minutes").format(n=rules.overlap_minutes))
    if rules.chain_distance != usual_rules.chain_distance:
        lines.append(_("Line of managers: {reach}").format(reach=_distance(rules.chain_distance)))
    if rules.floor is not None:
        lines.append(_("Least score: {n}").format(n=points(rules.floor)))
    return lines


def points(score: int) -> str:
    """Return a score (in thousandths) as points, with one decimal where there is one."""
    tenths = round(score / 100)
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole:,}.{rest}" if rest else f"{sign}{whole:,}"


def _weight(name: str, label: str, weight: int) -> Json:
    now = _percent(name, weight)
    choices = [(str(step), _step(step)) for step in sorted({*STEPS, now})]
    return kit.ask(label, f"weight_{name}", kit.select(f"weight_{name}", choices, str(now)))


def _percent(name: str, weight: int) -> int:
    usual: int = asdict(Weights())[name]
    return round(100 * weight / usual)


def _step(percent: int) -> str:
    known = {0: _("does not count"), 50: _("a little"), 100: _("as usual"), 200: _("a lot")}
    return known.get(percent, _("{n} % of the usual").format(n=percent))


def _rules(rules: Rules) -> list[Json]:
    labels = rule_labels()
    choices: list[Option] = [(name, labels[name]) for name in SWITCHABLE]
    on = [name for name in SWITCHABLE if name not in rules.off]
    floor = "" if rules.floor is None else points(rules.floor)
    return [
        kit.ask(_("Rules"), "rules_on", kit.checkboxes("rules_on", choices, on), optional=True),
        _choice(_("How much further up"), "level_gap", [(str(n), _gap(n)) for n in GAPS], rules.level_gap),
        _choice(
            _("Shared working hours, at least"),
            "overlap",
            [(str(n), counted("{n} minute", "{n} minutes", n)) for n in OVERLAPS],
            rules.overlap_minutes,
        ),
        _choice(
            _("Line of managers: never paired with"),
            "chain",
            [(str(n), _distance(n)) for n in DISTANCES] + [(ANY, _distance(None))],
            rules.chain_distance or ANY,
        ),
        kit.ask(
            _("Rather wait than be paired below this score"),
            "floor",
            kit.number_field("floor", floor, least="0", most=str(MOST_POINTS), decimals=True),
            hint=_("In points, as the draft shows them. Empty: everybody who can have a partner gets one."),
            optional=True,
        ),
    ]


def _choice(label: str, name: str, choices: list[Option], chosen: object) -> Json:
    known = {value for value, _label in choices}
    if str(chosen) not in known:
        choices = [*choices, (str(chosen), str(chosen))]
    return kit.ask(label, name, kit.select(name, choices, str(chosen)))


def _gap(levels: int) -> str:
    if not levels:
        return _("at least as far up")
    return counted("{n} level or more", "{n} levels or more", levels)


def _distance(steps: int | None) -> str:
    if steps is None:
        return _("anybody above or below, at any distance")
    if steps == 1:
        return _("direct managers and reports only")
    return _("anybody up to {n} steps above or below").format(n=steps)
