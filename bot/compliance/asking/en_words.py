"""Groups of English words that mean the same in a request."""

from __future__ import annotations

from typing import Final

GROUPS: Final = {
    "me": (
        "me|us|my (?:cell ?|mobile )?phone(?: number)?|my (?:cell|mobile|number|line|inbox)|this (?:phone|number"
        "|cell|line)|this phone number|my telephone(?: number)?|at this number|my husband and i|my \\w+ and (?:me"
        "|i)|me and my \\w+|my family and i|my family|our (?:number|phone)"
    ),
    "adv": (
        "all|fucking|fuckin|fkn|fking|f ing|effing|freaking|freakin|frigging|frickin|bloody|goddamn|god damn|damn"
        "|damned|please|pls|plz|just|ever|even|constantly|always|already|now|immediately|randomly|repeatedly"
        "|continuously|to"
    ),
    "stop": (
        "stop|stahp|quit|cease|halt|discontinue|desist from|refrain from|cut out|knock off|stop with|quit with"
        "|stop with the|stop all|stop it with the|stop all the|stop w|quit w|stop this|stop it|quit it"
    ),
    "texting": (
        "texting|txting|textin|texing|txtin|messaging|messagin|mesaging|msging|contacting|contactin|emailing|e"
        " mailing|mailing|spamming|spaming|bothering|botherin|harassing|harrassing|harasing|pestering|annoying"
        "|bugging|buggin|hounding|badgering|nagging|disturbing|stalking|pinging|soliciting|blasting|bombarding"
        "|flooding|hassling|robotexting|robo texting|smsing|dming|writing(?: to)?|reaching out(?: to)?|hitting up"
        "|hittin up|hitting me up|hittin me up|hitting|hittin|blowing up|blowin up|blowing me up|blowing my phone"
        " up|blowing up my phone|texting and calling|calling and texting|calling or texting|texting or calling"
        "|(?:trying|attempting|continuing) to (?:contact|reach|text|message|sell)|using my number|clogging up"
        "|filling up|flooding|advertising to|marketing to"
    ),
    "text": (
        "text|txt|message|messege|msg|contact|email|e mail|bother|spam|disturb|harass|harrass|bug|annoy|pester"
        "|hassle|write(?: to)?|ping|hit up|reach out to|reach|sms|solicit|dm|speak to|talk to|reply to|nag"
        "|bombard|send texts to|send messages to|blow up|text or call|call or text|text nor call|contact or text"
        "|text or email|message or call|call or message|call and text|text and call|txt or call"
    ),
    "texts": "(?:(?:call|phone|ring) (?:or|and|nor) )?<text>(?: (?:or|and|nor|n) (?:<text>|call|phone|ring))*",
    "det": (
        "any|any more|anymore|all|all of|of|these|those|them|the|this|that|your|ur|more|so many|too many|such"
        "|further|additional|future|unwanted|stupid|dumb|annoying|constant|endless|unsolicited|random|other"
        "|another|every|every single|each|daily|weekly|fucking|damn|goddamn|freaking|bloody|single|of your|of"
        " these|from your|me|us|kind of|kinds of|type of"
    ),
    "letters": (
        "texts?|txts?|text ?messages?|messages?|messeges|msgs?|mssgs?|sms|smss|smses|spam|spams|notifications?"
        "|alerts?|promos?|promotions?|promotionals?|marketing|ads?|adverts?|advertisements?|advertising"
        "|solicitations?|newsletters?|blasts?|communications?|correspondence|robotexts?|robo texts?|spam texts?"
        "|text blasts?|texting|messaging|contact|mailings?|sms messages|dms|text alerts"
    ),
    "mails": "texts?|txts?|text ?messages?|messages?|msgs?|sms|spam|notifications?|alerts?|promos?|ads?|emails?",
    "goods": (
        "<letters>|reminders?|updates?|offers?|deals?|coupons?|emails?|notices?|crap|shit|shits|bullshit|bs|junk"
        "|junk mail|garbage|trash|rubbish|nonsense|stuff|things|links|sales|surveys?|polls?|propaganda|calls|sale"
        " texts"
    ),
    ("dont"): (
        "do not|dont|don t|dnt|donot|dont u|never|never ever|dont you|dont ya|do not you|dont even|dont u dare"
        "|dont you dare"
    ),
    "not": (
        "do not|dont|don t|dnt|donot|no longer|never|not|didnt|did not|dont even|dont really|really dont|do not"
        " really|not ever|do no longer|nolonger|dont ever|do nt"
    ),
    "want": (
        "want|wish|care|wanna|like|need|desire|ask|asked|want to|wish to|care to|like to|need to|care for|asked"
        " for|ask for|ask to"
    ),
    "get": (
        "receive|recieve|receiving|recieving|get|getting|gettin|see|seeing|hear|hearing|have|be getting|be"
        " receiving|keep getting|keep receiving|continue receiving|continue getting|continue to receive|be sent"
        "|be receiving"
    ),
    "list": (
        "lists?|data ?bases?|systems?|records?|mailings?|contacts?|contact list|directory|distribution|campaigns?"
        "|program|group texts?|group text|blasts?|files?|crm|texts?|messages?|text messages|sms|notifications?"
        "|marketing|text chain|texting list|phone book|rolodex|registry|subscription|subscriptions|text alerts"
        "|alerts|mailing list|promos|promotions|newsletter|texting|service|phone list|calling list|spam|rotation"
    ),
    "mine": (
        "me|us|my (?:contact |personal |phone )?(?:name|info|information|contact|details|cell|mobile|phone|line"
        "|data)(?: and (?:phone )?(?:number|name))?|(?:my|this|our|the) (?:phone |cell |mobile |cellphone "
        "|telephone |home |work |contact )?(?:number|num|nbr)|my (?:name and )?number|this phone|this cell"
    ),
    "remove": (
        "remove|remov|remve|loose|block|ban|delete|erase|take|drop|scratch|strike|cross|get|pull|scrub|wipe|purge"
        "|clear|scrap|kick|cut|exclude|removing|deleting|taking|unlist|removed"
    ),
    "unsub": (
        "unsubscribe|unsubscribing|unsub|unsubb|unsubscription|optout|opt out|opt me out|opt us out|opting out"
        "|opt my number out|opt this number out|un subscribe|unenroll|un enroll|disenroll|opt of|opted out|opt me"
        " the (?:fuck|hell) out"
    ),
    "tail": (
        "please|pls|plz|for real|fr|now|thanks|thank you|thx|tks|ty|immediately|asap|already|right now|right away"
        "|forever|for good|for ever|ok|okay|sir|maam|ma am|bro|bruh|dude|man|guys|people|yall|you people|you guys"
        "|again|anymore|any more|any longer|ever again|ever|never again|at once|permanently|entirely|completely"
        "|altogether|at all|kindly|then|here|seriously|all|i said|link|button|instructions|how|how do i do that"
        "|folks|cheers|no more|period|full stop|im begging you|i beg you|mate|k|tyvm|much appreciated|many thanks"
        "|and thanks|lady|god bless|effective|effective immediately|have a (?:good|nice|great|blessed) (?:day|one"
        "|night|evening|weekend)|too|thank u|ffs|wtf|tf|for fucks? sake|for the love of god|for gods sake|for"
        " christs? sake|for heavens? sake|before i (?:report|sue|block|call|contact) <0-4>\\w+"
    ),
    "lead": (
        "please|pls|plz|plse|pleas|kindly|hey|hi|hello|ok|okay|k|just|again|and|so|sorry|omg|yes|yeah|yo|well|now"
        "|look|listen|once again|can you|could you|would you|will you|can u|could u|would u|you need to|you must"
        "|you should|you guys need to|you people need to|u need to|i want you to|i need you to|i would like you"
        " to|i want u to|please just|seriously|dude|man|bro|sir|maam|guys|folks|id like you to|i said|i told you"
        " to|i asked you to|i told you|i said to|i am asking you to|im asking you to|i already said|i ask you to"
        "|thanks but|thank you but|thanks|thank you|for the last time|for the love of god|for gods sake|for fucks"
        " sake|jesus|jesus christ|i beg you|im begging you|fucking|damn|bloody|would you please|could you please"
        "|can you please|and please|but|but please|also|then|good morning|good afternoon|good evening|dear sir"
        "|dear \\w+|to whom it may concern|ffs|wtf|um|uh|uhh|nah|no|nope|asap|immediately|i wish to|i want to|i"
        " would like to|id like to|i wanna|let me|i need to|i must|would like to|like to|want to|wish to"
        "|requesting to|request to"
    ),
    "who": "you|u|ya|yall|y all|you people|you guys|you all|yous|youse|ye",
}
