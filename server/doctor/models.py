"""The language model and the embedding: their files in process, or the endpoints that serve them."""

from collections.abc import Iterator
from typing import Any

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from ingest.fetch import model_faults
from server.doctor.finding import Finding, failed, ok, warning
from server.settings import Settings

_TIMEOUT_S = 5.0


class _Served(BaseModel):
    id: str
    max_model_len: int | None = None
    """vLLM tells how long a conversation with it may be."""


class _Models(BaseModel):
    data: tuple[_Served, ...]


class _Vector(BaseModel):
    embedding: tuple[float, ...]


class _Vectors(BaseModel):
    data: tuple[_Vector, ...]


def llm(settings: Settings) -> Iterator[Finding]:
    """Whether answers can be narrated."""
    wanted = settings.llm
    if not wanted.enabled:
        yield warning("LLM", "is switched off, answers are degraded: set ADVISOR_LLM__ENABLED=true to narrate them")
    elif wanted.base_url is None:
        yield from _files("LLM", wanted.model, settings)
    else:
        response = _answered("LLM", "GET", f"{wanted.base_url.rstrip('/')}/models", wanted.api_key)
        yield response if isinstance(response, Finding) else _of_the_llm(settings, response)


def embedding(settings: Settings) -> Iterator[Finding]:
    """Whether questions can be embedded as the index was."""
    wanted = settings.embedding
    if wanted.base_url is None:
        yield from _files("embedding", wanted.model, settings)
        return
    body = {"model": wanted.model, "input": ["Which tools monitor models?"]}
    response = _answered("embedding", "POST", f"{wanted.base_url.rstrip('/')}/embeddings", wanted.api_key, body)
    yield response if isinstance(response, Finding) else _of_the_embedding(settings, response)


def _files(part: str, model: str, settings: Settings) -> Iterator[Finding]:
    faults = list(model_faults(model, settings.data_dir))
    if faults:
        yield failed(part, f"{'; '.join(faults)}: run `python -m ingest models`")
    else:
        yield ok(part, f"{model} is there, with the sha256 that it should have")


def _answered(
    part: str, method: str, url: str, key: SecretStr | None, body: dict[str, Any] | None = None
) -> httpx.Response | Finding:
    """What the endpoint answers, or why that is of no use."""
    group = f"ADVISOR_{part.upper()}"
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        response = httpx.request(method, url, json=body, headers=headers, timeout=_TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return failed(part, f"{url} does not answer ({type(error).__name__}): start it, or correct {group}__BASE_URL")
    if response.status_code in (401, 403):
        return failed(part, f"{url} refuses the key ({response.status_code}): correct {group}__API_KEY")
    if not response.is_success:
        return failed(part, f"{url} answers {response.status_code}: see its log, or correct {group}__BASE_URL")
    return response


def _of_the_llm(settings: Settings, response: httpx.Response) -> Finding:
    wanted = settings.llm
    try:
        served = {model.id: model for model in _Models.model_validate_json(response.content).data}
    except ValidationError:
        return failed("LLM", f"{response.url} lists no models as OpenAI does: correct ADVISOR_LLM__BASE_URL")
    if wanted.model not in served:
        known = ", ".join(served) or "nothing"
        return failed("LLM", f"{response.url} serves {known} and not {wanted.model}: correct ADVISOR_LLM__MODEL")
    longest = served[wanted.model].max_model_len
    if longest is not None and longest < wanted.context_window:
        fix = f"lower ADVISOR_LLM__CONTEXT_WINDOW to {longest}, or raise the server's"
        return failed("LLM", f"{wanted.model} takes {longest} tokens and not {wanted.context_window}: {fix}")
    return ok("LLM", f"{wanted.model} at {wanted.base_url}")


def _of_the_embedding(settings: Settings, response: httpx.Response) -> Finding:
    wanted = settings.embedding
    try:
        (vector,) = _Vectors.model_validate_json(response.content).data
    except ValueError:
        return failed(
            "embedding", f"{response.url} gives no vector as OpenAI does: correct ADVISOR_EMBEDDING__BASE_URL"
        )
    found = len(vector.embedding)
    if found != wanted.dimensions:
        fix = "correct ADVISOR_EMBEDDING__DIMENSIONS or ADVISOR_EMBEDDING__MODEL"
        return failed("embedding", f"{wanted.model} gives {found} dimensions and not {wanted.dimensions}: {fix}")
    return ok("embedding", f"{wanted.model} at {wanted.base_url}, {found} dimensions")
