"""The app, the workspace and its groups."""

from bot.demo.workspace import shapes
from bot.demo.workspace.api.args import Call
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json


def auth_test(call: Call) -> Json:
    """Say whose token it is."""
    who = call.core.identity
    return {
        "url": f"https://{who.domain}.slack.com/",
        "team": who.team_name,
        "user": who.bot_name,
        "team_id": who.team_id,
        "user_id": who.bot_user_id,
        "bot_id": who.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """Answer with an address for one websocket."""
    if not call.core.manifest.socket_mode:
        raise Refused("socket_mode_not_enabled")
    ticket = call.core.ids.secret()
    call.core.socket_tickets.add(ticket)
    origin = call.core.identity.origin.replace("http", "ws", 1)
    return {"url": f"{origin}/link/?ticket={ticket}&app_id={call.core.identity.app_id}"}


def team_info(call: Call) -> Json:
    """Describe the workspace."""
    who = call.core.identity
    return {
        "team": {
            "id": who.team_id,
            "name": who.team_name,
            "url": f"https://{who.domain}.slack.com/",
            "domain": who.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": f"{who.origin}/avatars/",
            "is_verified": False,
        }
    }


def bots_info(call: Call) -> Json:
    """Describe the app's bot."""
    who = call.core.identity
    if call.text("bot", who.bot_id) != who.bot_id:
        raise Refused("bot_not_found")
    known = shapes.bot_profile(who)
    del known["team_id"]
    return {"bot": known | {"user_id": who.bot_user_id}}


def usergroups_list(call: Call) -> Json:
    """List the groups."""
    who = call.core.identity
    rows = []
    for group in call.core.usergroups.values():
        row = {
            "id": group.id,
            "team_id": who.team_id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": group.name,
            "description": "",
            "handle": group.handle,
            "is_external": False,
            "date_create": who.created,
            "date_update": who.created,
            "date_delete": 0,
            "prefs": {"channels": [], "groups": []},
        }
        if call.flag("include_users"):
            row["users"] = list(group.users)
        if call.flag("include_count"):
            row["user_count"] = len(group.users)
        rows.append(row)
    return {"usergroups": rows}


def usergroups_users_list(call: Call) -> Json:
    """List a group's people."""
    group = call.core.usergroups.get(call.need("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


METHODS = {
    "apps.connections.open": connections_open,
    "auth.test": auth_test,
    "bots.info": bots_info,
    "team.info": team_info,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users_list,
}
