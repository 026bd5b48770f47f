"""Users, conversations, messages and views with the fields and types that Slack's servers send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.values import File, Json, User
from bot.demo.workspace.views import View

_SIZES = (24, 32, 48, 72, 192, 512)
_COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the workspace and the app are."""

    team_id: str
    team_name: str
    domain: str
    app_id: str
    bot_id: str
    bot_user_id: str
    bot_name: str
    origin: str  # "http://127.0.0.1:8750"
    created: int


def color(user_id: str) -> str:
    """Return a person's color, six hexadecimal digits."""
    return _COLORS[sum(user_id.encode()) % len(_COLORS)]


def profile(identity: Identity, user: User, *, email: bool) -> Json:
    """Shape a person's profile; the address only for those who may read it."""
    first, _, last = user.real_name.partition(" ")
    names = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
    }
    images = {f"image_{size}": f"{identity.origin}/avatars/{user.id}-{size}" for size in _SIZES}
    rest = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "status_text": user.status_text,
        "status_text_canonical": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": user.id.lower(),
        "team": identity.team_id,
    }
    bot = (
        {"bot_id": identity.bot_id, "api_app_id": identity.app_id, "always_active": True}
        if user.is_bot
        else {}
    )
    return names | rest | images | bot | ({"email": user.email} if email and user.email else {})


def member(identity: Identity, user: User, now: datetime, *, email: bool, locale: bool = False) -> Json:
    """Shape a member of the workspace. Deactivated members lack their time zone, as in Slack."""
    body = {
        "id": user.id,
        "team_id": identity.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile(identity, user, email=email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": identity.created,
    }
    if user.deleted:
        return body
    zone = now.astimezone(ZoneInfo(user.tz))
    offset = zone.utcoffset()
    return (
        body
        | {
            "color": color(user.id),
            "real_name": user.real_name,
            "tz": user.tz,
            "tz_label": zone.tzname() or user.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
            "is_email_confirmed": not user.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        | ({"locale": user.locale} if locale else {})
    )


def channel(identity: Identity, room: Channel, viewer: str, *, count: bool = False) -> Json:
    """Shape a conversation as `viewer` sees it; `count` adds the number of members."""
    base = {
        "id": room.id,
        "created": room.created,
        "is_archived": room.is_archived,
        "is_im": room.kind == "im",
        "is_org_shared": False,
        "context_team_id": identity.team_id,
        "updated": room.created * 1000,
    }
    if room.kind == "im":
        return base | {"user": next(iter(room.members - {viewer}), viewer), "priority": 0}
    topic = {"value": room.topic, "creator": room.topic_by, "last_set": room.created if room.topic else 0}
    return (
        base
        | {
            "name": room.name,
            "name_normalized": room.name,
            "is_channel": room.kind == "public",
            "is_group": room.kind == "private",
            "is_mpim": room.kind == "mpim",
            "is_private": room.kind != "public",
            "is_general": room.is_general,
            "unlinked": 0,
            "is_shared": False,
            "is_ext_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "pending_connected_team_ids": [],
            "shared_team_ids": [identity.team_id],
            "creator": room.creator,
            "is_member": viewer in room.members,
            "topic": topic,
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
        }
        | ({"num_members": len(room.members)} if count else {})
    )


def bot_profile(identity: Identity) -> Json:
    """Shape the app's bot as its messages carry it."""
    icons = {
        f"image_{size}": f"{identity.origin}/avatars/{identity.bot_user_id}-{size}" for size in (36, 48, 72)
    }
    return {
        "id": identity.bot_id,
        "app_id": identity.app_id,
        "name": identity.bot_name,
        "icons": icons,
        "deleted": False,
        "updated": identity.created,
        "team_id": identity.team_id,
    }


def message(identity: Identity, stored: Json, *, metadata: bool = False) -> Json:
    """Shape a stored message; its metadata is shown on demand."""
    body = stored if metadata else {key: value for key, value in stored.items() if key != "metadata"}
    return body | {"bot_profile": bot_profile(identity)} if "bot_id" in body else body


def view(identity: Identity, shown: View) -> Json:
    """Shape a modal or a Home, with its present answers."""
    body = shown.body
    title = body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True})
    return {
        "id": shown.id,
        "team_id": identity.team_id,
        "type": shown.kind,
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": body.get("values", {})},
        "hash": shown.hash,
        "title": title,
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": shown.previous_view_id,
        "root_view_id": shown.root_view_id,
        "app_id": identity.app_id,
        "external_id": shown.external_id,
        "app_installed_team_id": identity.team_id,
        "bot_id": identity.bot_id,
    }


def file(identity: Identity, kept: File) -> Json:
    """Shape an uploaded file; its addresses ask for the bot's token."""
    address = f"{identity.origin}/files-pri/{identity.team_id}-{kept.id}"
    kind = kept.name.rpartition(".")[2].lower() if "." in kept.name else "text"
    return {
        "id": kept.id,
        "created": kept.created,
        "timestamp": kept.created,
        "name": kept.name,
        "title": kept.title,
        "mimetype": kept.mimetype,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": kept.owner,
        "user_team": identity.team_id,
        "editable": False,
        "size": kept.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{kept.name}",
        "url_private_download": f"{address}/download/{kept.name}",
        "permalink": f"{identity.origin}/files/{kept.owner}/{kept.id}/{kept.name}",
    } | sharing(kept.channels)


def sharing(channels: Sequence[str]) -> Json:
    """Say where a file was shared, by the kinds that Slack keeps apart."""
    kinds = {"channels": "C", "groups": "G", "ims": "D"}
    return {
        name: [channel_id for channel_id in channels if channel_id.startswith(letter)]
        for name, letter in kinds.items()
    }
