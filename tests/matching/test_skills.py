"""Skills in people's own words, on the list that ships."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.matching import skills
from bot.matching.skills import Guess

NAMES = {skill.id: (skill.label, *skill.aliases) for skill in content.skills().values()}
EVERY = sorted((name, skill) for skill, called in NAMES.items() for name in called)
LONG_WORD = re.compile(r"[a-z]{7,}")
LONG = [(name, skill) for name, skill in EVERY if LONG_WORD.search(name)]


@pytest.mark.parametrize(
    ("words", "skill"),
    [
        ("chatgtp tools", "ai-assistants"),
        ("AI Assistant", "ai-assistants"),
        ("chat bots", "ai-assistants"),
        ("pivot table", "spreadsheets"),
        ("exel", "spreadsheets"),
        ("présentations", "visual-design"),
        ("ＰＯＤＣＡＳＴ", "podcasting"),  # noqa: RUF001  wide letters, as some keyboards type them
        ("how do I make a pivot table look nice?", "spreadsheets"),
        ("use of AI responsibly", "responsible-ai"),  # not "AI" alone: the longer name explains more
    ],
)
def test_a_skill_is_found_in_spite_of_how_it_is_written(words: str, skill: str) -> None:
    assert skills.named(words, NAMES) == skill


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "🙂🙂",
        "asdf qwer zxcv",
        "fair at chess",
        "Таблицы",
        "スプレッドシート",
        "12345",
        "<!channel>",
    ],
)
def test_nonsense_and_what_the_list_lacks_mean_nothing(words: str) -> None:
    assert skills.named(words, NAMES) is None
    assert skills.guesses(words, NAMES) == []


def test_a_list_in_another_script_is_found_in_that_script() -> None:
    names = {"tables": ("Электронные таблицы",), "kana": ("がくしゅう",)}

    assert skills.named("электроные таблицы", names) == "tables"
    assert skills.named("がくしゅう", names) == "kana"
    assert skills.named("Tabellen", names) is None


def test_each_phrase_is_read_by_itself_and_a_name_with_an_and_stays_whole() -> None:
    assert skills.guesses("excel and linkedin; sourdough, Slack and team chat", NAMES) == [
        Guess("excel", "spreadsheets"),
        Guess("linkedin", "online-profile"),
        Guess("Slack and team chat", "team-chat"),
    ]


def test_what_the_list_says_now_leaves_the_words() -> None:
    words = "excel and knitting, sourdough, and chatgtp"

    assert skills.without(words, {"excel", "chatgtp"}) == "knitting, sourdough"
    assert skills.without(words, set()) == "excel and knitting, sourdough, chatgtp"


@given(st.sampled_from(EVERY), st.sampled_from([str.upper, str.title, str.swapcase, "  {}. ".format]))
def test_every_name_is_found_in_any_case_and_number(known, change) -> None:
    name, skill = known
    assert skills.named(change(name), NAMES) == skill
    other_number = name[:-1] if name.endswith("s") else f"{name}s"
    assert len(name) < 3 or skills.named(other_number, NAMES) == skill


@given(st.sampled_from(LONG), st.data())
def test_one_slip_of_the_finger_in_a_long_word_is_forgiven(known, data) -> None:
    name, skill = known
    word = LONG_WORD.search(name)
    at = data.draw(st.integers(word.start() + 1, word.end() - 3))
    slips = (name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[:at] + "q" + name[at + 1 :])

    assert skills.named(data.draw(st.sampled_from(slips)), NAMES) == skill


@given(st.text(alphabet="qxzjw ", max_size=60))
def test_noise_means_nothing(words: str) -> None:
    assert skills.named(words, NAMES) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_gets_an_answer_from_the_list_and_phrases_of_the_text(words: str) -> None:
    for guess in skills.guesses(words, NAMES):
        assert guess.words in words
        assert guess.skill in NAMES


@given(st.sampled_from(string.ascii_letters + " ,"), st.sampled_from([10_000, 10_000_000]))
def test_very_long_text_is_read_to_a_limit(letter: str, length: int) -> None:
    assert skills.guesses("excel, " + letter * length, NAMES) == [Guess("excel", "spreadsheets")]
    assert skills.guesses(letter * length + ", excel", NAMES) == []
