"""The Home tab: one card a row, for whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import (
    goals,
    hub,
    kept,
    meetings,
    pair_letters,
    privacy,
    program,
    question_letters,
    recognition,
    reports,
    round_letters,
    surveys,
    training,
)
from bot.letters import Json
from handlers.views import goals as goals_views
from handlers.views import kept as kept_views
from handlers.views import kit, onboarding, session_forms
from handlers.views import matching as matching_views
from handlers.views import pairs as pairs_views
from handlers.views import privacy as privacy_views
from handlers.views import program as program_views
from handlers.views import questions as questions_views
from handlers.views import recognition as recognition_views
from handlers.views import reports as reports_views
from handlers.views import surveys as surveys_views
from handlers.views import training as training_views
from storage.store import Store
from storage.work import Work

# A flow that reads what the card shows (None: nothing to show), and the view that shows it.
Card = tuple[Callable[[Work, str], Any], Callable[[Any], list[Json]]]

# What admins do comes first.
ADMINS_CARDS: tuple[Card, ...] = (
    (program.card, program_views.card),
    (round_letters.card, matching_views.card),
    (reports.card, reports_views.card),
)
# Then what waits for somebody, then what rarely changes.
CARDS: tuple[Card, ...] = (
    (meetings.card, session_forms.card),
    (surveys.card, surveys_views.card),
    (pair_letters.card, pairs_views.card),
    (question_letters.card, questions_views.card),
    (goals.card, goals_views.card),
    (training.card, training_views.card),
    (recognition.card, recognition_views.card),
    (kept.card, kept_views.card),
    (hub.look, onboarding.card),
    (privacy.card, privacy_views.card),
)


def register(app: AsyncApp, store: Store) -> None:
    """Show Home to whoever opens it."""

    @app.event("app_home_opened")
    async def opened(client: AsyncWebClient, event: Json) -> None:
        if event.get("tab") == "home":
            await show(client, store, event["user"])


async def show(client: AsyncWebClient, store: Store, person_id: str) -> None:
    """Publish somebody's Home as things stand now."""
    cards = await store.run(_look, person_id)
    blocks = [block for view, card in cards if card is not None for block in view(card)]
    await client.views_publish(user_id=person_id, view=kit.home(blocks))


def _look(work: Work, person_id: str) -> list[tuple[Callable[[Any], list[Json]], Any]]:
    cards = (*ADMINS_CARDS, *CARDS) if work.people.is_admin(person_id) else CARDS
    return [(view, flow(work, person_id)) for flow, view in cards]
