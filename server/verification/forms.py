"""The forms that statements about the tables take, over the symbols that stand for names and figures."""

import re
from collections.abc import Iterable

# Words that state nothing beside the forms: grammar, the tables' own headings, verbs that a form completes.
GLUE = frozenset(
    """a an the this that these those it its they their them itself which who whose and or but also too as well both
    each with at for to in by of on from than is are was be been being has have had does do can while whereas though
    although however unlike like s table iv iii i row column cell paper prints print printed lists list listed gives
    month monthly per estimate estimated estimates dol department labor labour occupation occupational code
    title titled wage wages salary salaries earn earns earning paid pay pays cost costs costing price prices priced
    pricing charge charges charged bill billed amount amounts dollars usd total phase phases
    stage lifecycle cover covers covered covering use uses used ticked tick marked mark flagged shown found serve
    serves supports support belongs belong involved involve participate participates take takes part active
    works work role roles tool tools model models maturity level levels mlops named name names called call being among
    them there one people someone where when according falls fall filed files file matched mapped under assigned
    namely i e treated alike""".split()
)

_THING = r"<[trm](?P<other>\d+)>"
_POSSESSIVE = r"(?:(?:that|those|the (?:wage|price|cost)) of )?(?:a |an |the )?"
_SAME_WORDS = (
    r"(?:exactly )?the same (?:dol |monthly |number of )?(?:phases?|code|title|occupation|wage|salary|price|cost|"
    r"levels)(?: estimate)?"
)
_BE = r"(?:are |is |can be |may be )?(?:ticked |marked |used |listed |shown |found )?"


def _forms(forms: Iterable[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), form) for pattern, form in forms)


# Each with the method that reads it, in order of trial: what is longer and says more comes before its parts.
FORMS = _forms(
    (
        (r"\s+", "punctuation"),
        (
            (
                rf"<n(?P<count>\d+)> (?:of the )?tools {_BE}(?:for|in|cover) (?:the )?<p(?P<phase>\d+)>(?: phase)?"
                r"(?:,? (?:<t(?P<some>\d+)> among them|among them <t(?P<some_too>\d+)>))?"
            ),
            "counted",
        ),
        (
            (
                r"<n(?P<count>\d+)> (?:of the )?tools"
                r"(?:, (?:for example|such as|including|among them) <t(?P<some>\d+)>,)?"
                r" (?:are|is) (?P<not>not )?(?:marked (?:as )?|ticked (?:as )?)?(?P<licence>open source)"
            ),
            "counted",
        ),
        (r"among the <n(?P<count>\d+)> <p(?P<phase>\d+)> tools", "counted"),
        (
            (
                r"<p(?P<phase>\d+)>(?: phase)? (?:is |has )(?:covered by |supported by |ticked for )?"
                r"<n(?P<count>\d+)> tools"
            ),
            "counted",
        ),
        (
            (
                r"no (?P<kind>tool|role)(?: in the table)?(?: has| costs| earns)?(?: an?)?"
                r"(?: fixed| estimated| monthly)*(?: price| cost| wage)?(?: of)?"
                r" (?:above|over|more than) <d(?P<amount>\d+)>"
            ),
            "ceiling",
        ),
        (
            r"all (?:of )?(?:the )?(?:mlops |maturity )?(?P<kind>roles|tools|models)(?: in the table| of mlops)?",
            "everything",
        ),
        (r"(?:the )?<n\d+> maturity (?P<kind>models) all\b", "everything"),
        (r",? (?:which|who)\b", "other_one"),
        (r"(?:every|each|per) month\b|together\b|in total\b|combined\b|altogether\b", "punctuation"),
        (
            (
                r"<n(?P<count>\d+)> (?:mlops )?(?P<kind>roles|tools)(?: of mlops| in (?:the )?table(?: iv| iii)?)?"
                r"(?=[.,;]|$)"
            ),
            "rows",
        ),
        (rf"(?:costs? |costing )?<d(?P<by>\d+)> (?:a month )?(?:more|less) than {_POSSESSIVE}{_THING}", "compared"),
        (rf"exceeds? {_POSSESSIVE}{_THING} by <d(?P<by>\d+)>", "compared"),
        (
            (
                rf"(?:cheaper|dearer|more expensive|less expensive|better paid|higher paid|costs more|costs less|"
                rf"earns? more|earns? less|more|less) than {_POSSESSIVE}{_THING}"
            ),
            "compared",
        ),
        (
            (
                r"(?:the )?(?:highest|lowest|best|top|smallest) (?:estimated |monthly )*(?:wage|salary|pay|paid)"
                r"(?: estimate)?(?: (?:of|among) (?:all|the)(?: the)? (?:mlops )?roles)?"
            ),
            "extreme",
        ),
        (r"(?:the )?(?:highest|best|lowest)[- ]paid(?: (?:of all|of the|among the) (?:mlops )?roles)?", "extreme"),
        (r"<[trm](\d+)>(?:'s|’s)?", "things"),
        (r"<n(\d+)> (?:levels|stages)", "level_count"),
        (r"<n(\d+)> phases", "phase_count"),
        (r"(?:the )?(?:lowest|first|bottom|highest|top|last)(?: (?:level|stage|one))?\b", "edge"),
        (r"(?:starts?|begins?|ends?) (?:at|with|from|in)", "edge"),
        (
            (
                r"(?:at )?level <n(?P<label>\d+)>(?: of [^<>]{0,20})?(?: is| being|,|:| called| named)*\s*"
                r"(?:a |an |the )?<l(?P<name>\d+)>"
            ),
            "level",
        ),
        (r"(?P<label>)(?:a |an |the )?<l(?P<name>\d+)>", "level"),
        (r"level <n(?P<label>\d+)>", "edge_label"),
        (
            (
                r"(?:a little|just|slightly|somewhat) (?:under|over|below|above|more than|less than)|"
                r"(?:about|around|roughly|nearly|almost|approximately)\b"
            ),
            "roughly",
        ),
        (rf"{_SAME_WORDS} as {_POSSESSIVE}{_THING}", "same_as"),
        (_SAME_WORDS, "same"),
        (r"<d(\d+)>", "dollars"),
        (r"<[co](\d+)>", "occupation"),
        (r"<p(\d+)>", "phases"),
        (r"(?:for )?(?:a (?:group|team) of )?<n(?P<number>\d+)> (?:users|people)", "basis"),
        (r"(?:in |for )?<n(?P<number>\d+)>", "basis"),
        (r"no fixed (?:monthly )?(?:price|cost)", "unfixed"),
        (r"free(?: of charge)?\b|(?:costs?|for)(?: its users| users| you)? nothing\b", "free"),
        (
            r"consumption[- ]based|(?:by|on|according to|with) (?:what is )?consum(?:ption|ed)\b|\bconsumption\b",
            "consumption",
        ),
        (r"(?:by|on|upon) request\b", "request"),
        (r"(?:an? )?open[- ]source\b", "licence"),
        (r"proprietary\b|closed[- ]source\b", "proprietary"),
        (r"not\b|n't\b|no longer\b", "deny"),
        (r"[a-z]+", "glue"),
        (r"[,;:.()'’\"/&-]", "punctuation"),
    )
)
