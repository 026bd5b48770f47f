"""How sessions are planned in a form, and how the next one stands on Home."""

from __future__ import annotations

from datetime import datetime

from bot.flows.meetings import Meeting, Offer, SessionCard
from bot.words import _
from handlers.views import kit, sessions
from handlers.views.kit import Json
from handlers.views.sessions import Action, Callback


def plan_form(following: Offer) -> Json:
    """Return the form that asks for any time for the next session."""
    words = _("*{title}*, {minutes} minutes").format(
        title=following.agenda.title, minutes=following.agenda.minutes
    )
    first = next(iter(following.slots), None)
    return kit.modal(
        _("Plan a session"),
        [kit.section(words), *_time_fields(first)],
        callback=Callback.PLAN,
        submit=_("Plan it"),
        metadata=following.pair_id,
    )


def move_form(meeting: Meeting, following: Offer) -> Json:
    """Return the form that moves a session: a tap on an offered time, or any other time."""
    now = _("*{title}*\nPlanned for {when}").format(
        title=sessions.title(meeting), when=sessions.when(meeting)
    )
    others = [slot for slot in following.slots if slot != meeting.starts_at]
    return kit.modal(
        _("Reschedule"),
        [
            kit.section(now),
            *(sessions.slot(slot, Action.MOVE_SLOT, meeting.id) for slot in others),
            *_time_fields(meeting.starts_at),
        ],
        callback=Callback.MOVE,
        submit=_("Move it"),
        metadata=meeting.id,
    )


def receipt(meeting: Meeting, *, is_as_chosen: bool = True) -> Json:
    """Return what the form becomes once a session stands."""
    words = _("*{title}*\n{when} · {length}").format(
        title=sessions.title(meeting), when=sessions.when(meeting), length=sessions.length(meeting)
    )
    if not is_as_chosen:
        words = sessions.planned_before(meeting)
    return kit.modal(_("Your session"), [kit.section(f":calendar: {words}")], close=_("Done"))


def _time_fields(initial: datetime | None) -> list[Json]:
    yes = ("anyway", _("It suits us both, even outside working hours"))
    return [
        kit.ask(
            _("Day and time"), "when", kit.moment_field("when", initial), hint=_("In your own time zone.")
        ),
        kit.ask(_("Outside working hours?"), "anyway", kit.checkboxes("anyway", [yes]), optional=True),
    ]


# Home


def card(mine: SessionCard) -> list[Json]:
    """Return what is next for each of somebody's pairs."""
    blocks = [kit.header(_("Next session"))]
    for following in mine.following:
        if isinstance(following, Offer):
            blocks += _to_plan(following, mine.person_id)
        else:
            blocks += _planned(following, mine.person_id)
    return blocks


def _to_plan(following: Offer, person_id: str) -> list[Json]:
    partner = following.mentee_id if person_id == following.mentor_id else following.mentor_id
    title = _("Session {number} of {total}: {title}").format(
        number=following.number, total=following.total, title=following.agenda.title
    )
    words = (
        _("When would suit you both?")
        if following.slots
        else _("Your working hours do not meet. Agree on a time with each other, then enter it here.")
    )
    *slots, other = sessions.slot_buttons(following.pair_id, following.slots)
    met = kit.button(_("We met already"), Action.MET_UNPLANNED, following.pair_id)
    blocks = [
        kit.section(f"*{title}*\n{_('With {person}').format(person=kit.person(partner))}. {words}"),
        *slots,
        kit.actions(*other["elements"], met),
    ]
    return [_only_here(block, following.pair_id) for block in blocks]


def _planned(meeting: Meeting, person_id: str) -> list[Json]:
    partner = kit.person(meeting.partner_of(person_id))
    buttons = (
        (sessions.met_button(meeting), sessions.not_met_button(meeting))
        if meeting.is_over
        else (sessions.met_button(meeting), sessions.move_button(meeting), sessions.cancel_button(meeting))
    )
    words = _("With {person}").format(person=partner)
    return [
        kit.section(
            f"*{sessions.title(meeting)}*\n{words}\n{sessions.when(meeting)} · {sessions.length(meeting)}"
        ),
        sessions.choices(meeting, *buttons),
    ]


def _only_here(block: Json, pair_id: str) -> Json:
    """Return a block whose id, if it has one, is its pair's: two pairs may be offered the same time."""
    return block | {"block_id": f"{block['block_id']}.{pair_id}"} if "block_id" in block else block
