"""Why these two; why nobody yet."""

from dataclasses import fields
from datetime import time

import pytest

from bot.matching import Reason, Rules, Weights
from tests.matching.people import a_mentee, a_mentor, a_round, why


def reasons(mentor, mentee, **facts) -> tuple[Reason, ...]:
    return a_round([mentor, mentee], **facts).pairs[0].reasons


def test_a_pair_is_told_its_three_strongest_reasons_strongest_first():
    ana = a_mentor("ana", offers={"ai": 3, "video": 1}, interests=frozenset({"jazz"}), department="sales")
    ben = a_mentee("ben", wants={"ai": 3, "video": 3}, interests=frozenset({"jazz"}), work_start=time(14))
    assert reasons(ana, ben, weights=Weights(hours=700)) == (
        Reason("skills", {"skills": ("ai", "video"), "is_wanted_most": True}),
        Reason(
            "hours",
            {
                "minutes": 180,
                "start": "14:00",
                "end": "17:00",
                "mentor_part": "afternoon",
                "mentee_part": "afternoon",
            },
        ),
        Reason("interests", {"interests": ("jazz",)}),
    )


def test_hours_are_told_by_the_part_of_each_ones_own_day():
    ana = a_mentor("ana", timezone="America/New_York", work_start=time(8), work_end=time(12))
    ben = a_mentee("ben", timezone="Europe/Berlin", work_start=time(13), work_end=time(21))
    [hours] = [reason for reason in reasons(ana, ben) if reason.kind == "hours"]
    assert (hours.facts["minutes"], hours.facts["start"]) == (240, "12:00")  # summer time in New York only
    assert (hours.facts["mentor_part"], hours.facts["mentee_part"]) == ("morning", "afternoon")


def test_a_shared_day_has_no_part():
    [hours] = [reason for reason in reasons(a_mentor("ana"), a_mentee("ben")) if reason.kind == "hours"]
    assert (hours.facts["minutes"], hours.facts["mentor_part"]) == (480, None)


def test_departments_place_and_languages_are_reasons_too():
    ana = a_mentor("ana", department="sales", place="Rome", languages=frozenset({"it", "en"}))
    ben = a_mentee("ben", department="law", place="Rome", languages=frozenset({"it", "en"}))
    only = Weights(skills=0, hours=0)
    assert reasons(ana, ben, weights=only) == (
        Reason("departments", {"mentor": "sales", "mentee": "law"}),
        Reason("place", {"place": "Rome"}),
        Reason("languages", {"languages": ("en", "it")}),
    )


def test_a_skill_that_is_not_wanted_most_is_not_said_to_be():
    ben = a_mentee("ben", wants={"ai": 1, "video": 3}, work_start=time(14, 30))
    assert reasons(a_mentor("ana"), ben)[0].facts["is_wanted_most"] is False


def test_a_level_is_never_told():
    ben = a_mentee("ben", level=9)
    told = reasons(a_mentor("ana"), ben, weights=Weights(level=10_000))
    assert {reason.kind for reason in told} == {"skills", "hours", "languages"}


def test_who_came_alone_hears_that_nobody_joined_the_other_side():
    draft = a_round([a_mentor("ana"), a_mentor("ben")])
    assert (why(draft, "ana"), why(draft, "ben")) == ("nobody_joined_other_side", "nobody_joined_other_side")


def test_whose_skill_nobody_offers_hears_which():
    draft = a_round([a_mentor("ana"), a_mentee("ben", wants={"sql": 3, "law": 1, "art": 2})])
    assert [one.reason for one in draft.unmatched if one.role == "mentee"] == [
        Reason("no_mentor_for_skill", {"skills": ("sql", "art")})
    ]
    assert why(draft, "ana") == "no_mentee_for_skill"


def test_who_came_second_hears_that_those_who_fit_are_taken():
    draft = a_round([a_mentor("ana"), a_mentee("ben", wants={"ai": 3}), a_mentee("cem")])
    assert [one.reason for one in draft.unmatched] == [Reason("nobody_free", {"candidates": 1})]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"level": 2}, "hard_rule:level"),
        ({"languages": frozenset({"fi"})}, "hard_rule:language"),
        ({"team": "web"}, "hard_rule:team"),
        ({"work_start": time(17), "work_end": time(23)}, "hard_rule:hours"),
        ({"format": "in_person"}, "hard_rule:format"),
    ],
)
def test_whom_a_rule_keeps_apart_hears_which(facts, kind):
    assert why(a_round([a_mentor("ana", team="web"), a_mentee("ben", **facts)]), "ben") == kind


def test_the_head_of_the_company_hears_that_everybody_is_in_their_chain():
    people = [a_mentor("ana"), a_mentor("cem"), a_mentee("ben")]
    draft = a_round(people, managers={"ana": "cem", "cem": "ben"})
    assert [one.reason for one in draft.unmatched if one.id == "ben"] == [
        Reason("hard_rule:chain", {"blocked": 2, "of": 2})
    ]


def test_the_rule_that_keeps_most_apart_is_named():
    people = [a_mentor("ana", team="web"), a_mentor("cem", level=4), a_mentor("dot", level=4)]
    draft = a_round([*people, a_mentee("ben", team="web", level=5)])
    assert [one.reason for one in draft.unmatched if one.id == "ben"] == [
        Reason("hard_rule:level", {"blocked": 2, "of": 3})
    ]


@pytest.mark.parametrize(
    "facts", [{"not_with": frozenset({("ben", "ana")})}, {"removed": frozenset({("ana", "ben")})}]
)
def test_what_is_private_is_never_given_as_a_reason(facts):
    draft = a_round([a_mentor("ana"), a_mentee("ben")], **facts)
    assert [one.reason for one in draft.unmatched] == [Reason("nobody_free", {"candidates": 1})] * 2


def test_without_the_skills_rule_nobody_hears_about_skills():
    draft = a_round(
        [a_mentor("ana"), a_mentee("ben", wants={"sql": 3}, level=2)], rules=Rules(off=frozenset({"skills"}))
    )
    assert why(draft, "ben") == "hard_rule:level"


def test_a_reason_is_plain_values_only():
    assert [field.name for field in fields(Reason)] == ["kind", "facts"]
