"""Readings about a team as such: whom it needs, hires first or lacks, how it is made up, and what it costs."""

import re

from server.conditions import Covers
from server.constraints import PlanConstraints
from server.query import Query
from server.terms import terms
from server.understanding.pieces.signals import Signals, distinct
from server.understanding.readings.hired import LLM, heads, hired
from server.understanding.readings.plan_constraints import WHOLE, constraints_of
from server.understanding.readings.plans import AT_HAND, ONE_HIRE, pays_people
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked, phrases

_GROUP = r"(?:team|crew|squad|staffing|org(?:ani[sz]ation)?(?: chart)?|organigram|department)"
_PEOPLE = r"(?:roles?|people|persons?|positions?|jobs?|staff|experts?|specialists?|members?|hires?|skills|guys|folks)"
# `whom`, `which roles`, `what kind of people`
_WHOM = rf"(?:whom?|(?:which|what)(?: [\w-]+){{0,4}}? (?:{_PEOPLE}|{_GROUP}))"
_WE = r"(?:we|i|you|one|they|an? [\w -]{0,40}?(?:team|company|startup|start-up|business|firm|project))"
_SHOULD = r"(?:do|does|should|must|would|will|can|could|shall|might)"
_GET = (
    r"(?:need|hire|recruit|employ|have|add|get|bring in|want|require|start with|begin with|look for|take|skip|combine)"
)
_NEEDED = r"(?:needed|required|necessary|essential|important|missing|lacking|a must)"
_WISHES = phrases(
    rf"""
    {_WHOM}\b[^.?!]*\b{_SHOULD} {_WE} (?:[\w-]+ )?{_GET}|{_WHOM}\b[^.?!]* {_WE} (?:[\w-]+ )?(?:need|miss|lack)
    {_WHOM} (?:else )?(?:to hire|to recruit|is next|comes next|next|first)
    (?:whom?|which role) (?:is|comes) (?:next|first)
    {_WHOM}\b[^.?!]*\b(?:is|are|be) (?:[\w-]+ )?{_NEEDED}|{_PEOPLE} (?:[\w-]+ )?{_NEEDED}
    {_WHOM}\b[^.?!]*\b(?:should|must|has to|have to|needs to) (?:be|join)\b[^.?!]* {_GROUP}
    (?:which|what)(?: is|['’]s)?(?: the| my| our)? first (?:[\w-]+ )?(?:role|hire|person|position)
    first (?:[\w-]+ )?(?:hires?|roles?)|(?:whom?|which (?:role|person)) to (?:hire|recruit|employ)
    (?:whom?|which|what)(?: [\w-]+){{0,3}} {_PEOPLE}? ?can (?:we|i|one|a small team) (?:do without|leave out|save on
    |spare)
    (?:need|want|look for|looking for|hire) (?:[\w-]+ )?(?:people|staff|roles)
    who should (?:it|that|they) be|{_WHOM} can be (?:[\w-]+ )?(?:combined|skipped|spared|saved|left out|shared)
    {_PEOPLE} (?:for|of|in) (?:an?|the|our|my) (?:[\w-]+ ){{0,6}}{_GROUP}
    """
)
_MADE_UP = phrases(
    rf"""
    {_GROUP} (?:composition|structure|setup|set-up|make-?up|size|members|for)
    (?:structure|composition|make-?up|size) of (?:an?|the|our|my) (?:[\w-]+ ){{0,6}}{_GROUP}
    {_GROUP}\b[^.?!]* (?:look like|consist of|made up|composed|structured|organi[sz]ed|staffed)
    how (?:do|should|can|would|to|big|large|many)\b[^.?!]* {_GROUP}|{_GROUP} of \w+
    (?:minimum|minimal|smallest|viable|leanest|cheapest|ideal|typical)\b[^.?!]* {_GROUP}
    (?:need|want|build|set up|assemble|put together|form|create|start) (?:an?|the|our|my) (?:[\w-]+ ){{0,6}}{_GROUP}
    """
)
# `a small ML team`, with nothing asked.
_FRAGMENT = re.compile(
    r"(?:^|[.?!,;:])\W*(?:(?!(?:who|which|what|how|is|are|does|do|would|can|in|for|on)\b)[\w-]+ ){0,4}"
    rf"{_GROUP}[\s?.!]*$"
)
_HOW_MANY = phrases(rf"how many (?:{_PEOPLE}|engineers|employees) (?:{_SHOULD} |to |for |are needed)")
# Not `can one person do MLOps?`, which a card tells.
_IN_ONE = phrases(
    r"(?:combined|shared|done) (?:in|by|into) (?:an? )?(?:one|single|1|same) person"
    r"|(?:one|single|1) (?:person|man|engineer|employee|guy) (?:[\w-]+ ){1,4}(?:roles|jobs|positions)"
)
_THERE_ARE = phrases(
    rf"""
    (?:which|what)(?: [\w-]+){{0,3}} roles(?: and responsibilities)? (?:are there|exist|are part of|make up
    |belong to|in|of)
    (?:what|which) are the (?:[\w-]+ )?roles|(?:ml ?ops|llm ?ops|ml|ai) roles(?: and responsibilities)?(?=\W*$)
    roles and responsibilities
    who(?: is|['’]s) who (?:in|on|of)
    (?:who does what|(?:which|what) role does what) in (?:an? |the )?(?:ml ?ops|ml|{_GROUP})
    """
)
_PAID = phrases(
    rf"""
    {_GROUP}(?: of \w+)?(?: [\w-]+)? costs?|(?:does|would|will|do)\b[^.?!]* {_GROUP}\b[^.?!]* (?:cost|earn)
    (?:costs?|price|budget) (?:of|for) (?:an?|the|our|my)? ?(?:[\w-]+ ){{0,6}}{_GROUP}
    (?:costs?|pay|expensive)(?: it)?(?: is it)? (?:to|for) (?:[\w-]+ ){{0,6}}(?:hire|run|have|build|staff|employ|keep
    |set up|pay) (?:an?|the|our|my)? ?(?:[\w-]+ ){{0,6}}{_GROUP}|{_GROUP} of \w+ (?:a|per) (?:month|year)
    """
)
_BUDGETED = phrases(rf"budget (?:[\w-]+ ){{0,5}}for (?:an?|the|our|my) (?:[\w-]+ ){{0,4}}{_GROUP}")
_FOR_A_TEAM = phrases(rf"for (?:an?|our|my|the) (?:[\w-]+ ){{0,6}}{_GROUP}")
_LACKS = phrases(
    r"""
    missing|gaps?|lack\w*|(?:who|whom|what|which role)(?: is|['’]s|['’]d be| should be)?(?: [\w-]+){0,4} next|next hire
    (?:is|are|would) (?:that|this|it|they|we)(?: be)? (?:already )?(?:enough|sufficient|complete)|enough|sufficient
    (?:whom?|which role|what role)\b[^.?!]* else|(?:next|another|second|third|further) (?:role|hire|person)
    (?:whom?|which roles?) (?:do|should|must) (?:we|i) (?:[\w-]+ )?(?:need|hire|add)
    """
)
# What goes wrong tells who is needed.
_COMPLAINT = phrases(r"never|nothing|nobody|no ?one|none|cannot|(?:ca|do|does|did|is|are)n['’]t|fails?|failing|stuck")
_BESIDES = phrases(r"besides?|in addition to|on top of|next to|apart from|other than")
_WITH = phrases(
    r"with (?:only |just )?(?:an?|one|two|three|four|our|my|the|\d+) §+|(?:only|just) (?:an?|one) §+"
    r"|(?:our|my|the) (?:[\w-]+ )?(?:has|employs?|consists of)|is (?:an?|one|just one|two|three|\d+) §+"
)
_ABLE = phrases(r"can (?:we|i|one)|possible|feasible|manage")
# What stands before those at hand, and wards nobody off.
_MISSING = re.compile(rf"\b(?:missing|lack(?:ing)?|{_BESIDES.pattern})\b", re.IGNORECASE)
_OF_THE_FIELD = phrases(rf"(?:ml|llm) ?ops|ml|ai|machine learning|{_GROUP}")
_OPENLY = phrases("which|what|whom?|how")
_WHICH_ROLES = phrases(r"(?:which|what) (?:roles|people)(?=[\s?.!]*$)|hires,? (?:which|what) (?:roles|people)")
_TEAM = phrases(rf"{_GROUP}|hires?")
_FIRST_OF = phrases(r"first|before|earlier|prioriti[sz]e")
_ONE_OF_ALL = phrases(
    r"""
    (?:complete|full|whole|entire|fully staffed) (?:ml ?ops |ml )?(?:team|crew|squad|staff|department)
    (?:one|a|1|single) (?:\w+ )?(?:per|(?:for|in|of|from) (?:each|every|all))\b.*|(?:each|every) (?:role|position|job)
    """
)
_OF_TEAMS = frozenset(
    terms(
        """
        staffing role position job staff hire hiring hires recruit employ employee headcount member expert specialist
        require wants
        required requirement necessary build building set setup start startup firm business enterprise department small
        tiny little big large medium lean minimal minimum viable mvp ml mlops llmops ai machine learning artificial
        intelligence data science scientist engineer developer dev coder programmer llm language model large rag
        chatbot chatgpt gpt openai api application app product project production existing own custom train first next
        missing miss lack gap else another ideal typical size structure structured compose composed composition consist
        organization organisation org organigram chart look knowledge skill combine combined skip leave without save
        spare spend cheap cheapest smallest leanest viable fewest budget month monthly year yearly annual annually cost
        afford pay payroll salary wage total currently already now second third alone single
        two three four five six seven eight nine
        ten eleven twelve thirteen fifteen twenty dozen run operate launch introduce adopt plan assemble form create
        complete core initial order prioritize prioritise essential think advice early stage founder cto boss manager
        lead head beginner new scratch zero soon sufficient suffice software priority join person people man guy squad
        crew team company currently today begin least system solution generative genai copilot claude gemini llama
        mistral retrieval augmented generation based k usd dollar eur euro money beside addition top
        before earlier main key must up single exist part belong
        responsibility responsible needed price put together manage possible feasible dollars bucks salaries costs wages
        """
    )
)
# `use an existing LLM`, `build ml models`, but not `model development`
_A_MODEL = re.compile(rf"{LLM.pattern}(?! development)|\bmodels?\b(?! (?:development|building|training))")
_AMOUNT = re.compile(r"[$€£]?\d[\d,.]*\s?k?\b|[$€£]")
# Who asks, and for what kind of project: `we are a small bank`, `for a fraud detection project`
_WHO_ASKS = re.compile(
    r"\b(?:we|i)(?:['’](?:re|m)| are| am|\s+work)(?: in| at| for)? (?:an?|the) (?:[\w-]+ ?){1,5}"
    r"(?=[,.;:!]|\s(?:and|who|with)\b|$)"
    r"|\bfor (?:an?|our|my|the) (?:[\w-]+ ){0,3}(?:project|product|app|application|service|system|platform|startup"
    r"|company|business)\b"
)


def read_hires(signals: Signals) -> Query | None:
    """The team that is advised; None where phases are to be covered, a cell is asked for, or anything else is told."""
    told = signals.of(signals.whole or signals.text)
    if told.tools or told.titles or told.models or told.target.noun in ("tools", "phases") or _names_a_phase(told):
        return None
    if told.says(ask.WHY, _ONE_OF_ALL, _COMPLAINT):
        return None
    if told.says(WHOLE) or not about_a_team(told):
        return None
    if _bounds(told) and (told.says(ONE_HIRE) or not pays_people(told)):
        return None
    if told.roles:
        return _beside(told)
    if told.says(_THERE_ARE) and told.says(_OF_THE_FIELD) and not told.says(_WISHES):
        return Query(select="roles")
    if told.says(ask.YES_NO) and not told.says(_OPENLY, _IN_ONE):
        return None
    wished = told.says(_WISHES, _MADE_UP, _FRAGMENT, _HOW_MANY, _IN_ONE, _PAID, _BUDGETED) or _roles_alone(told)
    return _advice(told) if wished and not _pays_for_something_else(told) else None


def _beside(told: Signals) -> Query | None:
    """Who is missing beside the people at hand, or whom of those that are named to hire first."""
    if told.says(ask.TOTAL):
        return None
    able = told.says(_WITH) and told.says(_ABLE)
    if able or (told.says(AT_HAND, _BESIDES, _WITH) and told.says(_LACKS, _BESIDES)):
        advice = _advice(told)
        return None if advice is None or (advice.plan and advice.plan.without) else advice
    if len(told.roles) < 2 or not told.says(_FIRST_OF):
        return None
    return Query(select="team", plan=hired(told, PlanConstraints(among=distinct(told.roles))))


def _advice(told: Signals) -> Query:
    plan = hired(told, constraints_of(told.of(blanked(_MISSING, told.text)), team=True))
    if told.says(_IN_ONE):  # how many there are to be is what is asked
        plan = plan.model_copy(update={"hires": None})
    return Query(select="team", plan=plan)


def about_a_team(told: Signals) -> bool:
    """Whether nothing is told but of a team, whatever amounts there are, who asks and for what kind of project."""
    rest = _AMOUNT.sub(" ", blanked(_WHO_ASKS, told.masked).replace("§", " "))
    return _OF_TEAMS.issuperset(terms(rest))


def _roles_alone(told: Signals) -> bool:
    """`an ML team of ten: which roles?`"""
    return told.says(_WHICH_ROLES) and (told.says(_TEAM) or heads(told.masked) is not None)


def _bounds(told: Signals) -> bool:
    return any(not isinstance(piece.condition, Covers) for piece in told.stated)


def _names_a_phase(told: Signals) -> bool:
    """Whether a phase is named, and not only an LLM or a model that is built."""
    named = (mention for mention in told.mentions if mention.kind == "phase")
    return any(not (mention.name.startswith("MD") and _A_MODEL.search(mention.text.lower())) for mention in named)


def _pays_for_something_else(told: Signals) -> bool:
    """Whether a price is asked that a team only has to pay: `how much for a team of five?`"""
    return told.says(ask.COST) and told.says(_FOR_A_TEAM) and not told.says(_WISHES, _BUDGETED)
