"""What a question wants to know of a catalogue name although no table carries it."""

import re

from server.query import Query
from server.understanding.pieces.headcount import SPAN
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import mask
from server.understanding.premises.abbreviations import misread
from server.understanding.premises.miscounts import miscounts
from server.understanding.reach.background import asked_alone
from server.understanding.reach.makers import MAKER
from server.understanding.reach.quantities import unmeasured, unpriced
from server.understanding.reach.releases import wants_a_release
from server.understanding.reach.weighing import asks_whether, tells_apart, weighs
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import alternatives, phrases

# Under which licence it is, beyond the tick.
_LICENCES = phrases(r"""
    (?:text|terms|type|wording|kind) of (?:the )?licen[cs]e|licen[cs]e (?:text|terms|types?|agreement)s?
        apache[- ]2(?:\.0)?|mit licen[cs]e|a?gpl\w*|bsd|bsl
        (?:which|what) (?:kind of |open source )?licen[cs]e(?! (?:fee|cost))
        relicen[cs]ed?|licen[cs]e chang\w*|chang\w* (?:its|the|their) licen[cs]e
    """)
# What no row tells of a tool and its card may: what became of it, its licence, its releases.
_OF_CARDS = (
    phrases(r"""
    who (?:bought|acquired|owns|took over|purchased)|owned by|bought by|acquisition of|taken over|takeover
        (?:was|were|been|is|got|gets|being) (?:\w+ )?(?:acquired|bought|purchased|sold|merged|discontinued
        |renamed|rebranded|deprecated|shut down|retired)
        chang\w+ (?:hands|owners?)|new owners?
        (?:did|has|have) [\w. ]{1,30}? (?:buy|acquire|purchase|bought|acquired|purchased) §+|shutting down
        end of life|eol
        still (?:available|around|alive|maintained|developed|sold|offered|in business|existing|exist)
        what (?:happened to|became of)
    """),
    _LICENCES,
    phrases(r"""
    (?:latest|newest|current|which|what|stable|recent|minimum|supported) (?:[a-z]+ )?(?:version|release)s?
    versions? (?:number|of|\d)|§ versions?"""),
)  # fmt: skip
# Other editions and plans than the one that the table prints a price of.
_EDITIONS = phrases(
    r"""
    §+ (?:community|premium|ultimate|starter|professional)(?: edition| plan| tier| version)?
    §+ (?:free|business|standard|basic|team|enterprise|pro|plus) (?:edition|plan|tier|version)
    """
)
INSTRUCTIONS = "instructions"
FIRST_RELEASE = "first release"
_OF_NAMES = (
    (FIRST_RELEASE, phrases(r"""
    (?:first |initially |originally |newly |was |were )(?:released|launched|published|announced|created|invented)
    release[ _]dates?|how old|roadmap|changelog|§ came out|(?:first|initial|original) (?:public )?(?:release|version)
    when did §+ (?:first |initially |originally )?(?:come out|appear|launch|start|ship)
    (?:what|which) (?:year|month|day|week|quarter) (?:did|was|is|were) §+""")),
    (MAKER, phrases(r"""
    founded|founders?|the board of|(?:developers?|maintainers?|authors?|creators?|owners?) (?:of|behind) §
    how many (?:employees|people (?:work|are employed)|staff)|
    §+(?:['’]s?)? (?:head ?count|workforce)|(?:head ?count|workforce|employees|payroll) (?:at|of|in) §
    how many people does §+ employ|employees (?:at|of|does|do|has|have)|invented|inventors?
    headquarter\w*|chief executive|president of
    |c[efito]o(?! (?:asks?|asked|wants?|wanted|says?|said|needs?|needed|thinks?|demands?|insists?|wonders?|told|expects?
    |is asking|wishes|likes|would like)\b)(?: of| at| over)?
    venture|fund(?:ing|ed) rounds?|raised|valuation|investment
    who (?:first |originally |once |actually |really )?(?:made|makes|built|develops?|developed|maintains?|created?
    |started
        |invented|wrote|runs|is behind|came up with|thought (?:up|of)|conceived)(?! (?:use of|with|in|on)\b)
        brainchild|(?:father|mother|parents?|inventors?|(?:person|man|woman|human(?: being)?|minds?
        |brains?) behind) (?:of )?§
        (?:which|what) (?:company|vendor|firm|organi[sz]ation|country)|company behind|stock price|share price
        investors?|revenue|market cap|vendor of|made by
        (?:where|in which country) (?:is|was) §+ (?:based|made|from|developed)""")),
    (INSTRUCTIONS, phrases(r"""
    (?<!has to )(?<!have to )(?:write|give|generate|create) (?:me |us )?(?:an? |the |some )?(?:[\w§-]+ ){0,3}(?:code
    |scripts?|manifests?
    |pipelines?|stages?|jobs?|functions?|playbooks?|modules?|hooks?)
    what do i do(?! (?:with|in|for|about|on)\b)
    how does (?:the|an?|that) [\w-]+ (?:go|work)
    (?:tell|show|teach|explain)(?: me| us| to me)? how to
    (?:walk|guide|talk|take) (?:me|us) through
    how to (?:get|break|hack|log|sneak|crack) (?:in|into|past|around)
    install\w*|configur(?!ation (?:tool|manage))\w*|config|helm|yaml|plug-?ins?|commands?|syntax|snippets?
    |code example|tutorials?
    error(?: message)?s?|alert rules?|jenkinsfile|dockerfile|terraform module|docker-compose|compose file
        sdk|rebase|merge conflicts?|remote|s3 bucket|docker image|operator
    migration (?:guide|steps?|script)s?|upgrade (?:guide|steps?|script)s?|troubleshoot\w*
        debug|documentation link|api keys?|cli|module for|what port|which port|default port
    |(?<!still )log ?in|(?<!still )sign up|back ?up §
        how (?:do|can|would|should) (?:i|we|you) (?:use|write|run|create|connect|enable|start|set ?up|secure
        |slip|sneak|hide|bypass|steal|poison|crash|hack|scrape|mute|disable
        |delete|reset|link|import|export)
        how long (?:does|do|would|will|is)|steps to|step by step|integrat\w+ with|hook up
    """)),
    ("performance", phrases(r"""
    benchmarks?|throughput|faster|fastest|slower|sooner|quicker|quickest|latency|github stars|stars|most popular
    popularity|popular|market share
    |(?:share|slice|portion) of (?:the |its |their )?(?:[\w§-]+ ){0,3}?markets?|ratings?
    |rated|(?<!code )reviews?|downloads?|uptime|sla|slas|memory usage|scalab\w+
    (?<!my )(?<!our )(?<!your )ram
    how (?:secure|safe|fast|stable|reliable|good)|outages?|score[sd]?
    """)),
    ("features", phrases(r"""
    (?<!our )(?<!my )(?<!present )(?<!current )(?<!running )(?<!existing )contracts?|renew\w*|discounts?|rebates?
    |coupons?|vouchers?|free trial|trial|refund\w*|enterprise plan
    pricing tiers?|(?<!free )tiers?|(?:whose|its|their|§+['’]s?|which|what|reference|famous|known|big\w*|major|paying
    |enterprise) customers
        customers (?:of|does|do|has|have|use|uses) §+
        (?:which|what|how many) (?:companies|firms|customers|users|banks) (?:are )?(?:us(?:e|es|ing)|rely\w*|run|trust)
        (?:companies|firms|banks|enterprises|universities|start-?ups) (?:that|which|who) (?:have|use|run|rely)
        (?:which|what|in) (?:[\w§-]+ )?(?:regions|availability zones|data cent(?:er|re)s)
        (?:storage|size|file|upload|user) limits?|(?:max|maximum|image|file) size
        (?:the|its|any|are|no|which|what|and) limits? (?:on|per|for)(?! (?:the |its |a |§+ )*free\b)
        quota|mobile app|app store|single sign[- ]?on|sso|two[- ]factor|2fa|ldap|encrypt\w+
        (?:programming )?languages? (?:is|was|are|does)|(?<!be )written in|dark mode|logo|mascot|colou?r|slogan
        iso ?27001|soc ?2|hipaa|fedramp
        (?:gdpr|ccpa|pci)[- ](?:compliant|compliance|ready)|compliant|customer support
        support (?:phone|hotline|e-?mail|team)|(?:phone|telephone) (?:number|support)|hotline|gpu models
        (?:notify|ping|page|alert|message|e-?mail|text|call) (?:us|me)
        payment methods?|credit cards?|minimum (?:term|contract)|notice period|keyboard shortcuts?
        operating systems?|windows|macos|linux
    """)),
)  # fmt: skip
_OF_ROLES = phrases(
    r"""
    good enough|competent|any good|overqualified|underpaid|overpaid
    (?:\d+(?:st|nd|rd|th) )?percentiles?|quartiles?|deciles?|(?:top|bottom|upper|lower) (?:\w+ )?(?:%|percent|per ?cent)
    (?:upper|lower|top|bottom) end|(?:pay|wage|salary) bands?|(?:by|at) (?:what|which) age
    tenure|turnover|ph\.?d|certificat\w+|certif\w+|degrees?|interview questions?|years of experience
    |bonus(?:es)?|vacancies|job openings
    working hours|visa|career path|holidays?|vacation\w*|days off|paid leave|sick leave|perks?|pension|overtime
    stock options
    (?:works?|working|employed) (?:at|for) §|freelanc\w+|contractors?|junior|senior|entry[- ]level|gender|women
    work(?:ing|s)? (?:\w+ )?from home|home[- ]office|telework\w*|allowances?|company cars?
    remote work|part[- ]time|(?:mostly |fully |work )remote|remotely|(?<!from )university|bootcamps?
    many\b[^.?!;]* in (?:the )?(?:usa?|country)|in the world|unemploy\w*
    how many § +(?:work|are employed|exist|are there in)|shortage|promotion|stress\w*
    hours a (?:day|week)
    """
)
_OWN_LADDER = re.compile(
    r"§(?:['’]s)? (?:\w+ )?maturity (?:model|scale|framework|level)"
    r"|\bmaturity (?:model|scale|framework)s? (?:of|by|from) §"
)
# Phases that other lifecycles have.
_OTHER_PHASES = re.compile(
    r"\b(?P<phase>(?:a/b[- ]test(?:s|ing)?"
    r"|retirement|decommission\w*|planning|design|requirements?|archiv\w+|procurement|discovery|ideation"
    r"|prototyping|sunset\w*"
    r"|disposal|inception|feasibility|scoping|hypercare|retraining|marketing|budgeting|hiring"
    r"|maintenance|support|transition|closing|kick-?off|governance|experimentation|orchestration|explainability"
    r"|feature[- ]store|data (?:engineering|processing|understanding)|business understanding) (?:phase|stage))\b"
)
# `the Model Governance phase`, `the steps of Data Engineering & Processing`: spelled as a name.
_NAME = r"([A-Z][\w-]+(?:(?: (?:&|and|of))? [A-Z][\w-]+)*)"
_PHASE_BY_NAME = re.compile(
    rf"\b(?:the|an?|our|for|in|of|to) {_NAME} (?:phase|stage)\b"
    rf"|\bsteps (?:of|in|does|do|has|belong to|are (?:there )?in) (?:the )?{_NAME}"
)
_NOT_A_PHASE = frozenset({"DT", "MLOps", "LLMOps", "ML", "AI", "LLM", "DevOps", "Figure", "Section", "Table"})
# `the lowest latency`, `better documentation`: no column holds what is ranked by.
_EXTREME = (
    r"(?:most|fewest|least|lowest|highest|biggest|largest|greatest|smallest|best|worst|better|worse|richest|strongest)"
)
_OF_NO_COLUMN = alternatives(
    r"""
    stars|downloads|users|customers|contributors|plug-?ins|integrations|features|bugs|latency|throughput|performance
    community|documentation|docs|tutorials|support(?! for)|reputation|reviews?|ratings?|interface|ui|learning curve
    security|uptime|market share|footprint|stress|vacancies|working hours
    """
)
_NO_FIGURE = alternatives(
    r"""
    reliable|stable|secure|robust|scalable|lightweight|intuitive|popular|user[- ]friendly|stressful|performant|mature
    modern|flexible|powerful
    """
)
_RANKED = phrases(
    rf"""
    (?:{_EXTREME}|\w{{3,}}est)(?: [\w-]+)? (?:{_OF_NO_COLUMN})
    (?:more|less) (?:{_NO_FIGURE}) than
    (?:rank|sort|order|rate|grade)(?:ed|ing)? (?:\S+ ){{0,6}}?by (?:their )?(?:ease|popularity|quality|usability
    |reputation|age|performance|speed|security|reliability|how (?!(?:much|many|cheap\w*|expensive|costly|widely)\b)\w+)
    """
)
_HOW_MANY = re.compile(r"\bhow many (?:of (?:the |these )?)?§+ ?(?:people )?[^?]*\b(?:should|per|need|hire|employ)\b")
# Who paid for the paper, said or guessed and not asked.
_SPONSOR = re.compile(
    r"^(?!.*\bwho(?:m|ever)?\b)(?:.*\b(?:paid for|funded|sponsored|financed|commissioned|backed)\b[^?.]*"
    r"\b(?:study|paper|research|survey|article)\b"
    r"|.*\b(?:study|paper|research|survey|article)\b[^?.]*\b(?:funded|sponsored|financed|commissioned|backed) by\b)"
)
# The paper compares and proposes; it has asked, tested and measured nobody and nothing.
_OWN_STUDY = re.compile(
    r"\b(?:survey|poll|interviews?|questionnaire|experiments?|trial|field study|case study"
    r"|benchmarks?)\b(?: that| which)?"
    r" (?:the )?(?:authors?|paper|they|researchers|writers) (?:ran|did|made|conducted|carried|held|led|report)"
    r"|\b(?:authors?|paper|they|researchers) (?:surveyed|interviewed|polled|benchmarked)\b"
    r"|\bdid (?:they|the (?:authors?|paper|researchers)) (?:survey|interview|poll|benchmark)\b"
    r"|\b(?:surveyed|interviewed|polled|benchmarked) by (?:the |these )?(?:authors?|paper|researchers)\b"
    r"|\b(?:awards?|prizes?|conference)\b[^?.]*\b(?:paper|study|article)\b|\b(?:paper|study"
    r"|article)\b[^?.]*\b(?:awards?|prizes?"
    r"|conference)\b"
    r"|\bthe (?:paper|authors?|study)['’]?s? (?:own )?(?:survey|poll|interviews|experiments?|trial|field study) (?!of)"
)
# What others made of the paper, and where it is catalogued.
_RECEIVED = (
    r"(?:(?<!code )reviewers?(?! role)|referees?|critics|critici[sz]ed|impact factor|doi|proceedings|citation count)"
)
_PAPER = r"(?:paper|study|article|navigating mlops)"
_RECEPTION = re.compile(
    rf"\b{_RECEIVED}\b[^?.]*\b{_PAPER}\b|\b{_PAPER}\b[^?.]*\b{_RECEIVED}\b"
    rf"|\bhow (?:often|many times)\b[^?.]*\b{_PAPER}\b[^?.]*\bcited\b"
    rf"|\bhow many citations\b[^?.]*\b{_PAPER}\b(?! cites?\b)"
)
# `what share of firms is at level 2?`
_POPULATION = re.compile(
    r"\b(?:percent(?:age)?|per cent|share|proportion|fraction|part|how many|number|statistics? (?:of|on"
    r"|about)(?: how many)?)(?: of)? (?:all |the |most )?"
    r"(?:\w+ )?(?:companies|enterprises|firms|organi[sz]ations|businesses|corporations|start-?ups|industry|teams)\b"
)
# `how many firms never get a model into production?` asks for no tools.
_COMPANIES = re.compile(r"\bhow many (?:\w+ )?(?:companies|enterprises|firms|organi[sz]ations|businesses)\b")
# The paper has two figures and four tables.
_NO_SUCH_PLACE = re.compile(
    r"\b(?:fig(?:ure|\.)? ?(?:[3-9]|\d{2,}|three|four|five|six|iii|iv|vi{0,3}|ix)"
    r"|table ?(?:[5-9]|\d{2,}|five|six|seven|eight|vi{0,3}|ix))\b"
)
# Said of it before something is asked: `Table VI ranks …`
_PLACE_SAYS = re.compile(
    rf"{_NO_SUCH_PLACE.pattern}(?= (?:also )?(?:ranks?|lists?|shows?|gives?|names?|says|has|prints?|compares?|tells?"
    r"|counts?|draws?|sets?|lines?|maps?|contains?|covers?|is|describes?|presents?|sums?)\b)"
)
# The tables are printed once.
_EDITION = re.compile(
    r"\b(?:earlier|previous|last|former|prior|older|old|newer|next|other|second|first|this|\d{4})"
    r" (?:edition|version|issue|printing|revision)s? of (?:the |this |that )?(?:table|figure|paper|study|list)"
    r"|\blast year['’]s (?:edition|version|table)\b|\b(?:earlier|previous|former|prior|older|last) editions?\b"
)
# The paper names tools and warns of none.
_OPPOSED = re.compile(
    r"\b(?:paper|authors?|study|article|researchers|writers) (?:\w+ly )?(?:(?:advis|recommend|argu|warn"
    r"|speak)\w* against"
    r"|discourag\w+|reject\w*|dislik\w+|critici[sz]\w+|dismiss\w*|oppos\w+|condemn\w*)\b[^.?!]*§"
    r"|\b(?:paper|authors?|study|article|researchers)['’]s? (?:arguments?|objections?|case) (?:against|to) [^.?!]*§"
)
# Columns that a table is said to have, and the words for those that it has.
_TABLE = re.compile(r"\btables? ?(?:i{1,3}|iv|[1-4])\b|\b(?:your|(?:paper|study)['’]s) tables?\b")
_Q = "[\"“”'‘’]?"
_COLUMN = re.compile(
    rf"\bcolumn {_Q}(?P<a>[\w§-]+){_Q} (?:in|of|says?|prints?|for|tells?|gives?|shows?)\b"
    rf"|\b(?:in|the|an?|under|any) {_Q}(?!its |their |the |an? )(?P<b>[\w§-]+){_Q} column\b"
    r"|\bcolumn (?:for|about|on|with) (?:the |its |their )?(?P<c>[\w§-]+)"
    r"|\b(?:which|what) (?:\w+ )?(?P<d>\w+) do(?:es)? (?:the )?tables? ?\w* (?:give|print|list|show|tell|state) for\b"
)
_COLUMNS = frozenset(
    """
    cost costs price prices priced pricing month monthly open source licence license free paid tool tools role roles
    phase phases stage stages wage wages salary pay dol code codes title titles occupation occupations job name names
    level levels maturity model models mlops llmops aspect aspects reference references tick ticks amount amounts figure
    figures number numbers value values row column columns kind department ci cd as d m bn vc md mdt mdl dt same other
    others that this it them one each every no any which what first last left right wrong second third same own and or
    """.split()
)
# What happened to the asker: `how did our deployment go last Friday?`
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WHEN = rf"(?:yesterday|this morning|last (?:night|week|weekend|month|quarter|sprint|{_DAY}))"
_OURS = "team|company|department|boss|colleagues?|manager|firm"
_OWN_PAST = rf"\b(?:how|why|when|what|who|how much) did (?:our|my) (?:\w+ )?(?:{_OURS})\b"
_RELATED = "colleague|boss|manager|wife|husband|friend|neighbou?r|brother|sister|partner"
_PERSONAL = re.compile(
    rf"\bmy (?:{_RELATED})\b[^?]*\b(?:earns?|makes?|paid|salary|wage)\b|\b(?:does|did|will|would) my (?:{_RELATED})\b"
    r"|\bshould i (?:say (?:yes|no)|accept|take the (?:job|offer)|resign|quit)\b"
)
_HAPPENED = re.compile(
    rf"{_OWN_PAST}|"
    r"\b(?:how|why|when|what|who) (?:did|was|were|broke|caused|happened|went)\b"
    rf"[^?]*\b(?:our|my|we|us)\b[^?]*\b{_WHEN}\b"
    rf"|^\W*(?:did|was|were)\b[^?]*(?:\b(?:our|my|we)\b[^?]*\b{_WHEN}|\b{_WHEN}(?:['’]s)?\b[^?]*\b(?:our|my|we)\b)"
)
# How the asker's own systems are: `is our cluster up?`
_LIVE = re.compile(
    r"^\W*(?:so |and |please )?(?:is|are|was|were|has|have) (?:our|my) [^?.!;]*?\b(?:healthy|unhealthy|up(?! to\b)|down"
    r"|online|offline|alive|reachable|responding|crashed|crashing|failing|overloaded|green|red)\b"
    r"(?: and running)?(?: (?:again|still|yet|right now|now|today|currently|at (?:the moment|present)))*\W*$"
    r"|\b(?:current|live|present) (?:status|state|health|load) of (?:our|my)\b"
    r"|\bhow (?:healthy|busy|loaded|full) (?:is|are) (?:our|my)\b"
)
# What others said to the advisor is theirs.
_VISITORS = re.compile(
    r"\b(?:previous|last|other|earlier|next) (?:users?|visitors?|callers?|askers?|customers?|persons?|people)['’]?s?"
    r" (?:before me )?(?:ask(?:ed)?|want(?:ed)?(?: to know)?|typed?|wr[io]te|said|say|questions?|chats?|conversations?"
    r"|messages?|history)\b"
    r"|\b(?:person|people|user|visitor|one|guy|customer|somebody|someone|anyone|others?|everybody|everyone)"
    r" (?:(?:that|who) (?:was|were|came|asked|wrote) )?before me\b"
    r"|\b(?:questions?|chats?|conversations?|messages?) (?:of|from|by) (?:the |your )?(?:other|previous|earlier)"
    r" (?:users?|visitors?|people|callers?|customers?)\b"
)
_ARITHMETIC = re.compile(r"\b\d+\s*(?:[*x×+/^÷]|times|plus|minus|divided by|multiplied by|to the power of)\s*\d+\b")
# Asking for these is asking for code, whatever it is for.
_CODE = phrases(
    r"jenkinsfiles?|dockerfiles?|yaml|helm (?:values|charts?)|(?:code )?snippets?|sql query|(?:bash"
    r"|shell|python) script|unit test for|(?:write|give|generate|make|show) (?:me |us )?(?:\w+ ){0,3}(?:code"
    r"|script|program)\b"
)
# Tools are also sold by what they watch; nothing says how ten users compare with that.
_SIZE = re.compile(r"\b\d[\d,]* (?:hosts?|machines|nodes|servers|clusters|gpus|containers)\b")
# `for watching latency, A or B?` asks for one of them, and for no figure of latency.
_EITHER = re.compile(r"§\W+or (?:the |rather |better )*§")
_PURPOSE = re.compile(r"\b(?:for|if|when|where|since|because)\b[^?.!;§]*")


def wanted(signals: Signals) -> str:
    """The words that ask, masked: what a story tells of a name is not wanted of it."""
    return mask(asked_alone(signals.text, signals.mentions), signals.mentions)


def uncarried(signals: Signals, asked: str, query: Query | None, places: list[str]) -> tuple[str, ...]:
    """What the words that ask (`wanted`) want and the tables do not hold; empty where they may answer."""
    named, of_tools = signals.tools or signals.roles, bool(signals.tools and not signals.roles)
    if query is not None and query.measure in ("months", "heads"):
        return tuple(unpriced(asked, of_tools=of_tools))  # an amount tells the months and the heads
    found = [*miscounts(signals), *misread(signals), *unmeasured(asked), *_of_the_whole(signals, asked)]
    if (named or signals.target.noun in ("tools", "roles")) and _RANKED.search(asked):
        found.append("such a ranking")
    if signals.roles and _HOW_MANY.search(asked):
        found.append("how many people a team needs")
    if query is None and not named and _ARITHMETIC.search(asked):
        found.append("arithmetic")
    found += _of_tools(_PURPOSE.sub(" ", asked) if _EITHER.search(asked) else asked) if signals.tools else []
    if signals.roles and not signals.tools and _OF_ROLES.search(asked) and not weighs(asked):
        found.append("career details")
    if _OPPOSED.search(asked):
        found.append("such advice against it")
    if query is not None and query.basis.months > 1 and len(set(SPAN.findall(signals.masked))) > 1:
        found.append("one amount over several spans of time")
    money = any(pattern.search(asked) for pattern in (ask.COST, ask.WAGE))
    if money and (named or query is not None):
        found += unpriced(asked, of_tools=of_tools)
        found += [f"figures for {', '.join(places)}"] if places else []
        found += ["prices by the number of hosts"] if signals.tools and _SIZE.search(asked) else []
    return tuple(found)


def _of_tools(asked: str) -> list[str]:
    """What it wants of tools that no row tells; whether something is to be done with one may stand on its card."""
    found = [name for name, pattern in _OF_NAMES if pattern.search(asked)]
    found = [name for name in found if name != FIRST_RELEASE or not wants_a_release(asked)]
    return [name for name in found if name != INSTRUCTIONS or not asks_whether(asked)]


def counts_companies(asked: str) -> bool:
    """Whether it asks how many companies there are of a kind, which prose alone may tell."""
    return _COMPANIES.search(asked) is not None


def wants_a_licence(asked: str) -> bool:
    """Whether it asks for the licence by its name or terms: `what licence is it under?`"""
    return _LICENCES.search(asked) is not None


def of_no_role(text: str) -> tuple[str, ...]:
    """What a follow-up wants of the roles that were spoken of and Table III does not hold: `and the bonus?`"""
    return ("career details",) if _OF_ROLES.search(text.lower()) else ()


def _of_the_whole(signals: Signals, asked: str) -> list[str]:
    """What the lifecycle and the paper do not have, whatever is named."""
    other = _OTHER_PHASES.search(asked)
    phase = other["phase"] if other else _phase_by_name(signals)
    found = [f"{'an' if phase[0].lower() in 'aeiou' else 'a'} {phase}"] if phase else []
    found += ["statistics of companies"] if (signals.models or "level" in asked) and _POPULATION.search(asked) else []
    found += ["what concerns you in person"] if _PERSONAL.search(asked) and not signals.roles else []
    found += ["how your own systems are"] if _LIVE.search(asked) else []
    found += ["what others asked"] if _VISITORS.search(asked) else []
    found += ["what happened in your own team"] if _HAPPENED.search(asked) else []
    found += ["such a maturity model"] if not signals.models and _OWN_LADDER.search(asked) else []
    found += ["such a study by the authors"] if _OWN_STUDY.search(asked) else []
    found += ["how the paper was received"] if _RECEPTION.search(asked) else []
    found += _no_such_column(asked)
    place = _NO_SUCH_PLACE.search(asked) or _PLACE_SAYS.search(signals.whole.lower())
    found += [_no_such(place.group())] if place else []
    found += ["another edition of its tables"] if _EDITION.search(asked) else []
    found += ["such a sponsor of the paper"] if _SPONSOR.search(asked) and signals.says("§") else []
    return [*found, INSTRUCTIONS] if _CODE.search(asked) and not signals.tools else found


def _no_such_column(asked: str) -> list[str]:
    """`the Vendor column of Table IV`: it has none."""
    match = _COLUMN.search(asked) if _TABLE.search(asked) else None
    word = next(filter(None, match.groups())) if match else "§"
    return [] if "§" in word or word in _COLUMNS else [f"a column for {word}"]


def _no_such(place: str) -> str:
    """`a Table VI`, with what there is of its kind."""
    kind, _, number = place.partition(" ")
    held = "Tables I to IV" if kind.startswith("table") else "Figures 1 and 2"
    return f"a {kind.capitalize()} {number.upper()} (the paper has {held})" if number else f"a {place}"


def _phase_by_name(signals: Signals) -> str | None:
    """A name that is given to a phase and that nothing in the catalogue has."""
    match = _PHASE_BY_NAME.search(signals.text)
    name = match[1] or match[2] if match else ""
    if match is None or name.split()[0] in _NOT_A_PHASE:
        return None
    known = any(mention.start < match.end() and match.start() < mention.end for mention in signals.mentions)
    return None if known else f"{name} phase"


def of_a_card(signals: Signals, asked: str) -> bool:
    """Whether the words that ask (`wanted`) want of a named tool or role what no row of the tables holds, but its card
    may tell: what became of it, its releases and editions, the terms of its licence, whether one needs it."""
    if signals.tools and any(pattern.search(asked) for pattern in (*_OF_CARDS, _EDITIONS)):
        return True
    return (bool(signals.tools or signals.roles) and weighs(asked)) or tells_apart(signals)
