"""What went over the wire: exact counters, and the newest bodies within a bounded ring."""

import json
from array import array
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.demo.workspace.values import Json

_MOST_BYTES = 16_000_000  # of bodies kept; a page of 200 members alone is 250 KB


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer ("web-api"), "payload" or "event"; `body` is JSON, `seconds` how long the answer took."""

    kind: str
    name: str
    error: str | None
    seconds: float
    body: bytes


class Latencies:
    """All latencies, four bytes each; seconds."""

    def __init__(self) -> None:
        self._seconds = array("f")

    def __len__(self) -> int:
        return len(self._seconds)

    def add(self, seconds: float) -> None:
        """Take in one."""
        self._seconds.append(seconds)

    def quantile(self, share: float) -> float:
        """Return the latency that `share` of all do not exceed; 0.0 without any."""
        if not self._seconds:
            return 0.0
        return sorted(self._seconds)[min(len(self._seconds) - 1, int(share * len(self._seconds)))]

    @property
    def p50(self) -> float:
        """The median."""
        return self.quantile(0.5)

    @property
    def p99(self) -> float:
        """The latency that one in a hundred exceeds."""
        return self.quantile(0.99)

    @property
    def max(self) -> float:
        """The slowest."""
        return max(self._seconds, default=0.0)


class Record:
    """Counts everything, keeps the newest `keep` bodies."""

    def __init__(self, keep: int) -> None:
        self.calls: Counter[str] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()  # (method, error)
        self.invalid: Counter[tuple[str, str]] = Counter()  # (method, what is wrong with its payload)
        self.envelopes: Counter[str] = Counter()  # by the payload's type
        self.acks: Counter[str] = Counter()
        self.failures: Counter[tuple[str, str]] = Counter()  # (payload's type, "operation_timeout", …)
        self.retries = 0
        self.faults: Counter[tuple[str, str]] = Counter()  # (method, fault) that was asked for
        self.undelivered: Counter[str] = Counter()  # what the manifest does not declare
        self.problem_count = 0
        self.latencies = Latencies()
        self.answer_times = Latencies()
        self._problems: deque[str] = deque(maxlen=keep)
        self._entries: deque[Entry] = deque(maxlen=keep)
        self._bytes = 0

    def answered(self, method: str, error: str | None, seconds: float, body: bytes) -> None:
        """Note a Web API call and its answer."""
        self.calls[method] += 1
        self.answer_times.add(seconds)
        if error is not None:
            self.refused[method, error] += 1
        self._keep(Entry("web-api", method, error, seconds, body))

    def delivered(self, kind: str, name: str, body: bytes) -> None:
        """Note a payload or an event on its way to the app."""
        self.envelopes[name] += 1
        self._keep(Entry(kind, name, None, 0.0, body))

    def acked(self, name: str, seconds: float) -> None:
        """Note the app's ack."""
        self.acks[name] += 1
        self.latencies.add(seconds)

    def failed(self, name: str, error: str) -> None:
        """Note an interaction that the app did not answer in time or well."""
        self.failures[name, error] += 1

    def problem(self, method: str, text: str) -> None:
        """Note something that Slack lets pass or refuses, and that no program should send."""
        self.problem_count += 1
        self.invalid[method, text] += 1
        self._problems.append(f"{method}: {text}")

    @property
    def problems(self) -> list[str]:
        """The newest problems, the oldest first; a good program has none."""
        return list(self._problems)

    @property
    def entries(self) -> list[Entry]:
        """The newest answers, payloads and events, the oldest first."""
        return list(self._entries)

    def rows(self) -> Iterator[Json]:
        """Yield the kept traffic as `{"kind", "name", "body"}`."""
        for entry in self._entries:
            if entry.body:
                yield {"kind": entry.kind, "name": entry.name, "body": json.loads(entry.body)}

    def export(self, path: Path) -> int:
        """Write the kept traffic as JSON lines; returns how many."""
        lines = [json.dumps(row, ensure_ascii=False) for row in self.rows()]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return len(lines)

    def _keep(self, entry: Entry) -> None:
        if len(self._entries) == self._entries.maxlen and self._entries:
            self._bytes -= len(self._entries.popleft().body)
        self._entries.append(entry)
        self._bytes += len(entry.body)
        while self._bytes > _MOST_BYTES and len(self._entries) > 1:
            self._bytes -= len(self._entries.popleft().body)
