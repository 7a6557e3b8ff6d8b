"""What a follow-up leaves out since it was just said: `that one can't deploy. Which of the others can?`, `who has
exactly three?` of phases, `sorry, I meant X` of the last question."""

import re

from server.conditions import Costs, Earns, Spans
from server.conjunctions import parts_of
from server.coverage import phases_of
from server.ordinals import PLACE, place_of
from server.understanding.followups.alternatives import in_place_of_it
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.clauses import negates
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_HALVED = re.compile(
    r"^(?P<told>.+?)(?:[.;!…]+\s+|,\s+(?:so\s+|but\s+|and\s+)?|\s[–—-]+\s)"
    r"(?P<asks>(?:(?:so|but|and|then|ok|now)[\s,]+)*(?:which|who|what|are there|is there|do any|does any)\b[^.?!;]*?"
    r"\b(?:can|could|do|does|are|is|has|have|will|would)(?:\s?not|n['’]t)?"
    r"|(?P<any>are|is|do|does|can|have|has) (?:any|some|all)(?:body|one)?(?: of)? (?:the )?(?:others?|rest|remaining"
    r"|them|those)(?: ones)?)"
    r"(?:\s+(?:too|then|instead|also|though|it|that|so))?\s*\?*\s*$",
    re.DOTALL | re.IGNORECASE,
)
_OTHERS = re.compile(r"\bthe (?:others?|remaining|rest)(?: ones| tools| roles)?\b", re.IGNORECASE)
_TOLD_OF = re.compile(
    r"^(?P<told>[^?]+?)[.;!…]+\s+(?P<asks>[^.!?]*\bthe (?:others?|rest)\b[^.!?]*\??)\s*$", re.IGNORECASE
)
_ANY_OTHER = re.compile(r"^\W*(?:do|does|are|is|can|have|has) (?:any|some|one)(?: of)? those\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+) $")
_COUNT = re.compile(
    r"\b(?:has|have|had|with|covers?|got|gets?|spans?|reach(?:es)?|shows?)"
    r" (?:(?:exactly|precisely|only|just|at least|at most|more than|fewer than|less than|over|no more than)\s+)?"
    r"(?:one|two|three|four|five|six|seven|eight|\d)(?: or (?:more|fewer))?(?=\W*$| of (?:them|those|these)\W*$)"
)
_AMOUNT = re.compile(r"(?<![$\d,.-])(?:\d{1,3}(?:,\d{3})+|\d{4,6})(?![\d-]| ?(?:dollars|usd|bucks))")
_APOLOGY = re.compile(
    r"\b(?:no|nope|sorry|oops|excuse|pardon|wait|wrong|typo|mistake|mistaken|mistyped|mis(?:spelled|spoke|said|wrote)|correction|meant"
    r"|my bad"
    r"|whoops|ups|should have been|apolog\w+)\b"
)
_MEANT = re.compile(
    r"^[^§?]*?\b(?:(?:i|we)(?:['’]d|['’]m| was| were| had| am)? (?:\w+ )?"
    r"(?:mean|meant|want(?:ed)?|intend(?:ed)?|asking|thinking|said|tried|looking|interested|should have (?:said"
    r"|written|asked))"
    r"(?: to (?:say|ask|write|type|put|know|mean))?(?: (?:about|for|of|in))?"
    r"|(?:should|must|ought to|was meant to|was supposed to) (?:be|have been|read|say)|typo|mistyped|misspelled"
    r"|wrong (?:one|name|tool|role|job|word)|correction|mistake)\b[^§?]{0,25}?(?:the |an? )?(?P<name>§+)"
    r"(?:[\s,.!]*(?:please|of course|sorry|instead|(?:and )?(?:not|instead of|rather than) (?:the |an? )?§+))*\W*$"
)

_KINDS = (
    ("tools", phrases(KIND_WORDS["tools"])),
    ("roles", phrases(rf"{KIND_WORDS['roles']}|people|folks|staff|who(?:m|se)?")),
)
_KIND_WORDS = phrases(rf"{KIND_WORDS['tools']}|{KIND_WORDS['roles']}|people|folks|staff|after")
_LAST = re.compile(r"^[^§?]+(?<!forgot )(?P<name>§+)(?:[\s,.!]|please|sorry|instead)*$")
_OPENS = re.compile(r"\W*(?:(?:hm+|no|nope|sorry|oops|wait|ah|oh|uh|er|um)\b[\s,.!–—-]*)+")
_DENIED = re.compile(r"\bnot\b|n['’]t\b")
# `not X, Y`
_NOT_BUT = re.compile(
    r"^[^§?]*\bnot (?:the |an? )?§+[\s,;:–—-]+(?:but |rather )?(?:the |an? )?(?P<name>§+)\W*(?:please|instead)?\W*$"
)
_MORE = re.compile(r"\b(?:add|also|plus|include|as well|too)\b")
_AS_MANY = re.compile(
    r"\bas many (?:phases )?as (?:that|this|him|her|it|them)\b|\bthe same number(?: of (?:them|phases))?\b"
)
_DOES_BOTH = re.compile(
    r"\b(?:do|does|can do|cover|covers|handle|handles|serve|serves|offer|offers) both"
    r"(?: of (?:them|these|those))?\b(?! §)"
)
_WORKS_WITH = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|also|then)\W+)*(?:(?:does|do|can|could|will|would|is) )?(?:(?:it|that|this) )?"
    r"(?:also |even |still |be )*(?:(?:work|integrate|connect|talk|run|play|go|combine)s?(?:d|ed)?|compatible|usable)"
    r"(?: \w+)? (?:with|to) (?:the )?§+\W*(?:too|as well)?\W*$"
)
# Who operates it, and not who made it.
_RUN_BY = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then)\W+)*who (?:\w+ )?(?:runs|operates|looks after|takes care of|administers)"
    r" (?:it|that|this)(?: one)?(?: (?:for us|here|then|normally|usually))?\W*$"
)
_SAME = phrases(
    r"(?:the |those |these |exactly |all )*(?:same|identical)(?: (?:ones?|phases?|stages?|columns?|places?))?(?=\W*$)"
)
_NTH = re.compile(
    rf"\b(?:the|that) (?:very )?(?P<n>{PLACE})(?: (?:one|tool|role|of (?:them|these|those)))?(?=\W*$|[,;:])"
)
# `and which in only two?`
_SO_MANY_PHASES = re.compile(
    r"\W*(?:(?:and|but|so|then|ok)\W+)*(?:(?:who|which(?: ones?)?|what about|anyone|any)\s+)?"
    r"(?:(?:works?|is|are|covers?)\s+)?(?:in\s+)?"
    r"(?P<n>(?:exactly|precisely|only|just|at least|at most|more than|fewer than|less than)\s+"
    r"(?:one|two|three|four|five|six|seven|eight|\d))(?: phases?)?\W*"
)


def spelled_out(said: FollowUp, thread: Thread) -> str:
    """The follow-up with what it leaves out."""
    own = (_turned, _corrected, _elided, _others, _spanning, _counted, _priced, _placed, _in_both, _in_the_same)
    filled = (in_place_of_it, _beside_it, _run_by, *own)
    return next((text for fill in filled if (text := fill(said, thread)) is not None), said.text)


def _beside_it(said: FollowUp, thread: Thread) -> str | None:
    """`works with X?` of the tool that is spoken of."""
    names = thread.about(thread.last)
    if len(names) != 1 or len(said.names) != 1 or names == said.names or not _WORKS_WITH.match(said.masked):
        return None
    return f"Does {names[0]} work with {said.names[0]}?" if thread.kind_of((*names, *said.names)) == "tools" else None


def _run_by(said: FollowUp, thread: Thread) -> str | None:
    """`who runs it?` of the tool that is spoken of: who works with it."""
    names = thread.about(thread.last)
    one = len(names) == 1 and thread.kind_of(names) == "tools"
    return f"Who uses {names[0]}?" if one and _RUN_BY.match(said.masked) else None


def _turned(said: FollowUp, thread: Thread) -> str | None:
    """`no, not who, which tools!`: the last question of the other kind."""
    last = thread.last.query
    kinds = [kind for kind, words in _KINDS if words.search(said.masked)]
    if last is None or last.select not in ("tools", "roles") or not said.says(_APOLOGY, _DENIED) or said.mentions:
        return None
    other = "roles" if last.select == "tools" else "tools"
    stays = other not in kinds or said.unread(_APOLOGY, _KIND_WORDS) or said.pieces(wages=False)
    return None if stays else f"And which {other}?"


def _corrected(said: FollowUp, thread: Thread) -> str | None:
    """`sorry, I wanted to say X`: the last question of X."""
    swapped = _swapped(said, thread)
    if swapped is not None:
        return swapped
    match = _MEANT.match(said.masked) or _NOT_BUT.match(said.masked) or _named_last(said)
    if (
        match is None
        or not _APOLOGY.search(said.masked)
        or _MORE.search(said.masked)
        or _NUMBER.search(said.masked[: match.start("name")])
    ):
        return None
    name = said.text[slice(*match.span("name"))]
    mention = next((m for m in said.mentions if m.start == match.start("name")), None)
    if mention is not None and mention.kind == "phase":
        return f"No sorry, I meant {name}."
    meant = mention.name if mention is not None else None
    before = (*thread.mentioned, *thread.focus)
    same = meant is not None and before and thread.kind_of((meant,)) == thread.kind_of(before)
    tools_or_roles = meant in thread.catalogue.tools or meant in thread.catalogue.roles
    return f"What about {name}?" if tools_or_roles and same else None


def _named_last(said: FollowUp) -> re.Match[str] | None:
    """A statement with nothing behind the one name in it."""
    opens = _OPENS.match(said.masked)
    told = said.masked[opens.end() if opens else 0 : said.masked.find("§")]
    alone = len(said.names) == 1 and not negates(told)
    return _LAST.match(said.masked) if alone and not said.pieces(wages=False) else None


def _swapped(said: FollowUp, thread: Thread) -> str | None:
    """`sorry, not X, Y` where X is one of several that were asked about."""
    last = thread.last.query
    named = last.named if last is not None else ()
    old = [name for name in said.names if name in named]
    new = [name for name in said.names if name not in named]
    one_each = len(old) == len(new) == 1 and thread.kind_of((old[0],)) == thread.kind_of((new[0],))
    if len(named) < 2 or not one_each or "?" in said.text or not said.says(_APOLOGY, _DENIED):
        return None
    return f"{new[0]} instead of {old[0]}."


def _elided(said: FollowUp, thread: Thread) -> str | None:
    """What is asked with the condition that was told of another one just before."""
    match = _HALVED.match(said.text)
    if match is None or "?" in match["told"] or thread.subject is None:
        return None
    wages = thread.subject.select == "roles"
    pieces = said.pieces(wages=wages)
    told = [piece for piece in pieces if piece.end <= match.end("told")]
    if not told or len(told) != len(pieces):
        return None
    asks = f"which of the others {match['any']}" if match["any"] else match["asks"]
    conditions = " and ".join(said.text[piece.start : piece.end] for piece in told)
    names = [m.name for m in said.mentions if m.end <= match.end("told") and m.kind in ("tool", "role")]
    if names and set(names) < set(thread.members(thread.subject)):
        return f"{_OTHERS.sub('those', asks)} {conditions}, but not {' and '.join(names)}?"
    return f"{asks} {conditions}?"


def _others(said: FollowUp, thread: Thread) -> str | None:
    """`X is free. Are any of the others?`: of the set without X."""
    match = _TOLD_OF.match(said.text)
    if match is None or "?" in match["told"] or thread.subject is None:
        return None
    names = [m.name for m in said.mentions if m.end <= match.end("told") and m.kind in ("tool", "role")]
    if not names or len(names) != len(said.names) or not set(names) < set(thread.members(thread.subject)):
        return None
    asks = _ANY_OTHER.sub("which of those", _OTHERS.sub("those", match["asks"]))
    return f"{asks.rstrip(' ?.')}, but not {' and '.join(names)}?"


def _counted(said: FollowUp, thread: Thread) -> str | None:
    """`who has more than three?` where phases were counted or listed just before."""
    last = thread.last.query
    if _AS_MANY.search(said.masked) and len(thread.focus) == 1 and last is not None and last.select == "phases":
        (name,) = thread.focus
        return (
            f"Which {thread.kind_of(thread.focus)} other than {name} have exactly {len(thread.printed(name))} phases?"
        )
    match = _COUNT.search(said.masked)
    if match is None or last is None or said.names:
        return None
    spans = any(isinstance(part, Spans) for part in parts_of(last.where))
    if last.select != "phases" and last.by != "phases" and not spans:
        return None
    return f"{said.text[: match.end()]} phases{said.text[match.end() :]}"


def _spanning(said: FollowUp, thread: Thread) -> str | None:
    """`and which in only two?` behind a question that chose by the number of phases alone: one by that number."""
    last, match = thread.last.query, _SO_MANY_PHASES.fullmatch(said.masked)
    if last is None or match is None or not last.of_a_set or not (last.by == "phases" or isinstance(last.where, Spans)):
        return None
    return f"Which {last.select} cover {match['n']} phases?"


def _priced(said: FollowUp, thread: Thread) -> str | None:
    """`and which 9,369?` where dollars were spoken of."""
    last = thread.last.query
    if last is None or not any(isinstance(part, Costs | Earns) for part in parts_of(last.where)):
        return None
    return _AMOUNT.sub(lambda match: f"${match.group()}", said.text) if _AMOUNT.search(said.text) else None


def _in_both(said: FollowUp, thread: Thread) -> str | None:
    """`which products do both?` behind two phases that were told."""
    topic, match = thread.phases(), _DOES_BOTH.search(said.masked)
    phases = phases_of(topic) if topic is not None else ()
    if match is None or len(phases) != 2 or said.mentions or said.target.noun not in ("tools", "roles"):
        return None
    return f"{said.text[: match.start()]}cover {' and '.join(phases)}{said.text[match.end() :]}"


def _in_the_same(said: FollowUp, thread: Thread) -> str | None:
    """`and X, does it cover the same ones?` behind the phases of another."""
    last = thread.last.query
    if last is None or last.select != "phases" or len(last.named) != 1 or len(said.names) != 1 or not said.says(_SAME):
        return None
    alike = said.names != last.named and thread.kind_of(said.names) == thread.kind_of(last.named)
    priced = said.says(ask.COST, ask.WAGE)
    return f"Which phases do {last.named[0]} and {said.names[0]} have in common?" if alike and not priced else None


def _placed(said: FollowUp, thread: Thread) -> str | None:
    """`drop the second`, `without the last one?` of several names."""
    match = _NTH.search(said.masked)
    if match is None or said.names or not said.says(ask.TAKES_OUT):
        return None
    name = thread.nth(place_of(match["n"]))
    return f"{said.text[: match.start()]}{name}{said.text[match.end() :]}" if name is not None else None
