"""One thing that a person looks at: a message, a modal, the app's Home."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.demo.workspace import forms, labels
from bot.demo.workspace.mrkdwn import Reader, read
from bot.demo.workspace.reading import NOBODY, lines_of, visible_text

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Surface:
    """What is shown in one place; `place` is a view's id or `"<channel id>:<ts>"`.

    `said` is a message's own text, which Slack shows when there are no blocks and reads out otherwise.
    """

    place: str
    title: str
    blocks: Sequence[Json]
    state: forms.State = field(default_factory=dict)
    reader: Reader = NOBODY
    said: str = ""
    files: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All there is to read, by lines: all but the title, buttons and what is typed in."""
        shown = visible_text(self.blocks, self.reader)
        first = [self.said] if self.said and self.said not in shown else []
        return "\n".join([*first, *([shown] if shown else []), *self.files])

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons and overflow items, from the top down."""
        return labels.labels(self.blocks)

    @property
    def inputs(self) -> dict[str, str | list[str] | None]:
        """What each field shows now, by its label."""
        return labels.inputs(self.blocks, forms.initial_state(self.blocks) | self.state, self.reader)

    def shows(self, text: str) -> bool:
        """Tell whether the text can be seen here: read, on a button, or in a field."""
        if text in self.title or text in self.text or any(text in label for label in self.labels):
            return True
        return any(text in _flat(shown) for shown in self.inputs.values())

    def near(self, text: str | None) -> Sequence[Json]:
        """Return the blocks that belong to a text; all of them for None or when a message's own text has it.

        A part ends at a header, a divider, or what comes after its buttons.
        """
        if text is None:
            return self.blocks
        around = [block for index in self._with(text) for block in _part(self.blocks[index:])]
        return around or (self.blocks if text in self.said else ())

    def _with(self, text: str) -> Iterator[int]:
        for index, block in enumerate(self.blocks):
            if any(text in line for line in lines_of(block, self.reader)):
                yield index


def of_view(view: Json, reader: Reader) -> Surface:
    """Return the surface of a modal or Home as the workspace hands it out."""
    title = view["title"]["text"] if view["type"] == "modal" else "Home"
    return Surface(view["id"], title, view["blocks"], view["state"]["values"], reader)


def of_message(channel_id: str, title: str, message: Json, reader: Reader) -> Surface:
    """Return the surface of a message as the workspace hands it out."""
    return Surface(
        place=f"{channel_id}:{message['ts']}",
        title=title,
        blocks=message.get("blocks", ()),
        state=message.get("state", {}).get("values", {}),
        reader=reader,
        said=read(message.get("text", ""), reader),
        files=tuple(file.get("title") or file["name"] for file in message.get("files", ())),
    )


def _part(blocks: Iterable[Json]) -> Iterator[Json]:
    used = False
    for index, block in enumerate(blocks):
        opens = any(True for _ in forms.elements([block]))
        if index and (block["type"] in ("header", "divider") or (used and not opens)):
            return
        used = used or opens
        yield block


def _flat(shown: str | list[str] | None) -> str:
    return "\n".join(shown) if isinstance(shown, list) else shown or ""
