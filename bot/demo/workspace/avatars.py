"""Portraits for people without one: their initials on a color of their own."""

from html import escape

from aiohttp import web

from bot.demo.workspace.core import Core
from bot.demo.workspace.shapes import color
from bot.demo.workspace.values import User

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">'
    '<rect width="72" height="72" fill="#{color}"/>'
    '<text x="36" y="46" font-family="sans-serif" font-size="28" fill="#fff" text-anchor="middle">'
    "{initials}</text></svg>"
)


class AvatarEndpoint:
    """Serves `/avatars/<user id>-<size>`, the images that profiles point to."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.Response:
        """Draw a person."""
        user = self._core.users.get(request.match_info["name"].partition("-")[0])
        if user is None:
            return web.Response(status=404)
        return web.Response(text=drawn(user), content_type="image/svg+xml")


def drawn(user: User) -> str:
    """Return a person's initials as SVG."""
    names = user.real_name.split()
    initials = "".join(name[0] for name in (names[0], names[-1])[: len(names)]) if names else "?"
    return _SVG.format(color=color(user.id), initials=escape(initials.upper()))
