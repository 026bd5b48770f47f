"""Words: English stands in the code, other languages in catalogues beside it."""

from __future__ import annotations

from bot.words import _, counted, speaking


def test_a_message_without_a_catalogue_is_english():
    with speaking("xx-XX"):
        assert _("Welcome") == "Welcome"


def test_one_and_many_read_well():
    assert counted("{n} pair", "{n} pairs", 1) == "1 pair"
    assert counted("{n} pair", "{n} pairs", 0) == "0 pairs"
    assert counted("{n} pair", "{n} pairs", 1200) == "1,200 pairs"


def test_a_language_ends_with_its_block():
    with speaking("xx-XX"):
        with speaking("yy"):
            pass
        assert _("Thank you") == "Thank you"
    assert _("Thank you") == "Thank you"
