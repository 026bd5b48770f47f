"""What the messages about a shout-out say: the question, the post, and the word to its author."""

from __future__ import annotations

from dataclasses import dataclass

from bot import content
from storage.models import MemberState, OutboxMessage, OutboxState, ShoutOut, ShoutOutState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Words:
    """A shout-out as it is read: who honors whom, for which value, where; the text with its placeholders."""

    admin_id: str
    people: tuple[str, ...]
    text: str
    value: content.Value
    channel_id: str


@dataclass(frozen=True, slots=True)
class Question:
    """The question to one person; ``others`` are asked beside them."""

    shout_out_id: str
    words: Words
    has_others: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shout-out: whom the channel reads of, for whom it stays private."""

    posted: tuple[str, ...]
    private: tuple[str, ...]
    channel_id: str
    is_stuck: bool  # Slack did not take the post


def question_to_tell(work: Work, message: OutboxMessage) -> Question | None:
    """Return the question whether praise may be public; None once it is answered."""
    shout_out = work.recognition.shout_out(message.facts["shout_out"])
    if shout_out is None or shout_out.state != ShoutOutState.ASKED or has_left(work, shout_out):
        return None
    return question(work, shout_out)


def question(work: Work, shout_out: ShoutOut) -> Question:
    """Return the question about a shout-out, answered or not."""
    together = work.recognition.asked_together(shout_out)
    return Question(shout_out.id, words(shout_out, (shout_out.person_id,)), len(together) > 1)


def post_to_tell(work: Work, message: OutboxMessage) -> Words | None:
    """Return the post with those who agreed and are still there; None when nobody is left to name."""
    shout_outs = work.recognition.shout_outs(message.facts["shout_outs"])
    named = tuple(one.person_id for one in shout_outs if _is_named(work, one))
    return words(shout_outs[0], named) if named else None


def outcome_to_tell(work: Work, message: OutboxMessage) -> Outcome | None:
    """Return what the author hears: where it stands or that it stays private, never who wanted what."""
    shout_outs = work.recognition.shout_outs(message.facts["shout_outs"])
    if not shout_outs:
        return None
    post = work.outbox.get(message.facts["post"]) if message.facts["post"] else None
    is_stuck = post is not None and post.state == OutboxState.DEAD
    posted = [
        one for one in shout_outs if post and post.state != OutboxState.OUTDATED and _is_named(work, one)
    ]
    return Outcome(
        posted=tuple(one.person_id for one in posted),
        private=tuple(one.person_id for one in shout_outs if one not in posted),
        channel_id=shout_outs[0].channel_id,
        is_stuck=is_stuck,
    )


def words(shout_out: ShoutOut, people: tuple[str, ...]) -> Words:
    """Return a shout-out as it is read when it names these people."""
    values = content.values()
    value = values.get(shout_out.value_id) or next(iter(values.values()))
    return Words(shout_out.admin_id, people, shout_out.text, value, shout_out.channel_id)


def has_left(work: Work, shout_out: ShoutOut) -> bool:
    """Tell whether the person has left the program since."""
    member = work.people.member(shout_out.person_id, shout_out.program_id)
    return member is not None and member.state == MemberState.LEFT


def _is_named(work: Work, shout_out: ShoutOut) -> bool:
    person = work.people.get(shout_out.person_id)
    is_here = person is not None and person.is_employee and not has_left(work, shout_out)
    return shout_out.state == ShoutOutState.POSTED and is_here
