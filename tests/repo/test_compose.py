"""The production files agree with the settings, with each other and with the compose specification."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement

from ingest.models import find_model
from server.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.gpu.yml").read_text("utf-8")
EXAMPLE = (ROOT / "deploy" / ".env.example").read_text("utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")
OURS = ("ingest", "api", "ui")


def _interpolated(node: Any) -> Any:
    """The parsed file as Docker Compose fills it in, with a key for every required variable."""
    if isinstance(node, dict):
        return {name: _interpolated(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_interpolated(value) for value in node]
    if isinstance(node, str):
        return VARIABLE.sub(lambda found: found[3] if found[2] == "-" else "k" * 32, node)
    return node


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = _interpolated(yaml.safe_load(COMPOSE))
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


def _settings(service: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a service, read from its environment as the program reads them."""
    for name, value in service.get("environment", {}).items():
        assert isinstance(value, str), f"{name} must be quoted"
        monkeypatch.setenv(name, value)
    return load_settings()


def _option(service: dict[str, Any], name: str) -> str:
    (value,) = [argument.partition("=")[2] for argument in service["command"] if argument.startswith(f"--{name}=")]
    return str(value)


def _ours(environment: dict[str, str]) -> set[str]:
    return {name for name in environment if name.startswith("ADVISOR_")}


def test_the_compose_file_follows_the_specification(compose: dict[str, Any]) -> None:
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    jsonschema.validate(compose, json.loads(schema.read_text("utf-8")), jsonschema.Draft7Validator)


def test_the_schema_would_notice_a_misspelt_key(compose: dict[str, Any]) -> None:
    schema = json.loads((files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text("utf-8"))
    wrong = {**compose, "services": {"api": {"image": "x:1", "helthcheck": {}}}}
    with pytest.raises(jsonschema.ValidationError, match="helthcheck"):
        jsonschema.validate(wrong, schema, jsonschema.Draft7Validator)


@pytest.mark.parametrize("name", OURS)
def test_every_setting_of_a_service_exists_and_parses(
    name: str, services: dict[str, Any], settings_names: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _ours(services[name]["environment"]) <= settings_names
    _settings(services[name], monkeypatch)


def test_the_api_asks_for_the_model_that_vllm_serves(services: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    llm = _settings(services["api"], monkeypatch).llm
    assert llm.model == _option(services["vllm"], "served-model-name") == _option(services["vllm"], "model")
    assert llm.context_window == int(_option(services["vllm"], "max-model-len"))
    assert "--enable-prefix-caching" in services["vllm"]["command"]
    assert json.loads(_option(services["vllm"], "default-chat-template-kwargs")) == {"enable_thinking": False}
    assert urlsplit(llm.base_url or "").netloc == f"vllm:{_option(services['vllm'], 'port')}"
    assert f"127.0.0.1:{_option(services['vllm'], 'port')}/health" in " ".join(services["vllm"]["healthcheck"]["test"])


def test_the_keys_of_both_sides_are_the_same_variable() -> None:
    raw = yaml.safe_load(COMPOSE)["services"]
    api = raw["api"]["environment"]
    assert api["ADVISOR_LLM__API_KEY"] == raw["vllm"]["environment"]["VLLM_API_KEY"]
    for name in ("api", "ingest"):
        key = raw[name]["environment"]["ADVISOR_QDRANT__API_KEY"]
        assert key == raw["qdrant"]["environment"]["QDRANT__SERVICE__API_KEY"]
    keys = [
        str(value)
        for service in raw.values()
        for name, value in service.get("environment", {}).items()
        if "KEY" in name or "TOKEN" in name
    ]
    assert keys
    assert all(key.startswith("${") for key in keys), "a key belongs into .env"


def test_the_chat_reaches_the_api_and_both_are_published_where_they_listen(
    services: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        api = _settings(services["api"], patched).api
    ui = _settings(services["ui"], monkeypatch).ui
    assert ui.api_url == f"http://api:{api.port}"
    defaults = Settings.model_fields
    assert services["api"]["ports"] == [f"127.0.0.1:{defaults['api'].default.port}:{api.port}"]
    assert services["ui"]["ports"] == [f"127.0.0.1:{defaults['ui'].default.port}:{ui.port}"]
    assert (api.host, ui.host) == ("0.0.0.0", "0.0.0.0")
    assert f"127.0.0.1:{api.port}/readyz" in " ".join(services["api"]["healthcheck"]["test"])
    assert f"127.0.0.1:{ui.port}/" in " ".join(services["ui"]["healthcheck"]["test"])


def test_the_index_is_built_where_the_api_searches(services: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        built = _settings(services["ingest"], patched)
    searched = _settings(services["api"], monkeypatch)
    assert built.qdrant == searched.qdrant
    assert built.embedding == searched.embedding
    assert urlsplit(searched.qdrant.url or "").netloc == "qdrant:6333"
    assert services["ingest"]["volumes"] == services["api"]["volumes"]
    find_model(searched.embedding.model)  # no embedding endpoint is configured, so it must run in process


def test_start_follows_health(services: dict[str, Any]) -> None:
    waits = {
        name: {other: wait["condition"] for other, wait in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }
    assert waits == {
        "vllm": {},
        "qdrant": {},
        "ingest": {"qdrant": "service_healthy"},
        "api": {"ingest": "service_completed_successfully", "vllm": "service_healthy"},
        "ui": {"api": "service_healthy"},
    }
    waited_for = {name for each in waits.values() for name, wait in each.items() if wait == "service_healthy"}
    assert waited_for <= {name for name, service in services.items() if "healthcheck" in service}


def test_the_card_is_reserved_for_vllm(services: dict[str, Any]) -> None:
    with_card = [name for name, service in services.items() if "deploy" in service]
    assert with_card == ["vllm"]
    (device,) = services["vllm"]["deploy"]["resources"]["reservations"]["devices"]
    assert device == {"driver": "nvidia", "count": 1, "capabilities": ["gpu"]}


def test_images_are_pinned_by_version(services: dict[str, Any], project: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in services.items()}
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", DOCKERFILE, re.MULTILINE)) | {"scratch"}
    bases = [base for base in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) if base not in stages]
    assert bases
    for image in (*images.values(), *bases):
        assert re.search(r":v?\d+\.\d+(\.\d+)?(-[\w.-]+)?$", image), f"{image} is not pinned by a version"
    assert {images[name] for name in OURS} == {f"mlops-advisor:{project['version']}"}
    (extra,) = [Requirement(line) for line in project["optional-dependencies"]["gpu"]]
    assert extra.specifier.contains(images["vllm"].partition(":v")[2])


def test_the_example_names_the_variables_that_compose_reads() -> None:
    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == {found[1] for found in VARIABLE.finditer(COMPOSE)}


def test_volumes_are_declared_and_used(compose: dict[str, Any], services: dict[str, Any]) -> None:
    used = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_the_image_holds_our_packages_the_locked_dependencies_and_no_root(project_packages: list[str]) -> None:
    copied = re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE)
    assert copied == project_packages
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    locks = ("requirements.lock", "requirements-dev.lock")
    assert {f"!{name}" for name in (*project_packages, *locks)} <= set(ignored)
    assert re.findall(r"--require-hashes -r (\S+)", DOCKERFILE) == list(locks)
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001"]
