"""Documents from the web: bounded, only from public machines, only where robots.txt lets us, only when changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
from protego import Protego

from ingest.addresses import ForbiddenAddressError, Resolver, public_address
from ingest.deadline import Deadline
from ingest.reading.readers import SUFFIXES, suffix_of

AGENT = "mlops-advisor"
PAGE_BYTES = 16_000_000
ARCHIVE_BYTES = 400_000_000
_ROBOTS_BYTES = 500_000
_REDIRECTS = 5
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
# For all of a fetch, its redirects included.
_WHOLE_S = 600.0
ARCHIVE = ".tar.gz"
# What a server says of a page decides, unless it says no more than that it is text; then the address does.
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/x-rst": ".rst",
    "application/x-ipynb+json": ".ipynb",
    "application/gzip": ARCHIVE,
    "application/x-gzip": ARCHIVE,
    "application/x-tar": ARCHIVE,
}
_VAGUE = {"text/plain": ".txt", "application/octet-stream": "", "application/json": "", "": ""}


class FetchError(RuntimeError):
    """An address does not give a document; the message is the reason, without the address."""


class GoneError(FetchError):
    """There is nothing at the address any more (404, 410)."""


@dataclass(frozen=True)
class Fetched:
    """What an address gave. `suffix` names its kind; `write` hands its bytes on, piece by piece."""

    url: str
    suffix: str
    etag: str | None
    last_modified: str | None
    as_of: str
    pieces: Callable[[], Iterator[bytes]]

    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())


class Web:
    """A client that follows redirects itself, so that every address on the way is looked at."""

    def __init__(self, resolve: Resolver = public_address) -> None:
        self._client = httpx.Client(
            transport=_Pinned(resolve), timeout=_TIMEOUT, trust_env=False, headers={"User-Agent": AGENT}
        )
        self._robots: dict[str, Protego] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    @contextmanager
    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Iterator[Fetched | None]:
        """What is at the address, None where it is what it was (304); raises FetchError."""
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in asked.items() if value}
        with Deadline(_WHOLE_S) as deadline, self._answered(url, headers, deadline, allowed=self._allowed) as got:
            if got.status_code == httpx.codes.NOT_MODIFIED:
                yield None
                return
            if got.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
                raise GoneError(f"is gone (HTTP {got.status_code})")
            if got.status_code != httpx.codes.OK:
                raise FetchError(f"is refused (HTTP {got.status_code})")
            suffix = _suffix(got)
            limit = ARCHIVE_BYTES if suffix == ARCHIVE else PAGE_BYTES
            yield Fetched(
                str(got.url),
                suffix,
                got.headers.get("ETag"),
                got.headers.get("Last-Modified"),
                _day(got.headers.get("Last-Modified")),
                lambda: _bounded(got, limit, deadline),
            )

    @contextmanager
    def _answered(
        self, url: str, headers: dict[str, str], deadline: Deadline, *, allowed: Callable[[httpx.URL], None]
    ) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, its body still to be read."""
        try:
            here = httpx.URL(url)
            for _ in range(_REDIRECTS + 1):
                if here.scheme not in ("http", "https") or not here.host:
                    raise FetchError(f"leads to {here.scheme or 'no'}: only http and https are fetched")
                allowed(here)
                traced = {"trace": deadline.trace}
                with self._client.stream("GET", here, headers=headers, extensions=traced) as response:
                    if response.next_request is None:
                        yield response
                        return
                    here = response.next_request.url
        except (ForbiddenAddressError, OSError) as error:
            raise FetchError(f"cannot be reached ({error})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            _in_time(deadline)
            raise FetchError(f"does not answer ({error or type(error).__name__})") from error
        raise FetchError(f"redirects more than {_REDIRECTS} times")

    def _allowed(self, url: httpx.URL) -> None:
        """Raise FetchError where the host's robots.txt keeps us away, or does not say because it fails."""
        host = str(url.copy_with(path="/robots.txt", query=None, fragment=None))
        if host not in self._robots:
            with (
                Deadline(_WHOLE_S) as deadline,
                self._answered(host, {}, deadline, allowed=lambda _: None) as response,
            ):
                if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                    raise FetchError(f"may not be asked: robots.txt fails (HTTP {response.status_code})")
                there = response.status_code == httpx.codes.OK
                body = b"".join(_bounded(response, _ROBOTS_BYTES, deadline)) if there else b""
            self._robots[host] = Protego.parse(body.decode("utf-8", errors="replace"))
        if not self._robots[host].can_fetch(str(url), AGENT):
            raise FetchError("may not be fetched: robots.txt forbids it")


class _Pinned(httpx.HTTPTransport):
    """Resolves each host once and connects to the very address that was looked at; the certificate is still the
    name's."""

    def __init__(self, resolve: Resolver) -> None:
        # A connection is one request's own, which may be ended with it.
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))
        self._resolve = resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request to where its host leads."""
        host = request.url.host
        # Another request, since where a redirect leads is told by the address of this one.
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=self._resolve(host)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return super().handle_request(pinned)


def _bounded(response: httpx.Response, limit: int, deadline: Deadline) -> Iterator[bytes]:
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > limit:
            raise FetchError(f"is larger than {limit // 1_000_000} MB")
        yield piece
    # A body of no told length ends with its connection, whoever ended that.
    _in_time(deadline)


def _in_time(deadline: Deadline) -> None:
    if deadline.passed:
        raise FetchError(f"was not at its end after {_WHOLE_S:g} s")


def _suffix(response: httpx.Response) -> str:
    said = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    path = response.url.path
    if said in _VAGUE:
        suffix = suffix_of(path)
        if path.endswith((".tgz", ARCHIVE)):
            return ARCHIVE
        if suffix in SUFFIXES or _VAGUE[said]:
            return suffix if suffix in SUFFIXES else _VAGUE[said]
    if said not in _TYPES:
        raise FetchError(f"is of no kind that is read ({said or 'its type is not told'})")
    return _TYPES[said]


def _day(last_modified: str | None) -> str:
    """The day that a header tells, or today."""
    try:
        date = parsedate_to_datetime(last_modified) if last_modified else datetime.now(UTC)
    except ValueError:
        date = datetime.now(UTC)
    return date.date().isoformat()
