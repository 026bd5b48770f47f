"""How the program's numbers look: on Home, in the weekly digest, as a chart and as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from bot.flows.reports import Digest, Export, Quiet
from bot.flows.standing import Mean, Page, Progress
from bot.letters import File, Message
from bot.rules.metrics import Need
from bot.rules.objectives import number
from bot.words import _, counted
from handlers.views import chart, kit, matching, measures, objectives, recognition, recruiting
from handlers.views.kit import Json
from storage.models import Wave
from storage.reports import Numbers

MOST_NAMED = 40  # quiet pairs


class Action(StrEnum):
    """The buttons."""

    CHART = "reports_chart"
    EXPORT = "reports_export"
    QUIET = "reports_quiet"


def card(page: Page) -> list[Json]:
    """Return the program's numbers for an admin's Home."""
    return [
        kit.header(_("How it goes")),
        kit.fields(*_numbers(page)),
        *_surveys(page),
        *(_objective(one) for one in page.progress),
        *_too_late(page),
        kit.actions(*_buttons(page)),
        kit.divider(),
    ]


def digest(digest: Digest) -> Message:
    """Return the weekly DM to an admin: five lines, and the one thing that needs them."""
    page = digest.page
    headline = _("Your week in *{program}*").format(program=kit.escape(page.name))
    words, button = _needed(digest)
    lines = "\n".join(f"• {line}" for line in _week(digest))
    blocks = (kit.section(f"{headline}\n{lines}"), kit.section(words), kit.actions(button))
    return Message(text=f"{headline}: {words}", blocks=blocks)


def table(export: Export) -> Message:
    """Return the DM that brings the table of pairs."""
    words = _("Here are the pairs of *{program}* as a table. It holds names: keep it among admins.").format(
        program=kit.escape(export.program)
    )
    name = re.sub(r"\W+", "-", export.program.lower()).strip("-") or "program"
    title = _("Pairs of {program}").format(program=export.program)
    file = File(f"{name}-pairs-{export.on}.csv", title, partial(bytes, export.content))
    return Message(words, (kit.section(words),), (file,))


def picture(page: Page) -> Message:
    """Return the DM that brings the chart, and says the same in words."""
    words = _("The objectives of *{program}*").format(program=kit.escape(page.name))
    lines = "\n".join(_said(one) for one in page.progress) or _("None yet.")
    title = _("Objectives of {program}").format(program=page.name)
    image = File("objectives.png", title, partial(chart.objectives_png, page.name, page.progress))
    return Message(words, (kit.section(f"{words}\n{kit.shorten(lines, 2800)}"),), (image,))


def on_its_way() -> Json:
    """Return the receipt of an order."""
    return kit.modal(_("On its way"), [kit.section(_("You find it in our messages."))], close=_("Done"))


def quiet(pairs: Sequence[Quiet]) -> Json:
    """Return the pairs that have gone quiet."""
    if not pairs:
        return kit.modal(_("Quiet pairs"), [kit.section(_("No pair is quiet. Lovely."))])
    words = _(
        "Four weeks without a session, an answer, or a plan. Life happens: a friendly word from you helps"
        " more than another message from me."
    )
    lines = [_quiet(pair) for pair in pairs[:MOST_NAMED]]
    more = len(pairs) - len(lines)
    rest = [kit.context(counted("… and {n} more", "… and {n} more", more))] if more else []
    return kit.modal(_("Quiet pairs"), [kit.section(words), kit.section("\n".join(lines)), *rest])


def _numbers(page: Page) -> list[str]:
    """Return what there is to count by now, from the first one who joins to the last session."""
    quiet, sessions = Numbers(page.pairs, page.quiet), Numbers(page.sessions_planned, page.sessions_held)
    shares = (
        (_("Met within 14 days"), page.quick),
        (_("Quiet pairs"), quiet),
        (_("Sessions held"), sessions),
        (_("Check-ins answered"), page.check_ins),
        (_("Lessons done"), page.lessons),
        (_("Quick questions that helped"), page.questions),
    )
    return [
        _("*Joined*\n{who}").format(who=recruiting.counts(page.roles) or page.joined),
        _("*With a partner*\n{n}, {waiting} waiting").format(n=page.paired, waiting=page.waiting),
        *(f"*{label}*\n{_of(share)}" for label, share in shares if share.asked),
    ]


def _too_late(page: Page) -> list[Json]:
    if not page.too_late:
        return []
    words = counted(
        "{n} message of this week came too late to be useful, so I did not send it.",
        "{n} messages of this week came too late to be useful, so I did not send them.",
        page.too_late,
    )
    return [kit.context(words)]


def _of(numbers: Numbers) -> str:
    if not numbers.asked:
        return _("too early to say")
    return _("{n} of {all}").format(n=numbers.answered, all=numbers.asked)


def _surveys(page: Page) -> list[Json]:
    if not page.surveys:
        return []
    waves = {Wave.BASELINE: _("start"), Wave.MIDPOINT: _("halfway"), Wave.CLOSING: _("end")}
    asked = " · ".join(f"{waves[wave]} {_of(numbers)}" for wave, numbers in page.surveys)
    lines = [_("*Surveys answered*: {waves}").format(waves=asked), *map(_mean, page.means)]
    return [
        kit.section("\n".join(lines)),
        kit.context(_("Averages of at least five answers, on a scale of 1 to 5. Nobody sees one person's.")),
    ]


def _mean(mean: Mean) -> str:
    before = _("too few") if mean.before is None else number(round(mean.before, 1))
    if mean.now is None:
        return f"{mean.label}: {before}"
    return f"{mean.label}: {before} → {number(round(mean.now, 1))}"


def _objective(one: Progress) -> Json:
    button = None
    if one.is_own:
        button = kit.button(_("Update"), objectives.Action.COUNT, one.id, hint=_("Update an objective"))
    return kit.section(_said(one), button)


def _said(one: Progress) -> str:
    return f"*{kit.escape(one.title)}*\n{measures.bar(one.share)}  {measures.standing(one)}"


def _buttons(page: Page) -> list[Json]:
    buttons = [kit.button(_("Chart"), Action.CHART), kit.button(_("Export CSV"), Action.EXPORT)]
    return [*buttons, kit.button(_("Quiet pairs"), Action.QUIET)] if page.quiet else buttons


def _week(digest: Digest) -> list[str]:
    page = digest.page
    on_track = sum(one.is_on_track for one in page.progress)
    return [
        _("{joined} joined, {paired} with a partner, {waiting} waiting").format(
            joined=page.joined, paired=page.paired, waiting=page.waiting
        ),
        _("{sessions} this week, {all} since the start").format(
            sessions=counted("{n} session", "{n} sessions", digest.held_this_week), all=page.sessions_held
        ),
        _("Check-ins answered: {share}").format(share=_of(page.check_ins)),
        counted("{n} pair is quiet", "{n} pairs are quiet", page.quiet) if page.quiet else _("No quiet pair"),
        _("Objectives on track: {share}").format(share=_of(Numbers(len(page.progress), on_track))),
    ]


def _needed(digest: Digest) -> tuple[str, Json]:
    """Return what needs an admin most, and the button that does it."""
    page = digest.page
    if digest.draft and page.need != Need.INVITE:
        words = counted(
            "A draft with {n} pair for those who wait is ready. Have a look, then publish it.",
            "A draft with {n} pairs for those who wait is ready. Have a look, then publish it.",
            digest.draft.pairs,
        )
        return words, kit.button(
            _("Open the draft"), matching.Action.OPEN, digest.draft.round_id, style="primary"
        )
    if page.need == Need.INVITE:
        return _(
            "Few have joined yet. An invitation in the channel brings people in."
        ), recruiting.invite_button()
    if page.need == Need.PAIR:
        words = counted("{n} person waits for a partner.", "{n} people wait for a partner.", page.waiting)
        return words, kit.button(_("Propose pairs"), matching.Action.PROPOSE, style="primary")
    if page.need == Need.QUIET:
        words = counted(
            "{n} pair has gone quiet. A friendly word from you helps.",
            "{n} pairs have gone quiet. A friendly word from you helps.",
            page.quiet,
        )
        return words, kit.button(_("See which"), Action.QUIET)
    if page.need == Need.BEHIND:
        words = _("An objective needs a push. The chart shows which.")
        return words, kit.button(_("Show the chart"), Action.CHART)
    words = _("Nothing needs you this week. A good moment to praise somebody.")
    return words, kit.button(_("Shout-out"), recognition.Action.COMPOSE)


def _quiet(pair: Quiet) -> str:
    names = f"{kit.person(pair.mentor_id)} · {kit.person(pair.mentee_id)}"
    if pair.last_met_on is None:
        return _("{names}: have not met yet").format(names=names)
    return _("{names}: met last on {day}").format(names=names, day=kit.day(pair.last_met_on))
