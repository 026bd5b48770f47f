"""All simulated colleagues: what they notice becomes a plan, and plans are carried out in time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.demo.company import Company
from bot.demo.lives import habits
from bot.demo.lives.circles import circles
from bot.demo.lives.life import Habit, Life, Plan
from bot.demo.lives.notices import Notice, Notices
from bot.demo.stage import Stage
from bot.demo.workspace.values import Json

LESSON = "A lesson for this week"
INTRODUCTION = "meet each other"
QUESTION = "I can take it"
JOINING = timedelta(days=9)  # how long people think about an invitation
LATECOMERS, LATE = 0.2, timedelta(days=65)
AT_ONCE = 4  # people who act at the same time


@dataclass(frozen=True, slots=True)
class Reaction:
    """What people do about a message that carries a label, and how likely the forgetful do it at all."""

    label: str
    habit: Habit
    forgotten: float = 0.0  # how much of their forgetfulness counts


REACTIONS = (
    Reaction("Take the 2-minute survey", habits.answer_survey, 0.5),
    Reaction("Answer (2 minutes)", habits.answer_survey, 1.0),
    Reaction("Answer (3 minutes)", habits.answer_survey, 1.0),
    Reaction("Yes, we met", habits.check_in, 1.0),
    Reaction("Keep asking me", habits.wish_after_silence, 1.0),
    Reaction("Thank them back", habits.thank_back, 1.5),
    Reaction("Post it", habits.agree_to_shout_out, 0.3),
    Reaction("Choose", habits.choose_slot, 0.3),
    Reaction("I can take it", habits.take_question, 0.3),
    Reaction("It helped", habits.say_it_helped, 0.5),
    Reaction("Sounds good", habits.like_the_look, 1.0),
)


class Crowd:
    """The people of a company, alive in a workspace for some weeks."""

    def __init__(self, stage: Stage, company: Company, *, weeks: int, seed: int) -> None:
        self.stage = stage
        self.weeks = weeks
        self._nearly_over = stage.clock.now() + timedelta(weeks=weeks - 2)  # a program still runs then
        self.failures: list[str] = []
        self._asked: list[str] = []  # who was asked to take a quick question
        self.lives = {
            one.id: Life(one, stage.person(one.id), seed)
            for one in company.people()
            if one.id != company.admin_id
        }
        self._notices = Notices(stage.workspace)

    def leave_the_stage(self) -> None:
        """Notice nothing any more."""
        self._notices.end()

    def let_somebody_ask(self) -> None:
        """Let one of those who have no partner ask a quick question, if anybody waits."""
        alone = (life for life in self.lives.values() if life.has_joined and not life.has_left)
        waiting = sorted((life for life in alone if not life.partners), key=lambda life: life.person.id)
        learners = [life for life in waiting if life.colleague.role != "mentor"]
        for life in (learners or waiting)[:1]:
            life.means_to(habits.ask_quickly, self.stage.clock.now())

    def pair_to_part(self) -> tuple[str, str] | None:
        """Return a mentor and their mentee of whom the one might report to the other one day, if any."""
        for life in sorted(self.lives.values(), key=lambda life: life.person.id):
            partners = [self.lives[one] for one in life.partners]
            if life.colleague.role == "mentor" and not life.has_left and len(partners) == 1:
                [partner] = partners
                if not partner.has_left and partner.partners == [life.person.id]:
                    return life.person.id, partner.person.id
        return None

    async def act(self) -> int:
        """Carry out all plans whose time has come; return how many.

        Several act at once, but never two who have a partner in common: same seed, same story.
        """
        for notice in self._notices.take():
            self._notice(notice)
        now = self.stage.clock.now()
        ready = [life for life in self.lives.values() if life.plans and life.plans[0].at <= now]
        turns = asyncio.Semaphore(AT_ONCE)
        done = (self._take_turns(circle, turns) for circle in circles(ready, self.lives))
        return sum(await asyncio.gather(*done))

    async def _take_turns(self, circle: list[Life], turns: asyncio.Semaphore) -> int:
        done = 0
        async with turns:
            for life in circle:
                for plan in life.ready(self.stage.clock.now()):
                    await self._carry_out(life, plan)
                    done += 1
        return done

    async def _carry_out(self, life: Life, plan: Plan) -> None:
        try:
            await plan.habit(life, plan.about)
        except (LookupError, RuntimeError) as failure:
            self.failures.append(f"{self.stage.clock.now():%Y-%m-%d %H:%M} {plan.habit.__name__}: {failure}")
            while life.person.modal:
                await life.person.closes()

    def _notice(self, notice: Notice) -> None:
        """Let people notice what the bot says: the invitation to all, DMs and group DMs to their people."""
        if notice.kind == "message_changed":
            self._look_again(notice)
        elif notice.people is None:
            self._consider(notice.labels)
        else:
            for person_id in sorted(notice.people):
                life = self.lives.get(person_id)
                if life and not life.has_left:
                    self._react(life, notice.people, notice)

    def _look_again(self, notice: Notice) -> None:
        """Let the pair notice that new times are offered where the last session stood."""
        for person_id in sorted(notice.people or ()) if "Choose" in notice.labels else ():
            if life := self.lives.get(person_id):
                life.means_to(habits.choose_slot, self.stage.clock.now())

    def _consider(self, shown: Sequence[str]) -> None:
        """Let those who would join make up their minds, some time within the next days."""
        willing = [
            life for life in self.lives.values() if life.colleague.temper.joins and not life.has_joined
        ]
        late = min(LATE, timedelta(weeks=self.weeks - 4))  # while there is a program to join
        for life in willing if "Join" in shown else ():
            within = late if life.happens(LATECOMERS) else JOINING
            life.means_to(habits.join, self.stage.clock.now(), after=within * life.chance.random())

    def _react(self, life: Life, people: frozenset[str], notice: Notice) -> None:
        text, now = str(notice.body.get("text", "")), self.stage.clock.now()
        forgets = life.colleague.temper.forgets
        if len(people) > 2:
            self._meet(life, people, is_partner=INTRODUCTION in text)
        elif QUESTION in notice.labels:
            self._meet(life, self._asked, is_partner=False)
            self._asked.append(life.person.id)
        if "We met" in notice.labels:
            self._keep_date(life, notice.body)
        elif text.startswith(LESSON) and not life.happens(0.3 * forgets):
            life.means_to(habits.read_lesson, now, text)
        for reaction in REACTIONS:
            if reaction.label in notice.labels and not life.happens(reaction.forgotten * forgets):
                life.means_to(reaction.habit, now, reaction.label)
                return

    def _meet(self, life: Life, people: Iterable[str], *, is_partner: bool) -> None:
        """Remember who is near: a partner, or those whom a quick question concerns."""
        fresh = sorted(set(people) & self.lives.keys() - {life.person.id, *life.partners})
        if not fresh:
            return
        if not is_partner:
            self._acquaint(life, fresh)
            return
        life.partners += fresh
        if life.colleague.role == "mentor":
            life.means_to(habits.set_a_goal, self.stage.clock.now(), after=timedelta(days=3))
        if life.started_at is None:
            self._shape(life)

    def _acquaint(self, life: Life, others: Iterable[str]) -> None:
        for other in others:
            for one, near in ((life, other), (self.lives[other], life.person.id)):
                if near not in one.acquaintances:
                    one.acquaintances.append(near)

    def _shape(self, life: Life) -> None:
        """Decide whether somebody will take a break or withdraw, and when."""
        now, temper = self.stage.clock.now(), life.colleague.temper
        life.started_at = now
        later = timedelta(weeks=self.weeks * (0.15 + 0.5 * life.chance.random()))
        later = min(later, self._nearly_over - now)
        if temper.pauses:
            life.means_to(habits.take_a_break, now, after=later)
        elif temper.leaves:
            life.means_to(habits.leave, now, after=later)

    def _keep_date(self, life: Life, message: Json) -> None:
        """Go to the session, and say so afterwards; or call it off; or forget to say so."""
        now, starts = self.stage.clock.now(), habits.moment_in(json.dumps(message["blocks"]))
        temper = life.colleague.temper
        if starts is None or starts < now:
            if life.happens(temper.reliable):
                life.means_to(habits.meet, now)
        elif life.happens(0.5 * temper.cancels):
            life.means_to(habits.call_off, now, after=(starts - now) * 0.6)
        elif life.happens(0.6 * temper.reliable):
            life.means_to(habits.meet, starts, after=habits.HELD_AFTER)
