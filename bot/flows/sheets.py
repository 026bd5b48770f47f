"""A survey's sheet: handed out by name, handed in without one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot import content
from bot.content import Item
from bot.flows import silence
from bot.flows.surveys import RECOMMEND, is_waiting, key, reminder_key
from bot.rules import surveys as rules
from bot.rules.refusals import Stale
from storage.models import Member, Role, Survey, SurveyAnswer, SurveyParticipation, Wave
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody is asked; only the closing wave looks back."""

    survey_id: str
    wave: Wave
    items: tuple[Item, ...]
    then_items: tuple[Item, ...]

    @property
    def looks_back(self) -> bool:
        """Tell whether a second page follows: the look back and the recommend score."""
        return self.wave == Wave.CLOSING


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled sheet: the answers now, those looking back at the start, the recommend score."""

    now: rules.Answers
    then: rules.Answers = field(default_factory=dict)
    recommend: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands that asked for an answer that is given now."""

    channel: str
    ts: str


def hand_out(work: Work, survey_id: str, person_id: str) -> Sheet:
    """Return what somebody is asked; refuses whoever answered, came too late, or was not asked."""
    survey, _, member = _asked(work, survey_id, person_id)
    return _sheet(survey, member)


def first_page(work: Work, survey_id: str, person_id: str, now: rules.Answers) -> Sheet:
    """Return the sheet whose second page is to follow; refuses a first page with gaps."""
    asked = hand_out(work, survey_id, person_id)
    rules.check_sheet([item.id for item in asked.items], now)
    return asked


def record(work: Work, survey_id: str, person_id: str, filled: Filled) -> list[Place]:
    """Keep a sheet, and apart from it that its person has answered; return the messages that asked for it.

    The sheet's id comes from the system's chance and not from ``work.new_id``, whose order a seed gives away.
    Its rows hold no person and no time, and their table keeps no order of arrival.
    """
    survey, participation, member = _asked(work, survey_id, person_id)
    asked = _sheet(survey, member)
    _check(asked, filled)
    participation.has_answered = True
    silence.end(work, member)
    _keep(work, asked, member.role, filled)
    keys = (key(survey_id, person_id), reminder_key(survey_id, person_id))
    return [Place(channel, ts) for channel, ts in work.outbox.places(keys).values() if channel and ts]


def _keep(work: Work, asked: Sheet, role: Role, filled: Filled) -> None:
    sheet_id = secrets.token_hex(16)
    values = {item.id: filled.now[item.id] for item in asked.items}
    if asked.looks_back and filled.recommend is not None:
        values[RECOMMEND] = filled.recommend
    back = {item.id: filled.then[item.id] for item in asked.then_items}
    for item_id, value in values.items():
        work.surveys.add(
            SurveyAnswer(
                sheet_id=sheet_id,
                item_id=item_id,
                survey_id=asked.survey_id,
                role=role,
                value=value,
                then=back.get(item_id),
            )
        )


def _asked(work: Work, survey_id: str, person_id: str) -> tuple[Survey, SurveyParticipation, Member]:
    survey = work.surveys.get(survey_id)
    if survey is None:
        raise Stale
    member = work.people.member_or_refuse(person_id, survey.program_id)
    participation = work.surveys.participation(survey_id, person_id)
    if participation is None:
        raise Stale
    if participation.has_answered:
        raise rules.AlreadyAnswered
    if not is_waiting(work, survey, participation):
        raise rules.SurveyOver
    return survey, participation, member


def _sheet(survey: Survey, member: Member) -> Sheet:
    role = member.role.value
    back = content.then_items_for(role) if survey.wave == Wave.CLOSING else ()
    return Sheet(survey.id, survey.wave, content.items_for(role), back)


def _check(asked: Sheet, filled: Filled) -> None:
    rules.check_sheet([item.id for item in asked.items], filled.now)
    if asked.looks_back:
        rules.check_second_page([item.id for item in asked.then_items], filled.then, filled.recommend)
