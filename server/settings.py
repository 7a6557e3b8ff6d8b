"""All settings, read once by the composition root. Each can be set as `ADVISOR_<GROUP>__<NAME>`."""

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from ingest.settings import Group, IngestSettings, refuse_unknown
from server.hosts import is_loopback

TRACE_ID = "{trace_id}"


class ApiSettings(Group):
    """Where the HTTP API listens and what it accepts. `keys` are asked for where it listens to other machines, or
    always (`required`, for a proxy on this machine that lets others in)."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    max_body_bytes: int = Field(default=64_000, gt=0)
    keys: Literal["auto", "required"] = "auto"
    cors_origins: str = ""

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        for origin in _listed(value):
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}" or "*" in origin:
                raise ValueError(f"{origin} is no origin: name each as https://host or http://host:port, comma between")
        return value

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Whose pages may call from a browser."""
        return _listed(self.cors_origins)

    @property
    def asks_for_keys(self) -> bool:
        """Whether whoever asks has to send a key."""
        return self.keys == "required" or not is_loopback(self.host)


class LimitSettings(Group):
    """How much each key may ask; 0 sets no limit. Where no key is asked for, nothing is limited."""

    requests_per_minute: int = Field(default=120, ge=0)
    tokens_per_day: int = Field(default=1_000_000, ge=0)


class UiSettings(Group):
    """Where the chat listens, which API it talks to (default: this machine's) and with which key, and the address of a
    trace in a viewer, to which answers then link."""

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    api_url: str | None = None
    api_key: SecretStr | None = Field(default=None, min_length=32)
    trace_url: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it listens to this machine alone."""
        return is_loopback(self.host)

    @field_validator("trace_url")
    @classmethod
    def _leads_to_a_trace(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in ("http", "https") or TRACE_ID not in value):
            raise ValueError(f"no address of a trace: set http://host:port/path with {TRACE_ID} where the id goes")
        return value


class LLMSettings(Group):
    """The LLM: embedded llama.cpp unless `base_url` names an OpenAI-compatible endpoint (vLLM).

    `timeout_s` bounds a silence of the endpoint, `first_token_s` the wait for its first word and `narration_s` all that
    it has to say together with verifying it, in seconds; prices are US dollars for a million tokens.
    """

    enabled: bool = True
    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str = "Qwen/Qwen2.5-Coder-1.5B-Instruct"
    context_window: int = Field(default=4096, ge=1024)
    max_tokens: int = Field(default=160, ge=16)
    temperature: float = Field(default=0.0, ge=0, le=2)
    timeout_s: float = Field(default=120, gt=0)
    first_token_s: float = Field(default=30, gt=0)
    narration_s: float = Field(default=120, gt=0)
    threads: int | None = Field(default=None, gt=0)
    usd_per_million_prompt_tokens: float = Field(default=0.0, ge=0)
    usd_per_million_completion_tokens: float = Field(default=0.0, ge=0)


class RetrievalSettings(Group):
    """How many fused passages are reranked and how many the LLM reads."""

    candidates: int = Field(default=24, ge=1, le=200)
    passages: int = Field(default=4, ge=1, le=20)


class VerifierSettings(Group):
    """Who judges whether prose follows from what it cites: `rules` alone, or `llm` on top of them, which can
    only take support away."""

    entailment: Literal["rules", "llm"] = "rules"


class JournalSettings(Group):
    """Whether questions and answers are kept on this machine, and for how long: they are personal data."""

    enabled: bool = True
    keep_days: int = Field(default=30, ge=1, le=3650)


class DatabaseSettings(Group):
    """The PostgreSQL that several API processes share: journal and feedback, conversations, keys and quotas,
    how the last gate ended. Without one, each data folder has its own files."""

    url: SecretStr | None = None

    @field_validator("url", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        # A compose file hands over a variable that is not set as an empty text.
        return value or None

    @field_validator("url")
    @classmethod
    def _of_postgres(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("no address of PostgreSQL: write postgresql://user:password@host/database")
        return value


class FreshnessSettings(Group):
    """How many days old a source without a schedule may be before it is called stale."""

    days: int = Field(default=365, ge=1)


class TracingSettings(Group):
    """Whether spans of calls to the LLM hold prompt and completion, redacted. Where they go is said by OTEL_*."""

    content: bool = False


class SlackSettings(Group):
    """The Slack app that asks the advisor: both secrets, or neither and no app. `api_url` is Slack's Web API."""

    signing_secret: SecretStr | None = None
    bot_token: SecretStr | None = None
    api_url: str = "https://slack.com/api/"

    @field_validator("signing_secret", "bot_token", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        # A compose file hands over a variable that is not set as an empty text.
        return value.strip() or None if isinstance(value, str) else value

    @field_validator("bot_token")
    @classmethod
    def _of_a_bot(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and "xoxb-" not in value.get_secret_value():
            raise ValueError("no bot token, which holds xoxb-: copy it from OAuth & Permissions of the app's page")
        return value

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://127.0.0.1:")):
            raise ValueError("no https address: the bot token would be sent to it unprotected")
        return value


# Groups that share the environment and that the evaluation alone reads.
OF_THE_EVALUATION = ("judge", "nightly")


class Settings(IngestSettings):
    """Everything that can be configured; contradictions are refused at start."""

    api: ApiSettings = ApiSettings()
    limits: LimitSettings = LimitSettings()
    ui: UiSettings = UiSettings()
    llm: LLMSettings = LLMSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    verifier: VerifierSettings = VerifierSettings()
    database: DatabaseSettings = DatabaseSettings()
    journal: JournalSettings = JournalSettings()
    freshness: FreshnessSettings = FreshnessSettings()
    slack: SlackSettings = SlackSettings()
    tracing: TracingSettings = TracingSettings()

    @model_validator(mode="after")
    def _contradictions(self) -> Self:
        if self.llm.base_url and not self.llm.enabled:
            raise ValueError("ADVISOR_LLM__BASE_URL is set while ADVISOR_LLM__ENABLED is false: unset one")
        if self.verifier.entailment == "llm" and not self.llm.enabled:
            raise ValueError("ADVISOR_VERIFIER__ENTAILMENT is llm while ADVISOR_LLM__ENABLED is false: enable the LLM")
        if self.retrieval.passages > self.retrieval.candidates:
            raise ValueError("ADVISOR_RETRIEVAL__PASSAGES exceeds ADVISOR_RETRIEVAL__CANDIDATES: lower it")
        if self.llm.max_tokens * 2 > self.llm.context_window:
            raise ValueError("ADVISOR_LLM__MAX_TOKENS leaves no room for the prompt: raise ADVISOR_LLM__CONTEXT_WINDOW")
        if (self.slack.signing_secret is None) != (self.slack.bot_token is None):
            missing = "SIGNING_SECRET" if self.slack.signing_secret is None else "BOT_TOKEN"
            raise ValueError(f"ADVISOR_SLACK__{missing} is missing beside the other secret: set both, or unset both")
        if 0 < self.limits.tokens_per_day < self.llm.context_window:
            raise ValueError(
                "ADVISOR_LIMITS__TOKENS_PER_DAY is less than one answer may use: raise it to "
                "ADVISOR_LLM__CONTEXT_WINDOW or more, or set 0 for no limit"
            )
        return self

    @property
    def api_url(self) -> str:
        """Address under which clients on this machine reach the API."""
        return self.ui.api_url or f"http://{self.api.host}:{self.api.port}"

    @property
    def api_headers(self) -> dict[str, str]:
        """What clients on this machine send with every request to it."""
        key = self.ui.api_key
        return {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def load_settings() -> Settings:
    """Settings from the environment; raises ValueError (pydantic's included) naming the variable."""
    refuse_unknown((*Settings.model_fields, *OF_THE_EVALUATION))
    return Settings()
