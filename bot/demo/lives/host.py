"""The head of people, who runs the program: every step through the screens that admins have."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from bot import content
from bot.content.program import Measure
from bot.demo.company import Company, people_csv
from bot.demo.stage import Stage

VALUES = tuple(value.label for value in content.values().values())
OBJECTIVES: tuple[Measure, ...] = (
    "match_rate",
    "first_meeting_14_days",
    "sessions_per_pair",
    "digital_confidence_gain",
    "leadership_confidence_gain",
)


class AlreadyDone(LookupError):
    """The button that a step begins with is not there: somebody else has taken the step."""


class Host:
    """The program's admin. A step raises AlreadyDone, or RuntimeError when a form is refused."""

    def __init__(self, stage: Stage, company: Company) -> None:
        self.person = stage.person(company.admin_id)
        self._company = company
        self._clock = stage.clock

    async def reorganize(self, person_id: str, manager_id: str) -> None:
        """Hand in the people file again, in which somebody has another manager."""
        self._company = self._company.reorganized(person_id, manager_id)
        await self.import_people()

    async def import_people(self) -> None:
        """Hand in the people file and confirm what would change."""
        await self._begin("People file")
        await self.person.fills({"The file": ("people.csv", people_csv(self._company))})
        await self._submit()
        await self._submit()
        await self._close()

    async def set_up(self, starts_on: date, weeks: int) -> None:
        """Describe the program and what it wants to reach."""
        titles = [content.objectives()[measure].title for measure in OBJECTIVES]
        await self._begin("Set up a program")
        await self.person.fills(
            {
                "Name": f"Flip {starts_on.year}",
                "What is it for?": "New tools travel up, experience travels down, and both sides grow.",
                "First day": starts_on.isoformat(),
                "Last day": (starts_on + timedelta(weeks=weeks, days=-1)).isoformat(),
                "How often they meet": _rhythm(weeks),
                "Channel": "#flipside",
                "Objectives": titles,
            }
        )
        await self._submit()
        await self._submit()
        await self._close()

    async def open_and_invite(self) -> None:
        """Open the program for joining and invite people in its channel."""
        with suppress(AlreadyDone):
            await self._begin("Open for joining")
        await self._begin("Post an invitation")
        await self._close()

    async def propose(self) -> None:
        """Ask for a draft of pairs, anew where there is one; it stays open to be looked at."""
        try:
            await self._begin("Open the draft")
        except AlreadyDone:
            await self._begin("Propose pairs")
        else:
            await self.person.clicks("Run again")

    async def let_them_look(self) -> None:
        """Show the draft to both halves of each pair, to be published afterwards; discard an empty one."""
        await self._begin("Open the draft")
        draft = self.person.modal
        if draft and "Let both look first" in draft.labels:
            await self.person.clicks("Let both look first")
            await self.person.fills({"And then?": ["Publish by itself afterwards"]})
            await self._submit()
        else:
            await self.person.clicks("Discard")
        await self._close()

    async def publish(self) -> None:
        """Publish the draft, or discard it when it pairs nobody."""
        await self._begin("Open the draft")
        draft = self.person.modal
        await self.person.clicks("Publish" if draft and "Publish" in draft.labels else "Discard")
        await self._close()

    async def praise(self, person_id: str, why: str, value: str) -> None:
        """Compose a shout-out."""
        await self._begin("Shout-out")
        await self.person.fills({"Who?": [person_id], "What for?": why, "Which value does it show?": value})
        await self._submit()
        await self._submit()
        await self._close()

    async def _begin(self, label: str) -> None:
        await self._close()
        await self.person.opens_home()
        try:
            await self.person.clicks(label)
        except LookupError as gone:
            raise AlreadyDone(str(gone)) from gone

    async def _submit(self) -> None:
        if errors := await self.person.submits():
            raise RuntimeError(f"The form was refused: {errors}")

    async def _close(self) -> None:
        while self.person.modal:
            await self.person.closes()


def _rhythm(weeks: int) -> str:
    """Return the calmest rhythm in which six sessions fit into a program."""
    every = max((n for n in (4, 2, 1) if 5 * n < weeks), default=1)
    return "every week" if every == 1 else f"every {every} weeks"
