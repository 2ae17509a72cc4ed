"""The fake carrier itself: its doors, its failures on demand, its receipts and its customers' texts."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial

import httpx
from httpx_aiohttp import HttpxAiohttpClient
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.config import LOOPBACK_SECRET
from bot.providers.base import Provider, Sample, WebhookRequest
from bot.providers.d7 import D7, D7Settings
from bot.providers.fake.apis import D7Api, LoopbackApi, TwilioApi
from bot.providers.fake.ledger import Accepted, Ledger
from bot.providers.loopback import Loopback, LoopbackSettings
from bot.providers.twilio import Twilio, TwilioSettings

ACCOUNT_SID = "AC" + "0" * 32
RECEIPT_ATTEMPTS = 6
RECEIPT_PAUSE_S = 0.2
RECEIPTS_AT_ONCE = 32

Handler = Callable[[Request], Awaitable[Response]]


class Fault(StrEnum):
    """A way to fail."""

    THROTTLED = "throttled"
    """429 with Retry-After."""
    ERROR = "error"
    """500."""
    SILENCE = "silence"
    """No answer, for as long as the caller cares to wait."""
    RESET = "reset"
    """The connection ends in the middle of the answer."""
    HTML = "html"
    """200 with a page, as from a proxy."""
    REDIRECT = "redirect"


class FakeCarrier:
    """A carrier and its truth; `app` is what a server serves, or a test calls in process."""

    def __init__(
        self,
        *,
        webhook: str | None = None,
        secret: str = LOOPBACK_SECRET,
        account_sid: str = ACCOUNT_SID,
        receipt: Sample | None = Sample.DELIVERED,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        """Use one secret for all: loopback's, Twilio's auth token, D7's API token. `webhook` is loopback's alone."""
        self.ledger = Ledger()
        self.requests = 0
        self.receipts_given_up = 0
        self._webhook, self._receipt = webhook, receipt
        hidden = SecretStr(secret)
        self._signers: dict[str, Provider] = {
            "loopback": Loopback(LoopbackSettings(secret=hidden)),
            "twilio": Twilio(TwilioSettings(account_sid=account_sid, auth_token=hidden)),
            "d7": D7(D7Settings(token=hidden)),
        }
        self._apis = (
            LoopbackApi(self.ledger, self._take, f"{webhook}/status" if webhook else None),
            TwilioApi(self.ledger, self._take, account_sid, hidden),
            D7Api(self.ledger, self._take, hidden),
        )
        self._faults: deque[tuple[Fault, bool]] = deque()
        self._client = client or HttpxAiohttpClient(timeout=10, trust_env=False)
        self._posts: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(RECEIPTS_AT_ONCE)
        self.app = self._application()

    @property
    def accepted(self) -> list[Accepted]:
        """Every message that was taken, in order."""
        return self.ledger.accepted

    def fail(self, fault: Fault, *, times: int = 1, taken: bool = False) -> None:
        """Fail the next sends; with `taken` only after the message was taken, which the caller cannot know."""
        self._faults.extend([(fault, taken)] * times)

    async def text(self, sender: str, recipient: str, text: str, *, id: str | None = None) -> int:
        """Send a customer's text to the loopback webhook, signed, and return the status of the answer."""
        unique = id or f"in-{self.ledger.number()}"
        return await self._post(
            self._sign("loopback", Sample.INBOUND, self._webhook or "", sender, recipient, text, unique)
        )

    async def settle(self) -> None:
        """Wait until every receipt is answered or given up."""
        while self._posts:
            await asyncio.gather(*self._posts)

    async def close(self) -> None:
        """Drop the receipts that are left, and the connections."""
        for post in self._posts:
            post.cancel()
        await self._client.aclose()

    # ── doors ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _application(self) -> Starlette:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            await self.close()

        loopback, twilio, d7 = self._apis
        messages = "/2010-04-01/Accounts/{account}/Messages"
        return Starlette(
            lifespan=lifespan,
            routes=[
                self._sends("/send", loopback.send),
                self._sends(f"{messages}.json", twilio.send),
                self._sends("/messages/v1/send", d7.send),
                Route("/send/{id}", loopback.query),
                Route(f"{messages}/{{id}}.json", twilio.query),
                Route("/report/v1/message-log/{id}", d7.query),
                Route("/_fake/accepted", self._list),
                Route("/_fake/faults", self._arm, methods=["POST"]),
                Route("/_fake/texts", self._relay, methods=["POST"]),
            ],
        )

    def _sends(self, path: str, handler: Handler) -> Route:
        return Route(path, partial(self._send, handler), methods=["POST"])

    async def _send(self, handler: Handler, request: Request) -> Response:
        self.requests += 1
        fault, taken = self._faults.popleft() if self._faults else (None, True)
        response = await handler(request) if taken else Response()
        return await _fail(fault, request) if fault else response

    async def _list(self, request: Request) -> Response:
        """Tell another process what was taken, from `?after=` on."""
        accepted = [asdict(message) for message in self.accepted[int(request.query_params.get("after", "0")) :]]
        counts = {"total": len(self.accepted), "repeated": len(self.ledger.repeated), "requests": self.requests}
        return JSONResponse({"accepted": accepted} | counts)

    async def _arm(self, request: Request) -> Response:
        """Let another process have sends fail: `{"fault", "times", "taken"}`."""
        order = await request.json()
        self.fail(Fault(order["fault"]), times=order.get("times", 1), taken=order.get("taken", False))
        return JSONResponse({"armed": len(self._faults)})

    async def _relay(self, request: Request) -> Response:
        """Let another process be a customer: `{"from", "to", "text"}`."""
        order = await request.json()
        return JSONResponse({"status": await self.text(order["from"], order["to"], order["text"])})

    # ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, message: Accepted, key: str) -> None:
        known = self.ledger.find(key)
        self.ledger.take(message, key)
        if self._receipt and message.status_url and not known:
            post = asyncio.create_task(self._report(message, self._receipt, message.status_url))
            self._posts.add(post)
            post.add_done_callback(self._posts.discard)

    async def _report(self, message: Accepted, receipt: Sample, url: str) -> None:
        signed = self._sign(message.provider, receipt, url, message.sender, message.recipient, "", message.id)
        for attempt in range(RECEIPT_ATTEMPTS):
            async with self._slots:
                if httpx.codes.is_success(await self._post(signed)):
                    return
            await asyncio.sleep(RECEIPT_PAUSE_S * 2**attempt)
        self.receipts_given_up += 1

    async def _post(self, webhook: WebhookRequest) -> int:
        """Send a webhook and return the status of the answer, 0 if there was none."""
        try:
            answer = await self._client.post(webhook.url, content=webhook.body, headers=dict(webhook.headers))
        except httpx.TransportError:
            return 0
        return answer.status_code

    def _sign(
        self, provider: str, kind: Sample, url: str, sender: str, recipient: str, text: str, id: str
    ) -> WebhookRequest:
        return self._signers[provider].sample_webhook(
            kind, url=url, sender=sender, recipient=recipient, text=text, id=id, now=datetime.now(UTC)
        )


class _Torn(Response):
    """An answer that promises more than it sends, after which the server drops the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head and a bit of the body."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"id', "more_body": True})


async def _fail(fault: Fault, request: Request) -> Response:
    if fault is Fault.SILENCE:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response()
    failures: dict[Fault, Response] = {
        Fault.THROTTLED: JSONResponse({"code": 20429, "message": "Too Many Requests"}, 429, {"Retry-After": "1"}),
        Fault.ERROR: Response("Internal Server Error", 500),
        Fault.RESET: _Torn(),
        Fault.HTML: HTMLResponse("<html><body>Welcome!</body></html>"),
        Fault.REDIRECT: RedirectResponse("/elsewhere", 301),
    }
    return failures[fault]
