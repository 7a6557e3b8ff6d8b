"""The production files agree with the settings, with each other and with the compose specification."""

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement

from eval.settings import EvalSettings, load_eval_settings
from ingest.settings import PREFIX, SECRETS
from server.releases.gated import Gated, write_gated
from server.settings import Settings
from server.sizing.memory import CHUNK, size
from server.sizing.models import read_models
from tests.repo.compose_file import CARDS, COMPOSE, EXAMPLE, OPTIONAL, ROOT, mounted, option, variables_of

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
OURS = ("ingest", "api", "ui", "nightly")
# Nobody asks these how they are, and nobody waits for them.
MUTE = {"collector", "tempo"}


def _settings(service: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EvalSettings:
    """The settings of a service, read from its environment and its secrets as the program reads them."""
    for name, value in service.get("environment", {}).items():
        assert isinstance(value, str), f"{name} must be quoted"
        monkeypatch.setenv(name, value)
    for target, source in mounted(service).items():
        assert Path(target).parent == SECRETS
        (tmp_path / Path(target).name).write_text("" if source in OPTIONAL else "k" * 32, "utf-8")
    monkeypatch.setitem(EvalSettings.model_config, "secrets_dir", tmp_path)
    return load_eval_settings()


def _ours(environment: dict[str, str]) -> set[str]:
    return {name for name in environment if name.startswith(PREFIX)}


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
    name: str, services: dict[str, Any], settings_names: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _ours(services[name]["environment"]) <= settings_names
    assert _ours({Path(target).name: source for target, source in mounted(services[name]).items()}) <= settings_names
    _settings(services[name], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", ["api", "nightly"])
def test_what_is_narrated_by_is_what_vllm_serves(
    name: str, services: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(services[name], tmp_path, monkeypatch)
    vllm = services["vllm"]
    assert settings.llm.model == option(vllm, "served-model-name") == vllm["command"][0]
    assert settings.llm.context_window == int(option(vllm, "max-model-len"))
    assert urlsplit(settings.llm.base_url or "").netloc == f"vllm:{option(vllm, 'port')}"
    if name == "nightly":
        assert (settings.judge.base_url, settings.judge.model) == (settings.llm.base_url, settings.llm.model)


@pytest.mark.parametrize("name", ["ingest", "api"])
def test_the_index_is_built_and_searched_by_the_same_vectors(
    name: str, services: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(services[name], tmp_path, monkeypatch)
    served, known = services["embeddings"], read_models().embedding
    assert settings.embedding.model == option(served, "served-model-name") == served["command"][0] == known.name
    assert settings.embedding.dimensions == known.hidden
    assert urlsplit(settings.embedding.base_url or "").netloc == f"embeddings:{option(served, 'port')}"
    assert urlsplit(settings.qdrant.url or "").netloc == "qdrant:6333"
    assert "advisor:/data" in services[name]["volumes"]


def test_the_api_reads_where_the_night_writes_how_it_ended(
    services: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = set(services["api"]["volumes"]) & set(services["nightly"]["volumes"])
    assert shared == {"gate:/data/gate"}
    ended = Gated(at=datetime.now(UTC), release="a", baseline="b", passed=False, compared=1, fallen=1)
    night = _settings(services["nightly"], tmp_path, monkeypatch).model_copy(update={"data_dir": tmp_path / "data"})
    write_gated(night, ended)
    (written,) = (path for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert written.parent == tmp_path / "data" / "gate"
    assert "--owner=advisor --group=advisor /data /data/gate\n" in DOCKERFILE  # else a new volume is root's


def test_vllm_is_told_what_the_sizing_reckons_with(services: dict[str, Any]) -> None:
    for name in ("vllm", "embeddings"):
        assert int(option(services[name], "max-num-batched-tokens")) == CHUNK
        health = " ".join(services[name]["healthcheck"]["test"])
        assert f"127.0.0.1:{option(services[name], 'port')}/health" in health
    assert {"--enable-prefix-caching", "--enable-chunked-prefill"} <= set(services["vllm"]["command"])
    assert {"--runner=pooling", "--dtype=float32"} <= set(services["embeddings"]["command"])
    assert json.loads(option(services["vllm"], "default-chat-template-kwargs")) == {"enable_thinking": False}


@pytest.mark.parametrize("endpoint", ["", "http://collector:4318"])
@pytest.mark.parametrize("name", ["vllm", "embeddings"])
def test_vllm_starts_with_its_key_and_traces_where_somebody_collects_them(
    name: str, endpoint: str, services: dict[str, Any], tmp_path: Path
) -> None:
    stand_in = tmp_path / "vllm"
    stand_in.write_text('#!/bin/sh\necho "$VLLM_API_KEY"\nprintf "%s\\n" "$@"\n', "utf-8")
    stand_in.chmod(0o755)
    (tmp_path / "key").write_text("k e y", "utf-8")
    script = [part.replace("/run/secrets/vllm_api_key", str(tmp_path / "key")) for part in services[name]["entrypoint"]]
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}
    command = services[name]["command"]
    ran = subprocess.run([*script, *command], env=environ, capture_output=True, text=True, check=True, timeout=10)
    traced = [f"--otlp-traces-endpoint={endpoint}/v1/traces"] if endpoint else []
    assert ran.stdout.splitlines() == ["k e y", "serve", *command, *traced]


def test_whoever_deploys_can_pin_the_weights(services: dict[str, Any]) -> None:
    told = variables_of(EXAMPLE)
    for name, variable in (("vllm", "LLM_REVISION"), ("embeddings", "EMBEDDING_REVISION")):
        assert option(services[name], "revision") == told[variable]
        assert f"--revision=${{{variable}:-" in COMPOSE


def test_the_keys_of_both_sides_are_the_same_file(services: dict[str, Any]) -> None:
    for name in OURS:
        found = mounted(services[name])
        for variable, source in {
            "ADVISOR_LLM__API_KEY": "vllm_api_key",
            "ADVISOR_JUDGE__API_KEY": "vllm_api_key",
            "ADVISOR_EMBEDDING__API_KEY": "vllm_api_key",
            "ADVISOR_QDRANT__API_KEY": "qdrant_api_key" if name == "ingest" else "qdrant_read_only_api_key",
            "ADVISOR_UI__API_KEY": "chat_api_key",
        }.items():
            assert found.get(str(SECRETS / variable), source) == source
    assert "vllm_api_key" in mounted(services["vllm"]).values()
    assert {"qdrant_api_key", "qdrant_read_only_api_key"} == {*mounted(services["qdrant"]).values()}


def test_ingest_alone_may_write_the_index(
    services: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = {name for name, service in services.items() if "qdrant_api_key" in mounted(service).values()}
    assert who == {"qdrant", "ingest"}
    for name in ("ingest", "api"):
        with monkeypatch.context() as patched:
            assert _settings(services[name], tmp_path, patched).qdrant.read_only is (name == "api")


def test_qdrant_starts_with_both_keys(services: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "entrypoint.sh").write_text("#!/bin/sh\nenv | grep ^QDRANT__SERVICE | sort\n", "utf-8")
    (tmp_path / "entrypoint.sh").chmod(0o755)
    for name in ("qdrant_api_key", "qdrant_read_only_api_key"):
        (tmp_path / name).write_text(f"of {name}", "utf-8")
    script = [part.replace("/run/secrets", str(tmp_path)) for part in services["qdrant"]["entrypoint"]]
    ran = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=10)
    assert ran.stdout.splitlines() == [
        "QDRANT__SERVICE__API_KEY=of qdrant_api_key",
        "QDRANT__SERVICE__READ_ONLY_API_KEY=of qdrant_read_only_api_key",
    ]


def test_no_key_of_a_mapping_stands_twice() -> None:
    """Docker Compose refuses a file where one does."""

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        assert len(names) == len({*names}), names
        loader.flatten_mapping(node)
        return dict(loader.construct_pairs(node, deep=True))

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    yaml.load(COMPOSE, Strict)


def test_no_secret_is_in_an_environment(services: dict[str, Any], defaults: dict[str, Any]) -> None:
    secret = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|WEBHOOK|HISTORY_URL)$")
    for name, service in services.items():
        assert not [variable for variable in service.get("environment", {}) if secret.search(variable)], name
    assert [name for name in defaults if secret.search(name)], "the search would find none"


def test_the_chat_reaches_the_api_and_what_is_published_is_on_this_machine(
    services: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        api = _settings(services["api"], tmp_path, patched).api
    ui = _settings(services["ui"], tmp_path, monkeypatch).ui
    assert ui.api_url == f"http://api:{api.port}"
    defaults = Settings.model_fields
    assert services["api"]["ports"] == [f"127.0.0.1:{defaults['api'].default.port}:{api.port}"]
    assert services["ui"]["ports"] == [f"127.0.0.1:{defaults['ui'].default.port}:{ui.port}"]
    assert (api.host, ui.host) == ("0.0.0.0", "0.0.0.0")
    assert f"127.0.0.1:{api.port}/readyz" in " ".join(services["api"]["healthcheck"]["test"])
    assert f"127.0.0.1:{ui.port}/" in " ".join(services["ui"]["healthcheck"]["test"])
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert len(published) == len({*published}) == 3


def test_start_follows_health(services: dict[str, Any]) -> None:
    waits = {
        name: {other: wait["condition"] for other, wait in service["depends_on"].items()}
        for name, service in services.items()
        if isinstance(service.get("depends_on"), dict)
    }
    assert waits == {
        "vllm": {"embeddings": "service_healthy"},
        "ingest": {"qdrant": "service_healthy", "embeddings": "service_healthy"},
        "api": {"ingest": "service_completed_successfully", "vllm": "service_healthy"},
        "ui": {"api": "service_healthy"},
        "nightly": {"vllm": "service_healthy", "postgres": "service_healthy"},
        "grafana": {"prometheus": "service_healthy"},
    }
    without = {name for name, service in services.items() if "healthcheck" not in service}
    assert without == MUTE | {"ingest", "nightly"}  # these two end


def test_what_writes_or_answers_may_end_what_it_is_at(
    services: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Docker kills after ten seconds otherwise."""
    patience = {
        name: service["stop_grace_period"] for name, service in services.items() if "stop_grace_period" in service
    }
    assert patience.keys() == {"qdrant", "postgres", "api"}
    assert int(patience["api"].removesuffix("s")) > _settings(services["api"], tmp_path, monkeypatch).llm.narration_s


def test_every_service_is_confined(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"cpus", "memory"} <= service["deploy"]["resources"]["limits"].keys(), name
        assert "privileged" not in service, name
        assert service.get("user") not in ("root", "0", "0:0"), name


def test_the_card_is_shared_by_two(services: dict[str, Any]) -> None:
    reserved = {name: service["deploy"]["resources"].get("reservations") for name, service in services.items()}
    assert [name for name, what in reserved.items() if what] == ["embeddings", "vllm"]
    for name in ("embeddings", "vllm"):
        assert reserved[name] == {"devices": [{"driver": "nvidia", "count": 1, "capabilities": ["gpu"]}]}
    shares = [float(option(services[name], "gpu-memory-utilization")) for name in ("embeddings", "vllm")]
    assert sum(shares) == pytest.approx(0.92)
    # Told and not measured: after a reboot both start at once.
    cache, sized = int(option(services["vllm"], "kv-cache-memory-bytes")), size(CARDS[0], read_models())
    assert 0 < cache == sized.kv_bytes <= sized.kv_cache


def test_what_only_watches_is_in_a_profile(services: dict[str, Any]) -> None:
    profiles = {name: service["profiles"] for name, service in services.items() if "profiles" in service}
    observing = {name: ["observe"] for name in ("collector", "tempo", "prometheus", "alertmanager", "grafana")}
    assert profiles == observing | {name: ["nightly"] for name in ("nightly", "postgres")}
    # What `up` is told to start is what goes on running: the evaluation ends, and each `up` would begin it again.
    offered = {name for (name,) in profiles.values() if f"{name} (" in EXAMPLE}
    assert offered == {"observe"}


def test_images_are_pinned_by_version(services: dict[str, Any], project: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in services.items()}
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", DOCKERFILE, re.MULTILINE)) | {"scratch"}
    bases = [base for base in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) if base not in stages]
    assert bases
    for image in (*images.values(), *bases):
        assert re.search(r":v?\d+\.\d+(\.\d+)?(-[\w.-]+)?$", image), f"{image} is not pinned by a version"
    version = project["version"]
    assert {images[name] for name in OURS} == {f"mlops-advisor:{version}", f"mlops-advisor-nightly:{version}"}
    assert images["nightly"].startswith("mlops-advisor-nightly")
    assert services["nightly"]["build"]["target"] in stages
    (extra,) = [Requirement(line) for line in project["optional-dependencies"]["gpu"]]
    assert extra.specifier.contains(images["vllm"].partition(":v")[2])


def test_volumes_are_declared_and_used_and_files_are_there(compose: dict[str, Any], services: dict[str, Any]) -> None:
    used = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    files = {each for each in used if each.startswith("./")}
    assert used - files == set(compose["volumes"])
    assert not [each for each in files if not (ROOT / each).exists()]


def test_the_image_holds_our_packages_the_locked_dependencies_and_no_root(project_packages: list[str]) -> None:
    copied = re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE)
    assert copied == project_packages
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    locks = ("requirements.lock", "requirements-dev.lock", "deploy/router/requirements.lock")
    assert {f"!{name}" for name in (*project_packages, *locks)} <= set(ignored)
    assert re.findall(r"--require-hashes -r (\S+)", DOCKERFILE) == [*locks[:2], "router.lock"]
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001"] * 2
    locked = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", (ROOT / locks[0]).read_text("utf-8"), re.MULTILINE)
    assert "torch" not in locked
    told = re.search(r"CycloneDX, (\d+) packages", (ROOT / "docs" / "production.md").read_text("utf-8"))
    assert told
    assert int(told[1]) == len(locked)
