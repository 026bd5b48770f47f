"""The composition root: the one module that knows every room."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from aiohttp.web import AppRunner
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.clock import Clock, SystemClock
from bot.delivery.pace import Pace
from bot.delivery.sender import Delivery
from bot.engine.local import Engine
from bot.http import listen
from bot.inbox import Inbox
from bot.running import Running
from bot.settings import Settings
from handlers import directory
from storage import migrations
from storage.database import connect
from storage.store import Store, random_id


class Flipside:
    """The whole bot: a Bolt app, a store, a delivery and an engine, built from settings."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, new_id: Callable[[], str] = random_id
    ) -> None:
        self.settings = settings
        self.store = Store(connect(settings.database_url), clock or SystemClock(), new_id)
        self.client = AsyncWebClient(token=settings.bot_token, base_url=settings.api_url)
        self.running = Running()
        self.inbox = Inbox(self.store, self.running, settings.bot_token)
        self.bolt = AsyncApp(
            client=self.client,
            signing_secret=settings.signing_secret or None,
            before_authorize=self.inbox.door,
            ignoring_self_events_enabled=False,  # the inbox does
            logger=_quiet_logger(),
        )
        handlers.register(self.bolt, self.store)
        self.inbox.serve(self.bolt)
        once = AsyncWebClient(token=settings.bot_token, base_url=settings.api_url, retry_handlers=[])
        self._clients = (self.client, once)
        pace = Pace(settings.messages_per_minute)
        self.delivery = Delivery(self.store, once, handlers.LETTERS, pace)
        self.engine = Engine(self.store)
        self._http: ClientSession | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._web: AppRunner | None = None
        self._sending: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Bring the database up to date and learn who there is."""
        migrations.upgrade(self.store.engine)
        await self.learn()

    async def learn(self) -> None:
        """Read Slack's directory."""
        await directory.sync(self.client, self.store, self.settings.admins)

    async def connect(self) -> None:
        """Listen to Slack, by Socket Mode or HTTP as the settings say."""
        if self.settings.transport == "http":
            self._web = await listen(self.bolt, self.settings.port)
            return
        self._socket = AsyncSocketModeHandler(self.bolt, self.settings.app_token)
        # Left to itself, the client asks again and again with a token that Slack refuses.
        self._socket.client.wss_uri = await self._socket.client.issue_new_wss_url()
        await self._socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare

    def go(self) -> None:
        """Start to tick and to send."""
        self._sending = asyncio.create_task(self.delivery.run(), name="delivery")
        self.engine.start()
        self.engine.nightly(self.learn)

    async def sending(self) -> None:
        """Wait as long as messages are being sent; raises what breaks it down."""
        if self._sending:
            await asyncio.shield(self._sending)

    async def settle(self) -> None:
        """Wait until no listener is at work and everything that may leave now has left."""
        await self.running.idle()
        await self.delivery.pay()

    async def stop(self) -> None:
        """Finish what is at work and let go of everything."""
        await self.engine.stop()
        await self.running.idle()
        if self._web:
            await self._web.cleanup()
        if self._socket:
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
        await self.running.idle()
        if self._sending:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)  # raised by sending() already
        if self._http:
            await self._http.close()
        self.store.close()

    def _keep_connections(self) -> None:
        """Let all calls share connections to Slack; the library would open one for each call."""
        timeout = ClientTimeout(total=self.client.timeout)
        self._http = ClientSession(timeout=timeout, cookie_jar=DummyCookieJar())
        for client in self._clients:
            client.session = self._http


def _quiet_logger() -> logging.Logger:
    """Return Bolt's logger, which speaks of warnings only: what people say is nobody's log line."""
    logger = logging.getLogger("slack_bolt.AsyncApp")
    logger.setLevel(logging.WARNING)
    return logger
