import pytest

from bot.rules.employees import Row, employees, read
from bot.rules.peoplefile import COMPANY

HEADER = ",".join(COMPANY) + "\n"


def found(*rows: str, addresses: dict[str, str] | None = None):
    return employees(read(HEADER + "\n".join(rows)), addresses or {}, {})


def complaints(*rows: str, addresses: dict[str, str] | None = None) -> list[str]:
    return [str(problem) for problem in found(*rows, addresses=addresses).problems]


def test_addresses_are_read_in_lower_case() -> None:
    people = found("Ana@Example.com,BO@example.com,2,Sales,North,Berlin", "bo@example.com,,6,Sales,,")

    assert people.problems == ()
    assert people.rows == (
        Row(2, "ana@example.com", "bo@example.com", 2, "Sales", "North", "Berlin"),
        Row(3, "bo@example.com", None, 6, "Sales"),
    )


def test_a_slack_id_stands_for_the_address() -> None:
    rows = ("UANA,UBO,2,,,", "bo@x.org,,6,,,")

    assert found(*rows, addresses={"UANA": "ana@x.org", "UBO": "bo@x.org"}).rows == (
        Row(2, "ana@x.org", "bo@x.org", 2),
        Row(3, "bo@x.org", None, 6),
    )


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (["ana,,2,,,"], "Line 2, id: “ana” is no e-mail address and no Slack id. Write one, such as"),
        (["a@x.org,boss,2,,,"], "Line 2, manager: “boss” is no e-mail address and no Slack id"),
        (["UANA,,2,,,"], "Line 2, id: Slack has no e-mail address of UANA. Write the address, such as"),
        (["a@x.org,UANA,2,,,"], "Line 2, manager: Slack has no e-mail address of UANA"),
        (["a@x.org,A@x.org,2,,,"], "Line 2, manager: nobody is their own manager"),
        (["a@x.org,b@x.org,2,,,"], "Line 2, manager: b@x.org is in no row. Add a row for them"),
        (["a@x.org,,2,,,", "UCY,,2,,,"], "Line 3, id: a@x.org stands in line 2 too. Keep one of the two."),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(rows: list[str], complaint: str) -> None:
    told = complaints(*rows, addresses={"UCY": "a@x.org"})

    assert len(told) == 1
    assert told[0].startswith(complaint)
