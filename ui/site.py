"""The web application: the page with its looks, and headers that keep the browser on this host."""

import re

import gradio as gr
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.hosts import is_sent_here
from server.patience import BODY_S, in_time
from server.settings import UiSettings
from ui.app import TITLE, build_page
from ui.assets import asset
from ui.client import AdvisorClient

FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
IDLE_POLL_S = 0.02
# A page loads some sixty files, and the client traces what matters: the questions and the verdicts on answers.
_UNTRACED: TelemetryConfig = {"tracing": False, "operation_spans": False, "metrics": False, "logs": False}
# Gradio's page needs inline scripts and styles; nothing may be fetched from or sent to another host.
POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    b"base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


_ELSEWHERE = PlainTextResponse(
    "this chat is for its own machine, by the address 127.0.0.1 or localhost: to let others in, set ADVISOR_UI__HOST, "
    "or have the proxy in front of it send `Host: localhost`",
    421,
)


# What a page asks of Gradio: itself, what it is drawn with, and its queue. All else takes or gives files, or fetches.
_ASKED = re.compile(
    r"/|/(?:config|theme\.css|favicon\.ico|robots\.txt|manifest\.json|pwa_icon.*|(?:static|assets|svelte)/.*)/?"
    r"|/gradio_api/(?:info|startup-events|heartbeat/[^/]*|queue/(?:join|data|status)|run/predict|cancel|reset|app_id)/?"
)
# A conversation that the browser kept comes back whole to be opened: up to fifty answers with their sources.
MAX_BODY_BYTES = 2_000_000
_NOTHING = PlainTextResponse("the chat has nothing here: open /", 404)
_TOO_LARGE = PlainTextResponse(
    f"the body is larger than {MAX_BODY_BYTES} bytes: ask something shorter", 413, {"Connection": "close"}
)
_TOO_LATE = PlainTextResponse(f"the body did not come within {BODY_S} s: send it again", 408, {"Connection": "close"})


class Bounds:
    """Serves what the chat's page asks for and nothing else (404), with a body of at most `MAX_BODY_BYTES` (413) that
    comes in time (408): the chat asks nobody who they are, and Gradio would store what they upload."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _ASKED.fullmatch(scope["path"]):
            await _NOTHING(scope, receive, send)
            return
        receive = in_time(receive)
        body = bytearray()
        message: Message = {"type": "http.request", "more_body": True}
        while message.get("more_body", False):
            try:
                message = await receive()
            except TimeoutError:
                await _TOO_LATE(scope, receive, send)
                return
            if message["type"] == "http.disconnect":
                return
            body += message["body"]
            if len(body) > MAX_BODY_BYTES:
                await _TOO_LARGE(scope, receive, send)
                return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def read() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, read, send)


class LocalOnly:
    """Adds the headers to every response, and where `own` is true refuses what is sent by another name than this
    machine's (421); plain ASGI, so that streams pass through unbuffered."""

    def __init__(self, app: ASGIApp, *, own: bool) -> None:
        self._app = app
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        refused = self._own and scope["type"] == "http" and not is_sent_here(Headers(scope=scope).getlist("host"))
        await (_ELSEWHERE if refused else self._app)(scope, receive, send_with_headers)


def build_site(client: AdvisorClient, settings: UiSettings) -> FastAPI:
    """The ASGI application of the chat."""
    site = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None, telemetry=_UNTRACED)
    site.add_middleware(Bounds)
    site.add_middleware(LocalOnly, own=settings.is_own)
    page = build_page(client, settings.trace_url)
    gr.mount_gradio_app(
        site,
        page,
        path="/",
        footer_links=[],
        ssr_mode=False,
        max_file_size=1,
        app_kwargs={"telemetry": _UNTRACED},
        theme=gr.themes.Base(font=FONT, font_mono=MONO),
        head=f"<style>{asset('style.css')}{asset('tabs.css')}</style><script>{asset('citations.js')}{asset('preview.js')}</script>",
    )
    # Gradio looks for work every millisecond, which costs 7 % of a core while nobody asks anything.
    page._queue.sleep_when_free = IDLE_POLL_S
    return site
