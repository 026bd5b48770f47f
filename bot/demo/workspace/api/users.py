"""People."""

from bot.demo.workspace import shapes
from bot.demo.workspace.api.args import Call
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json, User

_EMAIL = "users:read.email"
# Slack lists its own robot among the members, and does not call it one.
_SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot")


def _member(call: Call, user: User) -> Json:
    email = _EMAIL in call.core.manifest.scopes
    return shapes.member(
        call.core.identity, user, call.core.clock.now(), email=email, locale=call.flag("include_locale")
    )


def info(call: Call) -> Json:
    """Describe a person."""
    found = _SLACKBOT if call.text("user") == _SLACKBOT.id else call.user()
    return {"user": _member(call, found)}


def listing(call: Call) -> Json:
    """List the members, page by page."""
    users, metadata = call.page([_SLACKBOT, *call.core.users.values()], default=1000)
    members = [_member(call, user) for user in users]
    return {"members": members, "cache_ts": call.core.ids.seconds(), "response_metadata": metadata}


def lookup_by_email(call: Call) -> Json:
    """Find the person of an address."""
    email = call.need("email").lower()
    for user in call.core.users.values():
        if user.email.lower() == email and not user.deleted:
            return {"user": _member(call, user)}
    raise Refused("users_not_found")


def profile(call: Call) -> Json:
    """Describe a person's profile; without an id the app's own."""
    user = call.user() if "user" in call else call.core.users[call.core.bot]
    email = _EMAIL in call.core.manifest.scopes
    body = shapes.profile(call.core.identity, user, email=email)
    return {
        "profile": {key: value for key, value in body.items() if key not in {"team", "bot_id", "api_app_id"}}
    }


METHODS = {
    "users.info": info,
    "users.list": listing,
    "users.lookupByEmail": lookup_by_email,
    "users.profile.get": profile,
}
