"""Whether a request comes from Slack, found out before anything of it is read."""

import re
from collections.abc import Mapping

from pydantic import SecretStr
from slack_sdk.signature import Clock, SignatureVerifier

AT_MOST_S = 60 * 5
_TIME = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Signatures:
    """Checks signatures and times, telling of a fault in words that hold nothing of the request. Bolt's own check
    would quote a refused body in its log, and let `ssl_check=1` pass unsigned."""

    def __init__(self, secret: SecretStr) -> None:
        self._clock = Clock()
        self._verifier = SignatureVerifier(secret.get_secret_value(), self._clock)

    def of(self, headers: Mapping[str, str]) -> str | None:
        """What is wrong with the signature before the body is read; None where it may be one of just now."""
        time, signature = _signature(headers)
        if not time or not signature:
            return "it carries no signature"
        # The verifier takes times and bodies for well formed.
        if not _TIME.fullmatch(time) or not _SIGNATURE.fullmatch(signature):
            return "its signature is malformed"
        if abs(self._clock.now() - int(time)) > AT_MOST_S:
            return f"it was signed more than {AT_MOST_S // 60} minutes ago, or a clock is wrong"
        return None

    def under(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        """What is wrong with the signature under the body; None where Slack sent it."""
        try:
            valid = self._verifier.is_valid(body, *_signature(headers))
        except UnicodeDecodeError:
            return "its body is not UTF-8"
        return None if valid else "its signature is of another secret or body"


def _signature(headers: Mapping[str, str]) -> tuple[str, str]:
    return headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
