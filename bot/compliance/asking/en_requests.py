"""The requests of English, from the surest to the loosest."""

from __future__ import annotations

from typing import Final

REQUESTS: Final = (
    # verb of ceasing × what is to cease
    "<stop> (?:your |you re |youre |this |it )?<adv*><texting>(?: it)(?: <tail>)* $",
    (
        "<stop> (?:your |you re |youre |this |it )?<adv*><texting>(?: (?:<adv*>)(?:to )?<me>)?(?: with (?:<det>"
        " )*(?:\\w+ )?<goods>| (?:with|about) (?:this|these|it|that)(?: <goods>| stuff| crap| shit| nonsense)?|"
        " about (?:the |your |ur |any )*(?:\\w+ )?(?:election|elections|voting|politics|political stuff"
        "|donations?|donating|sales?|deals?|promos?|promotions?|offers?|products?|services?|insurance|solar"
        "|loans?|warranty|warranties|candidates?|campaigns?|fundraising|fundraiser|vote|survey|surveys)| at"
        " <me>)?"
    ),
    (
        "<stop> <adv*>(?:sending|sendin|forwarding|pushing|giving|the sending of) <adv*>(?:to )?(?:<me>"
        " )?(?:<det> )*<0-2><goods>"
    ),
    (
        "<stop> <adv*>(?:sending|sendin)(?: to)?(?: <me>)?(?: <det>| anything| everything| nothing| it all)*(?:"
        " <tail>)* $"
    ),
    "<stop> <adv*>(?:sending|sendin) (?:<det> )*<0-2><goods> to <me>",
    (
        "<stop> <adv*>(?:sending|sendin) (?:these|this|those|them|all this|all these) to (?:me|us|my phone|this"
        " number|my number)"
    ),
    (
        "(?:<stop>|end|cancel|terminate|suspend|kill|turn off|shut off|switch off|disable|deactivate|cut off|no)"
        " (?:the )?(?:all |any )?(?:communication|communications|contact|correspondence)(?: with <me>| to <me>|"
        " from <who>)?(?: <tail>)* $"
    ),
    (
        "(?:<stop>|end|cancel|terminate|suspend|kill|turn off|shut off|switch off|disable|deactivate|cut off|get"
        " rid of|unsubscribe) <adv*>(?:with )?(?:<det> )*(?:\\w+ )?<letters>"
    ),
    "stop calling <me>(?: please| pls| now| already| again| thanks| at all| ever again)* $",
    "stop calling(?: <tail>)* $",
    (
        "(?:want|wish|need|like|ask|asking|demand|request|prefer|make|let|get) (?:for )?(?:all )?(?:<det>"
        " )*(?:<letters> )(?:to )?(?:stop|end|cease)"
    ),
    "(?:please|pls|plz|kindly|just) (?:stop|quit|cease)(?: <tail>)* $",
    (
        "(?:<det> )+<letters> (?:needs?|has|have|must|should|got|gotta|better|to) ?(?:got )?(?:to )?(?:be"
        " )?(?:stop|stopped|end|cease)"
    ),
    (
        "(?:want|like|wish|need|trying|try|how do i|how can i|can i|could i|may i|how to|how do we|help me|where"
        " do i|ways? to) (?:to )?stop (?:receiving|getting|recieving|(?:<det> )*(?:\\w+ )?<mails>|(?:all"
        " )?(?:these|this)(?: <tail>)* $)"
    ),
    (
        "(?:how do i|how can i|how to|how do you|where do i|can i|i want to|i wanna|id like to|let me) (?:stop"
        "|get off|get out of|make) (?:<det> )*(?:it |this |these |list )?(?:stop )?(?:<letters> |coming )?$"
    ),
    (
        "(?:how do i|how can i|how to|how do you|where do i) (?:end|cancel|turn off|get rid of|shut off|disable)"
        " (?:<det> )*(?:it |this |these )?(?:<letters> )?$"
    ),
    (
        "(?:stop|quit|enough|cut it out|knock it off|cut it|knock off) (?:it )?(?:<tail> )*(?:with|w) (?:<det>"
        " )*(?:\\w+ )?<letters>"
    ),
    "make (?:it|this|them|these|that|the <letters>) (?:all )?stop(?: texting| messaging| sending)?(?: <tail>)* $",
    (
        "(?:want|need|like|wish) (?:<det> )*(?:\\w+ )?<letters> (?:to be )?(?:gone|stopped|off|turned off|removed"
        "|deleted|cancelled|canceled|discontinued|terminated|to stop|to end|over)"
    ),
    (
        "<mark> (?:now|so|please|pls|plz|kindly|just|now please|so please|then please) (?:stop|quit|cease)(?: it|"
        " this)?(?: <tail>)* $"
    ),
    "(?:so|then|and) (?:please |pls |just |now )*(?:stop|quit|cease)(?: it| this)?(?: <tail>)* $",
    (
        "(?:note|asked|told|ask|tell|request|sure|prefer|better|rather|agree|agreed|promise|please|want|like|wish"
        "|order) (?:<0-3>)not to (?:ever )?<text> (?:<me>|this)"
    ),
    (
        "(?:your|these|the|ur|those|all) (?:\\w+ )?<letters> (?:are|is|r) (?:all )?(?:so |very |completely "
        "|totally )?(?:unwanted|unwelcome|not wanted|not welcome|no longer wanted|not needed|unsolicited"
        "|harassment|harassing)"
    ),
    (
        "(?:honor|honour|process|respect|accept|confirm|complete|execute|treat this as|consider this|this is|here"
        " is) (?:my|our|a|an|this) (?:<0-2>)(?:opt out|optout|removal|unsubscribe|unsubscription|stop request"
        "|request to (?:stop|opt out|be removed|unsubscribe))"
    ),
    "(?:leave|keep|get) <me> off (?:of )?<0-3>(?:<list>|<letters>|everything)",
    "cease and desist",
    (
        "(?:if|that|wish|appreciate|glad|happy|until|it) (?:it if )?(?:<who> )(?:all |just |guys |people"
        " )?(?:stopped|quit|ceased) (?:<texting>|sending)"
    ),
    (
        "(?:text|txt|message|msg|contact|bother|spam) (?:me|us|this number) (?:again|one more time|once more|ever"
        " again) (?:and|ill|i will|im|i am|or)"
    ),
    # request not to write
    "<dont> (?:<adv*>)<texts> <me>",
    "<dont> (?:<adv*>)(?:text|txt|message|msg|contact|solicit|disturb|bother|spam)(?: <tail>)+ $",
    (
        "<dont> (?:<adv*>)(?:(?:call|phone|ring|email) (?:or|and|nor) )?(?:text|txt|message|msg|contact)(?: (?:or"
        "|and|nor|n) (?:call|phone|ring|email|text))+(?: <tail>)* $"
    ),
    "^ (?:<tail> )*<dont> (?:<adv*>)(?:text|txt|message|msg|contact|solicit|disturb|spam)(?: <tail>)* $",
    "<dont> (?:<adv*>)(?:text|txt|message|msg|contact) (?:it|here|at this number|this)(?: <tail>)* $",
    (
        "<dont> (?:<adv*>)(?:use|keep|store|share|sell|have) (?:my|this) (?:\\w+ )?number(?: for <0-3>\\w+)?(?:"
        " <tail>)* $"
    ),
    "<dont> (?:<adv*>)bother (?:<texting>|sending)(?: <me>)?(?: again| anymore| any more)?",
    "(?:turn|shut|switch|cut) (?:<det> )*(?:\\w+ )?<letters> off",
    (
        "<not> (?:<adv*>)want (?:my (?:\\w+ )?number|my name|me|this number|to have my number) (?:on|in) (?:your"
        "|the|any|a|this|ur) <0-2>\\w+"
    ),
    "(?:want|need|like|wish|have) <mine> (?:to be )?(?:removed|deleted|erased|taken off|taken out|off|unsubscribed)",
    (
        "(?:<who> )?(?:have |had )?(?:were|was|been|have been|has been|got) (?:already |repeatedly )?(?:told"
        "|asked|warned|instructed|notified) (?:<0-3>)(?:to )?(?:stop|quit|cease|remove me|not to (?:text|contact"
        "|message))"
    ),
    (
        "leave <me> out of (?:(?:your|ur|these|this|the) <0-2>(?:<letters>|<list>|group texts?|group chat)|(?:it"
        "|this)(?: <tail>)* $)"
    ),
    (
        "(?:you|u|yall|you guys|you people) (?:keep|always|constantly|wont quit) (?:<texting>|sending"
        " <0-2><goods>) <0-5>(?:stop|quit)(?: it| this| that)?"
    ),
    "<dont> (?:<adv*>)(?:call|phone|ring) <me>(?: <tail>)* (?:again|anymore|any more|ever|ever again|any longer)",
    "<dont> (?:<adv*>)send (?:<me> )?(?:<det> )*<0-2><goods>",
    "<dont> (?:<adv*>)send (?:<me> )?(?:<det>|anything|nothing)*(?: else| to <me>| <tail>)* $",
    (
        "<dont> (?:<adv*>)send (?:<me> )?(?:anything|any more|any|nothing|another|one more|more)(?: else| of"
        " (?:these|this|those)| to <me>| <tail>)* $"
    ),
    "(?:can|could|would|will|please|pls|kindly) (?:<who> )?(?:<tail> )*not <adv*><texts> <me>",
    "(?:can|could|would|will|please|pls|kindly) (?:<who> )?(?:<tail> )*not send <me>",
    "(?:dont|do not|no) (?:need|have) to <text> (?:<me>)(?: <tail>)* (?:again|anymore|any more|any longer)",
    "no need to <text> <me>(?: <tail>)* (?:again|anymore|any more|any longer)",
    "do not (?:contact|text|call|disturb) list|dont (?:call|text|contact) list|no (?:call|contact|text) list",
    "(?:put|add|place) (?:<mine>) (?:on|to|in) (?:your |the |a )?(?:do not|dont|no|dnc|dnd|block)",
    # removal × list
    (
        "<remove> <mine> (?:the (?:fuck|hell) |tf )?(?:off|from|out|of) (?:of )?<0-4><list>(?: (?:this is|it is"
        "|you have|youre using|im on|i am on|i m on|youve got|that is|is this))?"
    ),
    "(?:take|remove|get|delete) (?:my|this) no (?:<mark> )?(?:off|from|out)",
    (
        "(?:sick|tired|fed up|sick and tired|over) (?:of|with)? ?being (?:texted|spammed|harassed|bothered"
        "|contacted|messaged|pestered|bombarded)"
    ),
    (
        "(?:done|finished|through|tired of|sick of|over) (?:with )?(?:getting|receiving|reading) (?:all"
        " )?(?:<det> )+(?:<goods>)?(?: <tail>)* ?(?:<mark>)"
    ),
    (
        "<remove> <mine> (?:the (?:fuck|hell) |tf )?(?:off|from|out)(?: of)?(?: (?:this|these|those|here|it|all"
        "|everything|your|yours|that|whatever this is|all of (?:this|it|these)|there|the))*(?: (?:thing|stuff"
        "|crap|shit|mess|bs|bullshit|nonsense|junk|garbage))?(?: <tail>)* $"
    ),
    (
        "<remove> (?:it|this|that)? ?(?:off|from|out of) (?:your|the|ur|all|any|this)? ?<0-2>(?:list|lists"
        "|database|system|records|mailing list|text list|contacts)"
    ),
    "(?:my|this) (?:phone |cell )?number (?:<0-8>)(?:[.?] )?(?:please |pls |now )*(?:delete|remove|erase|lose) it",
    (
        "(?:remove|delete|erase|lose|loose|forget|drop|scratch|block|wipe|remov|throw away|toss|burn|trash)"
        " (?:<tail> )*<mine>(?: <tail>| and| from)* $"
    ),
    (
        "(?:remove|delete|erase|lose|loose|forget|throw away|throw out|toss|burn|trash|shred|destroy|dump|get rid"
        " of|dispose of|forget you (?:have|had|ever had)) (?:my|this|our) (?:phone |cell )?number"
    ),
    "number (?:<0-8>)(?:<mark> )?(?:<lead> )*(?:remove|delete|erase|lose|forget) (?:it|this one|that)(?: <tail>)* $",
    (
        "(?:number|name|i|we) (?:should|must|shouldnt|cant|do|does|am|are|is) ?(?:not )?(?:supposed to )?(?:be"
        "|belong) (?:on|in) (?:your|this|any|a|ur) <0-2>(?:list|lists|system|database)"
    ),
    (
        "(?:block|report|sue|blocking|reporting) <0-3>(?:if|unless) <who> (?:keep|continue|text|message|dont stop"
        "|do not stop|contact|send)"
    ),
    "(?:be|get|been) (?:removed|taken|deleted|dropped|unsubscribed|off)(?: off| from| out)?(?: of)? <0-3><list>",
    (
        "(?:want|wanna|like|wish|need|asked|ask|asking|demand|request|trying|please)(?: to)?(?: be| get| have"
        " (?:me|my number))? (?:removed|taken off|deleted|unsubscribed|off (?:of )?<0-2>lists?|off)(?: <tail>|"
        " from (?:this|here|these|your \\w+))* $"
    ),
    "that (?:<who> )(?:do )?not (?:ever )?<texts> <me>",
    "(?:remove|delete|unsubscribe|take) (?:off|from) (?:<det> )*(?:\\w+ )?(?:<list>|<letters>)",
    (
        "(?:asked|requested|told you|ask|demanded|begged) (?:<who> )?to be (?:removed|taken off|unsubscribed"
        "|deleted|left alone)"
    ),
    "(?:take|remove|get|cross|scratch|strike) (?:off|out) <mine>",
    (
        "(?:want|wanna|like|need) (?:to be |to get |me )?off (?:of )?(?:this|these|your|that|the list)(?:"
        " \\w+)?(?: <tail>)* $"
    ),
    "(?:request|asking for|ask for|requesting|need|want) (?:a |my )?(?:removal|unsubscription|opt out)",
    # unsubscribing
    "<unsub> (?:me |us |my \\w+ |this number )*(?:from|of) <0-4>(?:<list>|<letters>|<goods>)",
    (
        "<unsub> (?:me |us |my \\w+ |this number )*(?:from|of) (?:this|these|all|everything|it|here|your|you"
        "|those|them|all of (?:this|these|it))(?: <tail>)* $"
    ),
    "<unsub>(?: <tail>)* $",
    (
        "<unsub> (?:me|us|my|this|from|now|here|please|of (?:<det> )*(?:\\w+ )?(?:<letters>|<list>)|of (?:all"
        "|this|these|everything|it|your|any)|to|pls|i|and|immediately|or|already|asap)"
    ),
    (
        "^ (?:opted out|unsubscribed|unsubbed) (?:already|twice|before|\\w+ times|multiple|several|many|last"
        "|weeks|days|a )"
    ),
    (
        "(?:i|ive|i have|weve|we|thought i|thought we)(?: already| have already| had already| just| even| have)?"
        " (?:unsubscribed|opted out|unsubbed)(?: twice| once| already| before| \\w+ times| last \\w+| from"
        " (?:this|these|your \\w+))*(?: (?:but|and|yet) (?:i|im|i m|you|youre|yall|u|still|am|i am)(?: still|"
        " keep| am still)*)?"
    ),
    (
        "(?:you|yall|u|you guys|you people) (?:keep|continue to|still|are still|wont stop|never stop|kept)"
        " (?:text\\w*|messag\\w*|send\\w*|contact\\w*) <0-6>(?:stop|unsubscribe|asked you|opted out|said no"
        "|unsubscribed)"
    ),
    (
        "<not> (?:<adv*>)want (?:any of )?(?:these|those)(?: on my phone| from <who>)*(?: any ?more| no more|"
        " anymore| again| ever again| <tail>)* $"
    ),
    "(?:sign|log|count|check|get) me (?:off|out) (?:of|from) <0-3><list>",
    "(?:opt (?:me|us) out|(?:unsubscribe|unsub|unenroll) (?:me|us))",
    (
        "(?:cant|cannot|can not|couldnt|could not|unable to|not able to|wont let me|doesnt let me|not letting me"
        "|no way to|dont know how to|dont see how to|not sure how to|no option to|impossible to|how come i cant"
        "|dont see (?:a|any) \\w+ to) (?:even |seem to |figure out how to |find (?:out )?how to )*(?:<unsub>|get"
        " off|get out of|stop (?:<det> )*<mails>|stop receiving|stop getting)"
    ),
    # consent
    (
        "(?:i |we |hereby |per \\w+ )+(?:hereby )?(?:revoke|withdraw|rescind) (?:all |any |prior )*(?:consent"
        "|permission)|(?:withdraw|withdrawing|revoke|revoking|rescind|rescinding|cancel|retract|retracting|take"
        " back|pull|withdrawn|revoked|removing|remove|end|terminate) (?:all |any |of |and all |prior |previous"
        " )*(?:my|our|the|all|any) (?:<0-2>)(?:consent|consents|permission|permissions|authorization"
        "|authorisation)(?: (?:to|for) (?:be |receive |receiving |any )*(?:<letters>|texted|contacted|called"
        "|messaged|receive|text|contact))?"
    ),
    (
        "(?:consent|permission) (?:<0-3>)(?:is |has been |hereby |was )*(?:withdrawn|revoked|cancelled|canceled"
        "|rescinded|retracted)"
    ),
    (
        "(?:do not|dont|no longer|never|not) (?:give |have |giving )?(?:you |u )?(?:my )?(?:consent|agree"
        "|authorize|authorise|permission) (?:to|for) (?:<0-3>)(?:<letters>|text|contact|contacted|call|message"
        "|receive|receiving|you|these|this|be)"
    ),
    (
        "(?:<who> )?(?:do not|dont|no longer|never) (?:have|got|had|get) (?:my|our|any) (?:consent|permission)(?:"
        " to <text>(?: <me>)?)?"
    ),
    (
        "(?:<who> |i )?(?:do not|dont|never|didnt|did not|no longer|not|have not|havent) (?:ever )?(?:have|had"
        "|got|give|gave|given|giving|get|obtain|grant|granted) (?:<who> )?(?:my |any |our |the )?(?:\\w+"
        " )?(?:consent|permission|authorization)(?: (?:to|for) (?:<0-1>)(?:text|contact|message|use|call|send"
        "|texting|texts|any|this|these)(?: <me>| texts| messages)?)?"
    ),
    "(?:do not|dont|no longer) (?:consent|give (?:you )?(?:my )?(?:consent|permission))(?: <tail>)* $",
    (
        "(?:you are |youre |you re |u are |are |u r )?not (?:authorized|allowed|permitted|welcome) to (?:text"
        "|contact|message|call|use)"
    ),
    "have no (?:right|permission|business|consent) (?:to )?(?:text|contact|message|messaging|texting|contacting)",
    # no more × letters
    (
        "^ (?:<lead> )*(?:no|enough|enough of|enough with|done with|zero|no more with) (?:more |further "
        "|additional |of |with )*(?:<det> )*(?:\\w+ )?<letters>(?: <tail>| to <me>| from <who>)* $"
    ),
    "^ (?:<lead> )*no (?:more|further) (?:<det> )*(?:\\w+ )?<letters>",
    (
        "(?:want|like|wish|need|prefer|said|say|accept|have to be) no (?:more|further)? ?(?:of )?(?:<det>"
        " )*(?:\\w+ )?<letters>"
    ),
    (
        "^ (?:<lead> )*(?:no|nothing) more (?:of (?:this|these|those|that|your \\w+) ?|from (?:<who>|this number)"
        " ?)+(?:<tail> )*$"
    ),
    "(?:enough|enough already) (?:with|of) (?:<det> )+(?:\\w+ )?<goods>",
    "(?:done|finished|through) (?:with|getting|receiving) (?:all )?(?:<det> )*(?:\\w+ )?<letters>",
    (
        "(?:sick|tired|fed up|sick and tired|over|had enough|had it|had it up to here|irritated by|so done) (?:of"
        "|with)? ?(?:all )?(?:getting |receiving |being )?(?:all )?(?:<det> )*(?:\\w+ )?<letters>"
    ),
    # negated desire × receiving
    "<not> (?:<adv*>)<want> (?:to )?(?:be )?(?:<adv*>)(?:<get> )(?:<det> )*<0-2><goods>",
    (
        "<not> (?:<adv*>)<want> (?:to )?(?:<adv*>)(?:hear|hearing|get anything|receive anything|get stuff|get"
        " more|receive more|have anything to do|anything|nothing|be in contact|any contact)(?: anything| any"
        " ?more| more| back| else)*(?: from| with) (?:<who>|this|your|ur|these|any of you|that|them) ?(?:\\w+"
        " )?(?:company|people|business|store|again|ever)?"
    ),
    (
        "<not> (?:<adv*>)<want> (?:to )?(?:<adv*>)(?:<get>) (?:<det>|it|anything|any|nothing)+(?: <tail>| from"
        " <who>| on <me>)* $"
    ),
    "<not> (?:<adv*>)<want> (?:no more |no |none of )?(?:<det> )*(?:\\w+ )?<letters>",
    (
        "<not> (?:<adv*>)<want> (?:to )?be (?:<adv*>)(?:contacted|texted|messaged|called|bothered|emailed"
        "|disturbed|spammed|harassed|solicited|subscribed|included|notified|part of (?:this|your|these)|a part of"
        " (?:this|your)|in (?:this|your) <0-2><list>|on (?:your|this|the|any|ur|that|these) <0-3>\\w+)"
    ),
    "<not> (?:<adv*>)want <who> (?:to )?(?:<adv*>)(?:<text>|<texting>|send|sending|have|having|using|use)",
    (
        "<not> (?:<adv*>)(?:wish|want|care|wanna) (?:to )?(?:<adv*>)(?:subscribe|be subscribed|participate"
        "|communicate|engage|receive|correspond|continue receiving)"
    ),
    (
        "(?:rather|prefer|id rather|i prefer) (?:you |u |to |if you )?(?:not|didnt|did not|dont)(?: to)? (?:be"
        " )?(?:<get>|<text>|contacted|texted|messaged|send)"
    ),
    "(?:prefer|rather|better) not to (?:be )?(?:<get>|<text>|contacted|texted|messaged)",
    (
        "(?:not|no longer) interested in (?:receiving|getting|any more|any|your|these|the|more|hearing|being)"
        " (?:<det> )*<0-2>(?:<goods>|from <who>|contacted|texted)"
    ),
    "(?:opposed|object) to (?:receiving|getting|these|your|further) <0-3>\\w+",
    (
        "i want (?:off|out)(?: of)?(?: this| your| the| that| these| here)?(?: \\w+)?(?: list| lists| texts|"
        " thing)?(?: <tail>)* $"
    ),
    # being left alone
    "^ (?:<lead> )*let <me> be(?: <tail>)* $",
    "leave <me> (?:the (?:fuck|hell|heck) |tf |completely |well |to )?(?:alone|be|in peace|tf alone)",
    "leave (?:this|my) (?:number|phone) (?:the (?:fuck|hell) )?alone",
    (
        "(?:get|stay|keep) (?:the (?:fuck|hell) |tf )?(?:out|off|outta)(?: of)? my (?:inbox|phone|messages|texts"
        "|life|dms)"
    ),
    # asked before
    (
        "(?:i|ive|we|i have|ive already|i already|i have already|already) (?:already )?(?:said|told|asked|texted"
        "|replied|sent|wrote|typed|requested|responded|answered|put|have asked|have told|have said) (?:<who>"
        " )?(?:<0-3>)(?:to )?(?:<adv*>)(?:stop|unsubscribe|quit)"
    ),
    (
        "(?:said|say|saying|texted|replied|typed|reply|type|tell <who>|told <who>|ask|asked|asking) (?:<who>"
        " )?(?:to )?(?:stop|unsubscribe) (?:<0-2>)(?:times|already|again|before|twice|days|weeks|for|yesterday"
        "|many|multiple|several|three|3|two|2|last|and)"
    ),
    "(?:what|which) part of (?:stop|no|unsubscribe|leave me alone)",
    "(?:stop|no) means (?:stop|no)",
    (
        "how many (?:more )?times (?:do|must|have|will|should) i (?:have to |need to |got to )?(?:<0-3>)(?:stop"
        "|unsubscribe|opt out|remove|no)"
    ),
    (
        "(?:why )?(?:am i |do i |i am |im |i |did i |are we |we are )?(?:still|keep|continue) (?:getting"
        "|receiving|gettin|to receive|to get|texting|sending) <0-5>(?:after|despite|even though|when|though)"
        " <0-4>(?:stop|unsubscrib\\w+|opt\\w* out|opting out|stopped)"
    ),
)
LOOSE: Final = (
    (
        "wrong (?:number|person) <0-3>(?:<mark> )?(?:<lead> )*(?:delete|remove|erase|lose)(?: it| this| me|"
        " number| the number)*(?: <tail>)* $"
    ),
    (
        "(?:<letters>|number|interested|know you|know who|asked|signed up|sign up|ask for this|harassment"
        "|annoying|junk|crap|garbage) <0-3><mark> (?:<lead> )*(?:stop|quit)(?: it| them| this| these)?(?:"
        " <tail>)* $"
    ),
    (
        "^ (?:<lead> )*(?:stop|quit|cease|discontinue|enough|no more|halt|end|knock it off) <0-6>(?:texts|texting"
        "|txts|messages|messaging|msgs|sms|spam|spamming|notifications|promotions|promos|blasts|ads|marketing)"
    ),
    (
        "(?:dont|do not|no longer|never) (?:want|need|like|wish|care) <0-5>(?:texts|texting|texted|txts|messages"
        "|messaging|messaged|msgs|sms|spam|spamming|notifications|promos|ads|marketing|contacted)"
    ),
    (
        "(?:remove|delete|take|drop|scratch|cross|get|pull) (?:me|us|my|this|our) <0-5>(?:list|lists|database"
        "|mailing|contacts|texts|messages|alerts|records)"
    ),
)
ALONE: Final = (
    "stop|stahp|cease|desist|knock it off|cut it out|quit it|give it a rest|stop sending|unsubscribed|unsub|opt"
    " out|optout|unsubscribe|(?:stop|quit|cease) (?:it|this|that|these|them|those|everything|all|doing this|all"
    " of (?:it|this|these|them|that)|it all|all this|all that|this shit|this crap|this bs|this nonsense|that shit"
    "|the bs|the bullshit|this bullshit|the nonsense|this harassment|the harassment|harassment|the madness|this"
    " madness|with this|with these|with it|with that|with all this|this stuff|this now)|remove|remove me|delete"
    " me|take me off|get me off|take me out|opt me out|remove this number|remove number|remove my number|do not"
    " send|dont send|do not text|dont text|do not message|dont message|dnc|discontinue|discontinue service|do not"
    " contact|no contact|no soliciting|no solicitation|do not disturb|go away|get lost|fuck off|f off|fuck all"
    " the way off|fuck right off|piss off|buzz off|bug off|bugger off|eff off|fck off|sod off|go to hell|leave me"
    "|lay off|back off|shove off|no more|no mas|no more please|no moore|no more of this|please no more|never"
    " again|not again|lose this number|lose the number|cancel all|stop2end|stop2quit|stop to end|txt stop|text"
    " stop|reply stop|stop service|stop all service|end all|cancel all of (?:it|this|these)|cancel these|end"
    " these|stop subscription|cancel subscription|end subscription|stop signing me up"
)
