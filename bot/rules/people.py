"""What a profile must say, how long a pause may be, and who may join."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.messages import MANNERS, Kind, Urgency
from bot.rules.questions import MOST_A_WEEK
from bot.rules.refusals import Mistakes, Refusal

ROLES = ("mentor", "mentee", "both")
FORMATS = ("video", "in_person", "either")
USUAL_SKILL = 2  # of three steps: for what is shared, how well; for what is wanted, how much
ERASED = "gone-"  # how the stand-in begins for the id of somebody whose data were erased
MOST_SKILLS, MOST_INTERESTS, MOST_LANGUAGES, MOST_NOT_WITH = 5, 8, 8, 20
MOST_PARTNERS = 3
LONGEST_WORDS = 140  # characters, of free text
LONGEST_TEAM = 80
LONGEST_NIGHT = timedelta(hours=12)
NINE, FIVE = time(9), time(17)
USUAL_PAUSE, LONGEST_PAUSE = timedelta(weeks=4), timedelta(weeks=26)


class EmployeesOnly(Refusal):
    """The program is for this company's employees, so guests and apps cannot join it."""


class NotOpenToYou(Refusal):
    """This program starts with {departments}. Would you like to join too? Tell a program admin."""


class ProgramOver(Refusal):
    """This program has ended, so nothing in it changes any more. The next one starts with an invitation."""


class NotPaused(Refusal):
    """You are not on pause: everything runs as usual."""


class ChoicesChanged(Refusal):
    """Something you chose in the first step is no longer on the list. Go back one step and choose again."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member says of themselves; skills by id with their level from 1 to 3.

    ``level`` and ``team`` count only where the people file knows none. An end of work before its start is
    past midnight.
    """

    role: str = ""
    offers: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[str, int] = field(default_factory=dict)
    also_offers: str = ""
    also_wants: str = ""
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    work_start: time = NINE
    work_end: time = FIVE
    format: str = "either"
    partners: int = 1
    level: int | None = None
    team: str = ""
    not_with: tuple[str, ...] = ()
    may_be_named: bool = False
    questions: int | None = None  # quick questions a week; None until they said

    @property
    def teaches(self) -> bool:
        """Whether they want to mentor."""
        return self.role in ("mentor", "both")

    @property
    def learns(self) -> bool:
        """Whether they want to be mentored."""
        return self.role in ("mentee", "both")


@dataclass(frozen=True, slots=True)
class Lists:
    """The ids that a profile can choose from."""

    skills: Collection[str]
    interests: Collection[str]
    languages: Collection[str]


def check_what_you_bring(profile: Profile, lists: Lists) -> None:
    """Check role, skills and interests; raises Mistakes by field."""
    mistakes = _too_long(profile, LONGEST_WORDS, "also_offers", "also_wants")
    if profile.role not in ROLES:
        mistakes["role"] = "Choose what you would like to be: mentor, mentee, or both."
    if profile.teaches and not profile.offers and not profile.also_offers:
        mistakes["offers"] = "A mentor shares something. Choose a skill here, or describe one just below."
    if profile.learns and not profile.wants and not profile.also_wants:
        mistakes["wants"] = "A mentee learns something. Choose a skill here, or describe one just below."
    if _contradicts_itself(profile):
        mistakes["wants"] = (
            "You share and want to learn exactly the same. Choose something else to learn, or one role only."
        )
    for name, skills in (("offers", profile.offers), ("wants", profile.wants)):
        if len(skills) > MOST_SKILLS:
            mistakes[name] = f"Choose up to {MOST_SKILLS}: the ones that matter most to you."
        elif not set(skills) <= set(lists.skills):
            mistakes[name] = "One of these skills is no longer on the list. Remove it and choose another."
    if len(profile.interests) > MOST_INTERESTS or not set(profile.interests) <= set(lists.interests):
        mistakes["interests"] = f"Choose up to {MOST_INTERESTS} from the list."
    if mistakes:
        raise Mistakes(mistakes)


def check_how_you_meet(profile: Profile, person_id: str, lists: Lists) -> None:
    """Check levels, languages, hours, partners and wishes; raises Mistakes by field."""
    mistakes = _too_long(profile, LONGEST_TEAM, "team") | _beyond(profile)
    for name, skills in (("offers", profile.offers), ("wants", profile.wants)):
        wrong = [skill for skill, level in skills.items() if level not in (1, 2, 3)]
        mistakes |= {f"{name}:{skill}": "Choose one of the three steps." for skill in wrong}
    if not profile.languages:
        mistakes["languages"] = "Choose at least one language that you can hold a conversation in."
    elif len(profile.languages) > MOST_LANGUAGES or not set(profile.languages) <= set(lists.languages):
        mistakes["languages"] = f"Choose up to {MOST_LANGUAGES} languages from the list."
    if problem := _wrong_hours(profile.work_start, profile.work_end):
        mistakes["work_end"] = problem
    if profile.format not in FORMATS:
        mistakes["format"] = "Choose one of the three."
    if person_id in profile.not_with:
        mistakes["not_with"] = "That is you. Remove your own name; nobody is ever paired with themselves."
    elif len(profile.not_with) > MOST_NOT_WITH:
        mistakes["not_with"] = f"Name up to {MOST_NOT_WITH} people."
    if mistakes:
        raise Mistakes(mistakes)


def check_pause(today: date, until: date | None) -> date:
    """Return the day somebody is back; raises Mistakes unless it lies within the next 26 weeks."""
    if until is None:
        raise Mistakes({"until": "Choose the day you will be back. You can change it at any time."})
    if until <= today:
        raise Mistakes({"until": "That day has come already. Choose a later one, or leave things running."})
    if until - today > LONGEST_PAUSE:
        raise Mistakes({"until": "A pause can last up to 26 weeks. Choose an earlier day; you can renew it."})
    return until


def is_open_to(departments: Collection[str], department: str | None) -> bool:
    """Tell whether a program is open to a department; no departments means everybody."""
    return not departments or (department or "").casefold() in {name.casefold() for name in departments}


def check_open_to(departments: Collection[str], department: str | None) -> None:
    """Refuse somebody from outside the departments that a program is open to."""
    if not is_open_to(departments, department):
        raise NotOpenToYou(departments=" · ".join(departments))


def local_day(now: datetime, zone: str) -> date:
    """Return the date on somebody's wall."""
    return now.astimezone(ZoneInfo(zone)).date()


def end_of_hold(until: date, zone: str) -> datetime:
    """Return the moment, in UTC, from which messages flow again: an hour into the day, the pause is over."""
    return datetime.combine(until, time(1), ZoneInfo(zone)).astimezone(UTC)


def nudges() -> list[Kind]:
    """Return the kinds of message that wait during a pause and end with a membership.

    A certificate is earned: it reaches those who have left, too.
    """
    return [
        kind
        for kind, manner in MANNERS.items()
        if manner.urgency == Urgency.NUDGE and kind is not Kind.CERTIFICATE
    ]


def _beyond(profile: Profile) -> dict[str, str]:
    mistakes = {}
    if not 1 <= profile.partners <= MOST_PARTNERS:
        mistakes["partners"] = f"Choose a number from 1 to {MOST_PARTNERS}."
    if profile.questions is not None and not 0 <= profile.questions <= MOST_A_WEEK:
        mistakes["questions"] = f"Choose a number from 0 to {MOST_A_WEEK}."
    return mistakes


def _too_long(profile: Profile, most: int, *names: str) -> dict[str, str]:
    lengths = {name: len(getattr(profile, name)) for name in names}
    return {
        name: f"Keep it under {most} characters; you wrote {length}."
        for name, length in lengths.items()
        if length > most
    }


def _contradicts_itself(profile: Profile) -> bool:
    """Tell whether somebody who wants to be both shares nothing that they do not want to learn, too."""
    if profile.role != "both" or profile.also_offers or profile.also_wants:
        return False
    return bool(profile.offers) and set(profile.offers) == set(profile.wants)


def _wrong_hours(start: time, end: time) -> str | None:
    length = datetime.combine(date.min, end) - datetime.combine(date.min, start)
    if not length:
        return "Work ends when it starts. Choose a later time."
    if length < timedelta(0) and length + timedelta(days=1) > LONGEST_NIGHT:
        return "This is before your day starts. Choose a later time; a night shift may last up to 12 hours."
    return None
