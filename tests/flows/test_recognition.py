import pytest

from bot.flows import recognition
from bot.rules.recognition import CannotThank
from bot.rules.refusals import Mistakes
from storage.work import Work
from tests.builders import a_person, a_program


def test_thanks_are_kept_and_owed_to_their_recipient(work: Work) -> None:
    a_program(work)
    a_person(work, "ANA")
    a_person(work, "BEN")

    thanks = recognition.thank(work, "ANA", "BEN", "You showed me pivot tables.")

    [owed] = work.outbox.due(10)
    assert owed.person_id == "BEN"
    assert recognition.thanks_to_tell(work, owed).text == "You showed me pivot tables."
    assert thanks.from_id == "ANA"


def test_nobody_thanks_themselves(work: Work) -> None:
    with pytest.raises(Mistakes) as refusal:
        recognition.thank(work, "ANA", "ANA", "Well done, me.")

    assert "somebody else" in refusal.value.fields["recipient"]


def test_a_guest_cannot_be_thanked(work: Work) -> None:
    a_person(work, "GUS", employee=False)

    with pytest.raises(CannotThank):
        recognition.thank(work, "ANA", "GUS", "Hello")

    assert work.outbox.due(10) == []
