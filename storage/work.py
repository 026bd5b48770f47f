"""The unit of work that every flow receives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from storage.beats import Beats
from storage.candidates import Candidates
from storage.checkins import CheckIns
from storage.delivery import Deliveries
from storage.directory import Directory
from storage.drafts import Drafts
from storage.inbox import Inbox
from storage.looks import Looks
from storage.outbox import Outbox
from storage.pairs import Pairs
from storage.people import People
from storage.privacy import Privacy
from storage.program import Programs
from storage.questions import Questions
from storage.recognition import Recognition
from storage.reports import Reports
from storage.sessions import Sessions
from storage.surveys import Surveys
from storage.training import Training


class Work:
    """One transaction: its session, the moment it happens at, and a shelf for each row's queries."""

    def __init__(self, session: Session, now: datetime, new_id: Callable[[], str]) -> None:
        self.session = session
        self.now = now
        self.new_id = new_id

    @property
    def owes(self) -> bool:
        """Whether this work left something in the outbox."""
        return self.outbox.has_grown

    @cached_property
    def people(self) -> People:
        """The directory, the people file, members and their profiles."""
        return People(self.session)

    @cached_property
    def candidates(self) -> Candidates:
        """Members as candidates for a partner, all at once."""
        return Candidates(self.session)

    @cached_property
    def directory(self) -> Directory:
        """Slack's directory, as it is read."""
        return Directory(self.session)

    @cached_property
    def program(self) -> Programs:
        """The program, its objectives and skills."""
        return Programs(self.session)

    @cached_property
    def pairs(self) -> Pairs:
        """Rounds, proposals and pairs."""
        return Pairs(self.session)

    @cached_property
    def drafts(self) -> Drafts:
        """A draft, page by page."""
        return Drafts(self.session)

    @cached_property
    def looks(self) -> Looks:
        """Who was shown whom before a round is published, and what they said."""
        return Looks(self.session)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions and goals."""
        return Sessions(self.session)

    @cached_property
    def training(self) -> Training:
        """Lessons under way."""
        return Training(self.session)

    @cached_property
    def checkins(self) -> CheckIns:
        """Check-ins asked and answered."""
        return CheckIns(self.session)

    @cached_property
    def surveys(self) -> Surveys:
        """Survey waves, participation and sheets."""
        return Surveys(self.session)

    @cached_property
    def questions(self) -> Questions:
        """Quick questions and those who were asked to take them."""
        return Questions(self.session)

    @cached_property
    def recognition(self) -> Recognition:
        """Thanks, shout-outs, badges and certificates."""
        return Recognition(self.session)

    @cached_property
    def reports(self) -> Reports:
        """Counts and averages over a whole program."""
        return Reports(self.session)

    @cached_property
    def privacy(self) -> Privacy:
        """All rows on one person."""
        return Privacy(self.session)

    @cached_property
    def beats(self) -> Beats:
        """Which beats of the timetable have passed."""
        return Beats(self.session)

    @cached_property
    def inbox(self) -> Inbox:
        """What came from Slack."""
        return Inbox(self.session)

    @cached_property
    def delivery(self) -> Deliveries:
        """What is owed, as its senders see it."""
        return Deliveries(self.session, self.now)

    @cached_property
    def outbox(self) -> Outbox:
        """What is owed to people."""
        return Outbox(self.session, self.now)
