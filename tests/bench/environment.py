"""How much disk the environment without extras takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"


def measure() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603  our own environment
        pip = [
            f"{folder}/bin/pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            str(LOCK),
        ]
        subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)  # noqa: S603  our own environment
        size = sum(one.lstat().st_blocks * 512 for one in Path(folder).rglob("*") if not one.is_symlink())
        yield {"work": "environment without extras", "mb": round(size / 1_000_000), "reach": 300}
