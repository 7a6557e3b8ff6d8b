"""Secrets are read from files named like their settings."""

import os
from pathlib import Path

import pytest

from ingest.settings import refuse_unknown
from server.settings import Settings


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(Settings.model_config, "secrets_dir", tmp_path)
    for name in list(os.environ):
        if name.startswith("ADVISOR_"):
            monkeypatch.delenv(name)
    return tmp_path


def test_a_file_is_as_good_as_a_variable(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (secrets / "ADVISOR_LLM__API_KEY").write_text("of the LLM\n", "utf-8")
    (secrets / "ADVISOR_QDRANT__API_KEY").write_text("of Qdrant", "utf-8")
    monkeypatch.setenv("ADVISOR_LLM__MODEL", "m")
    monkeypatch.setenv("ADVISOR_QDRANT__API_KEY", "the variable wins")
    settings = Settings()
    assert settings.llm.api_key is not None
    assert settings.qdrant.api_key is not None
    assert settings.llm.api_key.get_secret_value() == "of the LLM"
    assert settings.llm.model == "m"
    assert settings.qdrant.api_key.get_secret_value() == "the variable wins"


def test_an_empty_file_of_slack_is_no_secret(secrets: Path) -> None:
    for name in ("SIGNING_SECRET", "BOT_TOKEN"):
        (secrets / f"ADVISOR_SLACK__{name}").touch()
    assert Settings().slack.bot_token is None


def test_a_file_that_no_setting_is_named_like_is_refused(secrets: Path) -> None:
    (secrets / "ADVISOR_LLM__APIKEY").write_text("k", "utf-8")
    with pytest.raises(ValueError, match="apikey"):
        Settings()
    (secrets / "ADVISOR_LLMS__API_KEY").write_text("k", "utf-8")
    with pytest.raises(ValueError, match="unknown setting ADVISOR_LLMS__API_KEY"):
        refuse_unknown(Settings.model_fields, {}, secrets)


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(secrets: Path) -> None:
    (secrets / "ADVISOR_LLM__API_KEY").touch(mode=0o000)
    with pytest.raises(ValueError, match="ADVISOR_LLM__API_KEY may not be read"):
        Settings()


def test_without_the_folder_nothing_is_missed(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "secrets_dir", secrets / "none")
    assert Settings().llm.api_key is None
