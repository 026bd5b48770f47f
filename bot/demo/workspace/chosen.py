"""What people chose in messages: Slack's client remembers it, the message does not."""

from bot.demo.workspace.forms import State

_MOST = 2000


class Chosen:
    """The newest answers of each person in each message; old ones are forgotten."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], State] = {}

    def get(self, user_id: str, place: str) -> State:
        """Return the person's answers in the message at this place."""
        return self._kept.get((user_id, place), {})

    def keep(self, user_id: str, place: str, state: State) -> None:
        """Remember the person's answers."""
        self._kept.pop((user_id, place), None)
        self._kept[user_id, place] = state
        if len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
