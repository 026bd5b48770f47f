"""Every message that Flipside sends on its own account, and the manners of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """Why a message exists."""

    WELCOME = "welcome"
    PAUSE_ENDED = "pause_ended"
    MY_DATA = "my_data"
    INVITATION = "invitation"
    LOOK = "look"
    LOOK_OVER = "look_over"
    HAND_OVER = "hand_over"
    DRAFT_TABLE = "draft_table"
    PAIR_INTRODUCTION = "pair_introduction"
    PAIRS_ANNOUNCEMENT = "pairs_announcement"
    UNMATCHED = "unmatched"
    PAIR_ENDED = "pair_ended"
    PAIR_PAUSED = "pair_paused"
    PAIR_RESUMED = "pair_resumed"
    PAIR_QUIET_START = "pair_quiet_start"
    SESSION_CARD = "session_card"
    SESSION_REMINDER = "session_reminder"
    SESSION_FOLLOW_UP = "session_follow_up"
    LESSON = "lesson"
    CHECK_IN = "check_in"
    CHECK_IN_SILENCE = "check_in_silence"
    HELP_WANTED = "help_wanted"
    NOTE_SHARED = "note_shared"
    SURVEY = "survey"
    THANKS = "thanks"
    SHOUT_OUT_CONSENT = "shout_out_consent"
    SHOUT_OUT = "shout_out"
    SHOUT_OUT_ANSWER = "shout_out_answer"
    BADGE = "badge"
    CERTIFICATE = "certificate"
    CERTIFICATE_COPY = "certificate_copy"
    DIGEST = "digest"
    PROGRAM_CLOSED = "program_closed"
    QUESTION = "question"
    QUESTION_TAKEN = "question_taken"
    QUESTION_TALK = "question_talk"
    QUESTION_FOLLOW_UP = "question_follow_up"
    QUESTION_HELPED = "question_helped"
    QUESTION_OPEN_END = "question_open_end"
    EXPORT = "export"
    CHART = "chart"
    PROMPT_OVER = "prompt_over"
    CHANNEL_LOST = "channel_lost"


class Urgency(IntEnum):
    """When a message may go out. Lower goes first."""

    ANSWER = 0  # the recipient has just done something and waits for it
    NOTICE = 1  # another person did something that concerns the recipient: in working hours
    NUDGE = 2  # the clock or a mass action speaks: in working hours and within the quiet budget


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind of message behaves: its urgency, its rank among nudges, and how long it stays useful.

    ``may_repeat``: where nobody can see whether it arrived (a group DM, a channel), it is rather said twice
    than not at all. ``asks`` something of one reader: silence to it is heard. ``rests``: it is left out for
    those who fell silent. ``reaches_away``: also who is on a break or away.
    """

    urgency: Urgency
    rank: int = 5
    lifetime: timedelta = timedelta(days=14)
    may_repeat: bool = True
    asks: bool = False
    rests: bool = False
    reaches_away: bool = False


MANNERS: dict[Kind, Manner] = {
    Kind.WELCOME: Manner(Urgency.ANSWER),
    Kind.PAUSE_ENDED: Manner(Urgency.NUDGE, rank=1, lifetime=timedelta(days=7)),
    Kind.MY_DATA: Manner(Urgency.ANSWER),
    Kind.INVITATION: Manner(Urgency.ANSWER),
    # Not within the quiet budget: after the look it would come too late, and silence is taken for a yes.
    Kind.LOOK: Manner(Urgency.NOTICE, lifetime=timedelta(days=10)),
    Kind.LOOK_OVER: Manner(Urgency.NOTICE),
    Kind.HAND_OVER: Manner(Urgency.NUDGE, rank=1, lifetime=timedelta(days=14)),
    Kind.DRAFT_TABLE: Manner(Urgency.ANSWER, lifetime=timedelta(days=1)),
    Kind.PAIR_INTRODUCTION: Manner(Urgency.NUDGE, rank=0, lifetime=timedelta(days=60)),
    Kind.PAIRS_ANNOUNCEMENT: Manner(Urgency.ANSWER),
    Kind.UNMATCHED: Manner(Urgency.NUDGE, rank=1, lifetime=timedelta(days=30), rests=True),
    Kind.PAIR_ENDED: Manner(Urgency.NOTICE, lifetime=timedelta(days=60)),
    Kind.PAIR_PAUSED: Manner(Urgency.NOTICE, lifetime=timedelta(days=60)),
    Kind.PAIR_RESUMED: Manner(Urgency.NOTICE, lifetime=timedelta(days=14)),
    Kind.PAIR_QUIET_START: Manner(
        Urgency.NUDGE, rank=4, lifetime=timedelta(days=7), may_repeat=False, rests=True
    ),
    Kind.SESSION_CARD: Manner(Urgency.ANSWER),
    # The pair itself chose the date, so its reminder is no unasked message.
    Kind.SESSION_REMINDER: Manner(Urgency.NOTICE, lifetime=timedelta(days=1), reaches_away=True),
    Kind.SESSION_FOLLOW_UP: Manner(
        Urgency.NUDGE, rank=3, lifetime=timedelta(days=8), may_repeat=False, rests=True
    ),
    Kind.LESSON: Manner(Urgency.NUDGE, rank=6, lifetime=timedelta(days=21), asks=True, rests=True),
    Kind.CHECK_IN: Manner(Urgency.NUDGE, rank=2, lifetime=timedelta(days=10), asks=True, rests=True),
    Kind.CHECK_IN_SILENCE: Manner(Urgency.NUDGE, rank=2, lifetime=timedelta(days=14)),
    # A colleague turns to an admin, whose own break does not make it wait.
    Kind.HELP_WANTED: Manner(Urgency.NOTICE, reaches_away=True),
    Kind.NOTE_SHARED: Manner(Urgency.NOTICE, reaches_away=True),
    Kind.SURVEY: Manner(Urgency.NUDGE, rank=1, lifetime=timedelta(days=21), asks=True, rests=True),
    Kind.THANKS: Manner(Urgency.NOTICE),
    Kind.SHOUT_OUT_CONSENT: Manner(Urgency.NOTICE),
    Kind.SHOUT_OUT: Manner(Urgency.ANSWER),
    Kind.SHOUT_OUT_ANSWER: Manner(Urgency.NOTICE),
    Kind.BADGE: Manner(Urgency.NUDGE, rank=7, lifetime=timedelta(days=14)),
    Kind.CERTIFICATE: Manner(Urgency.NUDGE, rank=0, lifetime=timedelta(days=60)),
    Kind.CERTIFICATE_COPY: Manner(Urgency.ANSWER, lifetime=timedelta(days=1)),
    Kind.DIGEST: Manner(Urgency.NUDGE, rank=3, lifetime=timedelta(days=5)),
    Kind.PROGRAM_CLOSED: Manner(Urgency.NUDGE, rank=0, lifetime=timedelta(days=60)),
    # A colleague waits for it: in working hours, and it counts among what a mentor hears unasked.
    Kind.QUESTION: Manner(Urgency.NOTICE, lifetime=timedelta(days=10)),
    Kind.QUESTION_TAKEN: Manner(Urgency.NOTICE, lifetime=timedelta(days=10)),
    Kind.QUESTION_TALK: Manner(Urgency.ANSWER),
    Kind.QUESTION_FOLLOW_UP: Manner(Urgency.NOTICE, lifetime=timedelta(days=5)),
    Kind.QUESTION_HELPED: Manner(Urgency.NOTICE),
    Kind.QUESTION_OPEN_END: Manner(Urgency.NOTICE, lifetime=timedelta(days=10)),
    Kind.EXPORT: Manner(Urgency.ANSWER, lifetime=timedelta(days=1)),
    Kind.CHART: Manner(Urgency.ANSWER, lifetime=timedelta(days=1)),
    Kind.CHANNEL_LOST: Manner(Urgency.NOTICE, reaches_away=True),
    Kind.PROMPT_OVER: Manner(Urgency.ANSWER),
}
