"""The composition root: the one module that knows every room."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from aiohttp.web import AppRunner
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

import handlers
from bot import access, health, http
from bot.clock import Clock, SystemClock
from bot.delivery.pace import rates
from bot.delivery.sender import Delivery
from bot.engine import cluster, local
from bot.engine.ticks import Engine
from bot.flows import inbox, vitals
from bot.flows.vitals import Vitals
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.running import Running
from bot.settings import Settings
from bot.sockets.keeper import Sockets
from bot.sockets.serving import serve
from handlers import directory
from storage import migrations
from storage.database import connect
from storage.faults import OutOfReach
from storage.models import Step
from storage.store import Store, random_id

log = structlog.get_logger()

MESSAGE_TIMEOUT = 10  # seconds; what is being said when we are killed is looked for after four of these
DRAIN = 10.0  # seconds for listeners at work when we are told to stop
DATABASE = 2.0  # seconds for the database to say that it is there


class WrongTokens(RuntimeError):
    """Tokens that do not belong together, or not to this database; in a sentence."""


class Flipside:
    """The whole bot: a Bolt app, a store, an inbox, a delivery and an engine, built from settings."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        new_id: Callable[[], str] = random_id,
        message_timeout: int = MESSAGE_TIMEOUT,
        allowed: Mapping[Step, float] | None = None,
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
        allowed = allowed or rates(settings.messages_per_minute)
        handlers.register(self.bolt, self.store, allowed)
        self.inbox.serve(self.bolt)
        once = AsyncWebClient(
            token=settings.bot_token, base_url=settings.api_url, timeout=message_timeout, retry_handlers=[]
        )
        self._clients = (self.client, once)
        self.delivery = Delivery(self.store, once, handlers.LETTERS, allowed)
        self.engine = _engine(self.store)
        self.metrics = Metrics()
        self.sockets = Sockets(self.client, settings.app_token, partial(serve, self.bolt), self.metrics.acked)
        self._app_id = ""
        self._http: list[ClientSession] = []
        self._web: AppRunner | None = None
        self._health: AppRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Bring the database up to date, ask Slack who we are, and learn who there is."""
        self.bring_up_to_date()
        await self.greet()
        await self.learn()

    def bring_up_to_date(self) -> None:
        """Bring the database up to the newest revision; raises BrokenDatabase or DBAPIError."""
        migrations.upgrade(self.store.engine)

    async def greet(self) -> None:
        """Ask Slack who we are; raises WrongTokens where this is another workspace's database."""
        self._keep_connections()
        standing = await access.introduce(self.client)
        if standing.missing:
            remedy = access.SCOPES.format(names=", ".join(standing.missing))
            log.error("service.missing_scopes", remedy=remedy)
        else:
            self._app_id = await access.app_of(self.client, standing.bot_id)
        try:
            await self.store.run(inbox.settle_in, standing.team_id)
        except inbox.OtherWorkspace as other:
            raise WrongTokens(other.template.format(**other.facts)) from other

    async def learn(self) -> None:
        """Read Slack's directory."""
        await directory.sync(self.client, self.store, self.settings.admins)

    async def connect(self) -> None:
        """Listen to Slack, by Socket Mode or HTTP as the settings say."""
        if self.settings.transport == "http":
            self._web = await http.listen(self.bolt, self.settings.port, self.metrics.acked)
            return
        app_id = await self.sockets.start()
        if self._app_id and app_id not in {"", self._app_id}:
            raise WrongTokens(
                f"SLACK_APP_TOKEN is of another app ({app_id}) than SLACK_BOT_TOKEN ({self._app_id})."
            )

    async def tell_health(self) -> None:
        """Say on loopback how we are, where a port is set."""
        if self.settings.health_port:
            self._health = await health.listen(self.settings.health_port, self.troubles, self.figures)

    def go(self) -> None:
        """Start to tick, to send, and to work off what a stop left unfinished."""
        self._keep_at("delivery", partial(self.engine.send, self.delivery.run))
        is_alone = self.store.engine.dialect.name == "sqlite"
        self._keep_at("inbox", partial(self.inbox.run, is_alone=is_alone))
        if self.settings.transport == "socket":
            self._keep_at("sockets", self.sockets.watch)
        self.engine.start()
        self.engine.nightly(self.learn)

    async def lasting(self) -> None:
        """Wait as long as everything goes on; raises what breaks down."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def settle(self) -> None:
        """Wait until no listener is at work, and everything that may leave now has left."""
        await self.running.idle()
        await self.inbox.written()
        await self.delivery.pay()

    async def stop(self) -> None:
        """Let nothing new in, finish what is at work within 20 seconds, and let go of everything."""
        await self.sockets.stop()
        if self._web:
            await self._web.cleanup()
        for task in self._tasks:
            task.cancel()
        ended = asyncio.gather(*self._tasks, return_exceptions=True)  # raised by lasting() already
        await asyncio.gather(ended, self.engine.stop(), self._drain())
        if self._health:
            await self._health.cleanup()
        for session in self._http:
            await session.close()
        self.store.close()

    async def troubles(self) -> list[str]:
        """Return what keeps us from working, in a few words each."""
        found = [] if await self._vitals() else ["The database does not answer."]
        if self.delivery.trouble:
            found.append(self.delivery.trouble)
        if self.settings.transport == "socket" and not self.sockets.count:
            found.append(f"No connection to Slack ({self.sockets.trouble or 'not yet'}).")
        if self.settings.transport == "http" and not self._web:
            found.append("Not listening yet.")
        return found

    async def figures(self) -> bytes:
        """Return our figures, as Prometheus reads them."""
        ticked = self.engine.ticked_at
        return self.metrics.text(
            await self._vitals(), self.sockets.count, ticked.timestamp() if ticked else 0.0
        )

    async def _vitals(self) -> Vitals | None:
        try:
            return await asyncio.wait_for(self.store.run(vitals.read), DATABASE)
        except (SQLAlchemyError, OutOfReach, TimeoutError):
            return None

    async def _drain(self) -> None:
        try:
            await asyncio.wait_for(self.running.idle(), DRAIN)
        except TimeoutError:
            log.warning("service.undrained", remedy="Events among it are taken up at the next start.")
            self.inbox.stop()
        await self.inbox.written()

    def _keep_at(self, name: str, work: Callable[[], Any]) -> None:
        self._tasks.add(asyncio.create_task(work(), name=name))

    def _keep_connections(self) -> None:
        """Let all calls share connections to Slack; the library would open one for each call."""
        if self._http:
            return
        for client in self._clients:
            timeout = ClientTimeout(total=client.timeout)
            client.session = ClientSession(timeout=timeout, cookie_jar=DummyCookieJar())
            self._http.append(client.session)


def _engine(store: Store) -> Engine:
    """Return what drives us: alone on SQLite, as one of many on PostgreSQL."""
    return local.Engine(store) if store.engine.dialect.name == "sqlite" else cluster.Engine(store)


def _quiet_logger() -> logging.Logger:
    """Return Bolt's logger, which tells no more than errors: what people say is nobody's log line."""
    logger = logging.getLogger("slack_bolt.AsyncApp")
    logger.setLevel(logging.ERROR)
    return logger
