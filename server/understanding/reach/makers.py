"""Who made a product, or bought it: no table tells that, but the product's card may."""

import re

from server.locators import part_at
from server.understanding.words.wordlist import phrases
from server.verification.cards import UNKNOWN

MAKER = "maker"
_BOUGHT = phrases("bought|buys?|buying|acquir\\w+|purchas\\w+|(?:took|takes?|taken) over|takeover")
_OWNS = phrases("owns?|owned|owners?|belongs?")
_MADE = phrases(
    r"""
    made|makes?|built|builds?|develop(?:s|ed)?|created?|started|starts?|invented|wrote|written|writes|born|began|begun
    conceived|thought (?:up|of)|c[oa]me (?:up with|from)|behind|vendors?|brainchild|makers?|developers?|authors?
    creators?|inventors?|father|mother|parents?|minds?|brains?
    """
)
# Of these no card tells, whoever made what the company sells.
_OF_THE_COMPANY = phrases(
    r"""
    found(?:ed|ers?|ing)|(?:the )?board|employ\w*|staff|head ?count|workforce|payroll|headquarter\w*|chief|president
    c[efito]o|venture|fund\w*|raised|valuation|invest\w*|revenue|market cap|(?:stock|share) price|based|country
    maintain\w*|runs?|running
    """
)
_NAME = r"(?:the )?[A-Z]\w+"
_TELLS_MAKER = re.compile(
    r"\b(?:written|made|built|developed|created|started|invented|born|began|begun)"
    rf" (?:[\w-]+ ){{0,4}}?(?:by|at) {_NAME}|, by {_NAME},|\bis [A-Z]\w+['’]s? "
    rf"|\b(?:tool|application|platform|service|product|project) of {_NAME}"
    r"|\b(?:makers? of|company behind)\b|\bbelongs to no company\b"
)
_TELLS_BUYER = re.compile(r"\b(?:bought|buys|buying|acquired|(?:take|took|taken) over)\b")
_PARTS = ("What it is", "State", "Licence and hosting")


def asks_for_maker(question: str) -> bool:
    """Whether it asks who made, sells, owns or bought a product, and nothing else of the company."""
    asked = question.lower()
    return any(p.search(asked) for p in (_BOUGHT, _OWNS, _MADE)) and not _OF_THE_COMPANY.search(asked)


def tells_maker(question: str, locator: str, text: str) -> bool:
    """Whether a statement of a card tells who made the product or, where that is asked, who bought it."""
    asked = question.lower()
    if part_at(locator) not in _PARTS or UNKNOWN.search(text):
        return False
    bought, owns = _BOUGHT.search(asked), _OWNS.search(asked)
    told = (_TELLS_BUYER,) if bought and not owns else (_TELLS_MAKER, _TELLS_BUYER) if owns else (_TELLS_MAKER,)
    return any(pattern.search(text) for pattern in told)
