"""How sessions look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.flows.meetings import Meeting, Offer
from bot.letters import File, Message
from bot.rules.messages import Kind
from bot.words import _, counted
from handlers.views import calendar, kit
from handlers.views.kit import Json
from storage.models import SessionState

WHEN = "{date_long} at {time}"
ASKS = "sessions_ask"  # how the block ids begin of what waits for an answer, and leaves with it


class Action(StrEnum):
    """The buttons; a slot's moment in seconds ends its button's id: ``sessions_plan_slot.1767866400``."""

    PLAN_SLOT = "sessions_plan_slot"
    PLAN_OTHER = "sessions_plan_other"
    MOVE = "sessions_move"
    MOVE_SLOT = "sessions_move_slot"
    CANCEL = "sessions_cancel"
    MET = "sessions_met"
    MET_UNPLANNED = "sessions_met_unplanned"
    NOT_MET = "sessions_not_met"


class Callback(StrEnum):
    """The forms."""

    PLAN = "sessions_plan"
    MOVE = "sessions_move"


# Times to choose from


def slot_buttons(pair_id: str, slots: Sequence[datetime]) -> list[Json]:
    """Return times to choose from, each in the reader's own zone, and a way to choose another."""
    other = _("Another time") if slots else _("Choose a time")
    return [
        *(slot(moment, Action.PLAN_SLOT, pair_id) for moment in slots),
        kit.actions(kit.button(other, Action.PLAN_OTHER, pair_id), block_id=f"{ASKS}.other"),
    ]


def answered(blocks: Sequence[Json], meeting: Meeting) -> list[Json]:
    """Return a message's blocks once a time is planned: what asked for one gives way to the answer.

    The answer names no time: the session may move, and its card tells when it is.
    """
    is_asking = [str(block.get("block_id", "")).startswith(ASKS) for block in blocks]
    before = is_asking.index(True) if True in is_asking else len(blocks)
    words = _("*{title}* is planned. Its card below shows when.").format(title=title(meeting))
    kept = [block for block, asks in zip(blocks, is_asking, strict=True) if not asks]
    return [*kept[:before], kit.section(f":calendar: {words}"), *kept[before:]]


def planned_before(meeting: Meeting) -> str:
    """Return what somebody reads who chose a time after another one was planned."""
    words = _("Your next session is already planned: {when}. You can still move it by Reschedule.")
    return words.format(when=when(meeting))


def slot(moment: datetime, action: str, value: str) -> Json:
    """Return one time to choose."""
    seconds = int(moment.timestamp())
    hint = _("Choose {time}").format(time=moment.strftime("%a %d %b %H:%M UTC"))
    button = kit.button(_("Choose"), f"{action}.{seconds}", value, hint=hint)
    return kit.section(kit.moment(moment, WHEN), button) | {"block_id": f"{ASKS}.{seconds}"}


# The messages in the pair's group DM


def letter(meeting: Meeting) -> Message:
    """Return the card of a session with its calendar file."""
    name = f"session-{meeting.number}.ics"
    file = File(
        name,
        _("Session {number} for your calendar").format(number=meeting.number),
        partial(calendar.file, meeting),
    )
    shown = card(meeting)
    return Message(shown.text, shown.blocks, files=(file,))


def again(kind: str, meeting: Meeting, *, is_newest: bool) -> Message:
    """Return a message about a session as it reads now; the newest one offers what comes next."""
    if meeting.state != SessionState.PLANNED:
        return _closed(meeting, is_newest=is_newest)
    views = {Kind.SESSION_REMINDER: reminder, Kind.SESSION_FOLLOW_UP: follow_up}
    return views.get(Kind(kind), card)(meeting)


def card(meeting: Meeting) -> Message:
    """Return the card of a planned session: when, and what to do with the time."""
    headline = _("Your session is planned: {title}").format(title=title(meeting))
    blocks = [
        kit.section(f":calendar: *{title(meeting)}*\n{_both(meeting)}\n{when(meeting)} · {length(meeting)}"),
        *_agenda(meeting),
        *_goals(meeting),
        choices(meeting, met_button(meeting), move_button(meeting), cancel_button(meeting)),
    ]
    return Message(headline, tuple(blocks))


def reminder(meeting: Meeting) -> Message:
    """Return the reminder on the working day before."""
    headline = _("Coming up: {title}").format(title=title(meeting))
    words = _("Open with: “{question}”").format(question=meeting.agenda.opening)
    blocks = (
        kit.section(f":bell: *{headline}*\n{_both(meeting)}\n{when(meeting)} · {length(meeting)}"),
        kit.section(words),
        choices(meeting, move_button(meeting), cancel_button(meeting)),
    )
    return Message(headline, blocks)


def follow_up(meeting: Meeting) -> Message:
    """Return the question after a session that nobody has noted yet; a session moved ahead asks nothing."""
    if not meeting.is_over:
        return reminder(meeting)
    headline = _("How did it go, did you two meet?")
    words = _("{both}, your session *{title}* was planned for {when}.").format(
        both=_both(meeting), title=title(meeting), when=when(meeting)
    )
    blocks = (
        kit.section(f"{headline}\n{words}"),
        choices(meeting, met_button(meeting), not_met_button(meeting)),
        kit.context(_("One tap by one of you is enough.")),
    )
    return Message(headline, blocks)


def changed(meeting: Meeting, actor: str) -> tuple[str, File]:
    """Return what the other half is told under the card after a change, and the calendar file of it."""
    partner = kit.person(meeting.partner_of(actor))
    name = f"session-{meeting.number}.ics"
    if meeting.state == SessionState.CANCELED:
        words = _("{person}, this session is canceled. Choose a new time above whenever it suits you both.")
        title = _("Takes session {number} out of your calendar").format(number=meeting.number)
    else:
        words = _("{person}, this session is now on {when}. Here is the new calendar file.")
        title = _("Session {number} for your calendar").format(number=meeting.number)
    return words.format(person=partner, when=when(meeting)), File(
        name, title, partial(calendar.file, meeting)
    )


def _closed(meeting: Meeting, *, is_newest: bool) -> Message:
    """Return what a message becomes once its session is held or canceled."""
    if meeting.state == SessionState.CANCELED:
        headline = _("Canceled: {title}").format(title=title(meeting))
        mark = ":leaves:"
    else:
        headline = _("You met: {title}").format(title=title(meeting))
        mark = ":white_check_mark:"
    following = outcome(meeting) if is_newest else []
    return Message(headline, (kit.section(f"{mark} *{headline}*"), *following))


def outcome(meeting: Meeting) -> list[Json]:
    """Return what follows once a session is held or canceled: a warm close, or times for the next."""
    if meeting.is_last:
        words = _(
            "That was your last session in this program. Thank you both for the time, the patience and the "
            "courage. Your certificates are on their way, and nothing stops you from meeting again."
        )
        return [kit.section(f":tada: {words}")]
    progress = _progress(meeting.number, meeting.total) if meeting.state == SessionState.HELD else None
    return [
        *([kit.section(progress)] if progress else []),
        *(_offer(meeting.following, meeting.state) if meeting.following else []),
    ]


def _offer(following: Offer, state: SessionState) -> list[Json]:
    words = (
        _("No harm done. When would suit you both?")
        if state == SessionState.CANCELED
        else _("Next: *{title}*. When would suit you both?").format(title=following.agenda.title)
    )
    return [asking(words), *slot_buttons(following.pair_id, following.slots)]


def asking(words: str) -> Json:
    """Return the words before times to choose; they leave the message together with them."""
    return kit.section(words) | {"block_id": f"{ASKS}.words"}


def _agenda(meeting: Meeting) -> list[Json]:
    agenda = meeting.agenda
    half = (meeting.minutes - 5) // 10 * 5  # what opening and closing leave, in steps of five minutes
    mentor, mentee = kit.person(meeting.mentor_id), kit.person(meeting.mentee_id)
    halves = _("*{person}'s half* (about {minutes} minutes)\n{words}")
    return [
        kit.section(f"*{_('To open')}*\n{agenda.opening}"),
        kit.section(halves.format(person=mentor, minutes=half, words=agenda.mentor_half)),
        kit.section(halves.format(person=mentee, minutes=half, words=agenda.mentee_half)),
        kit.section(f"*{_('To close')}*\n{agenda.closing}"),
    ]


def _goals(meeting: Meeting) -> list[Json]:
    if not meeting.aims:
        return []
    aims = ", ".join(f"{kit.escape(aim.title)} ({aim.progress} %)" for aim in meeting.aims)
    return [kit.context(_("Your goals: {goals}").format(goals=aims))]


# Buttons


def choices(meeting: Meeting, *buttons: Json) -> Json:
    """Return a row of buttons that leaves with its answer."""
    return kit.actions(*buttons, block_id=f"{ASKS}.{meeting.id}")


def met_button(meeting: Meeting) -> Json:
    """Return the one tap that notes a session as held."""
    return kit.button(_("We met"), Action.MET, meeting.id, style="primary", hint=_hint(_("We met"), meeting))


def not_met_button(meeting: Meeting) -> Json:
    """Return the tap that asks for new times after a session that did not happen."""
    return kit.button(_("Not this time"), Action.NOT_MET, meeting.id, hint=_hint(_("Not this time"), meeting))


def move_button(meeting: Meeting) -> Json:
    """Return the button that moves a session."""
    return kit.button(_("Reschedule"), Action.MOVE, meeting.id, hint=_hint(_("Reschedule"), meeting))


def cancel_button(meeting: Meeting) -> Json:
    """Return the button that cancels a session, after a question."""
    question = kit.confirm(
        _("Cancel this session?"),
        _("I tell you both here and offer new times. Nobody is asked for a reason."),
        _("Cancel it"),
        _("Keep it"),
    )
    label = _("Cancel")
    return kit.button(label, Action.CANCEL, meeting.id, confirm=question, hint=_hint(label, meeting))


def _hint(label: str, meeting: Meeting) -> str:
    return f"{label}: {title(meeting)}"


# Words


def title(meeting: Meeting) -> str:
    """Return which session it is."""
    return _("Session {number} of {total}: {title}").format(
        number=meeting.number, total=meeting.total, title=meeting.agenda.title
    )


def _both(meeting: Meeting) -> str:
    return _("{mentor} and {mentee}").format(
        mentor=kit.person(meeting.mentor_id), mentee=kit.person(meeting.mentee_id)
    )


def when(meeting: Meeting) -> str:
    """Return when it begins, in each reader's own time zone."""
    return kit.moment(meeting.starts_at, WHEN)


def length(meeting: Meeting) -> str:
    """Return how long it takes."""
    return counted("{n} minute", "{n} minutes", meeting.minutes)


def _progress(done: int, total: int) -> str:
    bar = "▰" * done + "▱" * (total - done)
    return bar + "  " + _("{done} of {total} sessions held").format(done=done, total=total)
