import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from bot import content
from bot.content.reading import document

EMOJI = re.compile(r":[a-z_]+:")
SLUG = re.compile(r"[a-z]+(-[a-z0-9]+)*")

# Words that would tie a role to an age. "Across generations" is what the program is for.
AGE = re.compile(
    r"\b(young\w*|old|older|oldest|elder\w*|aged?|aging|ages|millennials?|gen[ -]?[xyz]|generation(s|al)?"
    r"|boomers?|zoomers?|youth\w*|kids?|retire\w*|veterans?|digital natives?|seniority|birthdays?)\b",
    re.IGNORECASE,
)

CATALOGS = {
    "skills": content.skills(),
    "interests": content.interests(),
    "languages": content.languages(),
    "lessons": content.lessons(),
    "agendas": content.agendas(),
    "tips": content.tips(),
    "intros": content.intros(),
    "objectives": content.objectives(),
    "values": content.values(),
    "badges": content.badges(),
    "shoutouts": content.shoutouts(),
    "survey texts": content.survey_texts(),
    "dimensions": content.dimensions(),
    "items": content.items(),
}


def sentences() -> Iterator[str]:
    """Every string that the data files hold."""
    for catalog in CATALOGS.values():
        for record in catalog.values():
            yield from strings(record)
    yield from (*content.agreement(), *content.icebreakers(), *content.scale().values())
    yield from (*strings(content.recommend()), *strings(content.then_test()))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def test_no_text_speaks_of_age():
    aged = [text for text in sentences() if AGE.search(text.lower().replace("across generations", ""))]
    assert aged == []


@pytest.mark.parametrize(
    "word", ["young", "old", "Millennial", "Gen Z", "boomer", "generation X", "generations"]
)
def test_the_linter_knows_an_age_word_when_it_sees_one(word):
    assert AGE.search(f"For {word} people")


@pytest.mark.parametrize("name", CATALOGS)
def test_no_two_records_share_a_label(name):
    labels = [getattr(each, "label", getattr(each, "title", each)) for each in CATALOGS[name].values()]
    if name == "lessons":  # confidentiality is a lesson of both tracks
        labels = [(lesson.role, lesson.title) for lesson in content.lessons().values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("name", "key", "file"),
    [
        ("skills", "id", "skills"),
        ("interests", "id", "interests"),
        ("languages", "code", "languages"),
        ("lessons", "id", "lessons"),
        ("agendas", "number", "agendas"),
        ("tips", "obstacle", "tips"),
        ("objectives", "measure", "objectives"),
        ("values", "id", "values"),
        ("badges", "id", "badges"),
        ("shoutouts", "id", "shoutouts"),
        ("items", "id", "surveys"),
    ],
)
def test_no_record_hides_another_with_the_same_id(name, key, file):
    rows = document(file)[name]
    assert len({row[key] for row in rows}) == len(rows) == len(CATALOGS[name])


@pytest.mark.parametrize("name", ["skills", "interests", "values", "badges", "shoutouts", "lessons", "items"])
def test_ids_are_slugs(name):
    assert [key for key in CATALOGS[name] if not SLUG.fullmatch(str(key))] == []


@pytest.mark.parametrize("name", ["skills", "interests", "languages"])
def test_a_catalog_leaves_room_in_one_menu_of_slack(name):
    assert 30 <= len(CATALOGS[name]) <= 60  # a menu holds 100 options; an admin adds their own
    assert all(len(each.label) <= 75 for each in CATALOGS[name].values())


def test_every_digital_area_has_skills_to_offer():
    areas = [skill.area for skill in content.skills().values()]
    for area in ("information", "communication", "creation", "safety", "problem_solving", "other"):
        assert areas.count(area) >= 4


def test_an_alias_means_one_skill():
    aliases = [alias for skill in content.skills().values() for alias in skill.aliases]
    names = [skill.label.lower() for skill in content.skills().values()]
    assert len(set(aliases + names)) == len(aliases + names)
    assert all(alias == alias.lower() for alias in aliases)


def test_each_track_has_six_short_lessons():
    for role in ("mentor", "mentee"):
        lessons = content.track(role)
        assert [lesson.number for lesson in lessons] == [1, 2, 3, 4, 5, 6]
        assert [lesson.id for lesson in lessons] == [f"{role}-{number}" for number in range(1, 7)]
        assert all(3 <= lesson.minutes <= 5 for lesson in lessons)


def test_who_is_both_learns_both_sides():
    assert content.track("both") == content.track("mentor") + content.track("mentee")


@pytest.mark.parametrize("lesson", content.lessons().values(), ids=lambda lesson: lesson.id)
def test_a_lesson_fits_a_message_and_its_answers_fit_buttons(lesson):
    assert len(lesson.body) <= 900
    assert len(lesson.title) <= 75
    assert len(lesson.try_this) <= 200
    assert len(lesson.question) <= 150
    assert len(lesson.answers) == len(set(lesson.answers)) == 3
    assert all(len(answer) <= 40 for answer in lesson.answers)


@pytest.mark.parametrize("lesson", content.lessons().values(), ids=lambda lesson: lesson.id)
def test_a_lesson_is_written_in_slack_mrkdwn(lesson):
    assert "**" not in lesson.body
    assert "](" not in lesson.body
    assert not re.search(r"^#", lesson.body, re.MULTILINE)
    assert lesson.body.count("*") % 2 == 0
    assert not re.search(r"[<>&]", lesson.body)
    assert lesson.body == lesson.body.strip()


def test_six_agendas_go_half_in_each_direction():
    assert list(content.agendas()) == [1, 2, 3, 4, 5, 6]
    for agenda in content.agendas().values():
        halves = len(agenda.mentor_half), len(agenda.mentee_half)
        assert min(halves) * 2 >= max(halves)
        assert 30 <= agenda.minutes <= 60
        assert all(0 < len(text) <= 300 for text in strings(agenda))


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_survey_asks_one_person_ten_statements(role):
    asked = [item.dimension for item in content.items_for(role)]
    own = {"mentee": "digital_confidence", "mentor": "leadership_confidence"}[role]
    assert len(asked) == 10
    assert {own: 5, "inclusion": 2, "understanding": 2, "engagement": 1} == {
        dimension: asked.count(dimension) for dimension in asked
    }


def test_who_is_both_answers_each_statement_once():
    assert content.items_for("both") == tuple(content.items().values())


def test_digital_confidence_covers_the_five_areas_with_credit():
    digital = [item.area for item in content.items().values() if item.dimension == "digital_confidence"]
    assert sorted(digital) == ["communication", "creation", "information", "problem_solving", "safety"]
    assert "DigComp 2.2" in content.credit()
    assert "CC BY 4.0" in content.credit()


def test_every_statement_belongs_to_a_known_dimension():
    known = set(content.dimensions())
    assert {item.dimension for item in content.items().values()} == known
    assert set(content.then_test().dimensions) <= known


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_look_back_asks_only_the_role_s_own_five(role):
    assert len(content.then_items_for(role)) == 5


def test_the_scale_and_the_surveys_are_complete():
    assert list(content.scale()) == [1, 2, 3, 4, 5]
    assert list(content.survey_texts()) == ["baseline", "midpoint", "closing"]
    assert all(len(survey.title) <= 24 for survey in content.survey_texts().values())  # a modal's title
    assert all(len(item.statement) <= 150 for item in content.items().values())


def test_values_and_badges_have_an_emoji_and_fit_their_place():
    assert 8 <= len(content.badges()) <= 10
    for each in (*content.values().values(), *content.badges().values()):
        assert EMOJI.fullmatch(each.emoji)
        assert len(each.label) <= 75
    rules = [badge.rule for badge in content.badges().values()]
    assert len(set(rules)) == len(rules)


def test_an_objective_aims_above_its_baseline_and_says_how_it_is_counted():
    assert len(content.objectives()) >= 6
    for objective in content.objectives().values():
        assert objective.target > objective.baseline
        assert len(objective.title) <= 75
        assert 20 <= len(objective.explanation) <= 300
    assert content.objectives()["match_rate"].target == 70


def test_every_obstacle_has_a_tip_and_an_offer():
    assert list(content.tips()) == ["time", "topics", "partner_quiet", "nervous", "tools", "other"]
    for tip in content.tips().values():
        assert len(tip.label) <= 75
        assert len(tip.tip) <= 300
        assert len(tip.help) <= 300


def test_a_pair_is_given_an_agreement_intros_and_questions():
    assert len(content.agreement()) == 5
    assert all(len(line) <= 100 for line in content.agreement())
    assert set(content.intros()) == {"mentor", "mentee", "both"}
    assert all(len(text) <= 300 for intro in content.intros().values() for text in strings(intro))
    assert len(set(content.icebreakers())) >= 10


def test_a_shout_out_names_its_people():
    for shoutout in content.shoutouts().values():
        said = shoutout.text.format(people="Ana and Bo", value="Stays curious")
        assert "Ana and Bo" in said
        assert "{" not in said


def test_records_cannot_be_changed():
    with pytest.raises(AttributeError):
        content.skills()["strategy"].label = "Tactics"
    with pytest.raises(TypeError):
        content.skills()["tactics"] = content.skills()["strategy"]
