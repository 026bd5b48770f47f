"""How the set-up of a program looks."""

from __future__ import annotations

from enum import StrEnum

from bot import content
from bot.flows.setup import Form
from bot.letters import Message
from bot.rules import objectives as rules
from bot.rules.objectives import Plan
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json, Option


class Action(StrEnum):
    """The buttons."""

    OPEN = "setup_open"


class Callback(StrEnum):
    """The forms: everything before the start, what is safe after it."""

    PLAN = "setup_plan"
    ADJUST = "setup_adjust"


def form(form: Form) -> Json:
    """Return the first step: what the program is, when it runs, and what it is for."""
    if form.is_started:
        return _adjust(form.plan)
    return kit.modal(
        _("Set up a program"),
        [
            *_origin(form),
            *_texts(form.plan),
            *_dates(form.plan),
            *_rhythm(form.plan),
            *_people(form),
            _aims(form),
        ],
        callback=Callback.PLAN,
        submit=_("Next: targets"),
        close=_("Cancel"),
    )


def _adjust(plan: Plan) -> Json:
    why = _(
        "The program has started. People have planned by its dates, its sessions and its objectives, so these"
        " stay as they are. This can still change:"
    )
    return kit.modal(
        _("Edit the program"),
        [kit.context(why), *_texts(plan), _checkins(plan), _channel(plan)],
        callback=Callback.ADJUST,
        submit=_("Next: targets"),
        close=_("Cancel"),
    )


def _origin(form: Form) -> list[Json]:
    if not form.copied_from:
        return []
    words = _("Filled in from *{program}*. Change what you like.")
    return [kit.context(words.format(program=kit.escape(form.copied_from)))]


def _texts(plan: Plan) -> list[Json]:
    name = kit.text_field("name", plan.name, most=rules.LONGEST_NAME, placeholder=_("Flip 2026"))
    purpose = kit.text_field("purpose", plan.purpose, lines=True, most=rules.LONGEST_PURPOSE)
    hint = _("One or two sentences. People read them before they join.")
    return [kit.ask(_("Name"), "name", name), kit.ask(_("What is it for?"), "purpose", purpose, hint=hint)]


def _dates(plan: Plan) -> list[Json]:
    return [
        kit.ask(_("First day"), "starts_on", kit.date_field("starts_on", plan.starts_on)),
        kit.ask(
            _("Last day"),
            "last_day",
            kit.date_field("last_day", plan.last_day),
            hint=_("Half a year is usual. A program runs in whole weeks."),
        ),
    ]


def _rhythm(plan: Plan) -> list[Json]:
    counts = [(str(n), counted("{n} session", "{n} sessions", n)) for n in rules.SESSION_COUNTS]
    return [
        kit.ask(
            _("Sessions for each pair"),
            "session_count",
            kit.select("session_count", counts, str(plan.session_count)),
        ),
        kit.ask(
            _("How often they meet"),
            "session_weeks",
            kit.select("session_weeks", _every(rules.SESSION_WEEKS), str(plan.session_weeks)),
        ),
        _checkins(plan),
    ]


def _checkins(plan: Plan) -> Json:
    return kit.ask(
        _("How often we ask how it goes"),
        "checkin_weeks",
        kit.select("checkin_weeks", _every(rules.CHECKIN_WEEKS), str(plan.checkin_weeks)),
        hint=_("Two taps to answer. Surveys come three times: at the start, halfway, and near the end."),
    )


def _every(weeks: tuple[int, ...]) -> list[Option]:
    return [(str(n), counted("every week", "every {n} weeks", n)) for n in weeks]


def _people(form: Form) -> list[Json]:
    fields = [_channel(form.plan)]
    if form.departments:
        choices = [(name, name) for name in form.departments[:100]]
        field = kit.multi_select("open_to", choices, form.plan.open_to, placeholder=_("Everybody"))
        hint = _("Leave it empty for everybody, or choose departments.")
        fields.append(kit.ask(_("Who may join"), "open_to", field, hint=hint, optional=True))
    return fields


def _channel(plan: Plan) -> Json:
    return kit.ask(
        _("Channel"),
        "channel",
        kit.channel_field("channel", plan.channel_id, placeholder=_("Choose a public channel")),
        hint=_("For the invitation, new pairs and shout-outs."),
        optional=True,
    )


def _aims(form: Form) -> Json:
    choices: list[Option] = [(one.measure, one.title) for one in content.objectives().values()]
    field = kit.multi_select("measures", choices, form.plan.measures, most=rules.MOST_OBJECTIVES)
    hint = _("Up to five. Flipside counts them. The next step sets targets, and one of your own.")
    return kit.ask(_("Objectives"), "measures", field, hint=hint, optional=True)


# Letters


def lost_channel(channel_id: str) -> Message:
    """Return the DM to an admin when nothing can be posted to the program's channel any more."""
    headline = _("I can no longer post to the program's channel.")
    why = _(
        "{channel} may be archived, or I am no longer in it. Everything else goes on: direct messages,"
        " sessions, check-ins. Bring me back there, or choose another channel."
    ).format(channel=kit.channel(channel_id))
    choose = kit.button(_("Choose another channel"), Action.OPEN, style="primary")
    return Message(headline, (kit.section(f"*{headline}*\n{why}"), kit.actions(choose)))
