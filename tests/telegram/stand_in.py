"""A stand-in for Telegram's Bot API over HTTP on 127.0.0.1, as strict as Telegram is strict."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.telegram.faults import Fault, Faults, Kind
from tests.telegram.limits import Limits, Subject, Violation
from tests.telegram.methods import MESSAGE_METHODS
from tests.telegram.parameters import Parameters, read_parameters
from tests.telegram.profile import PROFILE_METHODS, allow_updates
from tests.telegram.refusal import Refusal
from tests.telegram.updates import UpdateQueue
from tests.telegram.visitor import Visitor
from tests.telegram.world import Chat, World

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
METHODS = PROFILE_METHODS | MESSAGE_METHODS
HTML_PAGE = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>nginx</body>\n</html>\n"


@dataclass
class Call:
    """One call of the bot: what it asked, when (monotonic), and what it got."""

    method: str
    params: dict[str, Any]
    chat_id: int | None
    at: float
    status: int = 0
    answer: Any = None
    fault: Fault | None = None
    is_done: bool = False


class TelegramStandIn:
    """The server and, for the test in the same process, everything behind it."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.clock: Callable[[], float] = time.time
        self.world = World(token, lambda: self.clock())
        self.faults = Faults()
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()  # of calls, by method
        self.users: dict[int, Visitor] = {}
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None
        self._held: socket.socket | None = None
        self.port = 0

    # the server

    async def start(self) -> str:
        """Listen on a free port and give the address, to be used as the API's base."""
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_route("*", "/{anything:.*}", self._not_found)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        self._held = self._bind(0)
        self.port = self._held.getsockname()[1]
        await self.listen_again()
        return self.base

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        if self._runner is not None:
            self._abort_connections()
            await self._runner.cleanup()
        if self._held is not None:
            self._held.close()

    async def stop_listening(self) -> None:
        """Telegram is away: open connections break, new ones are refused; the port stays ours."""
        assert self._site is not None
        await self._site.stop()
        self._site = None
        self._abort_connections()
        self._held = self._bind(self.port)

    async def listen_again(self) -> None:
        assert self._runner is not None
        assert self._held is not None
        self._site = web.SockSite(self._runner, self._held, backlog=256)
        self._held = None
        await self._site.start()

    async def __aenter__(self) -> TelegramStandIn:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @staticmethod
    def _bind(port: int) -> socket.socket:
        """Hold a port without listening on it: whoever connects is refused."""
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", port))
        return held

    def _abort_connections(self) -> None:
        server = self._runner.server if self._runner else None
        for connection in list(server.connections if server else []):
            if connection.transport is not None:
                connection.transport.abort()

    # what the test does and sees

    def user(
        self,
        id: int,
        first_name: str = "Jan",
        username: str | None = None,
        language_code: str | None = "nl",
        started: bool = False,
        **more: Any,
    ) -> Visitor:
        """A person; the same id gives the same one. `started`: he pressed Start before."""
        if id not in self.users:
            user = {"id": id, "is_bot": False, "first_name": first_name, **more}
            user |= {"username": username} if username else {}
            user |= {"language_code": language_code} if language_code else {}
            self.users[id] = Visitor(self.world, user, started)
        return self.users[id]

    def group(self, id: int, title: str = "Ondernemers", kind: str = "supergroup") -> Chat:
        """A group that the bot is in; people write there with `says(text, group)`."""
        chat = Chat({"id": id, "title": title, "type": kind}, is_known=True)
        return self.world.chats.setdefault(id, chat)

    def push(self, update: dict[str, Any]) -> int:
        """Queue an update exactly as it is (without update_id: the next one)."""
        return self.updates.push_raw(update)

    @property
    def updates(self) -> UpdateQueue:
        return self.world.updates

    @property
    def limits(self) -> Limits:
        return self.world.limits

    @property
    def violations(self) -> list[Violation]:
        return self.world.limits.violations

    def calls_of(self, *methods: str) -> list[Call]:
        """The calls of these methods, in the order in which they came."""
        wanted = {each.lower() for each in methods}
        return [call for call in self.calls if call.method.lower() in wanted]

    async def until(self, condition: Callable[[], bool], timeout: float = 10) -> None:
        """Wait until this holds, looking often."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"did not become true within {timeout} s")
            await asyncio.sleep(0.01)

    # one call

    async def _not_found(self, _: web.Request) -> web.Response:
        return _json(404, Refusal(404, "Not Found").body())

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _json(401, Refusal(401, "Unauthorized").body())
        method = request.match_info["method"]
        call = Call(method, {}, None, time.monotonic())
        self.calls.append(call)
        self.counts[method.lower()] += 1
        try:
            parameters = await read_parameters(request)
        except Refusal as refusal:
            return self._refuse(call, refusal)
        call.params, call.chat_id = parameters.readable(), parameters.chat_id
        try:
            self.limits.check_silence(method, _subject(method, parameters))
            call.fault = self.faults.next_for(method, call.chat_id)
            if call.fault is not None:
                return await self._go_wrong(request, call, parameters, call.fault)
            return await self._answer(call, parameters)
        except Refusal as refusal:
            return self._refuse(call, refusal)

    async def _answer(self, call: Call, parameters: Parameters) -> web.Response:
        name = call.method.lower()
        if name == "getupdates":
            result: Any = await self._get_updates(parameters)
        elif name in METHODS:
            result = METHODS[name](self.world, parameters)
        else:
            raise Refusal(404, "Not Found: method not found")
        call.status, call.answer, call.is_done = 200, result, True
        return _json(200, {"ok": True, "result": result})

    async def _get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        if self.world.webhook["url"]:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        allow_updates(self.world, parameters)
        offset, limit = parameters.integer("offset"), parameters.integer("limit", 100)
        return await self.updates.poll(offset, limit, parameters.integer("timeout"))

    def _refuse(self, call: Call, refusal: Refusal) -> web.Response:
        call.status, call.answer = refusal.code, refusal.body()
        after = refusal.parameters.get("retry_after")
        headers = {"Retry-After": str(after)} if after else None
        return _json(refusal.code, call.answer, headers)

    async def _go_wrong(
        self, request: web.Request, call: Call, parameters: Parameters, fault: Fault
    ) -> web.StreamResponse:
        match fault.kind:
            case Kind.SLOW:
                response = await self._answer(call, parameters)
                await asyncio.sleep(fault.seconds)
                return response
            case Kind.BAD_GATEWAY:
                call.status = 502
                return web.Response(status=502, text=HTML_PAGE, content_type="text/html")
            case Kind.NOT_JSON:
                call.status = 200
                return web.Response(text=HTML_PAGE, content_type="text/html")
            case Kind.TOO_MANY:
                raise self.limits.silence(_subject(call.method, parameters), fault.seconds)
            case Kind.BAD_REQUEST:
                raise Refusal(400, "Bad Request: PEER_ID_INVALID")
            case Kind.FORBIDDEN:
                raise Refusal(403, "Forbidden: bot was blocked by the user")
            case Kind.CONFLICT:
                raise Refusal(409, "Conflict: terminated by other getUpdates request")
            case Kind.TIMEOUT:
                await asyncio.sleep(fault.seconds)
            case Kind.CUT_AFTER:
                with suppress(Refusal):
                    await self._answer(call, parameters)
                call.status = 0
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


def _subject(method: str, parameters: Parameters) -> Subject:
    """What has to be silent after a 429 to this call."""
    if parameters.chat_id is not None:
        return parameters.chat_id
    return parameters.text("callback_query_id") or method.lower()


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    # Telegram escapes everything beyond ASCII, so that half a surrogate pair can be sent as well.
    text = json.dumps(body, ensure_ascii=True)
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)
