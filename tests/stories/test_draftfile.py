"""An admin takes the draft away as a table, changes it, and hands it in again."""

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from tests.stories.test_looks import company  # noqa: F401  the same four people


async def hand_in(ada: Person, text: str) -> None:
    await ada.clicks("Hand in a table")
    await ada.fills({"The file": ("draft.csv", text.encode())})
    await ada.submits()


async def test_a_table_goes_out_is_changed_and_comes_in_again(company: Stage, ada: Person) -> None:  # noqa: F811
    await ada.opens_home()
    await ada.clicks("Propose pairs")
    await ada.clicks("As a table")
    await company.settle()
    await ada.closes()
    [(name, content)] = ada.files
    text = content.decode("utf-8-sig")
    assert name == "draft-1-2026-01-05.csv"
    assert "maya@example.com,sam@example.com,no,no,no," in text

    await hand_in(ada, text.replace("sam@", "SWAP@").replace("sofia@", "sam@").replace("SWAP@", "sofia@"))
    assert "Done: 2 pairs in the draft, 2 new, 2 taken out." in ada.modal.text
    await ada.closes()
    assert "@maya mentors @sofia" in ada.modal.text

    await hand_in(ada, text.replace("maya@example.com", "mayo@example.com"))
    assert "1 thing to mend, and nothing was changed." in ada.modal.text
    assert "nobody is known as “mayo@example.com”" in ada.modal.text
    await ada.closes()
    assert "@maya mentors @sofia" in ada.modal.text
