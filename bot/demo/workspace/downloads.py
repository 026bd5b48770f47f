"""Uploads and downloads: file contents go beside the Web API."""

from aiohttp import web

from bot.demo.workspace.core import Core


class FileEndpoint:
    """Serves `/upload/v1/<file id>` and `/files-pri/…`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def upload(self, request: web.Request) -> web.Response:
        """Take the content of an announced file, raw or as a form's file."""
        data = await _content(request)
        if not self._core.files.fill(request.match_info["file_id"], data):
            return web.Response(status=400, text="the file was not announced, or with another length")
        return web.Response(text=f"OK - {len(data)}")

    async def download(self, request: web.Request) -> web.Response:
        """Return a file's content to the app's token; without it Slack shows its sign-in page."""
        core = self._core
        if request.headers.get("Authorization") != f"Bearer {core.tokens.bot}":
            return web.Response(text="<html><title>Sign in</title></html>", content_type="text/html")
        if "files:read" not in core.manifest.scopes:
            core.record.refused["files.download", "missing_scope"] += 1
            return web.Response(status=403, text="missing_scope")
        file = core.files.get(request.match_info["key"].rpartition("-")[2])
        if file is None:
            return web.Response(status=404)
        core.record.calls["files.download"] += 1
        return web.Response(body=file.read(), content_type=file.mimetype)


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    return b""
