"""The tables."""

from sqlmodel import SQLModel

from storage.models.columns import suit_both_databases
from storage.models.feedback import CheckIn, Survey, SurveyAnswer, SurveyParticipation, Wave
from storage.models.inbox import Installation, Received
from storage.models.outbox import GONE, WAITING, Allowance, Beat, Heard, OutboxMessage, OutboxState, Step
from storage.models.pairs import Look, Pair, PairState, Proposal, Round, RoundState, Unmatched, Veto
from storage.models.people import (
    Appointment,
    Duty,
    Employee,
    Format,
    Listed,
    Listing,
    Member,
    MemberSkill,
    MemberState,
    NotWith,
    Person,
    Role,
    Side,
)
from storage.models.program import AuditEntry, Objective, Program, ProgramState, Reading, SecondChances, Skill
from storage.models.questions import Question, QuestionAsk, QuestionState
from storage.models.recognition import Badge, Certificate, ShoutOut, ShoutOutState, Thanks
from storage.models.sessions import Goal, Session, SessionState
from storage.models.training import LessonProgress

__all__ = [
    "GONE",
    "WAITING",
    "Allowance",
    "Appointment",
    "AuditEntry",
    "Badge",
    "Beat",
    "Certificate",
    "CheckIn",
    "Duty",
    "Employee",
    "Format",
    "Goal",
    "Heard",
    "Installation",
    "LessonProgress",
    "Listed",
    "Listing",
    "Look",
    "Member",
    "MemberSkill",
    "MemberState",
    "NotWith",
    "Objective",
    "OutboxMessage",
    "OutboxState",
    "Pair",
    "PairState",
    "Person",
    "Program",
    "ProgramState",
    "Proposal",
    "Question",
    "QuestionAsk",
    "QuestionState",
    "Reading",
    "Received",
    "Role",
    "Round",
    "RoundState",
    "SecondChances",
    "Session",
    "SessionState",
    "ShoutOut",
    "ShoutOutState",
    "Side",
    "Skill",
    "Step",
    "Survey",
    "SurveyAnswer",
    "SurveyParticipation",
    "Thanks",
    "Unmatched",
    "Veto",
    "Wave",
]

suit_both_databases(SQLModel.metadata)
