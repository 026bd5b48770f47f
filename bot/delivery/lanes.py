"""Which messages may travel side by side, and which must arrive in their order."""

from __future__ import annotations

from collections.abc import Iterable

from bot.flows.outbox import Parcel


def split(parcels: Iterable[Parcel]) -> list[list[Parcel]]:
    """Split a batch into lanes: messages that share a recipient or a channel keep their order in one lane."""
    lanes: list[tuple[frozenset[str], list[Parcel]]] = []
    for parcel in parcels:
        places = frozenset(parcel.recipients or (parcel.channel or "",))
        met = [lane for lane in lanes if lane[0] & places]
        lanes = [lane for lane in lanes if not lane[0] & places]
        lanes.append(
            (places.union(*(one for one, _ in met)), [*(one for _, some in met for one in some), parcel])
        )
    return [lane for _, lane in lanes]
