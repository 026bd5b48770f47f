"""Figures for Prometheus; none of them names anybody."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest

from bot.flows.vitals import Vitals

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0)


class Metrics:
    """One process's figures; what is counted in the database is the same for all."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._acks = Histogram(
            "flipside_ack_seconds",
            "From an envelope to its ack; Slack waits 3 seconds",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._messages = self._gauge("flipside_messages", "Owed messages by state", "state")
        self._oldest = self._gauge("flipside_oldest_due_seconds", "How long the first message has been due")
        self._events = self._gauge("flipside_open_events", "Events acked and not done yet")
        self._missed = self._gauge("flipside_missed_beats", "Beats of the timetable that never came")
        self._sockets = self._gauge("flipside_sockets", "Open Socket Mode connections of this process")
        self._tick = self._gauge("flipside_last_tick_seconds", "When the clock ticked last, since 1970")

    def acked(self, seconds: float) -> None:
        """Note how long an ack took."""
        self._acks.observe(seconds)

    def text(self, vitals: Vitals | None, sockets: int, ticked: float) -> bytes:
        """Return all figures as Prometheus reads them; those of the database only where it answers."""
        self._sockets.set(sockets)
        self._tick.set(ticked)
        if vitals:
            for state, count in vitals.messages.items():
                self._messages.labels(state).set(count)
            self._oldest.set(vitals.oldest_due)
            self._events.set(vitals.events)
            self._missed.set(vitals.missed)
        return generate_latest(self._registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self._registry)
