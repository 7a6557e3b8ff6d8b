"""Words of talk, which carry a question along and state nothing that a follow-up could change, and talk alone."""

import re

TALK = frozenset(
    """
    a an the this that these those it its they them their theirs he she his her him we our us you your i my me one
    ones some any all both each every either neither everything anything something everyone anyone anybody somebody
    everybody
    nobody none who whom whose which what when where how why far whatever whichever there here then now again still
    already yet just only even also too as well instead else otherwise rather really actually exactly maybe perhaps
    probably simply
    is are was were be been being am do does did done has have had having can could will would shall should may might
    must not no nor and or but so if than because though of for from in on at to by with without within into onto per
    off out up down over under about above below between among amongst across against next besides apart aside except
    and's that's it's what's who's where's there's here's let's how'd what'd i'm i'd i'll we're we'd we'll we've
    they're they'd you're you've isn't aren't don't doesn't didn't can't won't wouldn't wasn't weren't hasn't haven't
    couldn't cannot whats thats wheres whos dont doesnt isnt arent cant im ive id wont
    ok okay right alright fine good great nice cool thanks thank ta cheers please pls plz kindly sorry oops wait hmm
    though hang called hm oh ah ouch hey hi well yes yeah yep no nope nah
    sure btw lgtm ty hold fair enough way bad damn wow gosh afraid
    guess care mind interested think thought suppose believe mean meant say said tell told show give get gets got take
    takes taking know see want wants wanted need needs needed like likes look looks looking ask asked asking
    keep keeps kept go goes carry carries
    going make makes made making come comes put puts set sets let lets leave leaves left add adds added adding remain
    remains remaining rest list lists listed listing name names named naming pick picks picked use uses used using
    candidate candidates
    itself himself herself themselves
    pro rata persons price going grows up proportional
    assume assumed assuming scaled scale proportion proportionally linear linearly took
    hurt hurts hire hired hiring bother work works working run runs running involve involved part parts cover covers
    covered covering handle handles handling doing support supports serve serves serving help helps belong belongs
    fall falls count counts counted counting narrow restrict limit limited filter cut trim reduce boil change changed
    new updated revised resulting long provided within reach charges gratis
    switch drop skip exclude remove find found holds happens happen exist exists touch touches
    thing things stuff kind kinds sort sorts type types case question answer point selection result results side
    show shows showing reach reaches half halves
    sides table paper group total figure figures number amount much many more most less least few fewer same similar
    other others another first second third fourth fifth last latest former latter own whole entire full complete
    subset together altogether combined alone single once twice lot lots
    month months monthly year years yearly annually time user users people team tick ticked ticks mark marked column
    columns row entry entries print prints printed back return topic start able possible
    pay pays paid price prices priced cost costs costing earn earns wage wages salary money dollars dollar bill buy
    spend charge charges charged budget fee fees low high lower higher small big top bottom end
    mistake mistakes mistaken fault error wrong
    tool tools role roles phase phases stage stages option options two three four five six seven eight nine ten
    """.split()
)
# Greetings, thanks and questions about the advisor: nothing is asked.
SMALL_TALK = re.compile(
    r"(?:\W*(?:hi|hello|hallo|hey|good (?:morning|afternoon|evening|day)|bye|goodbye|ok(?:ay)?|great|cool|nice"
    r"|help(?: me)?|thx|tnx|ty|cheers|(?:many |and )?thanks?(?: you)?(?: (?:a lot|so much|very much))?"
    r"|who are you|what (?:can|do) you (?:do|know)|what (?:can|could|may|should) i ask(?: you)?"
    r"|how (?:are you|does this work|can you help)|are you (?:sure|there|a bot|human)"
    r"|how do you know(?: this| that)?)\b)+\W*",
    re.IGNORECASE,
)
