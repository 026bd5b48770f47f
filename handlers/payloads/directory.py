"""A user as Slack describes one."""

from __future__ import annotations

from typing import Any

from bot.flows.directory import Entry


def entry(user: dict[str, Any]) -> Entry:
    """Read a user object; bots, guests, strangers and deactivated people are no employees."""
    profile = user.get("profile", {})
    outsider = ("is_bot", "is_app_user", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
    email = profile.get("email")
    return Entry(
        id=user["id"],
        name=profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user["name"],
        email=email.lower() if email else None,
        title=profile.get("title") or "",
        timezone=user.get("tz") or "UTC",
        locale=user.get("locale") or "en-US",
        is_employee=not any(user.get(mark) for mark in outsider) and user["id"] != "USLACKBOT",
    )
