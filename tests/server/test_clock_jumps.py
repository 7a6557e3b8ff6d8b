"""The clock of the machine is set forward and back: who is let in, how often, and what is taken twice."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from slack_sdk.signature import Clock

from server.access.keyring import InvalidKey, Keyring
from server.access.quotas import Ledger, Quota, QuotaExceeded
from server.slack.seen import Seen
from server.slack.signature import Signatures

NOON = datetime(2026, 6, 1, 12, 0, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[Keyring]:
    with closing(Keyring(tmp_path / "keys.sqlite")) as keyring:
        yield keyring


def test_a_key_is_judged_by_the_time_that_it_is(keyring: Keyring) -> None:
    made, text = keyring.create("robot", ("ask",), NOON + HOUR, NOON)
    with pytest.raises(InvalidKey, match="expired"):
        keyring.identify(text, NOON + 2 * HOUR)
    assert keyring.identify(text, NOON).id == made.id
    assert keyring.identify(text, NOON - 1000 * HOUR).id == made.id


def test_a_jump_begins_a_window_and_locks_nobody_out(keyring: Keyring) -> None:
    key, _ = keyring.create("robot", ("ask",), None, NOON)
    ledger, quota = Ledger(keyring), Quota("requests", 2, 60)
    for now in (NOON, NOON + 1000 * HOUR, NOON - HOUR, NOON):
        for _ in range(2):
            ledger.take(key, quota, 1, now)
        with pytest.raises(QuotaExceeded) as refused:
            ledger.take(key, quota, 1, now)
        assert refused.value.retry_after <= 60


def test_a_clock_that_is_set_back_lets_nothing_be_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, ticks = NOON.timestamp(), [0.0]
    monkeypatch.setattr(Clock, "now", lambda _: wall)
    signatures, seen = Signatures(SecretStr(SECRET)), Seen(clock=lambda: ticks[0])
    sent = _signed(int(wall))
    assert signatures.of(sent) is None
    assert seen.first("event")
    for jump in (200, -200, 290):
        wall, ticks[0] = NOON.timestamp() + jump, ticks[0] + 60
        assert signatures.of(sent) is None
        assert not seen.first("event")
    for jump in (400, -400):
        wall = NOON.timestamp() + jump
        assert "a clock is wrong" in str(signatures.of(sent))


def _signed(time: int) -> dict[str, str]:
    mac = hmac.new(SECRET.encode(), f"v0:{time}:".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(time), "X-Slack-Signature": f"v0={mac}"}
