"""Keeps the order in which anonymous sheets came from being read off the database itself."""

from __future__ import annotations

from storage.work import Work


def shuffle(work: Work) -> None:
    """Write the newest sheets anew, among all others of their survey and in random order."""
    work.surveys.shuffle()
