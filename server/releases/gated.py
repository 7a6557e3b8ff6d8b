"""How the last gate ended, for whoever watches: `<data_dir>/releases/gate.json`."""

from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from server.errors import AdvisorError
from server.schema import Wire


class Gated(Wire):
    """The end of one gate: `fallen` of the `compared` questions fell against the baseline."""

    at: AwareDatetime
    release: str
    baseline: str
    passed: bool
    compared: int
    fallen: int


def read_gated(data_dir: Path) -> Gated | None:
    """The last gate's end, None before the first; raises AdvisorError where the file is none of ours."""
    path = _path(data_dir)
    try:
        return Gated.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise AdvisorError(f"{path} is not what a gate writes: remove it") from error


def write_gated(data_dir: Path, gated: Gated) -> None:
    """Replace what the gate before it left."""
    path = _path(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(gated.model_dump_json(), "utf-8")
    fresh.replace(path)


def _path(data_dir: Path) -> Path:
    return data_dir / "releases" / "gate.json"
