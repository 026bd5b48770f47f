"""Matching a people file without Slack."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from bot.matchfile import match
from bot.matching import Rules, Weights
from bot.matchtold import run
from bot.rules.peoplefile import ALL, COMPANY
from bot.rules.rulesfile import read

DOCS = Path(__file__).parents[1] / "docs"
MARCH = date(2026, 3, 10)
MAYA = {"id": "maya", "role": "mentor", "level": "2", "offers": "AI assistants at work:3", "team": "Data"}
SAM = {"id": "sam", "role": "mentee", "level": "5", "wants": "ai-assistants:3", "team": "North"}


class Folder:
    """A folder with files to match, and what was said about them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said: list[str] = []
        self.complained: list[str] = []

    def holds(self, *people: dict[str, str]) -> Path:
        page = io.StringIO(newline="")
        writer = csv.DictWriter(page, ALL, restval="")
        writer.writeheader()
        writer.writerows(people)
        file = self.path / "people.csv"
        file.write_text(page.getvalue(), encoding="utf-8", newline="")
        return file

    def matches(self, file: Path, rules: str = "", *, as_json: bool = True, seed: int = 1, out: str = ""):
        """Match a file; return what JSON tells, or None where it was refused."""
        (self.path / "rules.toml").write_text(rules)
        status = run(
            file,
            self.path / "rules.toml" if rules else None,
            seed=seed,
            on=MARCH,
            out=self.path / out if out else None,
            as_json=as_json,
            say=self.said.append,
            complain=self.complained.append,
        )
        assert status == (0 if self.said else 1)
        return json.loads(self.said[-1]) if self.said and as_json else None


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_pair_is_told_with_its_score_and_reasons_in_plain_words(folder: Folder) -> None:
    told = folder.matches(folder.holds(MAYA | {"name": "Maya & Co"}, SAM))

    (pair,) = told["pairs"]
    assert (pair["mentor"], pair["mentee"], pair["score"]) == ("maya", "sam", told["total"])
    assert "Maya & Co offers AI assistants at work, which sam wants to learn most" in pair["reasons"]
    assert (told["unmatched"], told["bound"], told["certified"]) == ([], told["total"], True)
    assert told["on"] == "2026-03-10"
    assert told["seconds"] >= 0
    assert 10 < told["peak_memory_mb"] < 10_000


def test_who_waits_is_told_why(folder: Folder) -> None:
    told = folder.matches(folder.holds(MAYA, SAM, SAM | {"id": "zoe", "wants": "Falconry:2"}))

    (one,) = told["unmatched"]
    assert (one["id"], one["role"]) == ("zoe", "mentee")
    assert one["reason"] == "nobody offers Falconry yet"
    assert one["advice"] == "What would help: 1 more mentor for Falconry."


def test_words_are_the_same_in_any_case_and_by_label_or_id(folder: Folder) -> None:
    file = folder.holds(
        MAYA | {"languages": "german", "interests": "Zen  gardens"}, SAM | {"languages": "DE"}
    )

    assert len(folder.matches(file)["pairs"]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"not_with": "sam"}, {}),
        ({}, {"not_with": "maya"}),
        ({"manager": "sam"}, {}),
        ({"team": "North"}, {}),
        ({"timezone": "America/New_York"}, {"timezone": "Asia/Tokyo"}),
        ({"capacity": "0"}, {}),
        ({"languages": "pt"}, {}),
        ({"format": "video"}, {"format": "in_person"}),
        ({"level": "5"}, {}),
    ],
)
def test_what_forbids_a_pair_in_slack_forbids_it_here(
    folder: Folder, one: dict[str, str], other: dict[str, str]
) -> None:
    assert folder.matches(folder.holds(MAYA | one, SAM | other))["pairs"] == []


def test_nothing_private_is_told(folder: Folder) -> None:
    told = folder.matches(folder.holds(MAYA | {"not_with": "sam", "level": "4"}, SAM))

    assert [one["reason"] for one in told["unmatched"]] == ["those who fit are too close in job level"] * 2
    told = folder.matches(folder.holds(MAYA | {"not_with": "sam"}, SAM))
    assert [one["reason"] for one in told["unmatched"]] == ["nobody who fits is free"] * 2


def test_capacity_counts_in_each_role(folder: Folder) -> None:
    seniors = [SAM | {"id": name} for name in ("sam", "sue", "sid")]

    assert len(folder.matches(folder.holds(MAYA | {"capacity": "2"}, *seniors))["pairs"]) == 2


def test_a_rules_file_decides(folder: Folder) -> None:
    file = folder.holds(MAYA | {"team": "North"}, SAM)

    assert folder.matches(file)["pairs"] == []
    assert len(folder.matches(file, '[rules]\noff = ["team"]')["pairs"]) == 1
    usual = folder.matches(file, '[rules]\noff = ["team"]')["total"]
    assert folder.matches(file, '[weights]\nskills = 2000\n[rules]\noff = ["team"]')["total"] == usual + 9000


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ("[weights]\nskill = 1", "rules.toml: [weights] skill is unknown. Did you mean skills?"),
        ('[rules]\nfloor = "high"', "rules.toml: [rules] floor is 'high'. Write a whole number"),
        ("[weights]\nskills = -1", "rules.toml: The weight of skills is negative."),
        ("[rules]\noff = ['self']", "The rule 'self' cannot be switched off."),
    ],
)
def test_a_rules_file_that_cannot_be_meant_is_refused(folder: Folder, rules: str, complaint: str) -> None:
    assert folder.matches(folder.holds(MAYA, SAM), rules) is None
    assert folder.complained[-1].startswith(complaint)
    assert "Nothing was matched." in folder.complained[-1]
    assert folder.said == []


def test_a_bad_file_is_told_row_by_row_and_no_pairs_are_written(folder: Folder) -> None:
    file = folder.holds(MAYA | {"capacity": "-1"}, SAM | {"timezone": "Mars"})

    assert folder.matches(file, out="pairs.csv") is None
    assert folder.complained[0].splitlines() == [
        "Line 2, capacity: “-1” is no number of partners. Write a whole number from 0 to 100.",
        "Line 3, timezone: “Mars” is no time zone. Write a name such as Europe/Lisbon.",
        "2 things to mend. Nothing was matched.",
    ]
    assert not (folder.path / "pairs.csv").exists()


def test_a_loop_of_managers_is_refused(folder: Folder) -> None:
    folder.matches(folder.holds(MAYA | {"manager": "sam"}, SAM | {"manager": "maya"}))

    assert "Line 2, manager: this chain of managers leads back" in folder.complained[0]


@pytest.mark.parametrize("out", ["", "nowhere/pairs.csv"])
def test_a_file_that_is_not_there_is_told(folder: Folder, out: str) -> None:
    file = folder.holds(MAYA, SAM) if out else folder.path / "gone.csv"

    assert folder.matches(file, out=out) is None
    assert "No such file or directory" in folder.complained[0]


def test_the_pairs_are_written_harmless_to_a_spreadsheet(folder: Folder) -> None:
    file = folder.holds(MAYA | {"name": "Maya, “M”"}, SAM)

    folder.matches(file, out="pairs.csv")

    content = (folder.path / "pairs.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert (row["mentor"], row["mentor_name"], row["mentee"]) == ("maya", "Maya, “M”", "sam")
    assert "which sam wants to learn most" in row["reasons"]
    assert [file.name for file in folder.path.glob("*.part")] == []


def test_columns_that_are_not_read_are_named(folder: Folder) -> None:
    file = folder.holds(MAYA, SAM)
    file.write_text(
        "\n".join(f"{line},42" for line in file.read_text().splitlines()).replace("42", "shoe", 1)
    )

    assert len(folder.matches(file)["pairs"]) == 1
    assert folder.complained == ["Not read: shoe."]


def test_a_person_at_a_terminal_reads_all_that_matters(folder: Folder) -> None:
    file = folder.holds(MAYA, SAM, SAM | {"id": "zoe", "wants": "Falconry:2"})

    folder.matches(file, as_json=False, out="pairs.csv")

    for words in ("1 pair.", "proven to be the best", "maya → sam", "zoe, as mentee: nobody", "Written to"):
        assert words in folder.said[0]


def test_the_sample_is_matched_the_same_way_every_time(folder: Folder) -> None:
    sample = DOCS / "people.csv"

    told = folder.matches(sample, (DOCS / "rules.toml").read_text())

    assert len(told["pairs"]) > 5
    assert told["certified"]
    again = folder.matches(sample)
    assert (again["pairs"], again["unmatched"]) == (told["pairs"], told["unmatched"])
    assert folder.complained == []


def test_the_sample_of_rules_says_what_is_usual() -> None:
    tables = read((DOCS / "rules.toml").read_bytes(), {"weights": Weights, "rules": Rules}).tables

    assert Weights(**tables["weights"]) == Weights()
    assert Rules(**tables["rules"]) == Rules()


def test_the_sample_can_be_imported_too() -> None:
    from bot.rules import employees

    file = employees.read((DOCS / "people.csv").read_bytes())

    assert employees.employees(file, {}, {}).problems == ()
    assert file.columns > set(COMPANY)


def test_a_large_pool_tells_how_far_it_is_and_may_stop_at_a_wanted_gap(folder: Folder) -> None:
    people = []
    for n in range(560):  # enough for the compiled engine
        offers, wants = f"art {n % 9}:{n % 3 + 1};craft {n % 7}:1", f"art {n % 8}:{n % 2 + 1};craft {n % 5}:2"
        people.append(MAYA | {"id": f"mentor{n}", "offers": offers, "team": f"{n}"})
        people.append(SAM | {"id": f"mentee{n}", "wants": wants, "team": f"m{n}"})
    file, steps = folder.holds(*people), list[str]()

    best = match(file, None, seed=1, on=MARCH, on_step=steps.append).proposal
    near = match(file, None, seed=1, on=MARCH, gap=0.5).proposal

    assert best.certified
    assert [words for words in steps if "% from the best total" in words]
    assert steps[0] == "Reading the people"
    assert len(near.pairs) == len(best.pairs)
    assert near.total <= best.total <= near.bound <= 1.5 * near.total
