"""Cues: the words by which a question says what it wants to know of the things it asks about."""

import re

from server.understanding.words.wordlist import alternatives, phrases

YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|ok|okay|hi|hello|hey|please|quick one|tell me|is it true that|can you tell me"
    r"|do you know|if|whether)[\s,:]+)*(?:[^,:?.!§]{2,40}[,:!.]\s+)?"
    r"(?:if |whether )?(?:is|are|isn['’]t|aren['’]t|does|do|doesn['’]t|don['’]t|can|could|will|would|has"
    r"|have|was|did|should|must)\b"
    r"|\b(?:confirm|verify|check|double-check)\b.{0,20}(?:that|if|whether|:|,|or deny)"
    r"|\byes(?:,| or|/|\s)\s?no\b|\by/n\b|\btrue or false\b|\bright or wrong\b|\bor no(?:t)?\s*\?|\bconfirm or deny\b"
)
# A statement put as a question: `§ is free, right?`, `§ covers CI?`
TAGGED = re.compile(
    r"\b(?:right|correct|true|isn['’]t it|is it|aren['’]t they|doesn['’]t it|yes|no)\s*\?\s*$|\b(?:right|correct)\s*$"
    r"|\b(?:is|does|are|do|isn['’]t|doesn['’]t)\s(?:it|she|he|they) not\s*\?\s*$|\b(?:doesn|isn|aren"
    r"|don)['’]t (?:it|he|she|they)\s*\?\s*$"
    r"|^\W*(?:so )?(?:an? |the )?(?:(?:tool|software|product|platform|role) )?§+"
    r" (?:is|are|can|must|covers?|costs?|works?|has|supports?|does|do|earns?)\b"
    r"(?![^?]*\b(?:what|which|how|who|why)\b)[^?]*\?$"
)
WHY = re.compile(
    r"^\W*(?:so |but |and |tell me |justify |explain |please )*(?:why|how come|how is it that"
    r"|how can it be that|for what reason|what (?:justifies|explains|accounts for|causes|caused|warrants)"
    r"|how (?:did|does|do|could) [^?]* (?:end up|come to|get to)|what makes|(?:what['’]?s|what is) the reason|reason)\b"
    r"|^\W*justify\b|\bexplains? (?:its|their|the|his|her)\b|\bjustif(?:y|ies) (?:its|their|the)\b|[,;:] (?:and )?why\b"
)
# A claim that denies something.
DENIED = re.compile(r"\b(?:not|never|no|without|lacks?|lacking|missing|misses|skips?|omits?|cannot)\b|n['’]t\b")
NONE = re.compile(r"\b(?:no|none|nobody|nothing|not any|not a single)\b", re.IGNORECASE)
COUNT = re.compile(
    r"\bhow many\b|\bhow much (?=tools|roles|phases|people)"
    r"|(?<!greatest )(?<!largest )(?<!smallest )(?<!highest )(?<!lowest )"
    r"(?<!biggest )(?<!max )(?<!maximum )(?<!minimum )(?<!least )(?<!most )\bnumber of\b"
    r"|(?<!not )(?<!n't )(?<!n’t )(?<!ones )(?<!tools )\bcount\b(?! (?:as|too|also)\b)"
    r"|\btally\b|\bhow numerous\b"
    r"|\bhow (?:large|big|long) is the (?:set|list|group|number|selection|pool)|\bcardinality\b"
    r"|\bheadcount\b|\bquantity of\b|\b(?:nr|no)\.? of (?=[\w$§-]* ?(?:[\w§-]+ )*(?:tools|roles"
    r"|phases))|\bsize of the\b"
    r"|^\W*(?:tools?|roles?|phases?) (?:total|count)\b|\bamount of (?!money)|\ba number\b|\btotal number\b"
)
# `who coined the word?` asks for a person and no role.
ONCE = re.compile(
    r"\bwho (?:first |originally |actually |really )?(?:invented|coined|created|founded|discovered|introduced|pioneered"
    r"|wrote|made|built|came up|began|started|designed|authored|published|funded|supported|sponsored|financed|backed"
    r"|paid (?:for|towards)(?! (?:what|which)\b)|owns (?:its|their)|thought of)\b"
    r"|\bwho(?:['’](?:s|re)| is| are| was| were) (?:the |its |your |these )?(?:\w+ )?(?:authors?|writers?)\b"
)
TOTAL = phrases(
    r"""
    total(?:s|ling|ing|led)?|sum(?:med)?(?: up)?|combined|altogether|add(?:s|ed|ing)? (?:up|together)
    add (?:those|these|them|it)(?: all| both)? (?:up|together)
    overall cost|all together|in total|grand total|combo|aggregate[d]?
    one (?:head|person|hire) (?:per|for each|for every) (?:role|job|position)
    (?<!work )(?<!works )(?<!play )(?<!used )(?<!go )(?<!fit )together
    (?<!they )(?<!these )(?<!those )(?<!them )all[- ]in|joint(?:ly)?|the (?:whole|entire) (?:lot|thing|set|bundle
    |team|squad)|the lot|(?<!when it )comes? to
    (?:in|on) one bill|bill for|wage bill|payroll|(?:bought|buy|buying|took|take|taking|pay for|paid for
    |subscribed? to|licen[cs]ed?|adopted|got) (?:all|both|each|every)
    (?:every|all)(?: of)?(?: the)?(?: \w+)? tools? cost (?:us|me)
    cost to (?:have|get|buy|run|use|own) (?:all|every|each|both)|(?:annual|yearly|monthly|total
    |overall) (?:bill|invoice|outlay|spend)
    one (?:person |hire )?(?:in |of |for |from |per )?(?:each|every)
    (?<!no )(?<!zero )budget (?:do|would|should|for|is needed)
    (?:the|all) (?:two|three|four|five|six) (?:of them )?(?:cost|come|make|earn)
    (?:remains|left) to (?:pay|be paid)
    (?:all|those) (?:two|three|four|five)|add the|both together|run(?:s)? us|as a (?:bundle|package|team)
    """
)
COST = re.compile(
    "(?:"
    + alternatives(
        r"""
    \b(?:costs?|costing|pric(?:e|es|ed|ing|ey|ier|y)|priciest|damage|set (?:me|us|you|one) back|sets (?:me
    |us|you) back|(?:per|a|each|every) month|monthly)\b
        \bhow much(?! (?:ram|memory|space|disk|storage|time|data|traffic|compute
        |(?:does|do|is|would|will) .*\b(?:earn|make|paid)\b|tools|roles|phases))\b
        \b(?:fees?|expens\w+|pay for|(?<!in )charged?|charges|budget|billed|bill|bills|tag|outlay)\b
        \bhow (?:high|big|large) (?:is|are|was|would|will|does|do) (?:the|our|my|this|that) (?:\w+ ){0,2}(?:bills?
        |invoices?|costs?|prices?|sum|total|amount|fees?|budget|outlay)\b
        \b(?:spend|we pay|i pay|quote|quoted|wallet|pockets?|dollars?|bucks|usd|run us|tariff|cheap\w*
        |affordable|dear(?:est|er)?(?! (?:advisor|assistant|bot|sir|madam|all|team|colleagues?|friends?|mrs?|ms|dr)\b)
        |costl\w+)\b
        (?<!\w)\$+(?!\s?\d)
        \bleaves? (?:the|our|my|your) (?:bank(?: account)?|account|purse|till)\b
        \bwhat (?:does|do|would|will) [^?]* (?:run|come|amount) to\b
    \b(?:what|which) (?:\w+ )?(?:figure|amount|sum|number) (?:do|does) (?:(?:the|your|this) )?(?:table|paper|list|column
        |study|authors?|catalogue|you)\b
    """
    )
    + ")"
)
WAGE = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|earn(?:s|ed|ing|ings|er|ers)?|income|compensation"
    r"|(?<!willing to )(?<!happy to )(?<!ready to )(?<!prepared to )(?!(?<=it )pays? to\b)pay(?:s|ing)?(?! for"
    r"| as| per| off)|paid|payed|payroll|remunerat\w+"
    r"|out-?earns?|take-?home|takes? home|paychecks?|paycheques?|payslips?|pay packets?|bring(?:s)? home"
    r"|pockets (?:the )?|gets?(?= (?:in |per |each |every )?(?:an? )?(?:month|year)\b)"
    r"|makes?(?= ?(?:an? (?:month|year)|per |each |the (?:most|least)|in (?:the )?(?:us|usa|states|america)\b|\?|$)))"
    r"(?![\w-])"
)
LICENCE = re.compile(r"\blicen[cs]\w*\b|\bopen[- ]?source\w*\b|\bf?oss\b")
DOL = re.compile(
    r"\bdol\b|\blabou?r department\b|\bofficial occupations?\b"
    r"|\b(?:government|official|occupational) code\b|\boccupation(?:al)? (?:codes?"
    r"|titles?|class\w*)|\bdepartment of labou?r\b|\boccupation(?:al)? code\b"
)
# `in more phases than any other`
_THAN_ALL = (
    r"(?:[\w$§-]+ ){0,4}than (?:(?:any|all|every|each)(?: of)?(?: the)? (?:others?|rest)|the (?:others|rest)"
    r"|(?:any|every)(?:one|body|thing)(?: else)?)"
)
MIN = phrases(
    r"""
    bottom of the (?:pay|wage|salary|price)(?: scale)?
    (?:paid|pays?|earns?) (?:the )?worst|worst of all
    cheapest|(?:least|most in)[- ]?expensive|lowest|worst[- ](?:paid|payed|paying)|(?<!at )least|fewest
    min(?:imum)?(?! (?:of )?\$?\d)|smallest|narrowest|slimmest|tiniest|short straw
    most (?:affordable|cheap|low|economical|inexpensive)|poorest|bottom|lowliest|thinnest|earns? the least
    as (?:cheap|affordable|inexpensive) as (?:possible|can be|it gets|they (?:come|get)|(?:we|i) can)
    as (?:few|little|low|small) (?!(?:\w+ )?(?:vendors|products|tools)\b)(?:[\w-]+ ){0,4}as (?:possible|(?:we|i) can)
    """
    rf"(?:less|fewer|lower|smaller|cheaper|narrower|worse) {_THAN_ALL}"
)
MAX = phrases(
    r"""
    (?<!at )most(?! (?:affordable|cheap|low|economical|inexpensive|recent|common|of (?:us|them|all)
    |important|people|teams))
    (?<=the )most(?= of (?:them|all|the)\b)
    dearest|priciest|costliest|highest|(?:the )?(?:tool|one|role|job|product) (?:more|most) (?:expensive
    |costly|pricey)(?! than)
    |max(?:imum)?(?! (?:(?:of|is|at) )?\$?\d)
    (?:paid|pays?|earns?) (?:the )?best
    best(?= and (?:the )?worst)|(?:best|top)[- ]?(?:paid|paying|payed|earners?|earning|priced|of the|salary|wage)
    |tops (?:the|our|your) (?:\w+ )?(?:price|cost|wage|pay|salary) (?:list|table|ranking|scale)
    |largest|biggest|greatest|broadest|fattest|steepest|heftiest|stiffest
    widest|top earners?|(?<!on )top
    as (?:many|much|high|wide|broad) (?:[\w-]+ ){0,4}as (?:possible|(?:we|i|you|it) can)
    """
    rf"(?:more|higher|larger|bigger|greater|better|dearer|pricier|costlier|broader|wider) {_THAN_ALL}"
)
COMPARE = re.compile(
    r"\bcompar\w+\b|\bdifferen\w+\b|\bvs\.?(?!\w)|\bversus\b|\bdiffers?\b|\bin contrast\b|\bstack up\b|\bside by side\b"
)
MORE_PHASES = re.compile(
    r"\bmore (?:\w+ )?(?:phases|stages|columns|of the (?:\w+ )?lifecycle|of it|ticks|coverage|ground)\b"
    r"|\b(?:broader|wider|greater|larger|bigger|more) (?:\w+ )?(?:coverage|range|reach|spread|span"
    r"|number of (?:phases|stages))\b|\bmore versatile\b"
)
FEWER_PHASES = re.compile(
    r"\b(?:fewer|less) (?:\w+ )?(?:phases|stages|columns|of the lifecycle|coverage)\b|\bnarrower\b"
)
COMPARATIVE = re.compile(
    r"\b(?:cheaper|less (?:expensive|costly|pricey|dear|money|hard)|more affordable"
    r"|costs? (?:(?:me|us|you|them|(?:the|our|my) \w+) )?less|(?:pay|pays|spend) less"
    r"|lower(?: \w+)? (?:priced?|cost|bill|fee|outlay|tag)"
    r"|lower priced|(?:easier|lighter|kinder|softer) (?:on|to) (?:the|our|my)|gentler|saves? (?:us "
    r"|me )?money|better value|inexpensive)\b"
)
DEARER = re.compile(
    r"\b(?:dearer|more (?:expensive|costly|pricey|money)|pricier|costlier"
    r"|costs? (?:(?:me|us|you|them|(?:the|our|my) \w+) )?more|(?:pay|spend)s? more"
    r"|higher(?: \w+)? (?:priced?|cost|bill|fee|outlay|tag))\b"
)
EARNS_MORE = re.compile(
    r"\b(?:earns? more|(?:is |comes out )?ahead (?:in|on) (?:pay|wages?|salary|income)"
    r"|(?:wage|salary|pay|income) is (?:the )?(?:higher|bigger|larger)|out-?earns?"
    r"|(?:better|higher) (?:paid|payed)|paid (?:more|better)|makes? more|gets? more|takes? home more"
    r"|(?:higher|more|bigger|better)(?: \w+)? (?:wages?|salary|pay|income|paycheck|money|compensation|earnings))\b"
)
EARNS_LESS = re.compile(
    r"\b(?:earns? less|(?:wage|salary|pay|income) is (?:the )?(?:lower|smaller)|(?:worse|lower"
    r"|less) (?:paid|payed)|paid less|makes? less|gets? less|takes? home less"
    r"|(?:lower|less|smaller)(?: \w+)? (?:wages?|salary|pay|income|paycheck|compensation|earnings))\b"
)
# What is paid for somebody or something.
AMOUNT = r"(?:prices?|costs?|wages?|salar(?:y|ies)|pay|money|income|amount|fees?|earnings|compensation|rate)"
SAME = re.compile(rf"\bsame (?:{AMOUNT}|phases?|stages?)\b|\bas much as\b|\bequally\b")
DESCRIBE = re.compile(
    r"^\W*(?:what(?:'s| is| are| does| do)|tell me (?:more )?about|describe|explain|who is|who are"
    r"|what about|define|introduce)\b"
)
COMMON = re.compile(
    r"§ as well as (?:an? |the )?§|§ (?:bumps?|runs?|comes?) (?:into|across) (?:an? |the )?§"
    r"|\b(?:both|common|shared?|shares|sharing|overlap\w*|each of|all of|all(?= (?:cover|serve|tick|span"
    r"|take|work|support))"
    r"|all (?:two|three|four|five)(?: of (?:them|these|those))? (?:cover|serve|tick|have|share|span|support)"
    r"|intersect\w*|meet|meets|same|(?:run|bump) into (?:each other|one another)|cross paths"
    r"|coincide|jointly)\b|∩"
)
# What a policy says of something behind its name.
BARRED = alternatives(
    """
    banned|forbidden|barred|blacklisted|blocked|prohibited|ruled out|not allowed|off the table|out of the question
    off[- ]limits|no option|taboo|vetoed|not permitted|not an option
    """
)
GAP = phrases(
    r"""
    fail(?:s|ing)? to (?:\w+ )?(?:cover|serve|support|reach|touch)|without (?:a |any )?(?:tools?|staff
    |people|persons?|coverage|one)
    none of|no one of|uncovered|not covered|neither §+ nor §+|by neither|in neither
    (?<!price )(?<!cost )(?<!pay )(?<!wage )(?<!salary )gaps?|holes?|missing|miss(?:es)?
    (?:blank|white|bare) spots?|naked|exposed
    (?:left|stay\w*|remain\w*) (?:out|open|over|unmanned|empty|bare|without)|lack\w*|unaddressed
    leav\w+(?! (?:(?:the|our|my|your) )?(?:bank|account|purse|wallet|till|cash))
    without (?:coverage|a tool|tools|anyone|anybody|any)
    (?:not|n['’]t|no|none of (?:these|those|them)|neither) (?:\w+ ){0,2}cover\w*|blind spots?|empty|unmanned
    unstaffed|(?:not|n['’]t) (?:\w+ ){0,2}(?:staffed|served|addressed|handled|supported|ticked|reached|touched)
    \w+n['’]t (?:\w+ ){0,2}(?:covered|staffed|served|addressed|handled|supported|ticked|reached|touched)
    (?:has|have|is|with) (?:nobody|no one|no tools?|no ticks?|none|nothing|no person)|no tool|nobody|bare|open flank
    still (?:be )?open|(?:are|is|be) left (?:if|when|with|over|once)|forgot(?:ten)?|overlooked|neglected
    still (?:need(?:ed)?|(?:have|has) to|must|to cover)
    remain(?:s|ing)?(?: open)?|unattended|do none|weak spots?|lacking
    (?:falls?|falling|slips?|slipping) (?:through|between)(?: the)? (?:cracks?|nets?)
    what else (?:do|would) (?:we|i) need
    (?:have|has|get|gets|with) nothing
    """
)
IN_CHARGE = phrases(r"who|responsible|in charge|accountable|owns?|owners?|leads?|drives?")
ALTERNATIVE = re.compile(
    r"\balternatives?\b|\binstead of\b|\breplac\w+\b|\bsubstitut\w+\b|\bsimilar to\b|\bcompetitors?\b"
    r"|\blike\b|\brivals?\b|\bcompet(?:e|es|ing) (?:with|against)\b|\bdo(?:es|ing)? (?:just |exactly )?the same\b"
    r"|\bthe same (?:job|thing|task|work|purpose)\b"
    r"|\b(?:abandon|ditch|drop|leav|quit|mov|migrat|chang|switch)\w* (?:away |over )?(?:from "
    r"|off )?(?:the )?§+ (?:for|to) (?:some|any)"
    r"|\b(?:goes?|come|comes|put|take|used?|have|buy)? ?in (?:its|their) (?:place|stead)\b"
    r"|\b(?:tak(?:e|es|ing) (?:its|the) place|stand(?:s|ing)? in for|tak(?:e|es|ing) over from)\b"
    r"|\b(?:take|takes|taking) over (?:that|this|its|the same) (?:job|role|part|work|task|place)\b"
    r"|\belse (?:\w+ )?(?:do|does) (?:that|this|the same) (?:job|work|task)\b"
)
# How people say that they want a list of what there is.
LISTS = phrases(
    r"""
    what (?:can|could|do|should|shall) (?:we|i) (?:\w+ ){1,3}with(?=\W*$)
    what (?:is|are) used (?:to|for|in|during)|what(?:['’]s| is) for(?= §)
    (?:can|could|may|might) (?:\w+ )?be used|recommend\w*|suggest\w*|out there|available|at hand|need\w*
    |looking for|want\w*
    should (?:i|we) (?:use|pick|choose|adopt|take|add|get|buy|try|install|go (?:for|with))
    can (?:i|we|you) (?:use|get|have|buy|pick|run|choose)
    could (?:i|we) (?:use|get|pick|choose|run)|(?:would|do) you (?:use|recommend|suggest)|fits?
    what (?:does|do) the (?:table|paper|list|column|matrix) (?:have|list|show|hold|give|print)
    what(?:['’]s| is) (?:shared|common)|help\w* (?:me |us )?with|what to (?:use|pick|get|choose)
    pick|options?|entries|entry|on offer
    what (?:is|are|can be|could be|would be) (?:of use|useful|usable|worth using)
    what(?:['’]s| is| are)? (?:there|listed|ticked|left|in|free|open|good for|closed|on|under)|what else
    everything|anything|whatever|everyone|lists?|listed|listing|rundown|overview|inventory|register|roster
    catalogue of
    what (?:does|do|would|could|can|should|might|must) (?:we|i|you|people|everybody|everyone|a team|teams
    |folks|one|they|a company|companies) (?:use|have|run|get|pick|choose|need|reach for|take|adopt|buy
    |deploy|own|install|employ)
    what(?:['’]s| has| have)? got(?= §)
    what(?: all)? (?:can|could|will|would|does) (?:both |also |at once )?(?=§+(?: (?:and|but|or|plus
    |as well as|too|also)\b|,))
    what (?:handles?|supports?|covers?|serves?|helps?|fits|works|runs|spans|does(?= §)|can do|survives
    |remains|counts|qualifies|sits|falls|costs|goes)
    (?<!what )all(?! day| the time)|every|enumerate|names of
    give me|show me|get me|pull (?:out|up)|ticked|ticks?|column|columns
    which(?= (?:ones?|of|are|is|do|does|have|has|can|§)|\W*$)|one[- ]trick|specialists?|leftovers?|filter|strike
    merge|union|intersection|overlap|combine|pool\w*|find me|kindly (?:provide|list)|spell out|name
    """
)
# What the asker may spend: `allowed to sign for anything up to …`, `what can I approve without asking?`
_SPENDS = r"(?:sign(?: off)?(?: for| on)?|approve|authori[sz]e|order|purchase|spend(?: on)?|green-?light|wave through)"
ALLOWANCE = phrases(
    rf"""
    (?:allowed|able|free|entitled|authori[sz]ed) to {_SPENDS}
    (?:i|we|he|she|they|you) (?:can|may|could|might) (?:\w+ )?{_SPENDS}
    (?:can|may|could|might) (?:i|we|he|she|they|you) (?:\w+ )?{_SPENDS}
    without (?:asking|approval|permission|sign-?off)(?: (?:anyone|anybody|first))?
    """
)
# How people say that they want something explained.
EXPLAINS = re.compile(
    r"\bwhy\b|\bhow(?! many\b| much\b| come\b| about\b)|\bexplain\w*|\bdescrib\w+|\bdefin\w+"
    r"|\bmeanings?\b|\bmeans?\b|\bpurpose\b|\bimportan\w+|\bbenefits?\b"
    r"|\badvantages?\b|\bdifferen\w+|\btechniques?\b|\bpractices\b|\bhappens?\b|\bsteps?\b|\btasks?\b"
    r"|\btriggered\b|\bwhat (?:is|are|['’]?s) (?:the |an? )?§"
    r"|\bwhat['’]s (?:the )?(?:point|idea|deal|gist)|\breturn\b|\babout\?*$|\bfor\?*$|\bwhat for\b"
    r"|\bstand for\b|\bversus\b|\bvs\b"
    r"|\bwhat does (?:the )?§+ (?!and\b|but\b|or\b|plus\b|only\b|alone\b|exclusively\b)[a-z]+"
    r"|\bexamples?\b|\b(?:goes|going) on\b|\brole (?:does|do|did)\b|\bduties\b|\binvolves?\b"
    r"|\bsources\b|\bhardware\b|\bimply\b|\bsummar\w+|\b(?:what|which) (?:order|sequence|point)\b"
    r"|\bwhat (?:should|would|could|shall|do|must|to) (?:(?:we|i|you|one) )?(?:do|try|start|begin)\b"
    r"|\bwhere (?:should|would|could|shall|do|must|to) (?:(?:we|i|you|one) )?(?:start|begin)\b"
)
MEAN = re.compile(
    r"\b(?:average[sd]?|avg|on average|durchschnitt\w*|mean(?= (?:cost|price|monthly|wage|salary|pay|of)))\b"
)
MEDIAN = re.compile(r"\bmedian\b|\b(?:one |job |role |wage |price |person |tool )in the (?:exact |very )?middle\b")
# `more than the average of all roles`
BEYOND_AVERAGE = re.compile(
    r"(?:(?P<more>\b(?:above|over|more than|higher than|better than|dearer than|exceed\w*|beats?))"
    r"|\b(?:below|under|less than|lower than|worse than|cheaper than))"
    r" (?:the |an )?(?:overall )?(?P<which>average|mean|median)\b"
)
# `who earns a wage in between the two?`
IN_BETWEEN = re.compile(
    r"\b(?:fall|falls|land|lands|lie|lies|sit|sits|is|are|strictly|somewhere|right|paid|priced|earns?"
    r"|costs?)(?: strictly| somewhere)?"
    r" (?:in[- ])?between (?:an? |the )?(?:§|those two|the two|these two|them|both)"
)
SHARE = re.compile(
    r"\b(?:share|percentage|percent|fraction|proportion|ratio)(?:, in per ?cent,)? of (?:all |the |our |these |those )*"
    r"|\b(?:part|portion) of (?:all |the |our |these |those )*(?=tools|roles|them\b|catalogue|table)"
    r"|\b(?:what|which|how big|how large)(?: is| a| the)* (?:share|percentage|percent|fraction|proportion)\b"
    r"|\bhow many (?:%|percent|per cent)|\bhow (?:big|large) a (?:share|part"
    r"|portion)\b.{0,12}\bof (?:all |the )*|\bout of (?:all|the) \d+ (?=tools|roles)"
)
MARGIN = re.compile(
    r"\bhow (?:much|many (?:dollars|bucks)) (?:more|less|cheaper|dearer|higher|lower|extra)\b"
    r"|\bhow far\b[^?.]*\b(?:below|above|behind|ahead|apart|under|over|from)\b"
    r"|\b(?:gap|delta|spread|margin|surcharge|premium)\b"
    r"|\bdifference (?:in|of|between)\b.*|\b(?:price|cost|wage|pay|salary) differen\w+"
    r"|\b(?:what|how (?:much|many \w+)) (?:\w+ ){0,4}sav(?:e|es|ed)\b|\bsavings?\b|\b(?:more|less) by how much\b"
    r"|\bseparates?\b|\bby how (?:much|many (?:dollars|percent))\b|\bby (?:what|which) (?:amount|sum|margin)\b"
    r"|\bby (?:what|which|how many) (?:percent\w*"
    r"|per cent|%)|\b(?:what|which|how many|how much)(?: an?)? (?:percent\w*|per cent|%)"
    r"(?: in wages?| in pay| in price)? (?:more|less|dearer|cheaper|higher|lower|above|below|over|under)"
    r"|\b(?:more|less|dearer|cheaper|higher|lower)\b[^?.!]*\bin (?:percent\w*|per cent|%)"
    r"|§ minus (?:the )?§"
)
DIFFERENCE = re.compile(r"\b(?:the|any|what|and) (?:\w+ )?(?:difference|gap|margin|delta)\b|\bhow much (?:more|less)\b")
MARGIN_OF_COST = re.compile(r"\bsav(?:e|es|ing|ings)\b|\bsurcharge\b")
EXTENT = re.compile(
    r"\b(?:most|fewest|least|(?:largest|smallest|greatest|highest|lowest) number of) (?:lifecycle )?(?:phases|stages)\b"
)
# `drop …`, said of what was found.
TAKES_OUT = re.compile(
    r"^\W*(?:(?:but|and|now|ok|okay|so|then|please|also)\W+)*"
    r"(?:drop|remove|exclude|skip|ditch|strike|omit|(?:take|throw|leave|strip|cut|kick) out|take (?:away|off)"
    r"|not|without|except|minus)\b"
    r"(?! (?:that|sure|only|just)\b)"
)
