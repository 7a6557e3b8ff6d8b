"""The judge's endpoint, as ragas and as deepeval want it; every request asks for JSON of a given schema."""

from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from eval.judges.case import JudgeError
from eval.metrics.quiet import quiet
from eval.settings import JudgeSettings
from ingest.minilm import MiniLM

Reply = TypeVar("Reply", bound=BaseModel)

# Fields that a judge must fill: ragas takes an empty list or question for a score of 0.
_NEVER_EMPTY = ("statements", "claims", "question")


class Endpoint:
    """One OpenAI-compatible endpoint that judges."""

    def __init__(self, settings: JudgeSettings, base_url: str) -> None:
        """`base_url` ends in `/v1`; connects on first use."""
        from openai import AsyncOpenAI

        self.settings = settings
        self.client = AsyncOpenAI(
            base_url=base_url,
            api_key=settings.api_key.get_secret_value() if settings.api_key else "none",
            timeout=settings.timeout_s,
            max_retries=0,
            http_client=httpx.AsyncClient(timeout=settings.timeout_s, trust_env="//127.0.0.1" not in base_url),
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self.client.close()

    async def reply(self, prompt: str, schema: type[Reply]) -> Reply:
        """One answer to `prompt`, of `schema`; raises JudgeError."""
        from openai import OpenAIError

        try:
            completion = await self.client.chat.completions.create(
                model=self.settings.model,
                messages=[{"role": "user", "content": prompt}],
                temperature=self.settings.temperature,
                max_tokens=self.settings.max_tokens,
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": schema.__name__, "schema": schema.model_json_schema(), "strict": True},
                },
            )
            choice = completion.choices[0]
        except (OpenAIError, httpx.HTTPError, ValueError, IndexError, TypeError) as error:
            raise JudgeError(f"{type(error).__name__} from the judge") from error
        if choice.finish_reason == "length":
            raise JudgeError(f"the judge was cut off at {self.settings.max_tokens} tokens")
        try:
            found = schema.model_validate_json(choice.message.content or "")
        except ValidationError as error:
            raise JudgeError(f"the judge's answer is no {schema.__name__}") from error
        for name in _NEVER_EMPTY:
            if getattr(found, name, True) in ([], ""):
                raise JudgeError(f"the judge left {name} empty")
        return found


def ragas_llm(endpoint: Endpoint) -> Any:
    """The endpoint for ragas' metrics: its InstructorLLM in the mode JSON_SCHEMA, with our faults told apart."""
    with quiet():
        import instructor
        from ragas.llms.base import InstructorLLM

    class SchemaLLM(InstructorLLM):  # type: ignore[misc]
        """Asks through `Endpoint.reply`, so that a cut or empty answer is a failure and never a score."""

        async def agenerate(self, prompt: str, response_model: type[Reply]) -> Reply:
            return await endpoint.reply(prompt, response_model)

    client = instructor.from_openai(endpoint.client, mode=instructor.Mode.JSON_SCHEMA)
    return SchemaLLM(client=client, model=endpoint.settings.model, provider="openai")


def ragas_embeddings(encoder: MiniLM) -> Any:
    """Our own encoder for ragas' metrics."""
    with quiet():
        from ragas.embeddings.base import BaseRagasEmbedding

    class OwnEmbeddings(BaseRagasEmbedding):  # type: ignore[misc]
        """all-MiniLM-L6-v2 in process."""

        def embed_text(self, text: str, **_: Any) -> list[float]:
            vector: list[float] = encoder.encode([text])[0].tolist()
            return vector

        async def aembed_text(self, text: str, **_: Any) -> list[float]:
            return self.embed_text(text)

    return OwnEmbeddings()


def deepeval_llm(endpoint: Endpoint) -> Any:
    """The endpoint for deepeval's metrics."""
    with quiet():
        from deepeval.models import DeepEvalBaseLLM

    class SchemaModel(DeepEvalBaseLLM):  # type: ignore[misc]
        """Answers with an instance of the schema that the metric asks for."""

        def load_model(self) -> Endpoint:
            return endpoint

        def get_model_name(self) -> str:
            return endpoint.settings.model

        def generate(self, prompt: str, schema: type[Reply]) -> Reply:
            raise NotImplementedError("the judge is asked asynchronously")

        async def a_generate(self, prompt: str, schema: type[Reply]) -> Reply:
            return await endpoint.reply(prompt, schema)

    return SchemaModel(endpoint.settings.model)
