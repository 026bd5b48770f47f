"""People use what the app shows: buttons and selects, modals, search fields."""

from collections.abc import Mapping
from typing import Any

from bot.demo.workspace import elements, forms, modals, payloads, shapes
from bot.demo.workspace.acting import Stage
from bot.demo.workspace.core import Core
from bot.demo.workspace.courier import Receipt
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json, Outcome
from bot.demo.workspace.views import View

Values = Mapping[str, Mapping[str, Any]]

_MOST_OPTIONS = 100
_TROUBLE = "trouble_connecting"  # "We had some trouble connecting. Try again?"


async def act(
    stage: Stage, user_id: str, place: str, ids: tuple[str, str], value: Any, *, values: Values | None
) -> Outcome:
    """Use one element; inputs that do not dispatch keep the answer and send nothing."""
    if ":" in place:
        return await _act_in_message(stage, user_id, place, ids, value)
    core, view = stage.core, stage.view(user_id, place)
    body = view.body
    found = elements.find(body["blocks"], *ids)
    state = _filled(body, values)
    given = None
    if forms.is_stateful(found.element):
        state = forms.with_value(body["blocks"], state, *ids, value)
        given = _with_files(core, state)[ids[0]][ids[1]]
    view.body = body | {"values": _with_files(core, state)}
    if not _dispatches(found):
        return await stage.end(user_id, Outcome(), "")
    action = elements.action(found, value, given, stage.stamp(user_id))
    return await _interact(stage, user_id, payloads.actions_in_view(core, view, action))


async def submit(stage: Stage, user_id: str, view_id: str, values: Values | None) -> Outcome:
    """Submit the open modal; Slack's client complains first, then the app may."""
    core, view = stage.core, stage.view(user_id, view_id)
    body = view.body
    body["values"] = _with_files(core, _filled(body, values))
    view.body = body
    complaints = forms.missing(body, body["values"])
    if complaints:
        return await stage.end(user_id, Outcome(ok=False, errors=complaints), "")
    payload = payloads.view_submission(core, view)
    receipt = await stage.send("interactive", "view_submission", payload)
    outcome = _settled(core, view, receipt)
    return await stage.end(user_id, outcome, payload["trigger_id"])


async def close(stage: Stage, user_id: str, view_id: str, *, clear: bool) -> Outcome:
    """Close the open modal, or the whole stack; the app hears of those that asked for it."""
    core, top = stage.core, stage.view(user_id, view_id)
    every = clear or top.body.get("clear_on_close", False)
    leaving = list(reversed(core.views.stack(user_id))) if every else [top]
    told = [
        payloads.view_closed(core, view, cleared=every)
        for view in leaving
        if view.body.get("notify_on_close")
    ]
    for view in leaving:
        modals.close(core, view)
    token, error = "", None
    for payload in told:
        receipt = await stage.send("interactive", "view_closed", payload)
        token, error = receipt.id or view_id, receipt.error
    return await stage.end(user_id, Outcome(ok=error is None, error=error), token)


async def options(stage: Stage, user_id: str, place: str, ids: tuple[str, str], query: str) -> Outcome:
    """Type into an external select: the app answers with options."""
    core = stage.core
    blocks, where = _seen(stage, user_id, place)
    elements.find(blocks, *ids)
    payload = payloads.block_suggestion(core, user_id, where, ids, query)
    receipt = await stage.send("interactive", "block_suggestion", payload)
    answer = receipt.answer or {}
    groups = answer.get("option_groups") or ()
    offered = [*(answer.get("options") or ()), *(option for group in groups for option in group["options"])]
    if len(offered) > _MOST_OPTIONS:
        core.record.problem("block_suggestion", f"no more than {_MOST_OPTIONS} options allowed")
    outcome = Outcome(receipt.error is None, receipt.error, options=tuple(offered), response=receipt.answer)
    return await stage.end(user_id, outcome, receipt.id)


async def _act_in_message(
    stage: Stage, user_id: str, place: str, ids: tuple[str, str], value: Any
) -> Outcome:
    core = stage.core
    channel_id, _, ts = place.partition(":")
    room = stage.room(user_id, channel_id)
    message = stage.message(user_id, room, ts)
    blocks = message.get("blocks", [])
    found = elements.find(blocks, *ids)
    state = forms.initial_state(blocks) | core.chosen.get(user_id, place)
    given = None
    if forms.is_stateful(found.element):
        state = forms.with_value(blocks, state, *ids, value)
        given = state[ids[0]][ids[1]]
        core.chosen.keep(user_id, place, state)
    action = elements.action(found, value, given, stage.stamp(user_id))
    payload = payloads.actions_in_message(core, user_id, room, message, values=state, action=action)
    return await _interact(stage, user_id, payload)


async def _interact(stage: Stage, user_id: str, payload: Json) -> Outcome:
    if not stage.core.manifest.interactive:
        stage.core.record.undelivered[payload["type"]] += 1
        return await stage.end(user_id, Outcome(ok=False, error="interactivity_disabled"), "")
    receipt = await stage.send("interactive", payload["type"], payload)
    outcome = Outcome(receipt.error is None, receipt.error, response=receipt.answer)
    return await stage.end(user_id, outcome, payload["trigger_id"])


def _settled(core: Core, view: View, receipt: Receipt) -> Outcome:
    """Do what the app's answer to a submission asks of the client."""
    if receipt.error is not None:
        return Outcome(ok=False, error=receipt.error)
    answer = receipt.answer or {}
    try:
        errors = _apply(core, view, answer)
    except Refused as refused:
        core.record.problem("view_submission", f"{refused.error} in its answer")
        return Outcome(ok=False, error=_TROUBLE, response=answer)
    return Outcome(ok=not errors, errors=errors, response=answer)


def _apply(core: Core, view: View, answer: Json) -> Mapping[str, str]:
    open_still = core.views.get(view.id) is view
    match answer.get("response_action"):
        case None if open_still:
            modals.close(core, view)
        case "clear":
            modals.close_all(core, view.user_id)
        case "update" if open_still:
            modals.update(core, view, answer.get("view") or {}, "view_submission")
        case "push":
            modals.push(core, view.user_id, answer.get("view") or {}, "view_submission")
        case "errors":
            return _checked_errors(view, answer.get("errors") or {})
        case None | "update":
            pass  # the app changed the stack meanwhile
        case _:
            raise Refused("unknown_response_action")
    return {}


def _checked_errors(view: View, errors: Mapping[str, str]) -> Mapping[str, str]:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not errors or not inputs.issuperset(errors):
        raise Refused("errors_without_an_input_block")
    return errors


def _seen(stage: Stage, user_id: str, place: str) -> tuple[list[Json], Json]:
    """Return the blocks of a place and how a payload names it."""
    core = stage.core
    if ":" not in place:
        view = stage.view(user_id, place)
        shown = shapes.view(core.identity, view)
        return shown["blocks"], {"container": {"type": "view", "view_id": view.id}, "view": shown}
    channel_id, _, ts = place.partition(":")
    room = stage.room(user_id, channel_id)
    message = stage.message(user_id, room, ts)
    container = {
        "type": "message",
        "message_ts": ts,
        "channel_id": room.id,
        "is_ephemeral": "is_ephemeral" in message,
    }
    return message.get("blocks", []), {"container": container, "channel": {"id": room.id}, "message": message}


def _filled(body: Json, values: Values | None) -> forms.State:
    """Return the view's answers with what was typed since; LookupError for what is not in the view."""
    state: forms.State = body["values"]
    for block_id, block in (values or {}).items():
        for action_id, value in block.items():
            state = forms.with_value(body["blocks"], state, block_id, action_id, value)
    return state


def _with_files(core: Core, state: forms.State) -> forms.State:
    """Describe the chosen files in full, as Slack sends them."""
    for block in state.values():
        for given in block.values():
            if given["type"] == "file_input":
                given["files"] = [_file(core, chosen["id"]) for chosen in given["files"]]
    return state


def _file(core: Core, file_id: str) -> Json:
    file = core.files.get(file_id)
    if file is None:
        raise LookupError(f"no file {file_id!r}")
    return shapes.file(core.identity, file)


def _dispatches(place: forms.Place) -> bool:
    return place.block["type"] != "input" or bool(place.block.get("dispatch_action"))
