"""How words bound a number: `more than three`, `at most two`, `five or more`."""

from server.conditions import Comparison

SIGNS: dict[str, Comparison] = {
    "more than": ">", "over": ">",
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "not fewer than": ">=", "a minimum of": ">=",
    "or more": ">=", "plus": ">=", "+": ">=",
    "exactly": "=", "precisely": "=", "just": "=", "only": "=",
    "fewer than": "<", "less than": "<", "under": "<",
    "at most": "<=", "no more than": "<=", "up to": "<=", "or fewer": "<=", "or less": "<=",
}  # fmt: skip
