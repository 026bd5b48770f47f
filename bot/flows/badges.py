"""Badges: given once, told in one message."""

from __future__ import annotations

from collections.abc import Iterable

from bot import content
from bot.rules import badges as rules
from bot.rules.badges import Milestones
from bot.rules.messages import Kind
from storage.models import Badge, Member, MemberState, OutboxMessage
from storage.work import Work


def award(work: Work, program_id: str, person_id: str) -> list[Badge]:
    """Give a member the badges whose milestones they have reached, owe them the news, return the new ones."""
    new = earn(work, program_id, person_id)
    if new:
        _owe(work, program_id, person_id, [badge.badge_id for badge in new])
    return new


def earn(work: Work, program_id: str, person_id: str) -> list[Badge]:
    """Give a member the badges whose milestones they have reached, without a word; return the new ones."""
    member = work.people.member(person_id, program_id)
    if member is None or member.state == MemberState.LEFT:
        return []
    held = {badge.badge_id for badge in work.recognition.badges(person_id, program_id)}
    rule_names = set(rules.reached(milestones(work, member)))
    return [
        work.recognition.add(
            Badge(person_id=person_id, program_id=program_id, badge_id=badge.id, earned_at=work.now)
        )
        for badge in content.badges().values()
        if badge.rule in rule_names and badge.id not in held
    ]


def milestones(work: Work, member: Member) -> Milestones:
    """Return what a member did so far, as numbers."""
    track = [lesson.id for lesson in content.track(member.role.value)]
    return work.recognition.milestones(member.person_id, member.program_id, track)


def earned(work: Work, program_id: str, person_id: str) -> tuple[content.Badge, ...]:
    """Return somebody's badges, the first one first."""
    return _known(badge.badge_id for badge in work.recognition.badges(person_id, program_id))


def badges_to_tell(work: Work, message: OutboxMessage) -> tuple[content.Badge, ...] | None:
    """Return the badges that a message brings; None for those who have left."""
    member = work.people.member(str(message.person_id), message.facts["program"])
    if member is None or member.state == MemberState.LEFT:
        return None
    return _known(message.facts["badges"]) or None


def _known(badge_ids: Iterable[str]) -> tuple[content.Badge, ...]:
    """Return what the content says of badges; one that was taken out of it is passed over."""
    badges = content.badges()
    return tuple(badges[badge_id] for badge_id in badge_ids if badge_id in badges)


def _owe(work: Work, program_id: str, person_id: str, new: list[str]) -> None:
    """Owe the news of badges; news that has not left yet takes them along."""
    waiting = work.outbox.waiting(person_id, Kind.BADGE)
    if waiting and waiting.facts["program"] == program_id:
        waiting.facts = {**waiting.facts, "badges": [*waiting.facts["badges"], *new]}
        return
    facts = {"program": program_id, "badges": new}
    work.outbox.owe(Kind.BADGE, f"badge:{program_id}:{person_id}:{new[0]}", person=person_id, facts=facts)
