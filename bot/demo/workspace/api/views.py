"""Modals and Homes."""

from bot.demo.workspace import modals, shapes
from bot.demo.workspace.api.args import Call, missing
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json
from bot.demo.workspace.views import View


def opening(call: Call) -> Json:
    """Open a modal; within an open one it goes on top, as in Slack."""
    user_id, _ = _spend(call)
    return _shown(call, modals.push(call.core, user_id, _body(call, "modal"), call.method))


def push(call: Call) -> Json:
    """Put a modal on top of the one in which the person acted."""
    user_id, view_id = _spend(call)
    if view_id is None or call.core.views.get(view_id) is None:
        raise Refused("not_found")
    return _shown(call, modals.push(call.core, user_id, _body(call, "modal"), call.method))


def update(call: Call) -> Json:
    """Change an open view, found by its id or external id."""
    views = call.core.views
    view = (
        views.external(call.text("external_id")) if "external_id" in call else views.get(call.need("view_id"))
    )
    if view is None:
        raise Refused("not_found")
    _check_hash(call, view)
    return _shown(call, modals.update(call.core, view, _body(call, view.kind), call.method))


def publish(call: Call) -> Json:
    """Show a person their Home."""
    core, user_id = call.core, call.need("user_id")
    user = core.users.get(user_id)
    if user is None or user.deleted or user.is_bot:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] invalid `user_id`"]})
    if not core.manifest.home_tab:
        raise Refused("not_enabled")
    old = core.views.home(user_id)
    if old is not None:
        _check_hash(call, old)
    return _shown(call, modals.publish(core, user_id, _body(call, "home"), call.method))


def _spend(call: Call) -> tuple[str, str | None]:
    """Use up the trigger id; returns whose it was and the modal they were in."""
    if "trigger_id" not in call:
        raise missing("trigger_id")
    found = call.core.triggers.spend(call.text("trigger_id"))
    if isinstance(found, str):
        raise Refused(found)
    return found


def _body(call: Call, kind: str) -> Json:
    view = call.json("view")
    if not isinstance(view, dict):
        raise missing("view")
    if view.get("type") not in {None, kind}:
        words = f"[ERROR] must be a {kind} [json-pointer:/view/type]"
        raise Refused("invalid_arguments", response_metadata={"messages": [words]})
    return view


def _check_hash(call: Call, view: View) -> None:
    if "hash" in call and call.text("hash") != view.hash:
        raise Refused("hash_conflict")


def _shown(call: Call, view: View) -> Json:
    return {"view": shapes.view(call.core.identity, view)}


METHODS = {"views.open": opening, "views.publish": publish, "views.push": push, "views.update": update}
