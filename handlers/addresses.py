"""Which addresses are Slack's: tokens and words go nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

HOSTS = (".slack.com", ".slack-gov.com")


def is_slacks(address: str, api: str) -> bool:
    """Tell whether an address is on Slack's hosts, or on the host of the API that we were given."""
    asked, ours = urlsplit(address), urlsplit(api)
    is_slack = asked.scheme == "https" and (asked.hostname or "").endswith(HOSTS)
    return (is_slack and asked.port is None) or (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc)
