"""How somebody is invited, welcomed, shown their profile, and let go."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from bot.flows.hub import Card, Standing
from bot.flows.onboarding import Welcome
from bot.letters import Message
from bot.words import _, counted
from handlers.views import kit, surveys
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    JOIN = "onboarding_join"
    ABOUT = "onboarding_about"
    PROFILE = "onboarding_profile"
    BACK = "onboarding_back"
    PAUSE = "onboarding_pause"
    RESUME = "onboarding_resume"
    LEAVE = "onboarding_leave"


class Callback(StrEnum):
    """The forms."""

    WHAT_YOU_BRING = "onboarding_what_you_bring"
    MEANT = "onboarding_meant"
    HOW_YOU_MEET = "onboarding_how_you_meet"
    PAUSE = "onboarding_pause_until"


def about() -> Json:
    """Return what reverse mentoring is, before anybody decides."""
    return kit.modal(_("What this is"), [kit.section(in_short()), kit.context(who_sees_what())])


def in_short() -> str:
    """Return the program in a few sentences."""
    return _(
        "*Reverse mentoring turns the usual way round:* a junior colleague mentors a senior one, in new "
        "tools and ways of working. The senior stays current, the junior is heard and grows as a leader.\n"
        "• You say what you can share and what you would like to learn. It takes three minutes.\n"
        "• You are introduced to one colleague who fits, never in your own line of management.\n"
        "• You meet about once a month, with an agenda and short lessons to hold on to.\n"
        "• You can pause or leave in one tap, without a reason."
    )


def who_sees_what() -> str:
    """Return in one line who sees what."""
    return _(
        "Who sees what: your partner sees your skills and interests; program admins see who takes part, and "
        "totals; nobody sees your survey answers with your name, or your “rather not” list."
    )


def standing_words(standing: Standing) -> str:
    """Return in a sentence or two where somebody stands who is not in the program."""
    if standing.program is None:
        words = _("*There is no program yet.* Once one opens, you can join it right here.")
        setting_up = _("You are a program admin: my Home tab helps you to set one up.")
        return f"{words}\n{setting_up}" if standing.is_admin else words
    name = kit.escape(standing.program)
    if standing.is_over:
        return _("*{program} has ended.* Thanks to everybody who took part.").format(program=name)
    if not standing.may_join:
        words = _("*{program}* is not open to everybody yet. Would you like to join? Tell a program admin.")
        return words.format(program=name)
    if standing.has_left:
        words = _("*You have left {program}.* Thank you for having been part of it. The door stays open.")
        return words.format(program=name)
    purpose = kit.escape(standing.purpose)
    if standing.is_admin:
        return _("*You can take part as well.* Juniors mentor, seniors learn. You decide.")
    return f"*{name}*\n{purpose}\n" + _("Juniors mentor, seniors learn. You decide whether you join.")


def join_buttons(standing: Standing) -> list[Json]:
    """Return the ways in for somebody who may join."""
    if not standing.may_join:
        return []
    label = _("Join again") if standing.has_left else _("Join")
    return [
        kit.button(label, Action.JOIN, style="primary"),
        kit.button(_("What is this?"), Action.ABOUT),
    ]


def member_buttons(card: Card) -> list[Json]:
    """Return what a member can do about being one."""
    rest = (
        kit.button(_("I'm back"), Action.RESUME, style="primary")
        if card.paused_until
        else kit.button(_("Pause"), Action.PAUSE)
    )
    return [kit.button(_("Edit profile"), Action.PROFILE), rest, leave_button()]


def leave_button() -> Json:
    """Return the way out: one tap and one question, which a slip of the finger deserves."""
    question = kit.confirm(
        _("Leave the program?"),
        _(
            "No reason is needed. Your partner hears one neutral sentence, "
            "and you can join again at any time."
        ),
        _("Leave"),
        _("Stay"),
        style="danger",
    )
    return kit.button(_("Leave"), Action.LEAVE, confirm=question)


def card(standing: Standing) -> list[Json]:
    """Return what Home says of being in the program; an admin who has none yet reads of that above."""
    if standing.program is None and standing.is_admin:
        return []
    if standing.card is None:
        buttons = join_buttons(standing)
        return [kit.section(standing_words(standing)), *([kit.actions(*buttons)] if buttons else [])]
    mine, words = standing.card, kit.section(member_words(standing, standing.card))
    if standing.is_over:
        return [words]
    return [
        kit.header(_("My profile")),
        words,
        kit.fields(*_profile(mine)),
        kit.actions(*member_buttons(mine)),
    ]


def member_words(standing: Standing, mine: Card) -> str:
    """Return in a sentence where a member stands."""
    program = kit.escape(standing.program or "")
    if standing.is_over:
        return _("*{program} has ended.* Thank you for having been part of it.").format(program=program)
    if mine.paused_until:
        words = _("*Paused until {day}.* You hear nothing from *{program}* until then; your place is kept.")
        return words.format(day=kit.day(mine.paused_until), program=program)
    return _("You are in *{program}* as {role}.").format(program=program, role=_role(mine.profile.role))


def pause_form(until: date) -> Json:
    """Return the question until when somebody would like to pause."""
    return kit.modal(
        _("Take a break"),
        [
            kit.section(
                _(
                    "No messages and no new match until then. Your partner is told that you are away, "
                    "not why. The break ends by itself."
                )
            ),
            kit.ask(
                _("I am back on"),
                "until",
                kit.date_field("until", until),
                hint=_("At most 26 weeks from now. You can come back earlier at any time."),
            ),
        ],
        callback=Callback.PAUSE,
        submit=_("Pause"),
        close=_("Cancel"),
    )


def paused(until: date) -> Json:
    """Return the receipt of a pause."""
    words = _("*Paused until {day}.* Have a good time. “I'm back” on my Home tab ends the break earlier.")
    return kit.modal(_("See you soon"), [kit.section(words.format(day=kit.day(until)))], close=_("Done"))


def resumed() -> str:
    """Return the answer to somebody who is back."""
    return _("Welcome back! Everything runs as usual again.")


def farewell(program: str) -> str:
    """Return the last word to somebody who leaves."""
    words = _(
        "You have left *{program}*. Thank you for having been part of it. `/flipside join` opens the door."
    )
    return words.format(program=kit.escape(program))


def leave_question() -> tuple[str, list[Json]]:
    """Return the answer to a typed wish to leave: the way out, and a gentler one."""
    words = _("Would you like to leave the program? No reason is needed.")
    return words, [
        kit.section(words),
        kit.actions(leave_button(), kit.button(_("Pause instead"), Action.PAUSE)),
    ]


def welcome(new: Welcome) -> Message:
    """Return the first DM to a new member."""
    headline = _("Welcome to {program}, {person}! You are in as {role}.").format(
        program=kit.escape(new.program), person=kit.person(new.person_id), role=_role(new.role)
    )
    survey = kit.button(_("Take the 2-minute survey"), surveys.Action.OPEN, new.survey_id, style="primary")
    return Message(
        text=headline,
        blocks=(
            kit.section(f"*{headline}*"),
            kit.section(f"*{_('What happens when')}*\n{_what_happens_when(new)}"),
            kit.section(
                _(
                    "Two minutes now help to see later what the program has changed. "
                    "Nobody can tell who said what."
                ),
            ),
            kit.actions(survey),
            kit.context(who_sees_what()),
        ),
    )


def pause_ended(program: str) -> Message:
    """Return the DM that says that a pause is over."""
    words = _("Welcome back! Your break from {program} has ended, and everything runs as usual again.")
    text = words.format(program=kit.escape(program))
    return Message(text, (kit.section(text), kit.actions(kit.button(_("Stay away longer"), Action.PAUSE))))


def _what_happens_when(new: Welcome) -> str:
    first = _("• *In the next days:* your first short lesson, right here.")
    soon = _("• *Soon:* I look for a partner who fits, and introduce you two in a group DM.")
    start = _("• *{day}:* the program starts, and I introduce you to your partner in a group DM.")
    then = _("• *Then:* {sessions}, and every {weeks} one question: how is it going?")
    end = _("• *{day}:* the program ends, with a certificate for what you did.")
    sessions = counted("{n} session of 45 minutes", "{n} sessions of 45 minutes", new.sessions)
    return "\n".join(
        (
            first,
            soon if new.has_started else start.format(day=kit.day(new.starts_on)),
            then.format(sessions=sessions, weeks=_weeks(new.checkin_days)),
            end.format(day=kit.day(new.last_day)),
        )
    )


def _weeks(days: int) -> str:
    return counted("week", "{n} weeks", days // 7)


def _profile(mine: Card) -> list[str]:
    profile = mine.profile
    hours = f"{_clock(profile.work_start)}-{_clock(profile.work_end)} ({mine.zone})"
    rows = (
        (_("I can share"), ", ".join(mine.offers)),
        (_("I would like to learn"), ", ".join(mine.wants)),
        (_("Languages"), ", ".join(mine.languages)),
        (_("Working hours"), hours),
        (_("What I enjoy"), ", ".join(mine.interests)),
    )
    return [f"*{label}*\n{kit.escape(value)}" for label, value in rows if value]


def _role(role: str) -> str:
    return {
        "mentor": _("a mentor"),
        "mentee": _("a mentee"),
        "both": _("a mentor and a mentee"),
    }[role]


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
