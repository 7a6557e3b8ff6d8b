"""Word lists as patterns: one group of alternatives a line, so that they read and grow as lists; and texts without
what a pattern finds."""

import re


def phrases(listing: str, *, flags: int = 0) -> re.Pattern[str]:
    """A pattern for any of the lines, each a regular expression, between word boundaries."""
    return re.compile(rf"(?<!\w)(?:{alternatives(listing)})(?!\w)", flags)


def alternatives(listing: str) -> str:
    """The lines joined by `|`, to be used inside a larger pattern; a line that begins with `|` continues one."""
    return "|".join(line.strip() for line in listing.splitlines() if line.strip()).replace("||", "|")


def blanked(pattern: re.Pattern[str], text: str, filler: str = " ") -> str:
    """The text with as many fillers for whatever the pattern finds, so that all else stays where it stands."""
    return pattern.sub(lambda match: filler * len(match.group()), text)
