"""The manifests as kustomize renders them: valid, confined, and in step with the settings and the compose file."""

import copy
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import kubernetes_validate
import pytest
import yaml
from prometheus_client import generate_latest

from eval.settings import EvalSettings, load_eval_settings
from ingest.__main__ import FAILURE, USAGE
from ingest.models import find_model
from server.metering.meters import Meters
from server.serving import grace_s
from server.sizing.memory import CHUNK, CONCURRENCY, size
from server.sizing.models import read_models

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "k8s"
KUBERNETES = "1.37"
Manifest = dict[str, Any]
SECRET = "mlops-advisor"


def exactly(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """A schema of an object with these properties and no other."""
    return {
        "type": "object",
        "properties": required | optional,
        "required": sorted(required),
        "additionalProperties": False,
    }


# As much as is used of what operators define, whose kinds Kubernetes itself does not know.
LABELS = {"type": "object", "additionalProperties": {"type": "string"}}
HEAD = {
    "apiVersion": {"type": "string"},
    "kind": {"type": "string"},
    "metadata": exactly({"name": {"type": "string"}}, labels=LABELS, namespace={"type": "string"}),
}
COUNT = {"type": "integer", "minimum": 1}
PROMETHEUS = {
    "type": {"const": "prometheus"},
    "metricType": {"enum": ["AverageValue", "Value"]},
    "metadata": exactly(
        {
            "serverAddress": {"type": "string", "format": "uri"},
            "query": {"type": "string"},
            "threshold": {"type": "string", "pattern": r"^\d+$"},
        },
        ignoreNullValues={"enum": ["true", "false"]},
    ),
}
CPU = {
    "type": {"const": "cpu"},
    "metricType": {"enum": ["Utilization", "AverageValue"]},
    "metadata": exactly({"value": {"type": "string", "pattern": r"^\d+$"}}),
}
FALLBACK = {
    "failureThreshold": COUNT,
    "replicas": COUNT,
    "behavior": {"enum": ["static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower"]},
}
SCALED = exactly(
    {
        "scaleTargetRef": exactly({"name": {"type": "string"}}),
        "minReplicaCount": COUNT,
        "maxReplicaCount": COUNT,
        "fallback": exactly(FALLBACK),
        "advanced": exactly({"horizontalPodAutoscalerConfig": exactly({"behavior": {"type": "object"}})}),
        "triggers": {"type": "array", "minItems": 1, "items": {"oneOf": [exactly(PROMETHEUS), exactly(CPU)]}},
    }
)
CREDENTIALS = exactly({"name": {"type": "string"}, "key": {"type": "string"}})
TEXT = {"type": "string"}
ENDPOINT = exactly(
    {
        "port": TEXT,
        "path": {"type": "string", "pattern": "^/"},
        "interval": {"type": "string", "pattern": r"^\d+s$"},
        "relabelings": {"type": "array", "items": exactly({"targetLabel": TEXT, "replacement": TEXT})},
    },
    authorization=exactly({"credentials": CREDENTIALS}),
)
MONITORED = exactly(
    {
        "selector": exactly({"matchLabels": LABELS}),
        "podMetricsEndpoints": {"type": "array", "minItems": 1, "items": ENDPOINT},
    }
)
RECORD = exactly({"record": TEXT, "expr": TEXT})
ALERT = exactly({"alert": TEXT, "expr": TEXT, "labels": LABELS, "annotations": LABELS}, **{"for": TEXT})
GROUP = exactly({"name": TEXT, "rules": {"type": "array", "items": {"oneOf": [RECORD, ALERT]}}})
OF_OPERATORS = {
    "keda.sh/v1alpha1 ScaledObject": exactly(HEAD | {"spec": SCALED}),
    "traefik.io/v1alpha1 Middleware": exactly(
        HEAD | {"spec": exactly({"forwardAuth": exactly({"address": {"type": "string", "format": "uri"}})})}
    ),
    "monitoring.coreos.com/v1 PodMonitor": exactly(HEAD | {"spec": MONITORED}),
    "monitoring.coreos.com/v1 PrometheusRule": exactly(
        HEAD | {"spec": exactly({"groups": {"type": "array", "items": GROUP}})}
    ),
}
DENIED = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}


@pytest.fixture(scope="module", params=["base", "overlays/production"])
def manifests(request: pytest.FixtureRequest) -> list[Manifest]:
    return rendered(request.param)


@pytest.fixture(scope="module")
def production() -> list[Manifest]:
    return rendered("overlays/production")


def rendered(folder: str) -> list[Manifest]:
    if shutil.which("kubectl") is None:
        pytest.skip("no kubectl on this machine: install it to render the manifests")
    done = subprocess.run(["kubectl", "kustomize", str(FOLDER / folder)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return list(yaml.safe_load_all(done.stdout))


def one(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    (found,) = (each for each in manifests if (each["kind"], each["metadata"]["name"]) == (kind, name))
    return found


def templates(manifests: list[Manifest]) -> dict[str, Manifest]:
    """The pod template of each workload, by its name."""
    found = {}
    for each in manifests:
        spec = each.get("spec", {})
        if each["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        if "template" in spec:
            found[each["metadata"]["name"]] = spec["template"]
    return found


def containers(template: Manifest) -> list[Manifest]:
    return [*template["spec"].get("initContainers", ()), *template["spec"]["containers"]]


def container(manifests: list[Manifest], name: str) -> Manifest:
    (found,) = (each for each in templates(manifests)[name]["spec"]["containers"])
    assert isinstance(found, dict)
    return found


def argument(vllm: Manifest, name: str) -> str:
    (value,) = [each.partition("=")[2] for each in vllm["args"] if each.startswith(f"--{name}=")]
    return str(value)


def environment(manifests: list[Manifest], name: str) -> dict[str, str]:
    """What the container of a workload reads, with the name of its key for each secret."""
    found: dict[str, str] = {}
    for source in container(manifests, name).get("envFrom", ()):
        if "configMapRef" in source:
            found |= one(manifests, "ConfigMap", source["configMapRef"]["name"])["data"]
    for variable in container(manifests, name).get("env", ()):
        source = variable.get("valueFrom", {})
        if "configMapKeyRef" in source:
            data = one(manifests, "ConfigMap", source["configMapKeyRef"]["name"])["data"]
            found[variable["name"]] = data[source["configMapKeyRef"]["key"]]
        else:
            found[variable["name"]] = variable.get("value") or source["secretKeyRef"]["key"]
    return found


def settings(manifests: list[Manifest], name: str, monkeypatch: pytest.MonkeyPatch) -> EvalSettings:
    secrets = {"chat-api-key": "k" * 32, "database-url": "postgresql://x", "slack-bot-token": "-".join(("xoxb", "x"))}
    with monkeypatch.context() as patched:
        for variable, value in environment(manifests, name).items():
            patched.setenv(variable, secrets.get(value, value))
        return load_eval_settings()


def violations(manifests: list[Manifest]) -> Iterator[str]:
    """What a pod may not be on this cluster."""
    for name, template in templates(manifests).items():
        pod = template["spec"]
        confined = pod.get("securityContext", {})
        if not confined.get("runAsNonRoot") or not confined.get("runAsUser"):
            yield f"{name} may be root"
        if confined.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{name} may make any system call"
        if pod.get("automountServiceAccountToken") is not False:
            yield f"{name} has a token of the cluster"
        volumes = {volume["name"] for volume in pod.get("volumes", ())}
        volumes |= {"storage", "snapshots"} if name == "qdrant" else set()
        mounted = {mount["name"] for each in containers(template) for mount in each.get("volumeMounts", ())}
        if mounted != volumes:
            yield f"{name} mounts {mounted} of {volumes}"
        for each in containers(template):
            if each.get("securityContext") != DENIED:
                yield f"{each['name']} of {name} is not confined"
            requests, limits = (each.get("resources", {}).get(kind, {}) for kind in ("requests", "limits"))
            if not {"cpu", "memory"} <= requests.keys() or "memory" not in limits:
                yield f"{each['name']} of {name} has no bounds"
            if not re.search(r":v?\d+\.\d+\.\d+(-[\w.]+)?$", each["image"]):
                yield f"{each['name']} of {name} is not pinned by a version"
        if pod.get("restartPolicy") != "Never":
            for each in pod["containers"]:
                missing = {"readinessProbe", "livenessProbe"} - each.keys()
                if missing:
                    yield f"{each['name']} of {name} has no {missing}"


def test_kubernetes_accepts_them(manifests: list[Manifest]) -> None:
    assert len(manifests) > 20
    for manifest in manifests:
        known = OF_OPERATORS.get(f"{manifest['apiVersion']} {manifest['kind']}")
        if known is None:
            kubernetes_validate.validate(manifest, KUBERNETES, strict=True)
        else:
            jsonschema.validate(manifest, known)
    wrong = copy.deepcopy(one(manifests, "Deployment", "api"))
    wrong["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError, match="readynessProbe"):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_every_pod_is_confined_bounded_pinned_and_watched(manifests: list[Manifest]) -> None:
    assert templates(manifests).keys() == {"api", "ui", "qdrant", "vllm", "router", "sync", "mlops-advisor-nightly"}
    assert list(violations(manifests)) == []


def test_a_qdrant_that_is_away_takes_no_api_out_of_service(manifests: list[Manifest]) -> None:
    (api,) = one(manifests, "Deployment", "api")["spec"]["template"]["spec"]["containers"]
    probes = {each: api[each]["httpGet"]["path"] for each in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert probes == {"startupProbe": "/readyz", "readinessProbe": "/healthz", "livenessProbe": "/healthz"}


def test_the_namespace_refuses_what_is_not_confined(production: list[Manifest]) -> None:
    (namespace,) = (each["metadata"] for each in production if each["kind"] == "Namespace")
    assert namespace["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert {each["metadata"].get("namespace") for each in production} == {None, namespace["name"]}


def test_the_rules_would_notice(production: list[Manifest]) -> None:
    wrong = copy.deepcopy(production)
    api, vllm = (templates(wrong)[name]["spec"] for name in ("api", "vllm"))
    api["securityContext"]["runAsNonRoot"] = False
    api["containers"][0]["image"] = "mlops-advisor:latest"
    del api["containers"][0]["readinessProbe"]
    vllm["containers"][0]["securityContext"]["readOnlyRootFilesystem"] = False
    del vllm["containers"][0]["resources"]["limits"]["memory"]
    vllm["volumes"].pop()
    assert len(list(violations(wrong))) == 6


def test_what_selects_pods_selects_some(manifests: list[Manifest]) -> None:
    labels = [template["metadata"]["labels"] for template in templates(manifests).values()]
    for each in manifests:
        spec = each.get("spec", {})
        if each["kind"] == "Service":
            selector = spec["selector"]
        elif each["kind"] in ("PodDisruptionBudget", "Deployment", "StatefulSet", "PodMonitor"):
            selector = spec["selector"]["matchLabels"]
        elif each["kind"] == "NetworkPolicy":
            selector = spec["podSelector"].get("matchLabels", {})
        else:
            continue
        assert any(selector.items() <= found.items() for found in labels), each["metadata"]["name"]


def test_one_scales_the_api_and_nobody_else_says_how_many(
    manifests: list[Manifest], production: list[Manifest]
) -> None:
    scaling = [each for each in manifests if each["kind"] in ("HorizontalPodAutoscaler", "ScaledObject")]
    (scaled,) = (each["spec"] for each in scaling)
    assert scaled["scaleTargetRef"]["name"] == "api"
    assert "replicas" not in one(manifests, "Deployment", "api")["spec"]
    by_cpu = one(rendered("base"), "HorizontalPodAutoscaler", "api")["spec"]
    by_requests = one(production, "ScaledObject", "api")["spec"]
    assert (by_cpu["minReplicas"], by_cpu["maxReplicas"]) == (2, 8)
    assert (by_requests["minReplicaCount"], by_requests["maxReplicaCount"]) == (2, 8)
    assert by_requests["advanced"]["horizontalPodAutoscalerConfig"]["behavior"] == by_cpu["behavior"]
    assert 2 < by_requests["fallback"]["replicas"] <= 8
    (cpu,) = (trigger["metadata"] for trigger in by_requests["triggers"] if trigger["type"] == "cpu")
    assert int(cpu["value"]) == by_cpu["metrics"][0]["resource"]["target"]["averageUtilization"]


def test_the_api_scales_by_a_metric_that_it_has_and_that_prometheus_may_read(production: list[Manifest]) -> None:
    (asked,) = (
        trigger["metadata"]
        for trigger in one(production, "ScaledObject", "api")["spec"]["triggers"]
        if trigger["type"] == "prometheus"
    )
    parts = re.fullmatch(r'sum\((\w+)\{namespace="([\w-]+)"\}\)', asked["query"])
    assert parts is not None
    assert f"# TYPE {parts[1]} gauge" in generate_latest(Meters().registry).decode()
    assert {each["metadata"]["namespace"] for each in production if each["kind"] != "Namespace"} == {parts[2]}
    assert int(asked["threshold"]) == CONCURRENCY
    assert asked["ignoreNullValues"] == "false"  # else no pod that is read would count as no question
    (rule,) = one(production, "NetworkPolicy", "metrics")["spec"]["ingress"]
    (peer,) = rule["from"]
    namespace = peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
    assert urlsplit(asked["serverAddress"]).netloc == f"prometheus-operated.{namespace}.svc:9090"


def test_prometheus_reads_under_the_names_that_the_rules_know(production: list[Manifest]) -> None:
    policy = one(production, "NetworkPolicy", "metrics")["spec"]
    (rule,) = policy["ingress"]
    (who,) = policy["podSelector"]["matchExpressions"]
    jobs = {}
    for each in production:
        if each["kind"] != "PodMonitor":
            continue
        (name, template), *others = (
            (name, template)
            for name, template in templates(production).items()
            if each["spec"]["selector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
        )
        assert not others
        (endpoint,) = each["spec"]["podMetricsEndpoints"]
        (port,) = (port for port in container(production, name)["ports"] if port["name"] == endpoint["port"])
        assert {"port": port["containerPort"]} in rule["ports"]
        assert template["metadata"]["labels"][who["key"]] in who["values"]
        (job,) = endpoint["relabelings"]
        assert job["targetLabel"] == "job"
        jobs[job["replacement"]] = endpoint.get("authorization", {}).get("credentials")
    scraped = yaml.safe_load((ROOT / "deploy" / "compose" / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
    # One server on one host needs no router.
    assert {name: key is not None for name, key in jobs.items()} == {"router": False} | {
        job["job_name"]: "authorization" in job for job in scraped
    }
    told = (ROOT / "docs" / "production-cluster.md").read_text("utf-8")
    for credentials in filter(None, jobs.values()):
        assert f"secret generic {credentials['name']}" in told
        assert f"--from-literal={credentials['key']}=" in told


def test_the_operator_alerts_by_the_same_rules() -> None:
    written = subprocess.run([ROOT / "deploy" / "prometheus" / "operator"], capture_output=True, text=True, timeout=30)
    assert (FOLDER / "components" / "observe" / "rules.yaml").read_text("utf-8") == written.stdout
    files = (ROOT / "deploy" / "prometheus" / f"{name}.rules.yml" for name in ("targets", "alerts"))
    groups = [group for file in files for group in yaml.safe_load(file.read_text("utf-8"))["groups"]]
    assert one(rendered("overlays/production"), "PrometheusRule", "advisor")["spec"]["groups"] == groups


@pytest.mark.parametrize("name", ["api", "ui", "sync", "mlops-advisor-nightly"])
def test_every_setting_exists_and_parses(
    name: str, manifests: list[Manifest], settings_names: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = {variable for variable in environment(manifests, name) if variable.startswith("ADVISOR_")}
    assert ours
    assert ours <= settings_names
    settings(manifests, name, monkeypatch)


def test_what_is_secret_stands_in_no_manifest(manifests: list[Manifest]) -> None:
    references = []
    for name in ("api", "ui", "qdrant", "vllm", "sync", "mlops-advisor-nightly"):
        for variable in container(manifests, name)["env"]:
            secret = re.search(r"KEY|TOKEN$|SECRET|DATABASE__URL", variable["name"])
            assert bool(secret) is ("secretKeyRef" in variable.get("valueFrom", {})), variable["name"]
            if secret:
                references.append(variable["valueFrom"]["secretKeyRef"])
    assert {reference["name"] for reference in references} == {SECRET}
    told = (ROOT / "docs" / "production-cluster.md").read_text("utf-8")
    assert {key for key in {reference["key"] for reference in references} if f"`{key}`" not in told} == set()


@pytest.mark.parametrize(("folder", "gb"), [("base", 24), ("overlays/production", 80)])
def test_vllm_is_told_what_its_card_bears(folder: str, gb: int) -> None:
    vllm, sized = container(rendered(folder), "vllm"), size(gb, read_models())
    assert vllm["args"][0] == sized.llm.name
    told = {name: int(argument(vllm, name)) for name in ("max-model-len", "max-num-seqs", "max-num-batched-tokens")}
    assert told == {
        "max-model-len": sized.context,
        "max-num-seqs": sized.sequences,
        "max-num-batched-tokens": CHUNK,
    }
    assert argument(vllm, "tensor-parallel-size") == "1"  # for one card it was sized
    assert "--enable-chunked-prefill" in vllm["args"]


def test_the_night_asks_the_llm_that_is_served(manifests: list[Manifest], monkeypatch: pytest.MonkeyPatch) -> None:
    api, night = (settings(manifests, name, monkeypatch) for name in ("api", "mlops-advisor-nightly"))
    assert night.llm == api.llm
    assert (night.judge.base_url, night.judge.model) == (api.llm.base_url, api.llm.model)
    assert night.judge.api_key == night.llm.api_key
    assert night.qdrant.url is None
    assert night.database == api.database  # where the API reads how it ended


def test_both_sides_of_each_connection_agree(manifests: list[Manifest], monkeypatch: pytest.MonkeyPatch) -> None:
    api, ui, sync = (settings(manifests, name, monkeypatch) for name in ("api", "ui", "sync"))
    vllm = container(manifests, "vllm")
    assert api.llm.model == argument(vllm, "served-model-name") == vllm["args"][0]
    assert api.llm.context_window == int(argument(vllm, "max-model-len"))
    assert json.loads(argument(vllm, "default-chat-template-kwargs")) == {"enable_thinking": False}
    assert argument(vllm, "tensor-parallel-size") == vllm["resources"]["limits"]["nvidia.com/gpu"]
    assert (api.qdrant.url, api.qdrant.collection) == (sync.qdrant.url, sync.qdrant.collection)
    assert (api.qdrant.read_only, sync.qdrant.read_only) == (True, False)  # the documents are with `sync`
    server = environment(manifests, "qdrant")
    for key, variable in ((sync.qdrant.api_key, "API_KEY"), (api.qdrant.api_key, "READ_ONLY_API_KEY")):
        assert key is not None
        assert key.get_secret_value() == server[f"QDRANT__SERVICE__{variable}"]
    assert api.qdrant.api_key != sync.qdrant.api_key
    assert api.embedding == sync.embedding
    find_model(api.embedding.model)  # no endpoint is named, so it must run in process
    assert api.database.url is not None
    for url, name in ((api.qdrant.url, "qdrant"), (api.llm.base_url, "router"), (ui.api_url, "api")):
        (port,) = one(manifests, "Service", name)["spec"]["ports"]
        assert urlsplit(url or "").netloc == f"{name}:{port['port']}"
        ports = {each["name"]: each["containerPort"] for each in container(manifests, name)["ports"]}
        assert ports[port["targetPort"]] == port["port"]
    assert (api.api.port, ui.ui.port) == (8000, 7860)
    assert api.api.asks_for_keys


def test_a_pod_that_is_told_to_end_has_time_for_the_longest_answer(
    manifests: list[Manifest], services: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = grace_s(settings(manifests, "api", monkeypatch))
    api = container(manifests, "api")
    _, before = api["lifecycle"]["preStop"]["exec"]["command"]
    assert templates(manifests)["api"]["spec"]["terminationGracePeriodSeconds"] > int(before) + longest
    assert int(services["api"]["stop_grace_period"].removesuffix("s")) > longest


def test_a_pod_of_the_api_takes_the_encoder_from_the_image(
    manifests: list[Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    served = dockerfile.rpartition("FROM base\n")[2]
    (first,) = templates(manifests)["api"]["spec"]["initContainers"]
    program, recursive, held, data = first["command"]
    assert (program, recursive, data) == ("cp", "-r", "/data/")
    assert f"COPY --from=encoder {held} {held}\n" in served
    assert f"cp -r /fetched/models {held}\n" in dockerfile
    wanted = settings(manifests, "api", monkeypatch)
    assert f" -m ingest models {wanted.embedding.model} " in dockerfile
    assert find_model(wanted.embedding.model).location(Path("/data")).parent == Path(data) / Path(held).name


def test_traffic_that_is_needed_may_pass_and_other_may_not(production: list[Manifest]) -> None:
    labels = {name: template["metadata"]["labels"] for name, template in templates(production).items()}
    policies = [each["spec"] for each in production if each["kind"] == "NetworkPolicy"]

    def is_peer(peer: Manifest, name: str) -> bool:
        # One without a selector of pods is outside of this namespace.
        return "podSelector" in peer and peer["podSelector"]["matchLabels"].items() <= labels[name].items()

    def may(source: str, target: str, port: int) -> bool:

        def open_for(policy: Manifest, direction: str, peers: str, other: str) -> bool:
            return any(
                port in {each.get("port") for each in rule.get("ports", ())}
                and (peers not in rule or any(is_peer(peer, other) for peer in rule[peers]))
                for rule in policy.get(direction, ())
            )

        def of(name: str) -> list[Manifest]:
            return [
                policy
                for policy in policies
                if policy["podSelector"].get("matchLabels", {}).items() <= labels[name].items()
                and "matchExpressions" not in policy["podSelector"]
            ]

        leaves = any(open_for(policy, "egress", "to", target) for policy in of(source))
        return leaves and any(open_for(policy, "ingress", "from", source) for policy in of(target))

    needed = {("ui", "api", 8000), ("api", "qdrant", 6333), ("api", "router", 8000), ("sync", "qdrant", 6333)}
    needed |= {("qdrant", "qdrant", 6333), ("qdrant", "qdrant", 6335), ("mlops-advisor-nightly", "router", 8000)}
    needed.add(("router", "vllm", 8000))
    names = templates(production).keys()
    ports = {8000, 7860, 6333, 6335, 29000}
    assert {(a, b, port) for a in names for b in names for port in ports if may(a, b, port)} == needed


def test_the_chat_is_reached_by_those_who_signed_in(production: list[Manifest]) -> None:
    name = "traefik.ingress.kubernetes.io/router.middlewares"
    entrances = {each["metadata"]["name"]: each for each in production if each["kind"] == "Ingress"}
    reached = {}
    for entrance, each in entrances.items():
        (rule,) = each["spec"]["rules"]
        assert {rule["host"]} == {host for tls in each["spec"]["tls"] for host in tls["hosts"]}
        assert each["spec"]["ingressClassName"] == "traefik"
        reached[entrance] = {path["path"]: path["backend"]["service"]["name"] for path in rule["http"]["paths"]}
    assert reached == {"ui": {"/": "ui"}, "api": {"/v1": "api", "/slack": "api"}}
    middleware = one(production, "Middleware", "sign-in")["metadata"]
    asked = f"{middleware['namespace']}-{middleware['name']}@kubernetescrd"
    assert entrances["ui"]["metadata"]["annotations"][name] == asked
    assert name not in entrances["api"]["metadata"].get("annotations", {})
    sticky = "traefik.ingress.kubernetes.io/service.sticky.cookie"
    assert one(production, "Service", "ui")["metadata"]["annotations"][sticky] == "true"


def test_no_loss_of_one_peer_loses_anything(manifests: list[Manifest]) -> None:
    qdrant = one(manifests, "StatefulSet", "qdrant")["spec"]
    given = environment(manifests, "qdrant")
    replicas = int(given["QDRANT__STORAGE__COLLECTION__REPLICATION_FACTOR"])
    assert qdrant["replicas"] > replicas >= int(given["QDRANT__STORAGE__COLLECTION__WRITE_CONSISTENCY_FACTOR"]) > 1
    rules = qdrant["template"]["spec"]["affinity"]["podAntiAffinity"]
    (apart,) = rules["requiredDuringSchedulingIgnoredDuringExecution"]
    assert apart["topologyKey"] == "kubernetes.io/hostname"
    assert one(manifests, "Service", qdrant["serviceName"])["spec"]["clusterIP"] == "None"
    assert one(manifests, "PodDisruptionBudget", "qdrant")["spec"]["maxUnavailable"] == 1


def test_a_rollout_of_vllm_takes_no_more_cards_and_leaves_a_server(production: list[Manifest]) -> None:
    vllm = one(production, "StatefulSet", "vllm")["spec"]  # one goes before one comes, unless told otherwise
    assert "updateStrategy" not in vllm
    assert vllm["replicas"] > 1


def test_the_router_knows_every_server_of_vllm_by_its_name(manifests: list[Manifest]) -> None:
    vllm, router = one(manifests, "StatefulSet", "vllm")["spec"], container(manifests, "router")
    service = one(manifests, "Service", vllm["serviceName"])["spec"]
    assert service["clusterIP"] == "None"
    (port,) = service["ports"]
    servers = [f"http://vllm-{number}.{vllm['serviceName']}:{port['port']}" for number in range(vllm["replicas"])]
    position = router["args"].index("--worker-urls") + 1
    assert router["args"][position : position + len(servers)] == servers
    assert [each for each in router["args"] if each.startswith("http")] == servers
    # Else vLLM refuses to tell a prompt's tokens, by which the router would know it again.
    assert "--policy=cache_aware" in router["args"]
    assert "--enable-scale-out" in container(manifests, "vllm")["args"]
    ports = {each["name"]: str(each["containerPort"]) for each in router["ports"]}
    assert ports == {"http": argument(router, "port"), "metrics": argument(router, "prometheus-port")}


def test_the_router_waits_as_long_as_its_servers_may_take_and_lets_answers_end(manifests: list[Manifest]) -> None:
    patience = {}
    for name in ("router", "vllm"):
        probe = container(manifests, name)["startupProbe"]
        patience[name] = probe["periodSeconds"] * probe["failureThreshold"]
    assert patience["router"] > int(argument(container(manifests, "router"), "worker-startup-timeout-secs"))
    assert int(argument(container(manifests, "router"), "worker-startup-timeout-secs")) >= patience["vllm"]
    grace = {name: templates(manifests)[name]["spec"]["terminationGracePeriodSeconds"] for name in ("router", "api")}
    assert grace["router"] == grace["api"]
    assert one(manifests, "Deployment", "router")["spec"]["replicas"] > 1
    assert one(manifests, "PodDisruptionBudget", "router")["spec"]["maxUnavailable"] == 1


def test_the_router_is_the_one_that_was_tried(manifests: list[Manifest]) -> None:
    image = container(manifests, "router")["image"]
    assert re.fullmatch(r"(registry\.example/)?mlops-advisor-router:[\d.]+", image)
    lock = (ROOT / "deploy" / "router" / "requirements.lock").read_text("utf-8")
    assert f"\nvllm-router=={image.partition(':')[2]} " in lock
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    assert "COPY deploy/router/requirements.lock router.lock\n" in dockerfile
    assert f'CMD ["{container(manifests, "router")["command"][0]}"]\n' in dockerfile


@pytest.mark.parametrize(
    ("name", "serving", "joins"),
    [
        ("qdrant-0", "", None),  # the very first start
        ("qdrant-0", "qdrant-1 qdrant-2", "qdrant-1"),  # the others have a cluster: no second one is begun
        ("qdrant-0", "qdrant-2", "qdrant-2"),
        ("qdrant-1", "", "qdrant-0"),
        ("qdrant-1", "qdrant-1 qdrant-2", "qdrant-2"),
    ],
)
def test_a_peer_joins_one_that_serves(name: str, serving: str, joins: str | None, tmp_path: Path) -> None:
    bash, option, script = container(rendered("base"), "qdrant")["command"]
    asked = "*/dev/tcp/$peer.qdrant-headless/6333*"
    for program, text in {
        "timeout": f"for peer in {serving}; do [[ $4 != {asked} ]] || exit 0; done; exit 1",
        "sleep": "true",
        "entrypoint.sh": 'echo "$@"',
    }.items():
        (tmp_path / program).write_text(f"#!/bin/bash\n{text}\n", "utf-8")
        (tmp_path / program).chmod(0o755)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOSTNAME": name}
    ran = subprocess.run([bash, option, script], cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=30)
    joining = f"--bootstrap http://{joins}.qdrant-headless:6335 " if joins else ""
    assert ran.stdout == f"{joining}--uri http://{name}.qdrant-headless:6335\n"
    peers = one(rendered("base"), "StatefulSet", "qdrant")["spec"]["replicas"]
    assert f"for other in {' '.join(f'qdrant-{peer}' for peer in range(peers))}; do" in script


def test_one_writes_at_a_time(manifests: list[Manifest]) -> None:
    for name in ("sync", "mlops-advisor-nightly"):
        assert one(manifests, "CronJob", name)["spec"]["concurrencyPolicy"] == "Forbid"
    writers = [name for name in templates(manifests) if "ingest" in container(manifests, name).get("command", ())]
    assert writers == ["sync"]


def test_sync_is_tried_again_for_want_of_qdrant_alone(manifests: list[Manifest]) -> None:
    job = one(manifests, "CronJob", "sync")["spec"]["jobTemplate"]["spec"]
    (ends,) = (rule["onExitCodes"] for rule in job["podFailurePolicy"]["rules"] if rule["action"] == "FailJob")
    assert (ends["operator"], ends["values"]) == ("In", [FAILURE, USAGE])
    assert job["backoffLimit"] >= 5  # 10, 20, 40, 80 and 160 s: five minutes


def test_compose_and_cluster_run_the_same_versions(manifests: list[Manifest], project: Manifest) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.gpu.yml").read_text("utf-8"))["services"]

    def version(image: str) -> str:
        return re.sub(r"^.*:v?(\d+\.\d+\.\d+).*$", r"\1", image)

    for name in ("vllm", "qdrant", "api", "ui"):
        assert version(container(manifests, name)["image"]) == version(compose[name]["image"]), name
    assert version(container(manifests, "sync")["image"]) == project["version"]
    ours, theirs = set(container(manifests, "vllm")["args"]), set(compose["vllm"]["command"])
    assert {each for each in theirs if each.startswith("--enable-prefix") or "thinking" in each} <= ours
