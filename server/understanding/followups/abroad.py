"""Follow-ups on where wages hold: `are they for Europe also?` behind what a role earns."""

import re

from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread

_FIGURES = (
    r"(?:(?:that|this|these|those|the|it|they|such)(?: (?:numbers?|figures?|wages?|salar(?:y|ies)|amounts?|pay))?)"
)
# `does that hold in India?`, `are these figures for the UK, too?`
_HOLDS = re.compile(
    rf"^\W*(?:(?:and|but|so|ok|okay)\W+)*(?:is|are|do|does|would|will|can) {_FIGURES} "
    r"(?:(?:also|even|only|just|still) )*"
    r"(?:(?:hold|apply|appl(?:y|ies)|count|work|valid|true|right|correct|realistic|the same|meant|relevant|go)"
    r"(?: (?:also|good|true))? )?(?:for|in|to|within|across|outside(?: of)?) (?:the )?(?P<place>[\w. ]+?)"
    r"(?:,? (?:also|too|as well|or not|only))?\W*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(?:[A-Z][\w.]*(?: [A-Z][\w.]*)*|other (?:countries|regions|places)|every country|my country)$")
_PLACES = 3


def held_abroad(said: FollowUp, thread: Thread) -> str | None:
    """Whether wages told before hold for a place, asked of the card that says for which they do."""
    query = thread.last.query
    if query is None or query.select != "roles" or query.by != "wage" or said.mentions:
        return None
    asked = _HOLDS.match(said.text)
    if asked is None or not _PLACE.match(asked["place"]) or len(asked["place"].split()) > _PLACES:
        return None
    return "For which country do the wages of Table III hold?"
