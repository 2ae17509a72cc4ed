"""How English asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "me": (
        "me|us|my (?:cell ?|mobile )?phone(?: number)?|my (?:cell|mobile|number|line|inbox)|this (?:phone|number|cell|line)"
        "|this phone number|my telephone(?: number)?|at this number|my husband and i|my family|our (?:number|phone)"
    ),
    "adv": (
        "all|fucking|fuckin|fkn|fking|f ing|effing|freaking|freakin|frigging|frickin|bloody|goddamn|god damn|damn|damned"
        "|please|pls|plz|just|ever|even|constantly|always|already|now|immediately|randomly|repeatedly|continuously|to"
    ),
    "stop": (
        "stop|stahp|quit|cease|halt|discontinue|desist from|refrain from|cut out|knock off|stop with|quit with"
        "|stop with the|stop all|stop it with the|stop all the|stop w|quit w|stop this|stop it|quit it"
    ),
    "texting": (
        "texting|txting|textin|texing|txtin|messaging|messagin|mesaging|msging|contacting|contactin|emailing|e mailing|mailing"
        "|spamming|spaming|bothering|botherin|harassing|harrassing|harasing|pestering|annoying|bugging|buggin|hounding"
        "|badgering|nagging|disturbing|stalking|pinging|soliciting|blasting|bombarding|flooding|hassling|robotexting"
        "|robo texting|smsing|dming|writing(?: to)?|reaching out(?: to)?|hitting up|hittin up|hitting me up|hittin me up|hitting|hittin|blowing up|blowin up"
        "|blowing me up|blowing my phone up|blowing up my phone|texting and calling|calling and texting|calling or texting"
        "|texting or calling|(?:trying|attempting|continuing) to (?:contact|reach|text|message|sell)|using my number"
        "|clogging up|filling up|flooding|advertising to|marketing to"
    ),
    "text": (
        "text|txt|message|messege|msg|contact|email|e mail|bother|spam|disturb|harass|harrass|bug|annoy|pester|hassle|write(?: to)?"
        "|ping|hit up|reach out to|reach|sms|solicit|dm|speak to|talk to|reply to|nag|bombard|send texts to|send messages to|blow up|text or call"
        "|call or text|text nor call|contact or text|text or email|message or call|call or message|call and text"
        "|text and call|txt or call"
    ),
    "det": (
        "any|any more|anymore|all|all of|of|these|those|them|the|this|that|your|ur|more|so many|too many|such|further"
        "|additional|future|unwanted|stupid|dumb|annoying|constant|endless|unsolicited|random|other|another|every"
        "|every single|each|daily|weekly|fucking|damn|goddamn|freaking|bloody|single|of your|of these|from your|me|us"
        "|kind of|kinds of|type of"
    ),
    "letters": (
        "texts?|txts?|text ?messages?|messages?|messeges|msgs?|mssgs?|sms|smss|smses|spam|spams|notifications?|alerts?|promos?"
        "|promotions?|promotionals?|marketing|ads?|adverts?|advertisements?|advertising|solicitations?|newsletters?"
        "|blasts?|communications?|correspondence|robotexts?|robo texts?|spam texts?|text blasts?|texting|messaging"
        "|contact|mailings?|sms messages|dms|text alerts"
    ),
    "goods": (
        "<letters>|reminders?|updates?|offers?|deals?|coupons?|emails?|notices?|crap|shit|shits|bullshit|bs|junk|junk mail"
        "|garbage|trash|rubbish|nonsense|stuff|things|links|sales|surveys?|polls?|propaganda|calls|sale texts"
    ),
    "dont": "do not|dont|don t|dnt|donot|dont u|never|never ever|dont you|dont ya|do not you|dont even|dont u dare|dont you dare",
    "not": (
        "do not|dont|don t|dnt|donot|no longer|never|not|didnt|did not|dont even|dont really|really dont|do not really|not ever"
        "|do no longer|nolonger|dont ever|do nt"
    ),
    "want": "want|wish|care|wanna|like|need|desire|ask|asked|want to|wish to|care to|like to|need to|care for|asked for|ask for|ask to",
    "get": (
        "receive|recieve|receiving|recieving|get|getting|gettin|see|seeing|hear|hearing|have|be getting|be receiving"
        "|keep getting|keep receiving|continue receiving|continue getting|continue to receive|be sent|be receiving"
    ),
    "list": (
        "lists?|data ?bases?|systems?|records?|mailings?|contacts?|contact list|directory|distribution|campaigns?"
        "|program|group texts?|group text|blasts?|files?|crm|texts?|messages?|text messages|sms|notifications?|marketing"
        "|text chain|texting list|phone book|rolodex|registry|subscription|subscriptions|text alerts|alerts"
        "|mailing list|promos|promotions|newsletter|texting|service|phone list|calling list|spam|rotation"
    ),
    "mine": (
        "me|us|my (?:name|info|information|contact|contact info|details|cell|mobile|phone|line|data)"
        "(?: and (?:phone )?(?:number|name))?|(?:my|this|our|the) (?:phone |cell |mobile |cellphone |telephone |home |work |contact )?(?:number|num|nbr)"
        "|my (?:name and )?number|this phone|this cell"
    ),
    "remove": (
        "remove|remov|remve|loose|block|ban|delete|erase|take|drop|scratch|strike|cross|get|pull|scrub|wipe|purge|clear|scrap|kick|cut"
        "|exclude|removing|deleting|taking|unlist|removed"
    ),
    "unsub": (
        "unsubscribe|unsubscribing|unsub|unsubb|unsubscription|optout|opt out|opt me out|opt us out|opting out|opt my number out"
        "|opt this number out|un subscribe|unenroll|un enroll|disenroll|opt of|opted out|opt me the (?:fuck|hell) out"
    ),
    "tail": (
        "please|pls|plz|now|thanks|thank you|thx|tks|ty|immediately|asap|already|right now|right away|forever|for good|for ever"
        "|ok|okay|sir|maam|ma am|bro|bruh|dude|man|guys|people|yall|you people|you guys|again|anymore|any more|any longer"
        "|ever again|ever|never again|at once|today|permanently|entirely|completely|altogether|at all|kindly|then|here"
        "|seriously|i said|how|how do i do that|folks|cheers|no more|period|full stop|im begging you|i beg you|mate|k|tyvm|much appreciated"
        "|many thanks|and thanks|lady|god bless|effective|effective immediately|have a (?:good|nice|great|blessed) (?:day|one|night|evening|weekend)|too|thank u|ffs|wtf|tf|for fucks? sake"
        "|for the love of god|for gods sake|for christs? sake|for heavens? sake|before i (?:report|sue|block|call|contact) <0-4>\\w+"
    ),
    "lead": (
        "please|pls|plz|plse|pleas|kindly|hey|hi|hello|ok|okay|k|just|again|and|so|sorry|omg|yes|yeah|yo|well|now|look|listen|once again"
        "|can you|could you|would you|will you|can u|could u|would u|you need to|you must|you should|you guys need to|you people need to"
        "|u need to|i want you to|i need you to|i would like you to|i want u to|please just|seriously|dude|man|bro|sir|maam|guys|folks"
        "|id like you to|i said|i told you to|i asked you to|i told you|i said to|i am asking you to|im asking you to|i already said|i ask you to"
        "|thanks but|thank you but|thanks|thank you|for the last time|for the love of god|for gods sake|for fucks sake|jesus|jesus christ"
        "|i beg you|im begging you|fucking|damn|bloody|would you please|could you please|can you please|and please|but|but please|also|then"
        "|good morning|good afternoon|good evening|dear sir|dear \\w+|to whom it may concern|ffs|wtf|um|uh|uhh|nah|no|nope|asap|immediately"
        "|i wish to|i want to|i would like to|id like to|i wanna|let me|i need to|i must|would like to|like to|want to|wish to|requesting to|request to"
    ),
    "who": "you|u|ya|yall|y all|you people|you guys|you all|yous|youse|ye",
}

ENGLISH: Final = Tongue(
    groups=_GROUPS,
    requests=(
        # verb of ceasing × what is to cease
        "<stop> (?:your |you re |youre |this |it )?<adv*><texting>(?: (?:<adv*>)(?:to )?<me>)?(?: with (?:<det> )*(?:\\w+ )?<goods>| (?:with|about) (?:this|these|it|that)(?: <goods>| stuff| crap| shit| nonsense)?| about (?:the |your |ur |any )*(?:\\w+ )?(?:election|elections|voting|politics|political stuff|donations?|donating|sales?|deals?|promos?|promotions?|offers?|products?|services?|insurance|solar|loans?|warranty|warranties|candidates?|campaigns?|fundraising|fundraiser|vote|survey|surveys)| at <me>)?",
        "<stop> <adv*>(?:sending|sendin|forwarding|pushing|giving|the sending of) <adv*>(?:to )?(?:<me> )?(?:<det> )*<0-2><goods>",
        "<stop> <adv*>(?:sending|sendin)(?: to)?(?: <me>)?(?: <det>| anything| everything| nothing| it all)*(?: <tail>)* $",
        "<stop> <adv*>(?:sending|sendin) (?:<det> )*<0-2><goods> to <me>",
        "<stop> <adv*>(?:sending|sendin) (?:these|this|those|them|all this|all these) to (?:me|us|my phone|this number|my number)",
        "(?:<stop>|end|cancel|terminate|suspend|kill|turn off|shut off|switch off|disable|deactivate|cut off|no) (?:the )?(?:all |any )?"
        "(?:communication|communications|contact|correspondence)(?: with <me>| to <me>| from <who>)?(?: <tail>)* $",
        "(?:<stop>|end|cancel|terminate|suspend|kill|turn off|shut off|switch off|disable|deactivate|cut off|get rid of|unsubscribe)"
        " <adv*>(?:with )?(?:<det> )*(?:\\w+ )?<letters>",
        "stop calling <me>(?: please| pls| now| already| again| thanks| at all| ever again)* $",
        "stop calling(?: <tail>)* $",
        "(?:want|wish|need|like|ask|asking|demand|request|prefer|make|let|get) (?:for )?(?:all )?(?:<det> )*(?:<letters> )(?:to )?(?:stop|end|cease)",
        "(?:please|pls|plz|kindly|just) (?:stop|quit|cease)(?: <tail>)* $",
        "(?:<det> )+<letters> (?:needs?|has|have|must|should|got|gotta|better|to) ?(?:got )?(?:to )?(?:be )?(?:stop|stopped|end|cease)",
        "(?:want|like|wish|need|trying|try|how do i|how can i|can i|could i|may i|how to|how do we|help me|where do i|ways? to) (?:to )?stop"
        " (?:receiving|getting|recieving|these|the|this|your|all|texts|messages)",
        "(?:how do i|how can i|how to|how do you|where do i|can i|i want to|i wanna|id like to|let me)"
        " (?:stop|get off|get out of|make) (?:<det> )*(?:it |this |these |list )?(?:stop )?(?:<letters> |coming )?$",
        "(?:how do i|how can i|how to|how do you|where do i) (?:end|cancel|turn off|get rid of|shut off|disable) (?:<det> )*(?:it |this |these )?(?:<letters> )?$",
        "(?:stop|quit|enough) (?:it )?(?:<tail> )*(?:with|w) (?:<det> )*(?:\\w+ )?<letters>",
        "make (?:it|this|them|these|that|the <letters>) (?:all )?stop(?: texting| messaging| sending)?(?: <tail>)* $",
        "(?:want|need|like|wish) (?:<det> )*(?:\\w+ )?<letters> (?:to be )?(?:gone|stopped|off|turned off|removed|deleted|cancelled|canceled|discontinued|terminated|to stop|to end|over)",
        "<mark> (?:now|so|please|pls|plz|kindly|just|now please|so please|then please) (?:stop|quit|cease)(?: it| this)?(?: <tail>)* $",
        "(?:so|then|and) (?:please |pls |just |now )*(?:stop|quit|cease)(?: it| this)?(?: <tail>)* $",
        "(?:note|asked|told|ask|tell|request|sure|prefer|better|rather|agree|agreed|promise|please|want|like|wish|order) (?:<0-3>)not to (?:ever )?<text> (?:<me>|this)",
        "(?:your|these|the|ur|those|all) (?:\\w+ )?<letters> (?:are|is|r) (?:all )?(?:so |very |completely |totally )?(?:unwanted|unwelcome|not wanted|not welcome|no longer wanted|not needed|unsolicited|harassment|harassing)",
        "(?:honor|honour|process|respect|accept|confirm|complete|execute|treat this as|consider this|this is|here is) (?:my|our|a|an|this) (?:<0-2>)(?:opt out|optout|removal|unsubscribe|unsubscription|stop request|request to (?:stop|opt out|be removed|unsubscribe))",
        "(?:leave|keep|get) <me> off (?:of )?<0-3>(?:<list>|<letters>|everything)",
        "cease and desist",
        "(?:if|that|wish|appreciate|glad|happy|until|it) (?:it if )?(?:<who> )(?:all |just |guys |people )?(?:stopped|quit|ceased) (?:<texting>|sending)",
        "(?:text|txt|message|msg|contact|bother|spam) (?:me|us|this number) (?:again|one more time|once more|ever again) (?:and|ill|i will|im|i am|or)",
        # request not to write
        "<dont> (?:<adv*>)<text> <me>",
        "<dont> (?:<adv*>)(?:text|txt|message|msg|contact|solicit|disturb|bother|spam)(?: <tail>)+ $",
        "^ (?:<tail> )*<dont> (?:<adv*>)(?:text|txt|message|msg|contact|solicit|disturb|spam)(?: <tail>)* $",
        "<dont> (?:<adv*>)(?:text|txt|message|msg|contact) (?:it|here|at this number|this)(?: <tail>)* $",
        "<dont> (?:<adv*>)bother (?:<texting>|sending)(?: <me>)?(?: again| anymore| any more)?",
        "(?:turn|shut|switch|cut) (?:<det> )*(?:\\w+ )?<letters> off",
        "<not> (?:<adv*>)want (?:my (?:\\w+ )?number|my name|me|this number|to have my number) (?:on|in) (?:your|the|any|a|this|ur) <0-2>\\w+",
        "(?:want|need|like|wish|have) <mine> (?:to be )?(?:removed|deleted|erased|taken off|taken out|off|unsubscribed)",
        "(?:<who> )?(?:have |had )?(?:were|was|been|have been|has been|got) (?:already |repeatedly )?(?:told|asked|warned|instructed|notified) (?:<0-3>)(?:to )?(?:stop|quit|cease|remove me|not to (?:text|contact|message))",
        "leave <me> out of (?:your|this|these|the|it)",
        "(?:you|u|yall|you guys|you people) (?:keep|always|constantly|wont quit) (?:<texting>|sending <0-2><goods>) <0-5>(?:stop|quit)(?: it| this| that)?",
        "<dont> (?:<adv*>)(?:call|phone|ring) <me>(?: <tail>)* (?:again|anymore|any more|ever|ever again|any longer)",
        "<dont> (?:<adv*>)send (?:<me> )?(?:<det> )*<0-2><goods>",
        "<dont> (?:<adv*>)send (?:<me> )?(?:<det>|anything|nothing)*(?: else| to <me>| <tail>)* $",
        "<dont> (?:<adv*>)send (?:<me> )?(?:anything|any more|any|nothing|another|one more|more)(?: else| of (?:these|this|those)| to <me>| <tail>)* $",
        "(?:can|could|would|will|please|pls|kindly) (?:<who> )?(?:<tail> )*not <adv*><text> <me>",
        "(?:can|could|would|will|please|pls|kindly) (?:<who> )?(?:<tail> )*not send <me>",
        "(?:dont|do not|no) (?:need|have) to <text> (?:<me>)(?: <tail>)* (?:again|anymore|any more|any longer)",
        "no need to <text> <me>(?: <tail>)* (?:again|anymore|any more|any longer)",
        "do not (?:contact|text|call|disturb) list|dont (?:call|text|contact) list|no (?:call|contact|text) list",
        "(?:put|add|place) (?:<mine>) (?:on|to|in) (?:your |the |a )?(?:do not|dont|no|dnc|dnd|block)",
        # removal × list
        "<remove> <mine> (?:the (?:fuck|hell) |tf )?(?:off|from|out|of) (?:of )?<0-4><list>(?: (?:this is|it is|you have|youre using|im on|i am on|i m on|youve got|that is|is this))?",
        "<remove> <mine> (?:the (?:fuck|hell) |tf )?(?:off|from|out)(?: of)?(?: (?:this|these|those|here|it|all|everything|your|yours|that|whatever this is|all of (?:this|it|these)|there|the))*(?: (?:thing|stuff|crap|shit|mess|bs|bullshit|nonsense|junk|garbage))?(?: <tail>)* $",
        "<remove> (?:it|this|that)? ?(?:off|from|out of) (?:your|the|ur|all|any|this)? ?<0-2>(?:list|lists|database|system|records|mailing list|text list|contacts)",
        "(?:my|this) (?:phone |cell )?number (?:<0-8>)(?:[.?] )?(?:please |pls |now )*(?:delete|remove|erase|lose) it",
        "(?:remove|delete|erase|lose|loose|forget|drop|scratch|block|wipe|remov|throw away|toss|burn|trash) (?:<tail> )*<mine>(?: <tail>| and| from)* $",
        "(?:remove|delete|erase|lose|loose|forget|throw away|toss|burn) (?:my|this) (?:phone |cell )?number",
        "(?:be|get|been) (?:removed|taken|deleted|dropped|unsubscribed|off)(?: off| from| out)?(?: of)? <0-3><list>",
        "(?:want|wanna|like|wish|need|asked|ask|asking|demand|request|trying|please)(?: to)?(?: be| get| have (?:me|my number))? (?:removed|taken off|deleted|unsubscribed|off (?:of )?<0-2>lists?|off)(?: <tail>| from (?:this|here|these|your \\w+))* $",
        "(?:asked|requested|told you|ask|demanded|begged) (?:<who> )?to be (?:removed|taken off|unsubscribed|deleted|left alone)",
        "(?:take|remove|get|cross|scratch|strike) (?:off|out) <mine>",
        "(?:want|wanna|like|need) (?:to be |to get |me )?off (?:of )?(?:this|these|your|that|the list)(?: \\w+)?(?: <tail>)* $",
        "(?:request|asking for|ask for|requesting|need|want) (?:a |my )?(?:removal|unsubscription|opt out)",
        # unsubscribing
        "<unsub> (?:me |us |my \\w+ |this number )*(?:from|of) <0-4>(?:<list>|<letters>|<goods>)",
        "<unsub> (?:me |us |my \\w+ |this number )*(?:from|of) (?:this|these|all|everything|it|here|your|you|those|them|all of (?:this|these|it))(?: <tail>)* $",
        "<unsub>(?: <tail>)* $",
        "<unsub> (?:me|us|my|this|from|now|here|please|of (?:<det> )*(?:\\w+ )?(?:<letters>|<list>)|of (?:all|this|these|everything|it|your|any)|to|pls|i|and|immediately|or|already|asap)",
        "^ (?:opted out|unsubscribed|unsubbed) (?:already|twice|before|\\w+ times|multiple|several|many|last|weeks|days|a )",
        "(?:i|ive|i have|weve|we|thought i|thought we)(?: already| have already| had already| just| even| have)? (?:unsubscribed|opted out|unsubbed)",
        "(?:you|yall|u|you guys|you people) (?:keep|continue to|still|are still|wont stop|never stop|kept) (?:text\\w*|messag\\w*|send\\w*|contact\\w*) <0-6>(?:stop|unsubscribe|asked you|opted out|said no|unsubscribed)",
        "<not> (?:<adv*>)want (?:any of )?(?:these|those)(?: on my phone| from <who>)*(?: any ?more| no more| anymore| again| ever again| <tail>)* $",
        "(?:sign|log|count|check|get) me (?:off|out) (?:of|from) <0-3><list>",
        "(?:cant|cannot|can not|couldnt|could not|unable to|not able to|wont let me|doesnt let me|not letting me|no way to|dont know how to|dont see how to|not sure how to|no option to|impossible to|how come i cant|dont see (?:a|any) \\w+ to) (?:even |seem to |figure out how to |find (?:out )?how to )*(?:<unsub>|get off|get out of|stop (?:<det> )*<letters>|stop receiving|stop getting)",
        # consent
        "(?:i |we |hereby |per \\w+ )+(?:hereby )?(?:revoke|withdraw|rescind) (?:all |any |prior )*(?:consent|permission)|(?:withdraw|withdrawing|revoke|revoking|rescind|rescinding|cancel|retract|retracting|take back|pull|withdrawn|revoked|removing|remove|end|terminate) (?:all |any |of |and all |prior |previous )*(?:my|our|the|all|any) (?:<0-2>)(?:consent|consents|permission|permissions|authorization|authorisation)(?: (?:to|for) (?:be |receive |receiving |any )*(?:<letters>|texted|contacted|called|messaged|receive|text|contact))?",
        "(?:consent|permission) (?:<0-3>)(?:is |has been |hereby |was )+(?:withdrawn|revoked|cancelled|canceled|rescinded|retracted)",
        "(?:do not|dont|no longer|never|not) (?:give |have |giving )?(?:you |u )?(?:my )?(?:consent|agree|authorize|authorise|permission) (?:to|for) (?:<0-3>)(?:<letters>|text|contact|contacted|call|message|receive|receiving|you|these|this|be)",
        "(?:<who> )?(?:do not|dont|no longer|never) (?:have|got|had|get) (?:my|our|any) (?:consent|permission)(?: to <text>(?: <me>)?)?",
        "(?:do not|dont|no longer) (?:consent|give (?:you )?(?:my )?(?:consent|permission))(?: <tail>)* $",
        "(?:you are |youre |you re |u are |are |u r )?not (?:authorized|allowed|permitted|welcome) to (?:text|contact|message|call|use)",
        "have no (?:right|permission|business|consent) (?:to )?(?:text|contact|message|messaging|texting|contacting)",
        # no more × letters
        "^ (?:<lead> )*(?:no|enough|enough of|enough with|done with|zero|no more with) (?:more |further |additional |of |with )*(?:<det> )*(?:\\w+ )?<letters>(?: <tail>| to <me>| from <who>)* $",
        "^ (?:<lead> )*no (?:more|further) (?:<det> )*(?:\\w+ )?<letters>",
        "(?:want|like|wish|need|prefer|said|say|accept|have to be) no (?:more|further)? ?(?:of )?(?:<det> )*(?:\\w+ )?<letters>",
        "^ (?:<lead> )*(?:no|nothing) more (?:of (?:this|these|those|that|your \\w+) ?|from (?:<who>|this number) ?)+(?:<tail> )*$",
        "(?:enough|enough already) (?:with|of) (?:<det> )+(?:\\w+ )?<goods>",
        "(?:done|finished|through) (?:with|getting|receiving) (?:all )?(?:<det> )*(?:\\w+ )?<letters>",
        "(?:sick|tired|fed up|sick and tired|over|had enough|had it|had it up to here|irritated by|so done) (?:of|with)? ?(?:all )?(?:getting |receiving |being )?(?:all )?(?:<det> )*(?:\\w+ )?<letters>",
        # negated desire × receiving
        "<not> (?:<adv*>)<want> (?:to )?(?:be )?(?:<adv*>)(?:<get> )(?:<det> )*<0-2><goods>",
        "<not> (?:<adv*>)<want> (?:to )?(?:<adv*>)(?:hear|hearing|get anything|receive anything|get stuff|get more|receive more|have anything to do|anything|nothing|be in contact|any contact)(?: anything| any ?more| more| back| else)*(?: from| with) (?:<who>|this|your|ur|these|any of you|that|them) ?(?:\\w+ )?(?:company|people|business|store|again|ever)?",
        "<not> (?:<adv*>)<want> (?:to )?(?:<adv*>)(?:<get>) (?:<det>|it|anything|any|nothing)+(?: <tail>| from <who>| on <me>)* $",
        "<not> (?:<adv*>)<want> (?:<det> )*(?:\\w+ )?<letters>",
        "<not> (?:<adv*>)<want> (?:to )?be (?:<adv*>)(?:contacted|texted|messaged|called|bothered|emailed|disturbed|spammed|harassed|solicited|subscribed|included|notified|part of (?:this|your|these)|a part of (?:this|your)|in (?:this|your) <0-2><list>|on (?:your|this|the|any|ur|that|these) <0-3>\\w+)",
        "<not> (?:<adv*>)want <who> (?:to )?(?:<adv*>)(?:<text>|<texting>|send|sending|have|having|using|use)",
        "<not> (?:<adv*>)(?:wish|want|care|wanna) (?:to )?(?:<adv*>)(?:subscribe|be subscribed|participate|communicate|engage|receive|correspond|continue receiving)",
        "(?:rather|prefer|id rather|i prefer) (?:you |u |to |if you )?(?:not|didnt|did not|dont)(?: to)? (?:be )?(?:<get>|<text>|contacted|texted|messaged|send)",
        "(?:prefer|rather|better) not to (?:be )?(?:<get>|<text>|contacted|texted|messaged)",
        "(?:not|no longer) interested in (?:receiving|getting|any more|any|your|these|the|more|hearing|being) (?:<det> )*<0-2>(?:<goods>|from <who>|contacted|texted)",
        "(?:opposed|object) to (?:receiving|getting|these|your|further) <0-3>\\w+",
        "i want (?:off|out)(?: of)?(?: this| your| the| that| these| here)?(?: \\w+)?(?: list| lists| texts| thing)?(?: <tail>)* $",
        # being left alone
        "leave <me> (?:the (?:fuck|hell|heck) |tf |completely |well |to )?(?:alone|be|in peace|tf alone)",
        "leave (?:this|my) (?:number|phone) (?:the (?:fuck|hell) )?alone",
        "(?:get|stay|keep) (?:the (?:fuck|hell) |tf )?(?:out|off|outta)(?: of)? my (?:inbox|phone|messages|texts|life|dms)",
        # asked before
        "(?:i|ive|we|i have|ive already|i already|i have already|already) (?:already )?(?:said|told|asked|texted|replied|sent|wrote|typed|requested|responded|answered|put|have asked|have told|have said) (?:<who> )?(?:<0-3>)(?:to )?(?:<adv*>)(?:stop|unsubscribe|quit)",
        "(?:said|say|saying|texted|replied|typed|reply|type|tell <who>|told <who>|ask|asked|asking) (?:<who> )?(?:to )?(?:stop|unsubscribe) (?:<0-2>)(?:times|already|again|before|twice|days|weeks|for|yesterday|many|multiple|several|three|3|two|2|last|and)",
        "(?:what|which) part of (?:stop|no|unsubscribe|leave me alone)",
        "(?:stop|no) means (?:stop|no)",
        "how many (?:more )?times (?:do|must|have|will|should) i (?:have to |need to |got to )?(?:<0-3>)(?:stop|unsubscribe|opt out|remove|no)",
        "(?:why )?(?:am i |do i |i am |im |i |did i |are we |we are )?(?:still|keep|continue) (?:getting|receiving|gettin|to receive|to get|texting|sending) <0-5>(?:after|despite|even though|when|though) <0-4>(?:stop|unsubscrib\\w+|opt\\w* out|opting out|stopped)",
    ),
    loose=(
        "^ (?:<lead> )*(?:stop|quit|cease|discontinue|enough|no more|halt|end|knock it off) <0-6>(?:texts|texting|txts|messages|messaging|msgs|sms|spam|spamming|notifications|promotions|promos|blasts|ads|marketing)",
        "(?:dont|do not|no longer|never) (?:want|need|like|wish|care) <0-5>(?:texts|texting|texted|txts|messages|messaging|messaged|msgs|sms|spam|spamming|notifications|promos|ads|marketing|contacted)",
        "(?:remove|delete|take|drop|scratch|cross|get|pull) (?:me|us|my|this|our) <0-5>(?:list|lists|database|mailing|contacts|texts|messages|alerts|records)",
    ),
    alone=(
        "stop|stahp|cease|desist|knock it off|cut it out|quit it|give it a rest|stop sending|unsubscribed|unsub|opt out|optout|unsubscribe"
        "|(?:stop|quit|cease) (?:it|this|that|these|them|those|everything|all|doing this|all of (?:it|this|these|them|that)|it all|all this|all that|this shit|this crap|this bs|this nonsense|that shit|the bs|the bullshit|this bullshit|the nonsense|this harassment|the harassment|harassment|the madness|this madness|with this|with these|with it|with that|with all this|this stuff|this now)"
        "|remove|remove me|delete me|take me off|get me off|take me out|opt me out|remove this number|remove number|remove my number|do not send|dont send|do not text|dont text|do not message|dont message|dnc|discontinue|discontinue service|do not contact|no contact|no soliciting|no solicitation|do not disturb"
        "|go away|get lost|fuck off|f off|fuck all the way off|fuck right off|piss off|buzz off|bug off|bugger off|eff off|fck off|sod off|go to hell|leave me|lay off|back off|shove off"
        "|no more|no mas|no more please|no moore|no more of this|please no more|never again|not again"
        "|lose this number|lose the number|cancel all|stop2end|stop2quit|stop to end|txt stop|text stop|reply stop|stop service|stop all service|end all|cancel all of (?:it|this|these)|cancel these|end these|stop subscription|cancel subscription|end subscription|stop signing me up"
    ),
    courtesies=(
        "<lead>|<tail>|to|from you|from <who>|from this number|this number|to me|to this number|on this number|me|mr|mrs|ms|miss|x|xx|xxx"
    ),
    grounds=(
        "no|nope|nah|no thanks|no thank you|no thank u|no thx|no ty|not interested(?: at all| anymore| any more| in (?:the )?\\w+| thanks| sorry)?|im not interested(?: at all| anymore)?|i am not interested|never interested|i have no interest|no interest|no longer interested|not for me|not me|not mine",
        "wrong (?:number|person|guy|girl|lady|phone|num|#|contact|man|woman|one)|not the right (?:number|person)",
        "who (?:is|dis|tf is|the (?:fuck|hell|heck) is|are|r|the (?:fuck|hell) are|tf) ?(?:this|you|u|dis|yall|these people)|idk (?:who )?(?:you|this|u)(?: is| are)?",
        "there is no \\w+ here|theres no \\w+ here|no \\w+ here",
        "(?:this is|this|it is|its|thats|that is|youre|you are|u r|yall are|you guys are|you people are) (?:is )?(?:so |just |very |really |getting |becoming |beyond |such |freaking |fucking |such an? |an? )*(?:harassment|harassing(?: me)?|spam|spamming(?: me)?|annoying|ridiculous|illegal|private|unwanted|too much|enough|insane|crazy|excessive|invasive|rude|bothering me|unacceptable|a scam|scam|scammers|joke|a business(?: line| phone| number)?|a work phone|a landline|pathetic|disgusting|intrusive|a nuisance|nuisance|out of control|abusive)",
        "scam|scams|scammer|scammers|spam|spammer|spammers|harassment|fuck (?:you|u|this|off|yall)(?: guys| people| all)?|screw you|you suck|u suck|idiots?|assholes?|jerks?|creeps?|liars?|losers?|bitch|bastards?|morons?|wtf|what the (?:fuck|hell|heck)|shut up|gtfo|stfu|jesus|jesus christ|christ|oh my god|good lord|good grief|ugh|omfg|smh|argh|lord|geez|bs|bullshit",
        "reported as spam|marked (?:this )?as spam|reported|blocked|reporting(?: you| this)?|blocking(?: you| this)?",
        "(?:last|final) (?:warning|time|notice|request)|for the (?:\\w+ )?time|(?:second|third|fourth|2nd|3rd|4th|5th|10th|hundredth|millionth|umpteenth) (?:time|request)",
        "new number|new phone|this is a new number",
        "how (?:did|do) (?:you|u) (?:get|have|find) my (?:number|info|phone number)|where did you get (?:my|this) number|bye|goodbye|good bye|adios|later|peace|have a nice life|its over|were done|we are done|im done|i am done|im out|i am out|im good|i am good|all set|im all set|im all good|i pass|pass|hard pass|good luck|take care",
        "at <0-1>(?:number|phone)|i am (?:a |an )?(?:driving|working|busy|sick|dying|tired|old|retired|disabled|poor|broke|vegan|republican|democrat|independent|canadian)",
    ),
    stories=(
        "(?:you|u|ya|youve|yall|you all|you guys|you people)(?: have| got| have got|ve got)? the wrong <0-2>\\w+|i think you have the wrong \\w+|this is (?:the|a) wrong \\w+",
        "(?:i )?(?:dont|do not) (?:even )?know (?:<0-2>)(?:you|who <0-2>\\w+|this number|this person|anyone <0-3>\\w+|what this is(?: about)?)",
        "(?:i am|im|this is|this isnt|its|i m|this aint|i aint|my name is|my name isnt|it is) not (?:a |an |the )?(?:<0-2>)\\w+|(?:this isnt|my name isnt|im not|i aint|this aint) <0-2>\\w+|nobody here <0-3>\\w+|not (?:your|ur|a|the|from) <0-2>\\w+",
        "(?:i )?(?:dont|do not|didnt|did not|never|no longer|have never|havent|have not|wont|will not|cant) (?:ever )?(?:want|need|care|live|own|shop|use|like|vote|ask|asked|sign|signed|subscribe|subscribed|agree|agreed|consent|consented|request|requested|give|gave|opt|opted|buy|bought|have|even|order|ordered|join|joined|know|approve|approved|authorize|authorized|wanna) ?<0-8>\\w*",
        "i (?:already |have already |have |just |did |ve |recently )+(?:voted|donated|asked|told|said|sold|moved|bought|got|have|replied|unsubscribed|reported|left|switched|canceled|cancelled|bought)(?: <0-6>\\w+)?|ive (?:already |just )?(?:voted|donated|asked|told|said|sold|moved|bought|got|replied|left|switched) ?(?:<0-6>\\w+)?|i (?:moved|sold|voted|donated|left|quit|switched) ?<0-5>\\w*",
        "(?:or )?(?:i will|ill|i am going to|im going to|im gonna|i shall|will|i have|ive|am|im|i am|next step is|you will be|youll be|we will) (?:be )?(?:report|reporting|reported|sue|suing|sued|block|blocking|blocked|call my|contact|contacting|calling|call|file|filing|take|taking|seek) ?<0-8>\\w*|or else(?: <0-5>\\w+)?",
        "(?:this is|for|its|that is) (?:the|my|your) (?:first|second|2nd|third|3rd|fourth|4th|fifth|last|final|only|\\d+th) (?:time|request|warning|notice|text|message)(?: <0-4>\\w+)?",
        "i am on the (?:do not|dont|national do not) (?:call|text) <0-2>\\w+|im on the (?:do not|dont) (?:call|text) <0-2>\\w+|(?:he|she) (?:died|passed|passed away|is dead|is deceased|has died|has passed|moved|doesnt live here|does not live here) ?<0-3>\\w*|(?:\\w+ )(?:died|passed away|is deceased|is dead) ?<0-3>\\w*",
        "why (?:are you|do you keep|r u|do you|are u|am i) <0-6>\\w+",
        "and (?:do not|dont) <0-5>\\w+|and <stop> <0-5>\\w+|and (?:delete|remove|lose|forget) <0-6>\\w+|you have no right(?: <0-5>\\w+)?",
    ),
    insisting="(?:why|how come) (?:dont|wont|cant|wouldnt|couldnt|not)(?: <who>)?(?: just| please| ever| all| guys| people| finally)*|(?:if|unless|until|till) <who> (?:dont|do not|wont|cant|continue|ever|fail to|refuse to)(?: just| please| ever)*|(?:wont|cant|wouldnt|couldnt|will not|can not|cannot) <who>(?: please| just| all| guys| people)*",
    urging=(
        "(?:why|how come) (?:dont|wont|cant|do|will|wouldnt|couldnt)(?: not)? <who>(?: not)?(?: <adv>)*"
        "|(?:i|ive|we|have|i have|already|i already|just|times|i just|keep|been|i keep|to) (?:already |repeatedly )?(?:said|told|asked|asking|telling|begged|begging|ask|tell|requested|saying|say|advised|instructed|warned|want|need|would like|expect|demand|d like|beg) ?(?:<who> )?(?:<0-3>)(?:to )?(?:<adv>)*"
        "|(?:i|id|i would|we|i d) (?:would )?(?:appreciate|like|love|prefer|want|need|be grateful) (?:it )?(?:if )?(?:<who> |that <who> )?(?:would |could |to |can |will )?(?:<adv>)*"
        "|(?:can|could|would|will|wont|cant|would) (?:<who>|someone|somebody|anyone|we|this|i)(?: <tail>| guys| people| all)*(?: <adv>)*"
        "|(?:if|unless) <who> (?:dont|do not|keep|wont|cant|continue|ever|fail to|refuse to)(?: <adv>)*"
        "|how (?:do|can|could|may|does) (?:i|we|you|one|u|someone)(?: <adv>)*|how to|where (?:do|can) i|when (?:will|are|r) <who> (?:gonna |going to |finally |ever )?"
        "|(?:make sure|ensure|see that|so|and)(?: that)? <who>"
        "|(?:trying|want|wanted|wants|wish|like|need|needing|attempt|attempting|tried|way|option|asked|ask|link|button|decided|going|please|able|supposed|allow me) to(?: <adv>)*"
        "|^ (?:<who>|<lead>) (?:really )?(?:need|have|must|should|better|gotta|got|ought|needs|had better|can|may)(?: to)?(?: <adv>)*"
        "|asking (?:<who> )?(?:nicely |politely |kindly )?(?:to)?"
    ),
    denial=(
        "(?:dont|do not|never|didnt|did not|doesnt|does not|please dont|pls dont|dnt|not|nobody|cant|cannot|couldnt|could not|wont|will not|wouldnt|shouldnt|havent|hasnt|isnt|aint|without|arent)"
        "(?: (?:want|wish|need|like|please|ever|even|you|u|to|think|mean|them|it|really|going|just|seem|yall|have|be|ya|actually|meant|trying|planning|intend|ask|asking|asked|say|tell|sign me up|gonna|guys|dare)){0,5}"
    ),
    telling=(
        "(?:if|did|does|tell|tells|told|asks|said|says|say|heard|thought|whenever|he|she|him|her|them|they|who|should i|do i have to|do i need to|ill|i will|im gonna|until|after|before|to avoid|reply|replied|replying|respond|word|once|because|since|was i|am i|were|was|has|accidentally|mistakenly|by accident|by mistake|is it|wants to|wanted to|(?:my|our|the|her|his) (?:friend|husband|wife|mom|mother|dad|father|sister|brother|boss|boyfriend|girlfriend|ex|kids?|son|daughter|neighbor|guy|coworker)|you|u|they dont|sign|hotel|apps?|never|cant believe|i had)"
        "(?: \\w+){0,3}|(?:people|customers|users|subscribers|members|clients|patients|leads|somebody|someone|everyone|everybody|anyone)(?: (?:can|could|may|to|want|wants|who|that|be able to|will|would|might|have|should|just|always)){0,3}"
    ),
    narrowing=(
        "(?:the|a|an|that|it|back|him|her|them|my|his|their|before|after|until|till|til|when|while|whilst|during|unless|if|as|so|this|too|tonight|tomorrow|today|"
        "with|like|via|first|twice|every (?:few|five|two|ten|hour|single hour|hr)|between|past|later|early|late|except|only|mr|mrs|names|sir|maam|honey|sweetie|baby|dear) "
        "|at (?:\\d|work|night|noon|midnight|dinner|home|my (?:work|old|other|office|job)|the|all hours|this (?:hour|time|hr)|these hours|crazy|odd|ungodly|weird|school|church|lunch|such|inappropriate|stupid|random)"
        "|on (?:mon|tue|wed|thu|fri|sat|sun|week|my (?:work|other|day|old|birthday)|the|holidays|a )"
        "|in (?:the (?:morning|mornings|evening|evenings|afternoon|afternoons|middle|night|early|group|am|pm|house|car)|spanish|english|french|all|a|my (?:sleep|class)|caps|german)"
        "|about (?:my|the \\w+|order|appointment|delivery) |regarding (?:my|the|order)"
        "|for (?:now|a|the (?:next|rest|day|weekend|week|moment|old|wrong)|this (?:one|order|week|month|time|appointment|weekend|trip|event|visit)|that|my|today|tonight|order|\\d|one|another|other|two|three|an)"
        "|(?:right )?now (?:im|i am|i|were|but|because|busy)|while|from (?:that|the|my (?:ex|old|sister|brother|mom))|to (?:my (?:old|other|work|wife|husband|ex|mom|dad|son|daughter|brother|sister|boss)|him|her|them|the|end|stop|work|get|be|sleep|that|(?:my |the )?wrong)"
        "|but (?:i|please|keep|only|do|not|if|you can|still|text|call|email)|(?:just|only) from|from (?:just|only)|or (?:should|is|are|can|do) |(?:right|just) (?:after|before)|by (?:mistake|accident|phone)|accidentally|mistakenly|messages? (?:\\w+ )?(?:yet|today)|(?:a|an|my|the) (?:call|photo|pic|picture)|of (?:the|my) (?:\\w+)|that (?:are|arent|dont|say|come)|is |are |was |were |will |would "
    ),
    wanting=(
        "why would i|these are (?:useful|helpful|great|awesome|handy)|find (?:these|them) (?:useful|helpful)|(?:to|at|on|use|try|using|text|call|have|is|got) (?:my|the|a|this) (?:new|other|different|correct|right|work|home|wifes|husbands) (?:number|phone|address|cell|email|one)|my new (?:number|phone|cell|address)|to (?:my|the) (?:new|other|right|correct) (?:one|\\w+)|instead"
        "|just (?:kidding|joking|playing|teasing)|jk|jks|j k|im kidding|kidding|joking|sarcasm|no way|keep (?:them|it|em|those|these) (?:coming|up)|(?:<mark>|please|pls|and|but|do|can you|you can|just) keep (?:texting|sending)"
        "|(?:love|enjoy|like|loving|miss|appreciate) (?:these|them|your|getting|hearing|the) ?|only (?:text|call|message|contact|send|email)|unless|except|still want|do want|wanted to stay|want to stay|want to keep|rather have|just want (?:the|to know|my)"
        "|but (?:keep|i (?:want|like|love|do|still|need)|please (?:keep|call|send|email|let|text)|send|call|text me|email)"
        '|(?:[.?"]|and|just|please|pls|but|then|can you|could you|you can|so|only|or) (?:just )?(?:call|email|ring|phone|mail|text|message|send|whatsapp|contact) (?:me|us|it|them|my|the|that|to|him|her|a|at) ?(?:when|if|later|tomorrow|the|at|on|back|to|it|via|by|a|my|order|instead|please|[.?"])'
        "|texts? only|only (?:by )?texts?|prefer (?:texts?|texting)|text(?:s|ing)? (?:is|are|works) (?:fine|ok|okay|better|best)|(?:by|via|thru|through) (?:email|phone|mail|whatsapp)(?: instead| only| please)|not (?:really|serious)|wait (?:<mark> )?actually|actually (?:<mark> )?wait|never mind|nevermind|nvm|on second thought|april fools|undo|ignore (?:that|my|the|last)|didnt mean|did not mean|by mistake|by accident|accidentally|wrong button|autocorrect|resubscribe|re subscribe|changed my mind|sign me back|my toddler|my kid (?:sent|typed|wrote)|pocket|meant to (?:say|type|send|text)"
    ),
    doubts={
        "wrong_number": (
            "wrong (?:number|person|guy|girl|lady|phone|num|contact|man|woman)|^ <0-1>wrong (?:<tail> |sorry )*$",
            "no longer \\w+ (?:number|phone|cell)|(?:no longer|doesnt|does not) (?:have|has|use|uses|own|owns) this (?:phone|number)|(?:isnt|is not|not) \\w+ (?:number|phone|cell)|not \\w+s (?:number|phone)",
            "(?:im|i am|this is|we are|were) not the (?:homeowner|owner|home owner|property owner|tenant|patient|person|customer|account holder|one|guy|right person)|belongs to (?:my|someone|somebody|another|a) <0-2>\\w+|(?:have|got|texting|texted|messaging|messaged|reached|contacting|calling) the wrong \\w+",
            "(?:not my name|doesnt live here|does not live here|no longer lives here|no longer at this number|not (?:his|her|their) (?:number|phone)|no \\w+ (?:here|at this number|lives here)|not at this number|never heard of (?:him|her|them)|no one by that name|nobody by that name|not <0-2>by that name|no longer works here|nobody (?:here )?(?:by|with|named) <0-2>\\w+|theres no (?:one|\\w+) (?:here )?(?:by|named|here) ?\\w*|used to be (?:his|her|their) number|this number (?:used to|no longer) belong\\w*)",
            "(?:i )?(?:just )?(?:got|have|has) (?:this|a) (?:new )?(?:number|phone number)|this is a new number|had this number (?:for|since)",
        ),
        "deceased": (
            "(?:he|she|they|husband|wife|mother|father|mom|mum|dad|son|daughter|brother|sister|grandma|grandpa|grandmother|grandfather|uncle|aunt|wife|spouse|partner|owner|person|patient|client|customer|boyfriend|girlfriend|mama|papa|nana) (?:has |have |had |recently |just |sadly |unfortunately )*(?:died|is deceased|is dead|is no longer with us|passed (?:on <mark>|away|last|this|in|yesterday|two|a))",
            "deceased|passed away|is no longer alive|no longer living|the estate of|lost (?:my|our) (?:husband|wife|mother|father|mom|mum|dad|son|daughter)",
        ),
        "who_is_this": (
            "^ (?:<lead> )*(?:who|whos|who s|whose) (?:is|dis|tf is|the (?:fuck|hell|heck) is|are|r|the (?:fuck|hell) are|tf|exactly is|even is|am i (?:texting|speaking|talking)) ?(?:this|you|u|dis|yall|it|with|to|that|texting|messaging)?(?: <tail>| texting(?: me)?| please| messaging me| from)* $",
            "^ (?:<lead> )*(?:whos|who s|whose|who) (?:this|dis|that|texting|messaging)(?: <tail>| texting me| me)* $|new phone who dis|new number who dis|do i know you|i dont know (?:you|who you are|this number|who this is)|idk who (?:this|you) (?:is|are)|who is texting me",
            "(?:whos|whose) (?:number|phone|text) is (?:this|dis)|howd (?:you|u|yall) get|(?:how|where) (?:did|do|have) (?:you|u|yall|you guys) (?:get|have|find|got|obtain) (?:my|this) (?:<0-1>)(?:number|info|information|name|phone)",
            "(?:who|how) (?:gave|give) (?:you|u) (?:my|this) <0-1>\\w+|why (?:am i|are you|do i|do you keep|r u|are u|u|you)(?: still| keep)? (?:getting|receiving|texting|messaging|contacting|keep|texting me|sending) <0-4>\\w+",
        ),
        "complaint": (
            "(?:this is|its|thats|youre|you are|consider this|such|pure|just|more|feels like|looks like|seems like|reported as|reporting (?:this|you)(?: number)? (?:as|for)|marked as|mark this as|considered|been) (?:\\w+ )?(?:spam|spamming|harassment|harassing|spammers?)",
            "^ (?:<lead> )*(?:spam|spammer|spammers|scam|scammer|scammers|harassment|junk)(?: <tail>| alert| texts?| likely)* $",
            "(?:report|reported|reporting|sue|suing|sued) (?:you|u|your|this (?:number|as spam|text|message|<mark>))(?: \\w+){0,3}|(?:call|contact|contacting|calling|hear from) (?:my|a|our) (?:lawyer|attorney)|(?:ftc|fcc|tcpa)|small claims|legal action|do not call (?:list|registry)|(?:im |i am |will be |going to |gonna |ill |i will )?(?:block|blocking|blocked) (?:you|u|this|your|ya)|^ (?:<lead> )*(?:blocked|blocking|reported)(?: <0-3>\\w+)? $",
            "(?:sick|tired|fed up|over|annoyed|irritated) (?:of|with|by) (?:you|this|these|your|yall|getting|hearing|the|being)|you (?:people |guys )?(?:wont|never|dont|cant) (?:stop|quit|listen|leave me)|(?:never|didnt|did not|dont remember|dont recall|do not remember) (?:ever )?(?:sign|signed|signing|subscribe|subscribed|consent|consented|agree|agreed|opt|opted|ask|asked|give you|gave you|gave|authorize|request|requested|join)(?: <0-3>)? ?(?:up|in|to|for|permission|consent|my number|this|these)?",
            "if (?:you|u|yall|you people) (?:ever )?(?:text|message|contact|bother|txt|call) (?:me|us|this number) (?:again|one more|once more|anymore)|(?:you|this|yall|it|you people|you guys) (?:is|are) (?:all )?(?:a |an )?(?:scam|scams|scammers|fraud)|shut up|stfu|gtfo|(?:fuck|piss|f|eff|bugger) off|fuck (?:you|u|yall)|enough (?:already|is enough|of this|with this)|^ (?:<lead> )*(?:enough|thats enough|that is enough)(?: <tail>)* $|im done with (?:you|yall|this|your)|i am done with (?:you|this|your)",
        ),
        "less": (
            "only (?:text|message|contact|email)|(?:stop|without) (?:getting|receiving) (?:the|just) (?:\\w+)|(?:text|message|contact) (?:me|us) only|(?:too many|so many|too much|fewer|less|way too many|reduce|limit|fewer of|less of) (?:<det> )*(?:\\w+ )?(?:<letters>|emails)|you (?:text|message|send) (?:<0-1>)too (?:much|often|many)|(?:text|message|contact|email|bother) (?:me|us) (?:less|too much|too often|so much|so often|constantly|less often)|less (?:often|frequently|frequent)|(?:how often|why so many|so often|so frequently|every (?:single )?day with) <0-3>(?:<letters>)|mute (?:these|this|you|your)|pause (?:<det> )*(?:\\w+ )?<letters>|snooze (?:<det> )*<letters>|too many (?:<tail> )*$|(?:fewer|less) of (?:these|those|them|this|your)|not so many|once a (?:week|month) is (?:enough|plenty|fine)",
        ),
        "unsure": (
            "unsubscribe|unsubscribing|unsubscription|(?:i|me|was|am|got|been|accidentally|mistakenly) unsubscribed|unsub|(?:stop|unsubscribe) (?:by mistake|by accident|accidentally)|opt(?:ing|ed)? out|optout|opt me out|do not (?:text|contact) list",
            "(?:stop|end|cancel|turn off|quit sending|stop sending) (?:<det> |my )+(?:\\w+ )?(?:reminders?|updates|emails|calls|offers|coupons|deals)",
            "(?:cancel|end|stop|terminate|quit|discontinue|close|delete|deactivate) (?:<tail> )*(?:<det> |my |our )*(?:\\w+ )?(?:subscription|subscriptions|membership|service|services|account|enrollment|program|programme|memberships|data)(?: <tail>)* $",
            "(?:remove|take|delete|drop) (?:me (?:off|from|out) (?:of )?(?:your|ur|this|these|all|any|here|<mark>)|my (?:name|number|info|information|data|details|email))",
            "^ (?:<lead> )*(?:stop|quit|cease|halt)(?: the (?:madness|nonsense|harassment|spam|calls|bs)| it| this| that| these| those| them| all \\w+)?(?: <tail>)* $",
            "^ (?:<lead> )*(?:stop|stopp|quit|cease) (?:sending|calling|contacting|asking|trying|pushing|with|me|us|everything|these|those|this|my|your|all|please|now|that|lol|haha|hahaha|bothering|messing|wasting)",
            "^ (?:<lead> )*(?:end|cancel) (?:it|this|that|all|these|them|everything|me)(?: <tail>)* $",
            "(?:does|did|will|would|should i (?:reply|text|send|type|say|write)) stop(?: work| do)?",
            "(?:please|pls|plz|kindly|just|would you|could you|can you|you need to|you guys need to|you people need to|make it|make this|it needs to|this needs to|this has to|you have to|yall need to) (?:just )?(?:stop|quit|cease)(?: it| this| that| these| all this)?(?: <tail>)* $",
            "(?:not|no longer|never) interested(?: <0-4>\\w+)? $|count me out|leave (?:me|us) (?:\\w+ )?(?:alone|be)|(?:dont|do not|no need to|dont need to|never) (?:text|txt|message|contact|msg)|(?:dont|do not|no need to|dont need to|never) (?:call|email|phone|reply|respond|bother|reach out)(?: to)?(?: me| us| to this| back| this number| <mark>)|(?:dont|do not|never) (?:contact|text|call|message) (?:my|him|her|them|his)|lose interest|no longer (?:want|wish) to",
            "^ (?:<lead> )*(?:no more|go away|get lost|fuck off|piss off|back off|buzz off) ",
            "(?:dont|do not|no longer|never) (?:want|wish|care|need|like)(?: to)?(?: <0-3>)? ?(?:<letters>|hear from|be contacted|be texted|be on|receive)",
            "(?:stop|quit|end|cancel|cease) (?:<0-3>)(?:texting|texts|txts|messages|messaging|msgs|sms|notifications|alerts|spam|contacting)|(?:text|reply|type|send|said|say|wrote|texted|replied|typed|sent) stop|no more (?:<0-2>)(?:texts|messages|msgs|spam|sms)",
        ),
    },
)
