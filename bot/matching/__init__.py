"""Who meets whom: scores, hard rules, the best matching with its proof, the reasons. No I/O, no clock."""

from bot.matching.assignment import Assignment, assign
from bot.matching.candidates import Candidate, Format
from bot.matching.case import Case
from bot.matching.draft import Effort
from bot.matching.errors import (
    BadCapacity,
    BadProfile,
    BadRules,
    BadScores,
    ContradictoryLock,
    DuplicateId,
    ManagerLoop,
    MatchingError,
    TooLarge,
    UnknownTimeZone,
)
from bot.matching.explain import Reason
from bot.matching.latecomer import Board, Suggestion
from bot.matching.proposal import Proposal, ProposedPair, Unmatched, Verdict, check, propose
from bot.matching.remedies import advise
from bot.matching.rules import RULES, Rule
from bot.matching.settings import Rules, Weights

__all__ = [
    "RULES",
    "Assignment",
    "BadCapacity",
    "BadProfile",
    "BadRules",
    "BadScores",
    "Board",
    "Candidate",
    "Case",
    "ContradictoryLock",
    "DuplicateId",
    "Effort",
    "Format",
    "ManagerLoop",
    "MatchingError",
    "Proposal",
    "ProposedPair",
    "Reason",
    "Rule",
    "Rules",
    "Suggestion",
    "TooLarge",
    "UnknownTimeZone",
    "Unmatched",
    "Verdict",
    "Weights",
    "advise",
    "assign",
    "check",
    "propose",
]
