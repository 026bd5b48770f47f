import pytest

from bot.rules import draftfile
from bot.rules.draftfile import Placed, Row
from bot.rules.pairs import Places

HEADER = "mentor,mentee,locked,removed\n"
ADDRESSES = {"ana@example.com": "ANA", "xan@example.com": "XAN", "+yves@example.com": "YVES"}


def read(text: str) -> draftfile.DraftFile:
    return draftfile.read(text.encode())


def test_a_row_names_a_pair_and_what_is_to_be_done_with_it() -> None:
    file = read(HEADER + "ana@example.com,XAN,yes,\nANA,YVES,,X\n")

    assert file.problems == ()
    assert file.rows == (
        Row(2, "ana@example.com", "XAN", is_locked=True),
        Row(3, "ANA", "YVES", is_removed=True),
    )


def test_further_columns_are_not_read() -> None:
    assert read("mentor,mentee,score\nANA,XAN,9\n").ignored == ("score",)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "holds no pairs"),
        ("mentor,locked\nANA,\n", "Line 1, mentee: not in the header"),
        (HEADER + "ANA,,,\n", "Line 2, mentee: it is empty"),
        (HEADER + "ANA,XAN,perhaps,\n", "Line 2, locked: “perhaps” is neither yes nor no"),
        (HEADER + "ANA,XAN\n", "Line 2: it has 2 cells"),
        (HEADER + "ANA," + "x" * 200 + ",,\n", "Line 2, mentee: 200 characters are too many"),
    ],
)
def test_a_bad_row_is_named(text: str, where: str) -> None:
    [problem] = read(text).problems

    assert where in str(problem)


def test_people_are_found_by_address_or_id_and_a_neutralized_formula_is_an_address_again() -> None:
    file = read("mentor,mentee\nAna@Example.com,XAN\nANA,'+yves@example.com\n=HYPERLINK(1),XAN\n")

    placed, problems = draftfile.place(file.rows, ADDRESSES)

    assert [each.ids for each in placed] == [("ANA", "XAN"), ("ANA", "YVES")]
    assert [str(problem) for problem in problems] == [
        "Line 4, mentor: nobody is known as “=HYPERLINK(1)”. Write an e-mail address or a Slack id."
    ]


def placed(*pairs: tuple[str, str]) -> list[Placed]:
    return [Placed(Row(line, *ids), ids) for line, ids in enumerate(pairs, start=2)]


def test_a_pair_stands_once_whichever_way_round() -> None:
    [problem] = draftfile.doubles(placed(("ANA", "XAN"), ("ANA", "YVES"), ("XAN", "ANA")))

    assert str(problem) == "Line 4: these two stand in line 2 too. Keep one of the two lines."


def test_more_lines_than_somebody_has_room_for_are_named() -> None:
    places = {"ANA": Places(mentor=1), "XAN": Places(mentee=1), "YVES": Places(mentee=1)}

    problems = draftfile.too_many(placed(("ANA", "XAN"), ("ANA", "YVES"), ("BOB", "XAN")), places)

    assert [(each.line, each.column) for each in problems] == [(3, "mentor"), (4, "mentor"), (4, "mentee")]
