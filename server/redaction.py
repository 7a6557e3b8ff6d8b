"""What no span may carry even where prompts and answers are wanted in them: keys, tokens, addresses of people."""

import re
from collections.abc import Mapping

from opentelemetry.util.types import AttributeValue

REDACTED = "[redacted]"
_SECRETS = re.compile(
    r"""
      [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                     # an e-mail address
    | \b(?:sk|pk|rk|mla|hf|glpat|ghp|gho|ghs|github_pat|xox[a-z])[-_][\w-]{8,}   # keys that say whose they are
    | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b
    | \beyJ[\w-]+\.[\w-]+\.[\w-]*                                      # a JSON web token
    | -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----.*?(?:-----END[ ][A-Z ]*-----|\Z)
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                                   # a name and a password in an address
    | (?i:\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}
    | (?i:\b(?:password|passwd|secret|token|api[ _-]?key)["']?\s*(?:[:=]|\bis\b)\s*["']?)[^\s"',;]{4,}
    | \b(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_-]{32,}={0,2}     # long, random, of letters and digits
    """,
    re.VERBOSE | re.DOTALL,
)


def redacted(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    """The attributes with such parts of their texts replaced."""
    return {name: _clean(value) for name, value in attributes.items()}


def clean(text: str) -> str:
    """The text with such parts of it replaced."""
    return _SECRETS.sub(REDACTED, text)


def _clean(value: AttributeValue) -> AttributeValue:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], str):
        return [clean(str(each)) for each in value]
    return value
