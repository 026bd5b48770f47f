from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.peoplefile import (
    ALL,
    COMPANY,
    LONGEST_ON_DISK,
    Entry,
    check_managers,
    personal,
    read,
    to_match,
)

HEADER = ",".join(COMPANY) + "\n"
GOOD = HEADER + "Ana@Example.com,bo@example.com,2,Sales,North,Berlin\nbo@example.com,,6,Sales,,\n"


def problems(text: str | bytes) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def a_row(**cells: str) -> str:
    """Return a file to match with Bo, and with Ana of whom these cells say something else."""
    ana = {"id": "ana", "role": "mentor", "capacity": "1", "timezone": "UTC"} | cells
    bo = {"id": "bo", "role": "mentee"}
    return "\n".join(",".join(one.get(name, "") for name in ALL) for one in ({n: n for n in ALL}, ana, bo))


def complaints(text: str | bytes) -> list[str]:
    return [str(problem) for problem in to_match(text).problems]


def test_a_good_file_is_read_with_gaps_as_none() -> None:
    file = read(GOOD)

    assert file.problems == ()
    assert file.rows == (
        Entry(
            line=2,
            id="Ana@Example.com",
            manager="bo@example.com",
            level=2,
            department="Sales",
            team="North",
            location="Berlin",
        ),
        Entry(line=3, id="bo@example.com", level=6, department="Sales"),
    )


def test_a_whole_profile_is_read() -> None:
    file = to_match(
        a_row(
            name="Ana",
            role="Both",
            capacity="2",
            timezone="Europe/Lisbon",
            work_start="9:00",
            work_end="17:30:00",
            languages="en; pt",
            offers="AI assistants:3;video calls : 1",
            wants="negotiation:2",
            interests="tea;cats;tea",
            format="In person",
            not_with="bo",
        )
    )

    assert file.problems == ()
    assert file.rows[0] == Entry(
        line=2,
        id="ana",
        name="Ana",
        role="both",
        capacity=2,
        timezone="Europe/Lisbon",
        work_start=time(9),
        work_end=time(17, 30),
        languages=("en", "pt"),
        offers={"AI assistants": 3, "video calls": 1},
        wants={"negotiation": 2},
        interests=("tea", "cats"),
        format="in_person",
        not_with=("bo",),
    )


@pytest.mark.parametrize("text", [GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), "\ufeff" + GOOD])
def test_utf_8_is_read_with_and_without_a_mark(text: str | bytes) -> None:
    assert len(read(text).rows) == 2


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_a_spreadsheet_elsewhere_calls_csv_is_read_too(delimiter: str) -> None:
    assert read(GOOD.replace(",", delimiter)).rows == read(GOOD).rows


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(end: str) -> None:
    assert read(GOOD.replace("\n", end)).rows == read(GOOD).rows


def test_an_accent_is_the_same_however_it_is_spelled_and_spaces_around_do_not_count() -> None:
    text = HEADER + "jos\u00e9, ,2,,,\n\u00a0ana ,jose\u0301\u00a0,2,,,\n"

    assert [(row.id, row.manager) for row in read(text).rows] == [("jos\u00e9", None), ("ana", "jos\u00e9")]


def test_columns_go_by_their_usual_other_names_in_any_order_and_case() -> None:
    text = "Place,EMAIL,manager_email,level,department,team\nBerlin,bo@x.org,,6,Sales,\n"

    assert read(text).rows == (Entry(line=2, id="bo@x.org", level=6, department="Sales", location="Berlin"),)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (",,2,,,", "Line 2, id: it is empty"),
        ("ana,,L5,,,", "Line 2, level: “L5” is no level. Write a whole number from 1"),
        ("ana,,0,,,", "Line 2, level: “0” is no level"),
        ("ana,,-3,,,", "Line 2, level: “-3” is no level"),
        ("ana,,\u0662,,,", "Line 2, level: “\u0662” is no level"),
        ("ana,,2,=1+1,,", "Line 2, department: it begins with '='"),
        ('ana,,2,"=HYPERLINK(""https://evil.example"")",,', "Line 2, department: it begins with '='"),
        ("@ana,,2,,,", "Line 2, id: it begins with '@'"),
        ('ana,,2,"Sales\nNorth",,', "Line 2, department: it holds a line break"),
        ("ana,,2,Sa\u202eles,,", "Line 2, department: it holds a line break or a control character"),
        (f"ana,,2,{'x' * 300},,", "Line 2, department: 300 characters are too many. Keep it under 150"),
        (f"ana,,2,{'x' * 4_000_000},,", "Line 2: a cell holds more than 130,000 characters. Shorten it"),
        ("ana,,2,Sales,North", "Line 2: it has 5 cells, the header has 6. Look for a missing comma"),
        ("ana,,2,Sales,North,Berlin,", "Line 2: it has 7 cells, the header has 6. Look for a stray comma"),
        ('ana,,2,"Sales,,', "Line 2: from here on it cannot be read as CSV"),
        ("a\0na,,2,,,", "Line 2: a NUL byte: the file is broken, or not in UTF-8"),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(row: str, complaint: str) -> None:
    file = read(HEADER + row)

    assert file.rows == ()
    assert str(file.problems[0]).startswith(complaint)


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"role": "guru"}, "role: “guru” is no role. Write mentor, mentee or both."),
        ({"role": ""}, "role: it is empty. Write mentor, mentee or both"),
        ({"capacity": "-1"}, "capacity: “-1” is no number of partners. Write a whole number from 0"),
        ({"capacity": "1.5"}, "capacity: “1.5” is no number of partners"),
        ({"capacity": "1000"}, "capacity: “1000” is no number of partners"),
        ({"capacity": "=1+1"}, "capacity: “=1+1” is no number of partners"),
        ({"timezone": "Mars/Olympus"}, "timezone: “Mars/Olympus” is no time zone. Write a name such as"),
        ({"timezone": "../../etc/passwd"}, "timezone: “../../etc/passwd” is no time zone"),
        ({"timezone": "Europe"}, "timezone: “Europe” is no time zone"),
        ({"work_start": "25:00"}, "work_start: “25:00” is no time of day. Write hours and minutes"),
        ({"work_start": "17:00", "work_end": "17:00"}, "work_end: work ends when it starts"),
        ({"work_start": "17:00", "work_end": "09:00"}, "work_end: this is before the day starts"),
        ({"offers": "ai"}, "offers: “ai” has no level from 1 to 3. Write ai:1, ai:2 or ai:3."),
        ({"wants": "ai:4"}, "wants: “ai:4” has no level from 1 to 3. Write ai:1"),
        ({"offers": "ai:2;AI:3"}, "offers: “AI” stands there twice"),
        ({"offers": "ai:2;=cmd:3"}, "offers: “=cmd:3” begins with '='"),
        ({"format": "telepathy"}, "format: “telepathy” is no format. Write video, in_person or either."),
        ({"manager": "cy"}, "manager: cy is in no row. Add a row for them, or correct or empty"),
        ({"manager": "ana"}, "manager: nobody is their own manager"),
        ({"not_with": "cy"}, "not_with: cy is in no row. Correct the id or remove it."),
        ({"not_with": "ana"}, "not_with: that is the person of this row"),
        ({"id": "bo"}, "id: bo stands in line 2 too. Keep one of the two."),
    ],
)
def test_a_bad_cell_of_a_file_to_match_is_named_with_its_remedy(
    cells: dict[str, str], complaint: str
) -> None:
    line = 3 if cells.get("id") else 2

    assert len(complaints(a_row(**cells))) == 1
    assert complaints(a_row(**cells))[0].startswith(f"Line {line}, {complaint}")


def test_who_takes_no_part_needs_no_role_and_still_counts_as_a_manager() -> None:
    assert complaints(a_row(role="", capacity="0")) == []


def test_a_night_shift_ends_the_next_morning() -> None:
    assert complaints(a_row(work_start="22:00", work_end="06:00")) == []


def test_every_bad_row_is_named_not_only_the_first() -> None:
    text = a_row(level="x") + "\n" + ",".join(["cy", "", "boss"] + [""] * 15)

    assert [problem.split(":")[0] for problem in complaints(text)] == ["Line 2, level", "Line 4, role"]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert problems(HEADER + '\na@x.org,,1,"R\nD",,\nb@x.org,,x,,,')[1].startswith("Line 5, level")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "The file holds no people"),
        (HEADER, "The file holds no people"),
        ("id,level\na@x.org,1\n", "Line 1, manager, department, team, location: not in the header"),
        ("id," + HEADER, "Line 1, id: stands twice in the header"),
        ("email," + HEADER, "Line 1, id: stands twice in the header"),
        (
            "Prénom\n".encode("latin-1"),
            "The file is not in UTF-8 (line 1 is the first that cannot be read). In your",
        ),
        (GOOD.encode() + "José".encode("cp1252"), "The file is not in UTF-8 (line 4 is the first"),
        (GOOD.encode("utf-16"), "The file is in UTF-16, not in UTF-8"),
        (GOOD.encode("utf-16-le"), "Line 1: a NUL byte: the file is broken, or not in UTF-8"),
        ("x" * 6_000_000, "The file is larger than 5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(text: str | bytes, complaint: str) -> None:
    file = read(text)

    assert file.rows == ()
    assert [str(problem)[: len(complaint)] for problem in file.problems] == [complaint]


def test_a_file_to_match_has_every_column() -> None:
    assert complaints(GOOD)[0].startswith("Line 1, name, role, capacity, timezone, work_start, work_end")


def test_ten_megabytes_in_a_cell_are_refused_in_words() -> None:
    (told,) = complaints(a_row(name="x" * 10_000_000))

    assert told.startswith("Line 2: a cell holds more than 130,000 characters. Shorten it, or look for")


def test_two_hundred_thousand_people_are_read_and_so_are_their_mistakes() -> None:
    text = HEADER + "".join(f"p{line},,{line % 9},Sales,T{line // 8},Berlin\n" for line in range(200_000))

    file = read(text, longest=LONGEST_ON_DISK)

    assert len(file.rows) + len(file.problems) == 200_000
    assert str(file.problems[0]).startswith("Line 2, level: “0” is no level")
    assert len(file.problems) == 22_223


def test_a_birth_date_is_not_kept_and_the_reader_is_told() -> None:
    file = read(
        GOOD.replace("location\n", "location,born\n")
        .replace("Berlin\n", "Berlin,1999\n")
        .replace(",,\n", ",,,\n")
    )

    assert file.ignored == ("born",)
    assert file.rows == read(GOOD).rows


def test_what_only_people_and_slack_may_say_is_named_where_the_file_says_it() -> None:
    assert personal(read(a_row(offers="ai:2", not_with="bo"))) == ["timezone", "not_with"]
    assert personal(read(GOOD)) == []


def test_a_manager_may_be_known_from_an_earlier_file() -> None:
    rows = [(2, "ana", "bo")]

    assert check_managers(rows, {"bo": None}) == []
    assert "bo is in no row" in str(check_managers(rows, {})[0])


def test_a_circle_of_managers_is_named_in_each_of_its_rows_and_only_there() -> None:
    rows = [(2, "a", "b"), (3, "b", "c"), (4, "d", "a")]

    assert [problem.line for problem in check_managers(rows, {"c": "a"})] == [2, 3]


def test_a_chain_of_a_hundred_thousand_managers_is_no_trouble() -> None:
    rows = [(line, str(line), str(line - 1) if line > 2 else None) for line in range(2, 100_000)]

    assert check_managers(rows, {}) == []
    assert len(check_managers([(1, "2", "99999"), *rows[1:]], {})) == len(rows)


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_whatever_is_handed_in_is_read_or_complained_of(junk: str | bytes) -> None:
    file = read(junk)

    assert file.rows or file.problems


@given(st.sampled_from(ALL), st.text(max_size=60))
def test_whatever_stands_in_a_cell_is_read_or_complained_of(column: str, junk: str) -> None:
    cell = junk.replace('"', '""')
    file = to_match(a_row(**{column: f'"{cell}"'}))

    assert file.problems or len(file.rows) == 2
