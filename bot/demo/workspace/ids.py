"""Identifiers and timestamps in Slack's form, from a seed and the clock."""

from random import Random

from bot.demo.workspace.values import Clock

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
MILLION = 1_000_000


class Ids:
    """Makes ids that are the same for the same seed and order."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._random = Random(seed)
        self._clock = clock

    def make(self, prefix: str) -> str:
        """Return such an id as `U0AB12CD34E`."""
        return f"{prefix}0" + "".join(self._random.choices(_ALPHABET, k=9))

    def block(self) -> str:
        """Return such an id as Slack gives to a block without one."""
        return "".join(self._random.choices(_ALPHABET, k=5))

    def secret(self) -> str:
        """Return 32 hexadecimal digits."""
        return f"{self._random.getrandbits(128):032x}"

    def chance(self) -> float:
        """Return a number in [0, 1)."""
        return self._random.random()

    def pick(self, count: int) -> int:
        """Return a number in [0, count)."""
        return self._random.randrange(count)

    def micros(self) -> int:
        """Return the clock's time in microseconds since 1970."""
        return round(self._clock.now().timestamp() * MILLION)

    def seconds(self) -> int:
        """Return the clock's time in whole seconds since 1970."""
        return int(self._clock.now().timestamp())

    def stamp(self) -> str:
        """Return the clock's time as Slack writes it."""
        return ts_of(self.micros())


def ts_of(micros: int) -> str:
    """Write microseconds as Slack's `1700000000.000100`."""
    return f"{micros // MILLION}.{micros % MILLION:06d}"


def micros_of(ts: str) -> int:
    """Read Slack's `1700000000.000100`; ValueError when it is none."""
    seconds, _, rest = ts.partition(".")
    return int(seconds) * MILLION + int((rest + "000000")[:6])
