"""What the program says at length, as data files beside this module, read into frozen values.

Every reader is cached and answers in the files' order: `from bot import content`, then
`content.skills()["negotiation"].label`.
"""

from bot.content.pairs import Agenda, Intro, agendas, agreement, icebreakers, intros
from bot.content.people import Area, Interest, Language, Skill, interests, languages, skills
from bot.content.program import Measure, Objective, objectives
from bot.content.reading import Role
from bot.content.recognition import Badge, Shoutout, Value, badges, shoutouts, values
from bot.content.surveys import (
    Dimension,
    Item,
    Recommend,
    Survey,
    ThenTest,
    credit,
    dimensions,
    items,
    items_for,
    recommend,
    scale,
    survey_texts,
    then_items_for,
    then_test,
)
from bot.content.training import Lesson, Tip, lessons, tips, track

__all__ = [
    "Agenda",
    "Area",
    "Badge",
    "Dimension",
    "Interest",
    "Intro",
    "Item",
    "Language",
    "Lesson",
    "Measure",
    "Objective",
    "Recommend",
    "Role",
    "Shoutout",
    "Skill",
    "Survey",
    "ThenTest",
    "Tip",
    "Value",
    "agendas",
    "agreement",
    "badges",
    "credit",
    "dimensions",
    "icebreakers",
    "interests",
    "intros",
    "items",
    "items_for",
    "languages",
    "lessons",
    "objectives",
    "recommend",
    "scale",
    "shoutouts",
    "skills",
    "survey_texts",
    "then_items_for",
    "then_test",
    "tips",
    "track",
    "values",
]
