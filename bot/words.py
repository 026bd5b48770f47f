"""The words that people read, in the language of the person who reads."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
_language: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak the language of a Slack locale (``de-DE``) within the block; English where none is known."""
    token = _language.set(locale.replace("-", "_"))
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str) -> str:
    """Return a message in the language spoken now."""
    return _catalogue(_language.get()).gettext(message)


def counted(one: str, many: str, n: int) -> str:
    """Return the singular or plural of a message, with ``{n}`` filled in, its thousands apart."""
    return _catalogue(_language.get()).ngettext(one, many, n).format(n=f"{n:,}")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("flipside", LOCALES, languages=[language], fallback=True)
