"""Settings of the evaluation, beside those of the server: the judge and the nightly evaluation."""

from pydantic import Field, SecretStr, field_validator

from ingest.settings import Group, refuse_unknown
from server.settings import Settings


class JudgeSettings(Group):
    """The LLM that judges: any OpenAI-compatible endpoint with schema-constrained output (vLLM, llama.cpp).

    `timeout_s` bounds one request in seconds, `jobs` how many are under way; `repeats` is how often each row is
    judged. The temperature is above 0 so that repeats tell how stable a judgement is.
    """

    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str = "Qwen/Qwen3-8B"
    temperature: float = Field(default=0.3, ge=0, le=2)
    max_tokens: int = Field(default=2048, ge=64)
    timeout_s: float = Field(default=120, gt=0)
    repeats: int = Field(default=3, ge=1, le=50)
    jobs: int = Field(default=1, ge=1, le=64)


class NightlySettings(Group):
    """Where the nightly evaluation keeps its history (default: SQLite in the data folder) and whom it tells. Both
    addresses are secrets: one holds a password, the other lets anybody post."""

    history_url: SecretStr | None = None
    slack_webhook: SecretStr | None = None

    @field_validator("history_url", "slack_webhook", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        # Continuous integration hands over a secret that is not there as an empty text.
        return value or None

    @field_validator("slack_webhook")
    @classmethod
    def _address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("https://", "http://127.0.0.1:")):
            raise ValueError("the webhook is no https address: copy it whole from the app's page")
        return value


class EvalSettings(Settings):
    """Everything that the evaluation reads."""

    judge: JudgeSettings = JudgeSettings()
    nightly: NightlySettings = NightlySettings()


def load_eval_settings() -> EvalSettings:
    """Settings from the environment; raises ValueError (pydantic's included) naming the variable."""
    refuse_unknown(EvalSettings.model_fields)
    return EvalSettings()
