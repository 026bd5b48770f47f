"""Lessons: one a week, read in a minute or four, answered in one tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot import content
from bot.content import Lesson
from bot.flows import checkins, recognition, silence
from bot.flows.portions import PEOPLE, Portion
from bot.rules import training as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NoProgram, Stale
from storage.models import LessonProgress, Member, MemberState, OutboxMessage, ProgramState, Role
from storage.outbox import Owed
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson in its reader's hands: their answer once it is given, and how far they are."""

    lesson: Lesson
    answer: str | None
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LessonCard:
    """Somebody's lessons: the one that waits, if any, and those they did."""

    done: int
    total: int
    waiting: Lesson | None
    past: tuple[Lesson, ...]


def track(role: Role) -> list[str]:
    """Return the ids of a role's lessons; who is both has the two tracks in turn, the mentors' first."""
    mentor, mentee = ([lesson.id for lesson in content.track(part)] for part in ("mentor", "mentee"))
    if role == Role.BOTH:
        return rules.alternate(mentor, mentee)
    return mentor if role == Role.MENTOR else mentee


def begin(work: Work, member: Member) -> None:
    """Owe a new member the first lesson; whoever comes back goes on where they were."""
    if not work.training.of(member.person_id, member.program_id):
        _send(work, member.program_id, {member.person_id: track(member.role)[0]})


def send_next(work: Work, after: str = "") -> Portion:
    """Owe the next lesson to everybody whose week is over."""
    program = work.program.current()
    if program is None or program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
        return Portion()
    week_ago = work.now - rules.RHYTHM
    waiting = work.training.sent_before(program.id, week_ago, work.now.date(), after=after, most=PEOPLE)
    ready = {person_id: track(role) for person_id, role, count in waiting if count < len(track(role))}
    sent = work.training.sent_to(program.id, ready)
    chosen = {
        person_id: lesson
        for person_id, lessons in ready.items()
        if (lesson := rules.next_lesson(lessons, sent.get(person_id, ()), work.now))
    }
    rest = partial(send_next, after=waiting[-1][0]) if len(waiting) == PEOPLE else None
    return Portion(_send(work, program.id, chosen), rest)


def lesson_to_tell(work: Work, message: OutboxMessage) -> Reading | None:
    """Return the lesson that a message brings; None if it is done already or its reader is away."""
    program_id, lesson_id = message.facts["program"], message.facts["lesson"]
    member = work.people.member(str(message.person_id), program_id)
    row = work.training.get(str(message.person_id), program_id, lesson_id)
    if member is None or member.state != MemberState.ACTIVE or row is None or row.done_at:
        return None
    return _reading(work, member, row)


def read(work: Work, person_id: str, lesson_id: str) -> Reading:
    """Return a lesson that somebody was sent, done or not."""
    member = _member(work, person_id)
    return _reading(work, member, _sent(work, member, lesson_id))


def answer(work: Work, person_id: str, lesson_id: str, choice: int) -> Reading:
    """Mark a lesson as done by its reflection, answer 0, 1 or 2; the first answer stays."""
    member = _member(work, person_id)
    row = _sent(work, member, lesson_id)
    answers = content.lessons()[lesson_id].answers
    if choice not in range(len(answers)):
        raise Stale
    if row.done_at is None:
        row.done_at, row.reflection = work.now, answers[choice]
        silence.end(work, member)
        recognition.award(work, member.program_id, person_id)
    return _reading(work, member, row)


def ask_for_word(work: Work, person_id: str, lesson_id: str) -> Reading:
    """Tell the admins that the reader of a lesson asks for a word; they learn nothing else."""
    reading = read(work, person_id, lesson_id)
    checkins.ask_for_word(work, person_id)
    return reading


def card(work: Work, person_id: str) -> LessonCard | None:
    """Return somebody's lessons; None for those who are not in the program."""
    program = work.program.current()
    member = work.people.member(person_id, program.id) if program else None
    if member is None or member.state == MemberState.LEFT:
        return None
    lessons = content.lessons()
    rows = [row for row in work.training.of(person_id, member.program_id) if row.lesson_id in lessons]
    waiting = [lessons[row.lesson_id] for row in rows if row.done_at is None]
    past = tuple(lessons[row.lesson_id] for row in rows if row.done_at)
    return LessonCard(len(past), _total(member, rows), waiting[0] if waiting else None, past)


def _send(work: Work, program_id: str, lessons: Mapping[str, str]) -> int:
    """Owe a lesson each to people; return how many are new."""
    work.training.owe(program_id, lessons, work.now)
    return work.outbox.owe_all(
        Kind.LESSON,
        [
            Owed(
                f"lesson:{program_id}:{person_id}:{lesson_id}",
                person_id,
                {"program": program_id, "lesson": lesson_id},
            )
            for person_id, lesson_id in lessons.items()
        ],
    )


def _member(work: Work, person_id: str) -> Member:
    """Return a current member; a lesson may be read and answered after the program as well."""
    program = work.program.current()
    if program is None:
        raise NoProgram
    return work.people.member_or_refuse(person_id, program.id)


def _sent(work: Work, member: Member, lesson_id: str) -> LessonProgress:
    row = work.training.get(member.person_id, member.program_id, lesson_id)
    if row is None or lesson_id not in content.lessons():
        raise Stale
    return row


def _reading(work: Work, member: Member, row: LessonProgress) -> Reading:
    rows = work.training.of(member.person_id, member.program_id)
    done = sum(each.done_at is not None for each in rows)
    return Reading(content.lessons()[row.lesson_id], row.reflection, done, _total(member, rows))


def _total(member: Member, rows: list[LessonProgress]) -> int:
    """Count the lessons of a member's track, and those of a track they had before."""
    return len({*track(member.role), *(row.lesson_id for row in rows)})
