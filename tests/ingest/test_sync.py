"""Upstream documentation from a real server on this machine, reached by an injected resolver; nothing else is."""

import gzip
import io
import socket
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.sources import Upstream
from ingest.adding import Wish
from ingest.addresses import ForbiddenAddressError, public_address
from ingest.library import Library
from ingest.offered import Report
from ingest.sync import add_address, sync
from ingest.web import Web

HOSTS = {"docs.example", "closed.example", "broken.example"}


@dataclass
class Page:
    """What the server gives for a path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A server whose pages a test changes; `asked` are the paths that were asked for."""

    pages: dict[str, Page]
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "docs.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site({})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            host = self.headers["Host"].partition(":")[0]
            page = served.pages.get(f"{host}{self.path}", served.pages.get(self.path, Page(status=404)))
            etag = page.headers.get("ETag")
            status = 304 if etag and self.headers.get("If-None-Match") == etag else page.status
            self.send_response(status)
            self.send_header("Content-Type", page.kind)
            self.send_header("Content-Length", str(len(page.body) if status != 304 else 0))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if status != 304:
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as opened:
        yield opened


def resolve(host: str) -> str:
    """This machine for the hosts of the tests; for every other one what is resolved for everybody."""
    return "127.0.0.1" if host in HOSTS else public_address(host)


def upstream(site: Site, *paths: str, tool: str = "DVC", host: str = "docs.example") -> Upstream:
    # The list in the repository holds addresses of https alone.
    pages = tuple(site.url(path, host) for path in paths)
    return Upstream.model_construct(
        tool=tool, title=f"{tool} docs", licence="MIT", schedule="weekly", pages=pages, archive=None, path="", url=None
    )


def synced(library: Library, *upstreams: Upstream, due_only: bool = False) -> list[Report]:
    with Web(resolve) as web:
        return list(sync(library, upstreams, web, due_only=due_only))


def test_pages_are_fetched_again_only_when_they_changed_and_leave_when_they_are_gone(
    site: Site, library: Library
) -> None:
    changed = {"ETag": '"1"', "Last-Modified": "Wed, 01 May 2024 10:00:00 GMT"}
    site.pages |= {
        "/a.html": Page(b"<h1>Kites</h1><p>They rise.</p>", headers=changed),
        "/b": Page(b"# Boats\n\nThey float.", "text/markdown"),
        "/old": Page(status=301, headers={"Location": "/b"}),
    }
    source = upstream(site, "/a.html", "/old")
    assert [report.lines() for report in synced(library, source)] == [["upstream-dvc: 2 added"]]
    files = {file.url: file for file, _ in library.files("upstream-dvc")}
    assert files[site.url("/a.html")].as_of == "2024-05-01"
    assert synced(library, source, due_only=True) == []  # a week has not passed
    assert synced(library, source)[0].lines() == ["upstream-dvc: 2 unchanged"]
    site.pages["/a.html"] = Page(b"<h1>Kites</h1><p>They fall.</p>", headers={"ETag": '"2"'})
    del site.pages["/b"]
    assert synced(library, source)[0].lines() == ["upstream-dvc: 1 changed, 1 removed"]
    (name,) = [file.name for file, _ in library.files("upstream-dvc")]
    assert [passage.text for passage, _ in library.passages("upstream-dvc", name)] == ["They fall."]


def test_a_source_is_due_after_its_schedule(site: Site, library: Library) -> None:
    site.pages["/a.html"] = Page(b"<p>One.</p>", headers={"ETag": '"1"'})
    source = upstream(site, "/a.html")
    synced(library, source)
    kept = library.source("upstream-dvc")
    assert kept is not None
    week_ago = datetime.now(UTC).date() - timedelta(days=7)
    library.put(kept.model_copy(update={"checked": week_ago.isoformat()}))
    assert [report.unchanged for report in synced(library, source, due_only=True)] == [1]
    assert synced(library, source, due_only=True) == []


def test_one_that_fails_is_told_kept_and_due_again_and_stops_no_other(site: Site, library: Library) -> None:
    site.pages |= {
        "/a.html": Page(b"<p>One.</p>"),
        "closed.example/robots.txt": Page(b"User-agent: *\nDisallow: /", "text/plain"),
        "broken.example/robots.txt": Page(status=503),
        "/film": Page(b"x", "video/mp4"),
        "/huge": Page(gzip.compress(b"a" * 17_000_000), headers={"Content-Encoding": "gzip"}),
        "/loop": Page(status=302, headers={"Location": "/loop"}),
        "/inside": Page(status=302, headers={"Location": "http://127.0.0.1:9/x"}),
        "/meta": Page(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"}),
        "/file": Page(status=302, headers={"Location": "file:///etc/passwd"}),
        "/denied": Page(status=403),
    }
    good = upstream(site, "/a.html")
    synced(library, good)
    site.pages["/a.html"] = Page(status=500)
    bad = ["/film", "/huge", "/loop", "/inside", "/meta", "/file", "/denied", "/none"]
    reports = synced(
        library,
        good,
        upstream(site, *bad, tool="Git"),
        upstream(site, "/a.html", tool="Jenkins", host="closed.example"),
        upstream(site, "/a.html", tool="Chef", host="broken.example"),
        upstream(site, "/a.html", tool="Puppet", host="localhost"),
    )
    reasons = [failed.reason for report in reports for failed in report.failed]
    for expected, reason in zip(
        ("refused (HTTP 500)", "of no kind", "larger than 16 MB", "redirects more than",
             "127.0.0.1, which is not",
         "169.254.169.254, which is not", "only http and https", "refused (HTTP 403)", "is gone", "robots.txt forbids",
         "robots.txt fails", "not on the public internet"),
        reasons,
        strict=True,
    ):  # fmt: skip
        assert expected in reason
    assert [source.id for source in library.sources()] == ["upstream-dvc"]
    (file, _), *_ = library.files("upstream-dvc")
    assert [passage.text for passage, _ in library.passages("upstream-dvc", file.name)] == ["One."]


def test_an_archive_is_read_below_its_path_and_never_written(site: Site, library: Library) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name in ("repo-main/docs/kites.md", "repo-main/docs/../../../evil.md", "repo-main/src/no.md"):
            member = tarfile.TarInfo(name)
            member.size, member.mtime = 12, 1_700_000_000
            archive.addfile(member, io.BytesIO(b"# Kites\nRise"))
        link = tarfile.TarInfo("repo-main/docs/link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    site.pages["/x.tar.gz"] = Page(packed.getvalue(), "application/gzip", headers={"ETag": '"1"'})
    source = Upstream.model_construct(
        tool="DVC", title="DVC docs", licence="MIT", schedule="weekly", pages=(), archive=site.url("/x.tar.gz"),
        path="docs", url="https://kites.example/docs",
    )  # fmt: skip
    (report,) = synced(library, source)
    assert (report.added, [failed.reason for failed in report.failed]) == (
        ["kites.md"],
        ["has a path out of the archive"],
    )
    (file, _), *_ = library.files("upstream-dvc")
    assert (file.url, file.as_of) == ("https://kites.example/docs/kites.md", "2023-11-14")
    assert synced(library, source)[0].lines() == ["upstream-dvc: 1 unchanged"]
    site.pages["/x.tar.gz"] = Page(b"\x1f\x8b torn", "application/gzip")
    (report,) = synced(library, source)
    assert "no archive that can be read" in report.failed[0].reason
    assert len(library.files("upstream-dvc")) == 1


def test_an_address_is_added_by_hand(site: Site, library: Library) -> None:
    site.pages["/guide"] = Page(b"<h1>Kites</h1><p>They rise.</p>")
    with Web(resolve) as web:
        report = add_address(library, site.url("/guide"), Wish(title="Guide", as_of="2024-01-01"), web)
        assert report.lines() == ["guide: 1 added"]
        (failed,) = add_address(library, site.url("/nowhere"), Wish(), web).failed
        assert (failed.name, failed.reason) == (site.url("/nowhere"), "is gone (HTTP 404)")
    (file, _), *_ = library.files("guide")
    assert (file.url, file.as_of) == (site.url("/guide"), "2024-01-01")


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.1 169.254.1.1 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1%eth0 fd00::1 ::ffff:8.8.8.8"
    " ::127.0.0.1 ::a00:1 64:ff9b::a00:1 64:ff9b:1::a00:1 fec0::1 ff02::1 100::1 5f00::1 4000::1 2001:0:7f00:1::"
    " 2001:db8::1 2002:7f00:1:: 3fff::1 192.0.0.8 192.88.99.1".split(),
)
def test_one_address_that_is_not_public_forbids_the_host(address: str) -> None:
    for public in ("93.184.216.34", "2606:4700::1111", "2a00:1450:4001:81b::200e", "2001:4860:4860::8888"):
        assert public_address("x", lambda _, found=public: [found]) == public
    with pytest.raises(ForbiddenAddressError, match="not on the public internet"):
        public_address("x", lambda _: ["93.184.216.34", address])


def test_a_name_is_resolved_once_and_connected_to_there(site: Site) -> None:
    site.pages["/a"] = Page(b"<p>One.</p>")
    answers = iter(["127.0.0.1", "127.0.0.1"])  # robots.txt and the page; a third time nobody asks
    with Web(lambda _: next(answers)) as web, web.get(site.url("/a", "rebinding.example")) as fetched:
        assert fetched is not None
        assert b"One." in fetched.content()
    assert next(answers, None) is None


@pytest.mark.parametrize("where", ["in the head", "in the body", "in a body of no told length"])
def test_what_comes_a_byte_at_a_time_has_an_end(where: str, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.web._WHOLE_S", 0.5)
    said = {
        "in the head": "HTTP/1.1 200 OK\r\nX-Long: ",
        "in the body": "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n",
        "in a body of no told length": "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n",
    }[where]

    def drip(asked: socket.socket) -> None:
        with asked, suppress(OSError):
            robots = b"robots.txt" in asked.recv(4096)
            asked.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" if robots else said.encode())
            while not robots:
                asked.sendall(b"a")
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://docs.example:{server.getsockname()[1]}/a"
        began = time.monotonic()
        with Web(resolve) as web:
            (failed,) = add_address(library, url, Wish(), web).failed
        assert failed.reason == "was not at its end after 0.5 s"
        assert time.monotonic() - began < 10
        server.shutdown(socket.SHUT_RDWR)  # what ends `accept`
