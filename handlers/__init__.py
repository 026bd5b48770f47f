"""What Flipside says and shows: each row brings its listeners, its letters and its words of the command."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.flows.estimate import Rates
from bot.letters import Letter
from handlers import (
    admins,
    chances,
    checkins,
    commands,
    directory,
    draftfile,
    errors,
    goals,
    handover,
    home,
    hub,
    insights,
    kept,
    looks,
    matching,
    objectives,
    onboarding,
    pairing,
    pairs,
    peoplefile,
    privacy,
    program,
    questions,
    recognition,
    recruiting,
    reports,
    sessions,
    setup,
    shoutouts,
    skills,
    surveys,
    training,
)
from handlers.lending import Lending
from storage.store import Store

# Bolt asks one listener after the other: what everybody uses every week stands first.
ROWS = (
    training,
    checkins,
    sessions,
    surveys,
    onboarding,
    recognition,
    goals,
    hub,
    looks,
    kept,
    matching,
    pairs,
    questions,
    handover,
    draftfile,
    shoutouts,
    reports,
    privacy,
    setup,
    objectives,
    program,
    recruiting,
    pairing,
    insights,
    admins,
    skills,
    chances,
    peoplefile,
)

LETTERS: dict[str, Letter] = {kind: letter for row in ROWS for kind, letter in row.LETTERS.items()}
COMMANDS: dict[str, commands.Answer] = {word: answer for row in ROWS for word, answer in row.COMMANDS.items()}


def register(app: AsyncApp, store: Store, rates: Rates) -> None:
    """Register every listener; ``rates`` are the calls a minute that Slack takes."""
    app.error(errors.answer_failure)
    app.middleware(Lending(rates))
    commands.register(app, store, COMMANDS, hub.show)
    home.register(app, store)
    directory.register(app, store)
    for row in ROWS:
        row.register(app, store)
