"""What Slack says no to."""

from bot.demo.workspace.values import Json


class Refused(Exception):
    """Slack answers `{"ok": false, "error": …}`; `fields` go beside the error."""

    def __init__(self, error: str, **fields: object) -> None:
        super().__init__(error)
        self.error = error
        self.fields: Json = fields
