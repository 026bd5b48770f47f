import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.peoplefile import Row, check_managers, read

HEADER = "email,manager_email,level,department,team,place\n"
GOOD = HEADER + "Ana@Example.com,bo@example.com,2,Sales,North,Berlin\nbo@example.com,,6,Sales,,\n"


def problems(text: str | bytes) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def test_a_good_file_is_read_in_lower_case_with_gaps_as_none() -> None:
    file = read(GOOD)

    assert file.problems == ()
    assert file.rows == (
        Row(2, "ana@example.com", "bo@example.com", 2, "Sales", "North", "Berlin"),
        Row(3, "bo@example.com", None, 6, "Sales"),
    )


@pytest.mark.parametrize("text", [GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), "\ufeff" + GOOD])
def test_utf_8_is_read_with_and_without_a_mark(text: str | bytes) -> None:
    assert len(read(text).rows) == 2


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_a_spreadsheet_elsewhere_calls_csv_is_read_too(delimiter: str) -> None:
    assert read(GOOD.replace(",", delimiter)).rows == read(GOOD).rows


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("ana,,2,,,", "Line 2, email: “ana” is no e-mail address"),
        (",,2,,,", "Line 2, email: it is empty"),
        ("ana@example.com,boss,2,,,", "Line 2, manager_email: “boss” is no e-mail address"),
        ("ana@example.com,ana@example.com,2,,,", "Line 2, manager_email: nobody is their own manager"),
        ("ana@example.com,,L5,,,", "Line 2, level: “L5” is no level. Write a whole number from 1"),
        ("ana@example.com,,0,,,", "Line 2, level: “0” is no level"),
        ("ana@example.com,,\u0662,,,", "Line 2, level: “\u0662” is no level"),
        ("ana@example.com,,2,=1+1,,", "Line 2, department: it begins with '='"),
        ('ana@example.com,,2,"Sales\nNorth",,', "Line 2, department: it holds a line break"),
        (f"ana@example.com,,2,{'x' * 300},,", "Line 2, department: 300 characters are too many"),
        ("ana@example.com,,2,Sales,North", "Line 2: it has 5 cells, the header has 6"),
        ('ana@example.com,,2,"Sales,,', "The file cannot be read as CSV"),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(row: str, complaint: str) -> None:
    file = read(HEADER + row)

    assert file.rows == ()
    assert str(file.problems[0]).startswith(complaint)


def test_somebody_who_stands_twice_is_named_with_both_lines() -> None:
    assert problems(GOOD + "ANA@example.com,,2,,,\n") == [
        "Line 4, email: ana@example.com stands in line 2 too. Keep one of the two."
    ]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert problems(HEADER + '\na@x.org,,1,"R\nD",,\nb@x.org,,x,,,')[1].startswith("Line 5, level")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "The file holds no people"),
        (HEADER, "The file holds no people"),
        ("email,level\na@x.org,1\n", "Line 1, manager_email, department, team, place: not in the header"),
        ("email," + HEADER, "Line 1, email: stands twice in the header"),
        ("Prénom".encode("latin-1"), "The file is not in UTF-8"),
        (GOOD.encode("utf-16"), "The file is not in UTF-8"),
        ("x" * 6_000_000, "The file is larger than 5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(text: str | bytes, complaint: str) -> None:
    file = read(text)

    assert file.rows == ()
    assert [str(problem)[: len(complaint)] for problem in file.problems] == [complaint]


def test_a_birth_date_is_not_kept_and_the_reader_is_told() -> None:
    file = read(
        GOOD.replace("place\n", "place,born\n").replace("Berlin\n", "Berlin,1999\n").replace(",,\n", ",,,\n")
    )

    assert file.ignored == ("born",)
    assert file.rows == read(GOOD).rows


def test_a_manager_may_be_known_from_an_earlier_file() -> None:
    row = Row(2, "ana@x.org", "bo@x.org")

    assert check_managers([row], {"bo@x.org": None}) == []
    assert "bo@x.org is in no row" in str(check_managers([row], {})[0])


def test_a_circle_of_managers_is_named_in_each_of_its_rows_and_only_there() -> None:
    rows = [Row(2, "a@x.org", "b@x.org"), Row(3, "b@x.org", "c@x.org"), Row(4, "d@x.org", "a@x.org")]

    assert [problem.line for problem in check_managers(rows, {"c@x.org": "a@x.org"})] == [2, 3]


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_whatever_is_handed_in_is_read_or_complained_of(junk: str | bytes) -> None:
    file = read(junk)

    assert file.rows or file.problems
