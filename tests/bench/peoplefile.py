"""Reading a people file of every column: how long it takes, and the memory that it needs beside the file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter
from typing import Any

from bot.matchfile import peak_memory
from bot.rules import peoplefile

SKILLS = [f"skill {number}" for number in range(120)]


def measure() -> Iterator[dict[str, Any]]:
    for rows in (10_000, 200_000):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            yield apart.submit(_read, rows).result()


def _read(rows: int) -> dict[str, Any]:
    text = _file(rows)
    before, began = peak_memory(), perf_counter()
    file = peoplefile.to_match(text)
    seconds = perf_counter() - began
    return {
        "rows": len(file.rows),
        "file_mb": round(len(text) / 1_000_000, 1),
        "seconds": round(seconds, 2),
        "memory_mb": peak_memory() - before,
    }


def _file(rows: int) -> bytes:
    chance = random.Random(1)
    lines = (",".join(_row(number, chance)) for number in range(rows))
    return "\n".join([",".join(peoplefile.ALL), *lines]).encode()


def _row(number: int, chance: random.Random) -> list[str]:
    offers, wants = (
        ";".join(f"{skill}:{chance.randint(1, 3)}" for skill in chance.sample(SKILLS, 5)) for _ in range(2)
    )
    manager = f"p{number // 8}" if number else ""
    role, capacity, level = chance.choice(("mentor", "mentee")), chance.randint(1, 3), chance.randint(1, 8)
    place = ("Berlin", "Europe/Berlin", "09:00", "17:00", "en;de")
    company = (str(capacity), str(level), f"D{number % 20}", f"T{number // 8}", manager)
    return [f"p{number}", f"Person {number}", role, *company, *place, offers, wants, "tea;cats", "either", ""]
