"""Qualities that no table holds: what a question ranks by (`the oldest`, `easiest to learn`) or says of the tools,
roles or phases that it asks for (`written in Rust`, `that offer single sign-on`). Whatever was read of the question
stands as `§` in its text."""

import re
from collections.abc import Iterator

from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_VERB = phrases(
    r"""
    is|are|was|were|['’]s|['’]re|has|have|had|having|can|could|may|might|must|will|would|do|does|did
    supports?|offers?|provides?|comes?|came|runs?|works?|integrates?|lets?|allows?|gets?|keeps?|sends?|requires?|ships?
    uses?|needs?|takes?|goes|go
    """
)
# `tools with a REST API`, `tools written in Rust`, right behind the noun.
_ATTACHED = re.compile(
    r"\s*(?:with|without|(?:\w+ly )?(?:written|made|built|sold|run|[a-z]{3,}ed) (?:in|by|for|with|on|at|from))\b"
)
# Another thing said of the same: `… and are written in Rust`.
_AND = re.compile(r"(?:,|\b(?:and|but|or|yet)\b)\s+(?=\w)")
_RELATES = re.compile(r"\s*(?:(?:that|which|who|also|still)\s+)*")
# What only tells when, where or why, to the end.
_ASIDE = re.compile(
    r"\b(?:when|once|where|while|if|as (?:soon|long) as|because|although|though|since|until|whose|in which)\b"
)
_BREAK = re.compile(r"[;:–—]|\((?!§)")  # `around at the beginning (§)` names what it says

# Of the words in -est these rank nothing.
_EST = re.compile(
    r"\b(?!(?:(?:re|in|con|pro|de|at|un)?test|rest|arrest|interest|request|quest|conquest|west|midwest|suggest|digest"
    r"|ingest|forest|invest|harvest|guest|honest|modest|manifest|nest|chest|vest|crest|jest|earnest|unrest|best|(?:clos|near)est)\b)"
    r"(?<!our )(?<!my )[a-z]{2,}est\b"
)
# `the best tools for CI`, `best suited` ask for what fits, which the tables may answer.
_BEST = re.compile(
    r"(?<!§ )\b(?:best|worst)\b(?![-\s]*(?:[§?.!,;:)]|$)|[- ](?:for|to|of|in|at|on|when|if|and|or|way|choice"
    r"|option|bet|pick"
    r"|candidate|match|suit\w*|fit\w*|equipped|placed|possible|available|one|ones|value|among|from|free|open)\b)"
)
# `the most secure`, `used most`: no matter of money or coverage.
_MOST = re.compile(
    r"(?<!at )\b(?:most|least) (?:widely |often |highly )?(?!(?:expensive|inexpensive|affordable|economical|lucrative"
    r"|versatile|relevant|suitable|suited|applicable|appropriate|covered|ticked|priced|rewarded|rewarding|compensated)\b)"
    r"(?:important|common|used|recent(?:ly)?|(?:\w+-)?friendly|secure|mature|modern|robust|flexible|active|complex"
    r"|\w{3,}(?:able|ible|ive|ful|ous|ic|ical|al|ant|ent|ular|less|some|(?<!ne)ed))\b"
    r"|\b(?!paid|priced|rewarded|covered|ticked|marked|listed)\w+ed (?:the )?(?:most|least)\b"
)
# `released first`
_DATED = re.compile(
    r"\b(?:released|published|launched|founded|introduced|proposed|created|invented|developed|made|built|written"
    r"|updated|revised|(?:came|come|comes) out) (?:the )?(?:first|last|earliest|latest|(?:most|least) recently)\b"
)


def ranks_by_quality(text: str) -> bool:
    """Whether there is a superlative that is none of price, wage or coverage."""
    unread = ask.MAX.sub("§", ask.MIN.sub("§", text))
    return bool(_MOST.search(text) or _DATED.search(text) or _EST.search(unread) or _BEST.search(unread))


def predicates(asked: str, text: str) -> Iterator[str]:
    """What is said of a noun in the text behind it, where nothing that was read of the words `asked` says it."""
    aside = _ASIDE.search(asked)
    for number, part in enumerate(_AND.split(text[: aside.start()] if aside else text)):
        own = _BREAK.split(part)[0]
        verb = _VERB.search(own) if number else (_ATTACHED.match(own) or _VERB.search(own))
        # `…, either is fine` speaks of something else.
        if verb is None or (number and _RELATES.fullmatch(own[: verb.start()]) is None):
            continue
        if "§" not in own[verb.start() :]:
            yield own[verb.start() :]
