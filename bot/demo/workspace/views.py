"""Open modals, one stack a person, and each person's Home."""

import marshal
from collections import defaultdict
from dataclasses import dataclass

from bot.demo.workspace.packing import pack, unpack
from bot.demo.workspace.values import Json

MOST_MODALS = 3
HOME = "home"


@dataclass(slots=True, eq=False)
class View:
    """A modal or a Home; the body is what the app sent and the answers so far.

    Everybody's Home is kept packed; the few open modals are read and written at every key.
    """

    id: str
    user_id: str
    kind: str
    hash: str
    root_view_id: str
    previous_view_id: str | None
    external_id: str
    packed: bytes

    @property
    def body(self) -> Json:
        """What the app sent, a fresh dict; `values` are the answers."""
        if self.kind == HOME:
            return unpack(self.packed)
        body: Json = marshal.loads(self.packed)  # noqa: S302  written below
        return body

    @body.setter
    def body(self, body: Json) -> None:
        self.packed = pack(body) if self.kind == HOME else marshal.dumps(body)


class Views:
    """Finds views by id, external id and person."""

    def __init__(self) -> None:
        self._by_id: dict[str, View] = {}
        self._by_external: dict[str, View] = {}
        self._stacks: defaultdict[str, list[View]] = defaultdict(list)
        self._homes: dict[str, View] = {}

    def get(self, view_id: str) -> View | None:
        """Return the view that is open now under this id."""
        return self._by_id.get(view_id)

    def external(self, external_id: str) -> View | None:
        """Return the open view to which the app gave this id."""
        return self._by_external.get(external_id)

    def stack(self, user_id: str) -> list[View]:
        """Return the person's modals, the one on top last."""
        return list(self._stacks.get(user_id, ()))

    def home(self, user_id: str) -> View | None:
        """Return the person's Home, None before the app published one."""
        return self._homes.get(user_id)

    def push(self, view: View) -> None:
        """Put a modal on top of its person's stack."""
        self._stacks[view.user_id].append(view)
        self.index(view)

    def publish(self, view: View) -> None:
        """Make this the person's Home."""
        old = self._homes.get(view.user_id)
        if old is not None:
            self._forget(old)
        self._homes[view.user_id] = view
        self.index(view)

    def index(self, view: View) -> None:
        """Make the view findable under its ids."""
        self._by_id[view.id] = view
        if view.external_id:
            self._by_external[view.external_id] = view

    def rename(self, view: View, external_id: str) -> None:
        """Give the view another external id."""
        self._by_external.pop(view.external_id, None)
        view.external_id = external_id
        self.index(view)

    def close(self, view: View) -> None:
        """Take the modal off its person's stack."""
        stack = self._stacks[view.user_id]
        stack.remove(view)
        if not stack:
            del self._stacks[view.user_id]
        self._forget(view)

    def _forget(self, view: View) -> None:
        self._by_id.pop(view.id, None)
        if self._by_external.get(view.external_id) is view:
            del self._by_external[view.external_id]
