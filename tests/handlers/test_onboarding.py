from datetime import time

from bot.rules import people as rules
from bot.rules.people import Profile
from handlers.payloads import onboarding as payloads

LARGEST = Profile(
    role="both",
    offers={f"a-skill-with-quite-a-long-name-{n}": 3 for n in range(rules.MOST_SKILLS)},
    wants={f"another-skill-with-quite-a-long-name-{n}": 3 for n in range(rules.MOST_SKILLS)},
    also_offers='"' * rules.LONGEST_WORDS,
    also_wants="\n" * rules.LONGEST_WORDS,
    interests=tuple(f"quite-an-interest-{n}" for n in range(rules.MOST_INTERESTS)),
    languages=("de",) * rules.MOST_LANGUAGES,
    work_start=time(22, 30),
    work_end=time(6),
    format="in_person",
    partners=3,
    level=8,
    team='"' * rules.LONGEST_TEAM,
    not_with=tuple(f"U0123456789{n:02}" for n in range(rules.MOST_NOT_WITH)),
    may_be_named=True,
    questions=3,
)


def test_a_profile_travels_with_the_modal_as_it_is() -> None:
    assert payloads.unpacked({"private_metadata": payloads.packed(LARGEST)}) == LARGEST


def test_even_the_largest_profile_fits_into_what_a_modal_can_carry() -> None:
    assert len(payloads.packed(LARGEST)) <= 3000
