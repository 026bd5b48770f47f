import json
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.people import Lists, Profile, check_how_you_meet
from bot.rules.peoplefile import Entry
from bot.rules.suggestions import Names, begun, by_name, suggestion

NAMES = Names(
    skills=by_name(
        {"ai": "AI assistants", "talks": "Public speaking"} | {f"s{n}": f"Skill {n}" for n in range(9)}
    ),
    interests=by_name({"tea": "Tea"}),
    languages=by_name({"en": "English", "pt": "Portuguese"}),
)


def begins(**facts) -> Profile:
    """Return the profile that a row of the file suggests."""
    told = json.loads(json.dumps(suggestion(Entry(line=2, id="ana@x.org", **facts))))
    return begun(Profile(), told, NAMES)


def test_a_row_that_says_nothing_suggests_nothing() -> None:
    assert suggestion(Entry(line=2, id="ana@x.org", level=3, team="North", not_with=("bo",))) == {}
    assert begins() == Profile()


def test_what_a_row_says_is_found_on_the_lists_by_id_or_label() -> None:
    assert begins(
        role="both",
        capacity=2,
        work_start=time(8, 30),
        work_end=time(16),
        languages=("portuguese", "EN"),
        offers={"ai ASSISTANTS": 3, "Falconry": 1},
        wants={"talks": 2},
        interests=("Tea", "Chess"),
        format="video",
    ) == Profile(
        role="both",
        partners=2,
        work_start=time(8, 30),
        work_end=time(16),
        languages=("pt", "en"),
        offers={"ai": 3},
        also_offers="Falconry",
        wants={"talks": 2},
        interests=("tea",),
        format="video",
    )


def test_the_strongest_skills_are_taken_where_a_profile_has_no_room_for_all() -> None:
    profile = begins(offers={f"s{n}": 1 + n % 3 for n in range(9)}, capacity=50)

    assert sorted(profile.offers.values()) == [2, 2, 3, 3, 3]
    assert profile.partners == 3


@given(st.dictionaries(st.text(min_size=1, max_size=60), st.integers(1, 3), max_size=12))
def test_a_profile_that_begins_with_any_skills_keeps_its_limits(skills: dict[str, int]) -> None:
    profile = begins(offers=skills, wants=skills)

    check_how_you_meet(profile, "UANA", Lists({}, {}, {"en"}))
    assert len(profile.also_offers) <= 140
