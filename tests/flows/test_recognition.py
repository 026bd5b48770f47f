import pytest

from bot.flows import recognition
from bot.rules.messages import Kind
from bot.rules.recognition import CannotThank
from bot.rules.refusals import Mistakes, NoProgram
from storage.models import MemberState, OutboxMessage, ProgramState, Role
from storage.work import Work
from tests.builders import a_member, a_pair, a_person, a_program, days


@pytest.fixture(autouse=True)
def people(work: Work) -> None:
    a_program(work)
    for person_id in ("ANA", "BEN", "CAI"):
        a_person(work, person_id)


def thanks_owed(work: Work) -> list[OutboxMessage]:
    return [message for message in work.outbox.due(50) if message.kind == Kind.THANKS]


def test_thanks_are_kept_and_owed_to_their_recipient(work: Work) -> None:
    [thanks] = recognition.thank(work, "ANA", ["BEN"], "You showed me pivot tables.")

    [owed] = thanks_owed(work)
    assert owed.person_id == "BEN"
    assert recognition.thanks_to_tell(work, owed).text == "You showed me pivot tables."
    assert thanks.from_id == "ANA"


def test_several_people_are_thanked_each_once(work: Work) -> None:
    recognition.thank(work, "ANA", ["BEN", "CAI", "BEN"], "For the demo.")

    assert sorted(owed.person_id for owed in thanks_owed(work)) == ["BEN", "CAI"]


def test_the_same_words_a_moment_later_are_the_same_thanks(work: Work) -> None:
    recognition.thank(work, "ANA", ["BEN"], "For the demo.")
    recognition.thank(work, "ANA", ["BEN"], "For the demo.")
    assert len(thanks_owed(work)) == 1

    work.now += days(1)
    recognition.thank(work, "ANA", ["BEN"], "For the demo.")
    assert len(thanks_owed(work)) == 2


@pytest.mark.parametrize(
    ("recipients", "text", "field", "word"),
    [
        (["ANA"], "Well done, me.", "recipients", "somebody else"),
        ([], "Thanks", "recipients", "Choose"),
        (list("UVWXYZ"), "Thanks", "recipients", "at most 5"),
        (["BEN"], "", "text", "Write"),
        (["BEN"], "x" * 501, "text", "under 500"),
    ],
)
def test_what_a_thank_you_lacks_is_named(
    work: Work, recipients: list[str], text: str, field: str, word: str
) -> None:
    with pytest.raises(Mistakes) as refusal:
        recognition.thank(work, "ANA", recipients, text)

    assert word in refusal.value.fields[field]


def test_a_guest_cannot_be_thanked_and_then_nobody_is(work: Work) -> None:
    a_person(work, "GUS", employee=False)

    with pytest.raises(CannotThank) as refusal:
        recognition.thank(work, "ANA", ["BEN", "GUS"], "Hello")

    assert refusal.value.facts == {"name": "Gus"}
    assert thanks_owed(work) == []


def test_thanks_may_come_after_the_program_but_not_before(work: Work) -> None:
    program = work.program.current()
    program.state = ProgramState.CLOSED
    assert recognition.thank(work, "ANA", ["BEN"], "For all of it.")

    program.state = ProgramState.DRAFT
    with pytest.raises(NoProgram):
        recognition.thank(work, "ANA", ["BEN"], "Too early.")


def test_the_one_partner_is_meant_when_nobody_is_named(work: Work) -> None:
    a_pair(work, "ANA", "BEN")
    assert recognition.partners(work, "ANA") == ("BEN",)

    a_pair(work, "ANA", "CAI")
    assert recognition.partners(work, "ANA") == ()
    assert recognition.partners(work, "BEN") == ("ANA",)


def test_the_card_shows_what_came_ones_way(work: Work) -> None:
    a_member(work, "ANA", Role.MENTOR)
    recognition.thank(work, "BEN", ["ANA"], "For the first hour.")
    work.now += days(1)
    recognition.thank(work, "CAI", ["ANA"], "For the second.")
    recognition.thank(work, "ANA", ["CAI"], "And to you.")

    card = recognition.card(work, "ANA")

    assert (card.thanks, card.newest.sender, card.newest.text) == (2, "CAI", "For the second.")
    assert [badge.id for badge in card.badges] == ["first-thanks"]
    assert card.certificate_id is None


def test_who_is_not_in_the_program_has_no_card(work: Work) -> None:
    a_member(work, "BEN", Role.MENTOR, state=MemberState.LEFT)

    assert recognition.card(work, "ANA") is None
    assert recognition.card(work, "BEN") is None
