"""Tells listeners what changed on people's screens."""

from collections.abc import Callable, Iterable

from bot.demo.workspace.values import Change, Json

Listener = Callable[[Change], None]


class Changes:
    """The listeners; without any, telling costs nothing."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def __bool__(self) -> bool:
        return bool(self._listeners)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener at each change, until the returned function is called."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def tell(self, kind: str, people: Iterable[str] | None, channel: str | None, body: Json) -> None:
        """Tell everybody who listens; `people` (None: all) are those who may see it."""
        if not self._listeners:
            return
        change = Change(kind, None if people is None else frozenset(people), channel, body)
        for listener in tuple(self._listeners):
            listener(change)
