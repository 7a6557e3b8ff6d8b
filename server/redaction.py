"""What a text may not carry where it is kept or sent on: keys and tokens, and what tells whose it is.

Keys, addresses and numbers have a form that gives them away; a name has none, and stays.
"""

import ipaddress
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from opentelemetry.util.types import AttributeValue

REDACTED = "[redacted]"
_SECRETS = re.compile(
    r"""
      [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+                                # an e-mail address
    | \b(?:sk|pk|rk|mla|hf|glpat|ghp|gho|ghs|github_pat|xox[a-z])[-_][\w-]{8,}   # keys that say whose they are
    | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b
    | \beyJ[\w-]+\.[\w-]+\.[\w-]*                                      # a JSON web token
    | -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----.*?(?:-----END[ ][A-Z ]*-----|\Z)
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                                   # a name and a password in an address
    | (?i:\bbearer\s+)[\w.~+/=-]{8,}
    | (?i:\bbasic\s+)(?=[\w+/]+[A-Z\d=])[\w+/]{8,}={0,2}              # and not `basic functions`
    | (?i:\b(?:password|passwd|secret|token|api[ _-]?key)["']?\s*(?:[:=]|\bis\b)\s*["']?)[^\s"',;]{4,}
    | (?<=hooks\.slack\.com/services/)[\w/]+                            # whoever has it may write there
    | \b(?=\w*\d)(?=\w*[A-Za-z])\w{32,}                               # long, random, of letters and digits
    | (?<![\w./-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_-]{32,}={0,2}   # likewise in Base64, not a path
    """,
    re.VERBOSE | re.DOTALL,
)
_ACCOUNT = re.compile(
    r"(?<![\w.])(?:\d(?:[ -]?\d){12,18}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?![\w-])"
)
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:]))"
)
# A number without the code of its country is read as it is written in these.
_COUNTRIES = ("US", "GB", "DE", "FR", "IN")
_PHONE_DIGITS = 9  # shorter ones cannot be told from prices and counts
# So many digits, and between two of them no more than a telephone number or its extension has: spares nearly every text
# the library, which takes as long as reading a question.
_PHONE = re.compile(rf"\d(?:[^\w$]{{0,4}}(?:[^\W\d]{{1,11}}[^\w$]{{0,4}})?\d){{{_PHONE_DIGITS - 1}}}")
_TRIES = 100
# Spans name the machines that they went to, which is what they are for.
_CONTENT = "gen_ai."


def redacted(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    """The attributes of a span without the keys and tokens in their texts; what an LLM was sent and answered, without
    what tells whose it is too."""
    return {name: _each(value, personal=name.startswith(_CONTENT)) for name, value in attributes.items()}


def clean(text: str) -> str:
    """The text with keys, tokens, e-mail and IP addresses, numbers of cards, accounts and telephones replaced."""
    text = _SECRETS.sub(REDACTED, text)
    text = _ACCOUNT.sub(lambda found: REDACTED if _is_account(found[0]) else found[0], text)
    text = _ADDRESS.sub(lambda found: REDACTED if _is_elsewhere(found[0]) else found[0], text)
    return _without_phones(text)


def _each(value: AttributeValue, *, personal: bool) -> AttributeValue:
    if isinstance(value, str):
        return clean(value) if personal else _SECRETS.sub(REDACTED, value)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], str):
        return [str(_each(str(each), personal=personal)) for each in value]
    return value


def _is_account(found: str) -> bool:
    from stdnum import iban, luhn

    bare = re.sub(r"[ -]", "", found)
    return luhn.is_valid(bare) if bare.isdigit() else iban.is_valid(bare)


def _is_elsewhere(found: str) -> bool:
    """Whether it is an address of a machine other than the one that whoever writes sits at."""
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _without_phones(text: str) -> str:
    return _searched(text) if _PHONE.search(text) else text


# Answers say the same sentences with prices and dates again and again.
@lru_cache(maxsize=1_024)
def _searched(text: str) -> str:
    from phonenumbers import Leniency, PhoneNumberMatcher

    matchers = (PhoneNumberMatcher(text, country, Leniency.STRICT_GROUPING, _TRIES) for country in _COUNTRIES)
    for number in {found.raw_string for found in chain.from_iterable(matchers)}:
        if sum(map(str.isdigit, number)) >= _PHONE_DIGITS:
            text = text.replace(number, REDACTED)
    return text
