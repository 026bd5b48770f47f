"""Keeps other web sites out of the page: they can reach a port on loopback through the visitor's browser."""

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def guarded(handler: Handler) -> Handler:
    """Serve only the page's own origin, and tell the browser to load nothing from elsewhere."""

    @wraps(handler)
    async def serve(request: web.Request) -> web.StreamResponse:
        if not _is_own_name(request.host) or not _is_own_origin(request):
            raise web.HTTPForbidden(text="This page is for this computer only.")
        response = await handler(request)
        for name, value in _HEADERS.items():
            if not response.prepared:
                response.headers.setdefault(name, value)
        return response

    return serve


def _is_own_name(host: str) -> bool:
    """Say whether the page was asked for by loopback's name; another name came by DNS rebinding."""
    return urlsplit(f"//{host}").hostname in _OWN_NAMES


def _is_own_origin(request: web.Request) -> bool:
    """Browsers send an Origin with each POST and each websocket; other programs need none."""
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.host}"
