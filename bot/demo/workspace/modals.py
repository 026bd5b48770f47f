"""Views come, change and go: by the Web API and by what the app answers to a submission."""

import json

from bot.demo.workspace import blockkit, elements, forms, shapes
from bot.demo.workspace.core import Core
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json
from bot.demo.workspace.views import MOST_MODALS, View

_MOST_BYTES = 250_000


def push(core: Core, user_id: str, body: Json, source: str) -> View:
    """Put a modal on top of the person's stack."""
    stack = core.views.stack(user_id)
    if len(stack) >= MOST_MODALS:
        raise Refused("push_limit_reached")
    view = _new(core, user_id, "modal", checked(core, body, source))
    if stack:
        view.root_view_id, view.previous_view_id = stack[0].root_view_id, stack[-1].id
    core.views.push(view)
    tell(core, "view", view)
    return view


def publish(core: Core, user_id: str, body: Json, source: str) -> View:
    """Make this the person's Home; the id stays."""
    ready = checked(core, body, source)
    view, old = _new(core, user_id, "home", ready), core.views.home(user_id)
    if old is not None:
        view.id = view.root_view_id = old.id
        view.body = _keeping(ready, old.body["values"])
    core.views.publish(view)
    tell(core, "home", view)
    return view


def update(core: Core, view: View, body: Json, source: str) -> View:
    """Change a view; answers whose block and element are still there stay."""
    ready = checked(core, body, source, view)
    view.body, view.hash = _keeping(ready, view.body["values"]), _hash(core)
    if ready.get("external_id", "") != view.external_id:
        core.views.rename(view, ready.get("external_id", ""))
    tell(core, "view" if view.kind == "modal" else "home", view)
    return view


def close(core: Core, view: View) -> None:
    """Take a modal off the screen."""
    core.views.close(view)
    core.changes.tell("view", {view.user_id}, None, {"id": view.id, "closed": True})


def close_all(core: Core, user_id: str) -> None:
    """Take all modals off the person's screen."""
    for view in reversed(core.views.stack(user_id)):
        close(core, view)


def checked(core: Core, body: Json, source: str, view: View | None = None) -> Json:
    """Return the view with ids and first answers; raises Refused when Slack would not take it."""
    found = blockkit.view_problems(body)
    if found:
        for line in found:
            core.record.problem(source, line)
        lines = ["failed to match all allowed schemas [json-pointer:/view]", *found]
        raise Refused(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] {line}" for line in lines]}
        )
    if len(json.dumps(body)) > _MOST_BYTES:
        raise Refused("view_too_large")
    other = core.views.external(body.get("external_id", "")) if body.get("external_id") else None
    # A person's Home may be published again under its own external id.
    if other is not None and other is not view and source != "views.publish":
        raise Refused("duplicate_external_id")
    ready = body | {"blocks": elements.with_ids(body["blocks"], core.ids)}
    return ready | {"values": forms.initial_state(ready["blocks"])}


def tell(core: Core, kind: str, view: View) -> None:
    """Tell the listeners of a view."""
    if core.changes:
        core.changes.tell(kind, {view.user_id}, None, shapes.view(core.identity, view))


def _keeping(body: Json, known: forms.State) -> Json:
    """Return the view with the answers given so far, where their element is there and still offers them."""
    state: forms.State = body["values"]
    for place in forms.elements(body["blocks"]):
        old = known.get(place.block_id, {}).get(place.action_id)
        if old is not None and old["type"] == place.element["type"] and _offered_still(place.element, old):
            state[place.block_id][place.action_id] = old
    return body | {"values": state}


def _offered_still(element: Json, given: Json) -> bool:
    offered = [option["value"] for option in forms.options_of(element)]
    chosen = given.get("selected_options") or [given.get("selected_option")]
    return not offered or all(option is None or option["value"] in offered for option in chosen)


def _new(core: Core, user_id: str, kind: str, body: Json) -> View:
    view_id = core.ids.make("V")
    view = View(view_id, user_id, kind, _hash(core), view_id, None, body.get("external_id", ""), b"")
    view.body = body
    return view


def _hash(core: Core) -> str:
    return f"{core.ids.seconds()}.{core.ids.secret()[:8]}"
