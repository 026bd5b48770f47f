"""Every button and form that a view declares has a listener, and none stumbles over what is forged or stale.

Payloads are built as Slack builds them, with values and answers that no screen of ours ever offered, and are
handed to Bolt as they arrive over Socket Mode. Whoever clicks is answered; nothing fails unexpectedly.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from structlog.testing import capture_logs

from bot.demo.stage import Stage
from bot.demo.workspace import Change
from handlers import payloads, views
from storage.models import Role
from tests.builders import a_member, a_pair, a_program
from tests.stories.cast import ADA, GUS, MAYA, NOA, SAM

Json = dict[str, Any]
PAIR = f"{MAYA}-{SAM}"
GHOST = "UGHOST"  # nobody in Slack has this id
APOLOGY = "Something went wrong on our side"

# Values of a button or an option, and what a modal carried along, that were never ours.
FORGED = (
    "",
    "nonsense",
    "-1",
    "9" * 30,
    "[]",
    "null",
    '["a", "b"]',
    '["a", "b", "c"]',
    '["a", "all", 3]',
    '{"a": 1}',
    "x" * 2000,
    PAIR,
    MAYA,
    "program",
)
HARM = "<!channel> <https://evil.example|bank> & \u202e" * 90
# A button's id may end in which of several like ones it is.
VARIANTS = ("", ".0", ".9", ".nonsense", f".{9**20}")
KINDS = {"text", "choice", "choices", "person", "people", "channel", "date", "time", "moment", "file"}


# Who clicks where, in turn; and strangers, each with a value that is somebody else's or none.
PLACES = ((ADA, "message"), (MAYA, "modal"), (SAM, "ephemeral"), (ADA, "modal"), (MAYA, "message"))
STRANGERS = ((NOA, "message", None), (NOA, "modal", PAIR), (NOA, "home", PAIR), (GUS, "message", PAIR))


def rows(name: str) -> list[type[StrEnum]]:
    """Return the enums of this name, one a row."""
    modules = (
        importlib.import_module(module.name)
        for module in pkgutil.iter_modules(views.__path__, f"{views.__name__}.")
    )
    found = [(module, getattr(module, name, None)) for module in modules]
    return [enum for module, enum in found if enum is not None and enum.__module__ == module.__name__]


def row_of(enum: type[StrEnum]) -> str:
    return enum.__module__.rpartition(".")[2]


def fields_read() -> Iterator[tuple[str, str]]:
    """Yield (name, kind of answer) of every input that some form is read by."""
    for path in Path(payloads.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr=kind), args=[ast.Constant(value=str(name))]):
                    if kind in KINDS:
                        yield name, kind


ACTIONS, CALLBACKS = rows("Action"), rows("Callback")
FIELDS = dict(sorted(fields_read()))


def forged_state(text: str, user: str) -> Json:
    """Return answers to every input of the house: what was never offered, and words that mean harm."""
    option = {"text": {"type": "plain_text", "text": text}, "value": text}
    answers: dict[str, Json] = {
        "text": {"type": "plain_text_input", "value": text},
        "choice": {"type": "static_select", "selected_option": option},
        "choices": {"type": "checkboxes", "selected_options": [option, option]},
        "person": {"type": "users_select", "selected_user": user},
        "people": {"type": "multi_users_select", "selected_users": [user, user]},
        "channel": {"type": "channels_select", "selected_channel": "CNONE"},
        "date": {"type": "datepicker", "selected_date": "1970-01-01"},
        "time": {"type": "timepicker", "selected_time": "00:00"},
        "moment": {"type": "datetimepicker", "selected_date_time": 1},
        "file": {"type": "file_input", "files": [{"id": "F1", "url_private": "https://evil.example/a.csv"}]},
    }
    return {name: {"input": answers[kind]} for name, kind in FIELDS.items()}


# Who hands in what, in turn.
FILLED = (
    (ADA, {}),
    (MAYA, forged_state("3", MAYA)),
    (NOA, forged_state(HARM, GHOST)),
    (GUS, {}),
    (SAM, forged_state(HARM, SAM)),
)


class Forger:
    """Builds payloads by Slack's pattern, hands them to Bolt and notes what came of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.core = stage.workspace._core
        self.wrong: list[str] = []
        self._seen: list[Change] = []
        stage.workspace.subscribe(self._seen.append)

    async def listened(self, action: str) -> list[str]:
        """Return the forms of a button's id that somebody listens to."""
        ids = [action + variant for variant in VARIANTS]
        return [each for each in ids if await self._status(each) != 404]

    async def clicks(self, user: str, action_id: str, place: str, value: str | None, state: Json) -> None:
        """Click, and note where nobody listens, something fails or the person is not answered."""
        body = await self._click(user, action_id, place, value, state)
        await self._note(f"{user} clicks {action_id} in {place} with {value!r:.30}", user, body)

    async def submits(self, user: str, callback: str, metadata: str, state: Json) -> None:
        """Hand in a form, and note the same."""
        view = self._view("modal", metadata, state) | {"callback_id": callback}
        body = self._person(user, "view_submission") | {"view": view, "response_urls": []}
        body["trigger_id"] = self.core.triggers.issue(user)
        await self._note(f"{user} submits {callback} with {metadata!r:.30}", user, body)

    async def _note(self, what: str, user: str, body: Json) -> None:
        self._seen.clear()
        closed = self._closed_windows()
        with capture_logs() as logs:
            status, said = await self._dispatch(body)
        await self._close_windows(user)
        if status != 200:
            self.wrong.append(f"{what}: status {status}")
        failed = [str(entry.get("exc_info")) for entry in logs if entry["event"] == "handler.failed"]
        self.wrong.extend(f"{what}: {failure:.200}" for failure in failed)
        shown = json.dumps([said, *(change.body for change in self._seen)], default=str)
        is_answered = said or self._seen or self._closed_windows() > closed
        if not is_answered or APOLOGY in shown:
            self.wrong.append(f"{what}: no kind answer")

    def _closed_windows(self) -> int:
        """Return how often a modal was to be changed that is not there: nobody looks at it any more."""
        refused = self.stage.workspace.record.refused
        return refused["views.update", "not_found"] + refused["views.push", "not_found"]

    async def _status(self, action_id: str) -> int:
        body = await self._click(NOA, action_id, "home", None, {})
        return (await self._dispatch(body))[0]

    async def _dispatch(self, body: Json) -> tuple[int, str]:
        request = AsyncBoltRequest(mode="socket_mode", body=json.loads(json.dumps(body)))
        response = await self.stage.flipside.bolt.async_dispatch(request)
        await self.stage.flipside.running.idle()
        return response.status, response.body

    async def _click(self, user: str, action_id: str, place: str, value: str | None, state: Json) -> Json:
        chosen = {} if value is None else {"value": value, "selected_option": {"value": value}}
        action = {"type": "button", "action_id": action_id, "block_id": "forged", "action_ts": "1.1"}
        where = await (
            self._in_view(place, user, value or "", state)
            if place in {"modal", "home"}
            else self._in_message(user, state, ephemeral=place == "ephemeral")
        )
        return self._person(user, "block_actions") | where | {"actions": [action | chosen]}

    async def _in_message(self, user: str, state: Json, *, ephemeral: bool) -> Json:
        room = self.core.dm(user)
        post = {"channel": room.id, "text": "Old"}
        client = self.stage.flipside.client
        sent = await (
            client.chat_postEphemeral(user=user, **post) if ephemeral else client.chat_postMessage(**post)
        )
        ts = sent["message_ts" if ephemeral else "ts"]
        at = {"type": "message", "message_ts": ts, "channel_id": room.id, "is_ephemeral": ephemeral}
        message = {"type": "message", "ts": ts, "text": "Old", "blocks": [], "user": self.core.bot}
        return {
            "container": at,
            "channel": {"id": room.id, "name": "directmessage"},
            "state": {"values": state},
            "response_url": self.core.response_url(room, user, ts, ephemeral=ephemeral),
            "trigger_id": self.core.triggers.issue(user),
        } | ({} if ephemeral else {"message": message})

    async def _in_view(self, kind: str, user: str, metadata: str, state: Json) -> Json:
        view = self._view(kind, metadata, state)
        if kind == "modal":
            blank = {"type": "modal", "title": view["title"], "blocks": [{"type": "divider"}]}
            trigger = self.core.triggers.issue(user)
            opened = await self.stage.flipside.client.views_open(trigger_id=trigger, view=blank)
            view["id"] = view["root_view_id"] = opened["view"]["id"]
        inside = view["id"] if kind == "modal" else None
        return {
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "trigger_id": self.core.triggers.issue(user, inside),
        }

    def _view(self, kind: str, metadata: str, state: Json) -> Json:
        return {
            "id": "VGONE",
            "team_id": self.core.identity.team_id,
            "type": kind,
            "blocks": [],
            "title": {"type": "plain_text", "text": "Old", "emoji": True},
            "callback_id": "",
            "private_metadata": metadata,
            "state": {"values": state},
            "hash": "1.old",
            "root_view_id": "VGONE",
            "previous_view_id": None,
            "bot_id": self.core.identity.bot_id,
        }

    def _person(self, user: str, kind: str) -> Json:
        who = self.core.identity
        return {
            "type": kind,
            "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": who.team_id},
            "api_app_id": who.app_id,
            "token": self.core.tokens.verification,
            "team": {"id": who.team_id, "domain": who.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def _close_windows(self, user: str) -> None:
        for view in self.stage.workspace.modals_of(user)[-1:]:
            await self.stage.workspace.close(user, view["id"], clear=True)


@pytest.fixture
async def forger(stage: Stage) -> Forger:
    """A program that runs, with a pair; Ada is its admin, Noa is not in it, Gus is a guest."""
    store = stage.flipside.store
    await store.run(a_program)
    await store.run(a_pair, MAYA, SAM)
    await store.run(a_member, ADA, Role.BOTH)
    return Forger(stage)


def test_there_are_buttons_forms_and_fields():
    assert sum(map(len, ACTIONS)) > 50
    assert sum(map(len, CALLBACKS)) > 15
    assert len(FIELDS) > 20


@pytest.mark.parametrize("enums", [ACTIONS, CALLBACKS], ids=["buttons", "forms"])
def test_every_id_is_used_once_and_begins_with_its_rows_name(enums: list[type[StrEnum]]):
    ids = Counter(str(one) for enum in enums for one in enum)

    assert [name for name, count in ids.items() if count > 1] == []
    assert [one for enum in enums for one in enum if not one.startswith(f"{row_of(enum)}_")] == []


@pytest.mark.parametrize("row", ACTIONS, ids=row_of)
async def test_no_button_stumbles_over_what_is_forged_or_stale(forger: Forger, row: type[StrEnum]):
    for action in row:
        ids = await forger.listened(action)
        assert ids, f"nobody listens to {action}"
        for number, value in enumerate((None, *FORGED)):
            user, place = PLACES[number % len(PLACES)]
            state = forged_state(value or "", GHOST) if number % 2 else {}
            await forger.clicks(user, ids[number % len(ids)], place, value, state)

    assert forger.wrong == []


@pytest.mark.parametrize("row", ACTIONS, ids=row_of)
async def test_every_button_answers_a_stranger_and_a_guest(forger: Forger, row: type[StrEnum]):
    for action in row:
        ids = await forger.listened(action)
        for user, place, value in STRANGERS:
            await forger.clicks(user, ids[0], place, value, {})

    assert forger.wrong == []


@pytest.mark.parametrize("row", CALLBACKS, ids=row_of)
async def test_no_form_stumbles_over_what_is_forged_or_stale(forger: Forger, row: type[StrEnum]):
    for callback in row:
        for number, metadata in enumerate(FORGED):
            await forger.submits(ADA, callback, metadata, forged_state(metadata, GHOST))
            user, state = FILLED[number % len(FILLED)]
            await forger.submits(user, callback, metadata, state)

    assert forger.wrong == []
