"""The page's addresses: static files, what one sees, what one does, and the live line."""

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from aiohttp import web

from bot.demo.page import seen
from bot.demo.page.guard import Handler, guarded
from bot.demo.page.live import Live
from bot.demo.page.story import Story
from bot.demo.workspace import Outcome, Workspace

_STATIC: Final = Path(__file__).parent / "static"
_SHOWN_IN_PLACE: Final = re.compile(r"image/(png|jpeg|gif|webp)")
_MOST_DAYS: Final = 31

Json = dict[str, Any]
Act = Callable[[Json], Awaitable[Outcome]]


def add_routes(workspace: Workspace, story: Story | None = None, *, title: str = "") -> None:
    """Add the page to the workspace's application, before it starts; `title` names the company."""
    page = Page(workspace, story, title)
    router = workspace.web.router
    for path, reader in page.readers.items():
        router.add_get(path, guarded(_refusing(reader)))
    for path, doer in page.doers.items():
        router.add_post(path, guarded(_refusing(doer)))
    workspace.subscribe(page.live.changed)
    if story is not None:
        story.subscribe(page.live.story_changed)
    workspace.web.on_shutdown.append(page.live.close)


class Page:
    """The page's handlers on one workspace, with or without a story."""

    def __init__(self, workspace: Workspace, story: Story | None, title: str) -> None:
        self.live = Live()
        self._workspace, self._story, self._title = workspace, story, title
        self._run = uuid4().hex  # what a browser remembers belongs to one run
        self._files = {file.relative_to(_STATIC).as_posix(): file for file in _STATIC.rglob("*.*")}

    @property
    def readers(self) -> dict[str, Handler]:
        """What is read, by path."""
        return {
            "/": self._front,
            "/static/{name:.+}": self._static,
            "/page/company": self._company,
            "/page/sidebar": self._sidebar,
            "/page/messages": self._messages,
            "/page/views": self._views,
            "/page/record": self._record,
            "/page/story": self._told,
            "/page/files/{id}": self._file,
            "/page/live": self._listen,
        }

    @property
    def doers(self) -> dict[str, Handler]:
        """What is done, by path."""
        played = {
            "command": self._command,
            "message": self._message,
            "act": self._act,
            "submit": self._submit,
        }
        acts = {name: self._played(act) for name, act in played.items()} | {
            "close": self._close,
            "home": lambda said: self._workspace.open_home(said["as"]),
            "tab": lambda said: self._workspace.open_messages(said["as"]),
            "shortcut": lambda said: self._workspace.shortcut(said["as"], said["callback"]),
            "react": lambda said: self._workspace.react(
                said["as"], said["channel"], said["ts"], said["name"]
            ),
            "join": lambda said: self._workspace.join(said["as"], said["channel"]),
        }
        return {f"/page/{name}": _outcome_of(act) for name, act in acts.items()} | {
            "/page/options": self._options,
            "/page/upload": self._upload,
            "/page/story/next": self._next,
            "/page/story/move": self._move,
        }

    # What one sees

    async def _front(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._files["index.html"])

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._files[request.match_info["name"]])

    async def _company(self, _request: web.Request) -> web.StreamResponse:
        known = seen.company(self._workspace, self._title)
        return web.json_response(known | {"run": self._run, "has_story": self._story is not None})

    async def _sidebar(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(seen.sidebar(self._workspace, self._who(request)))

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        channel, before = request.query["channel"], request.query.get("before")
        return web.json_response({"messages": self._workspace.messages(channel, self._who(request), before)})

    async def _views(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(seen.views(self._workspace, self._who(request)))

    async def _record(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(seen.record(self._workspace.record))

    async def _told(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(seen.panel(self._teller().told()))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file_id = request.match_info["id"]
        if not self._workspace.may_see_file(self._who(request), file_id):
            raise LookupError(file_id)
        file = self._workspace.file(file_id)
        response = web.Response(body=file.read(), content_type=file.mimetype)
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if not _SHOWN_IN_PLACE.fullmatch(file.mimetype):
            name = re.sub(r"[^\w.()-]+", "_", file.name, flags=re.ASCII)
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        return await self.live.serve(request, self._who(request))

    # What one does

    def _played(self, act: Act) -> Act:
        """Let the story know whom the visitor plays."""

        async def play(said: Json) -> Outcome:
            if self._story is not None:
                self._story.visited(said["as"])
            return await act(said)

        return play

    async def _command(self, said: Json) -> Outcome:
        return await self._workspace.command(said["as"], said["channel"], said["text"])

    async def _message(self, said: Json) -> Outcome:
        return await self._workspace.message(said["as"], said["channel"], said["text"])

    async def _act(self, said: Json) -> Outcome:
        where = said["place"], said["block"], said["action"]
        return await self._workspace.act(said["as"], *where, said.get("value"), values=said.get("values"))

    async def _submit(self, said: Json) -> Outcome:
        return await self._workspace.submit(said["as"], said["view"], said.get("values"))

    async def _close(self, said: Json) -> Outcome:
        return await self._workspace.close(said["as"], said["view"], bool(said.get("clear")))

    async def _options(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        where = said["place"], said["block"], said["action"]
        found = await self._workspace.options(said["as"], *where, said["query"])
        return web.json_response(found.response or {"options": list(found.options)})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        file = form["file"]
        if not isinstance(file, web.FileField):
            raise web.HTTPBadRequest(text="no file")
        file_id = await self._workspace.upload(str(form["as"]), file.filename, file.file.read())
        return web.json_response({"id": file_id, "name": file.filename})

    async def _next(self, _request: web.Request) -> web.StreamResponse:
        await self._rested().take_next_step()
        return web.json_response({"ok": True})

    async def _move(self, request: web.Request) -> web.StreamResponse:
        days = int((await request.json())["days"])
        await self._rested().move(max(1, min(days, _MOST_DAYS)))
        return web.json_response({"ok": True})

    def _who(self, request: web.Request) -> str:
        return self._workspace.users[request.query["as"]].id

    def _teller(self) -> Story:
        if self._story is None:
            raise LookupError("there is no story")
        return self._story

    def _rested(self) -> Story:
        story = self._teller()
        if story.told().busy:
            raise web.HTTPConflict(text="The story is still moving. One moment.")
        return story


def _outcome_of(act: Act) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        return web.json_response(seen.outcome(await act(await request.json())))

    return serve


def _refusing(handler: Handler) -> Handler:
    """Answer what is gone, closed or unreadable in words."""

    @wraps(handler)
    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except LookupError:
            return _refusal(404, "This is not there any more.")
        except PermissionError:
            return _refusal(403, "This is not open to you.")
        except (JSONDecodeError, TypeError, ValueError):
            return _refusal(400, "The page sent something that the workspace cannot read.")
        except web.HTTPConflict as busy:
            return _refusal(409, busy.text or "")

    return serve


def _refusal(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)
