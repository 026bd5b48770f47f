"""``python -m storage.migrations "what changes"`` writes the next revision from the models."""

from __future__ import annotations

import sys

from alembic import command

from storage import migrations
from storage.database import connect


def main(message: str) -> None:
    """Compare the models with the history's end and write what is missing."""
    engine = connect("sqlite://")
    with engine.begin() as connection:
        settings = migrations.config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        number = len(list((migrations.HERE / "versions").glob("*.py"))) + 1
        command.revision(settings, message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main(sys.argv[1])
