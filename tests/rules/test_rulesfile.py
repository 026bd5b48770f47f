from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.rulesfile import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Settings of every kind."""

    skills: int = 1
    floor: int | None = None
    share: float = 0.5
    is_on: bool = True
    off: frozenset[str] = frozenset()


def test_settings_are_read_by_table() -> None:
    file = read(b'[some]\nskills = 5\nshare = 1\nis_on = false\noff = ["team"]\n', {"some": Some})

    assert file.problems == ()
    assert file.tables == {"some": {"skills": 5, "share": 1, "is_on": False, "off": frozenset({"team"})}}


def test_an_empty_file_changes_nothing() -> None:
    assert read(b"", {"some": Some}).tables == {}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"[sme]\nskills = 1", "[sme] is unknown. Did you mean some?"),
        (b"[weather]\nskills = 1", "[weather] is unknown. Known are some."),
        (b"some = 3", "some is no table. Write [some] on a line of its own, and its settings below."),
        (b"[some]\nskill = 1", "[some] skill is unknown. Did you mean skills?"),
        (b"[some]\nxyz = 1", "[some] xyz is unknown. Known are skills, floor, share, is_on, off."),
        (b'[some]\nskills = "5"', "[some] skills is '5'. Write a whole number."),
        (b"[some]\nskills = 1.5", "[some] skills is 1.5. Write a whole number."),
        (b"[some]\nskills = true", "[some] skills is True. Write a whole number."),
        (b"[some]\nfloor = 1.5", "[some] floor is 1.5. Write a whole number, or leave the line out."),
        (b"[some]\nis_on = 1", "[some] is_on is 1. Write true or false."),
        (b'[some]\noff = "team"', "[some] off is 'team'. Write a list of names"),
        (b"[some]\noff = [1]", "[some] off is [1]. Write a list of names"),
        (b"[some\n", "The file cannot be read as TOML: "),
        ("[some]\n# ä".encode("latin-1"), "The file cannot be read as TOML: "),
        (b"a = " + b"[" * 50_000, "The file cannot be read as TOML: "),
        (b"#" * 200_000, "The file cannot be read as TOML: it is larger than 100 kB."),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(text: bytes, complaint: str) -> None:
    file = read(text, {"some": Some})

    assert file.tables == {}
    assert len(file.problems) == 1
    assert file.problems[0].startswith(complaint)


def test_everything_wrong_is_named_at_once() -> None:
    assert len(read(b"[some]\nskill = 1\nfloor = 'x'\n[sam]\n", {"some": Some}).problems) == 3


@given(st.binary(max_size=200))
def test_whatever_is_handed_in_is_read_or_complained_of(junk: bytes) -> None:
    file = read(junk, {"some": Some})

    assert file.problems or all(name == "some" for name in file.tables)
