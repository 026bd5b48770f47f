from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from handlers import files

TOKEN = "xoxb-test"


@pytest.fixture
async def slack() -> AsyncIterator[TestServer]:
    """A host that has a file for the right token, a sign-in page, and a way off."""

    async def file(request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            raise web.HTTPForbidden
        return web.Response(body=b"x" * 1000, content_type="text/csv")

    async def sign_in(_request: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    async def away(_request: web.Request) -> web.Response:
        raise web.HTTPFound("/file")

    app = web.Application()
    app.add_routes([web.get("/file", file), web.get("/sign-in", sign_in), web.get("/away", away)])
    async with TestServer(app) as server:
        yield server


def client(slack: TestServer) -> AsyncWebClient:
    return AsyncWebClient(token=TOKEN, base_url=str(slack.make_url("/api/")))


async def test_a_file_is_fetched_and_cut_above_the_limit(slack: TestServer) -> None:
    address = str(slack.make_url("/file"))

    assert await files.fetch(client(slack), address, 5000) == b"x" * 1000
    assert 10 < len(await files.fetch(client(slack), address, 10)) <= 64 * 1024


@pytest.mark.parametrize("path", ["/sign-in", "/away", "/nothing"])
async def test_what_is_no_file_is_refused_in_words(slack: TestServer, path: str) -> None:
    with pytest.raises(files.NotFetched):
        await files.fetch(client(slack), str(slack.make_url(path)), 5000)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/file",
        "http://files.slack.com/file",
        "https://files.slack.com.evil.example/file",
        "https://files.slack.com:8443/file",
        "http://127.0.0.1:1/file",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(slack: TestServer, address: str) -> None:
    with pytest.raises(files.NotFetched):
        await files.fetch(client(slack), address, 5000)
