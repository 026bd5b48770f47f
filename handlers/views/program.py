"""How the program looks to its admins, and how its members are told that it is over."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.program import Card, Farewell
from bot.letters import Message
from bot.words import _, counted
from handlers.views import admins, kit, peoplefile, recognition, recruiting, setup, skills
from handlers.views.kit import Json
from storage.models import ProgramState


class Action(StrEnum):
    """The buttons."""

    OPEN = "program_open"
    START = "program_start"


def card(card: Card) -> list[Json]:
    """Return the program's part of an admin's Home."""
    blocks = [kit.header(card.name or _("Your program")), kit.section(_where(card))]
    if card.purpose:
        blocks.append(kit.quote(card.purpose))
    return [
        *blocks,
        kit.actions(*_next_steps(card)),
        kit.actions(
            kit.button(_("People file"), peoplefile.Action.OPEN),
            kit.button(_("Skills"), skills.Action.OPEN),
            kit.button(_("Admins"), admins.Action.OPEN),
        ),
        kit.divider(),
    ]


def farewell(told: Farewell) -> Message:
    """Return the DM with which a program ends."""
    headline = _("*{program}* has come to its end. Thank you for being part of it :sunflower:").format(
        program=kit.escape(told.program)
    )
    words = counted(
        "You held {n} session: time that somebody else learned from.",
        "You held {n} sessions: time that somebody else learned from.",
        told.sessions,
    )
    blocks = [kit.section(f"{headline}\n{words}" if told.sessions else headline)]
    button = kit.button(_("Say thanks to somebody"), recognition.Action.THANK)
    return Message(text=headline, blocks=(*blocks, kit.actions(button)))


def _where(card: Card) -> str:
    if card.state is None:
        return _start_here(card)
    states = {
        ProgramState.DRAFT: _("A draft: only admins see it. Open it, and people can join."),
        ProgramState.OPEN: _("Open: people can join. It starts by itself on its first day."),
        ProgramState.RUNNING: _("Under way. People can still join."),
        ProgramState.CLOSED: _("Closed. Its numbers stay below."),
    }
    lines = [f"*{states[card.state]}*", _dates(card), _place(card), _who(card)]
    if not card.has_objectives:
        lines.append(_(":dart: No objective yet: give it one under *Edit*, then it can open"))
    return "\n".join(lines)


def _start_here(card: Card) -> str:
    known = counted(
        "The people file knows {n} person.", "The people file knows {n} people.", card.people_known
    )
    people = known if card.people_known else _("A people file first helps: it tells who works in whose team.")
    return _(
        "There is no program yet. Set one up in two short steps; nobody hears of it until you open it."
    ) + (f"\n{people}")


def _dates(card: Card) -> str:
    if card.starts_on is None or card.last_day is None:
        return ""
    return _(":calendar: {first} to {last}").format(
        first=kit.day(card.starts_on), last=kit.day(card.last_day)
    )


def _place(card: Card) -> str:
    if card.channel_id is None:
        return _(":loudspeaker: No channel yet: choose one under *Edit* to invite people there")
    return _(":loudspeaker: {channel}").format(channel=kit.channel(card.channel_id))


def _who(card: Card) -> str:
    who = ", ".join(card.open_to) if card.open_to else _("everybody who works here")
    return _(":bust_in_silhouette: Open to {who}").format(who=kit.escape(kit.shorten(who, 300)))


def _next_steps(card: Card) -> list[Json]:
    edit = kit.button(_("Edit"), setup.Action.OPEN, hint=_("Edit the program"))
    if card.state is None:
        return [kit.button(_("Set up a program"), setup.Action.OPEN, style="primary")]
    if card.state == ProgramState.CLOSED:
        return [kit.button(_("Set up the next one"), setup.Action.OPEN, style="primary")]
    if card.state == ProgramState.DRAFT:
        return [_open(), edit] if card.has_objectives else [edit]
    invite = [] if card.channel_id is None else [recruiting.invite_button()]
    steps = [*invite, kit.button(_("Who joined"), recruiting.Action.ROSTER), edit]
    if card.state == ProgramState.OPEN:
        return [*steps, _start()]
    return [*steps, kit.button(_("Shout-out"), recognition.Action.COMPOSE)]


def _open() -> Json:
    question = kit.confirm(
        _("Open for joining?"),
        _("People can join from now on. Nobody is told until you post the invitation."),
        _("Open"),
        _("Not yet"),
    )
    return kit.button(_("Open for joining"), Action.OPEN, style="primary", confirm=question)


def _start() -> Json:
    question = kit.confirm(
        _("Start today?"),
        _("Dates, sessions and who may join are fixed from then on. The last day stays where it is."),
        _("Start"),
        _("Not yet"),
    )
    return kit.button(_("Start now"), Action.START, confirm=question)
