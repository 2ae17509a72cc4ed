"""How English asks to be left in peace: what stands around its requests, and what leaves doubts."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.en_requests import ALONE, LOOSE, REQUESTS
from bot.compliance.asking.en_words import GROUPS
from bot.compliance.asking.grammar import Tongue

ENGLISH: Final = Tongue(
    groups=GROUPS,
    requests=REQUESTS,
    loose=LOOSE,
    alone=ALONE,
    courtesies=(
        "<lead>|<tail>|to|from you|from <who>|from this number|this number|to me|to this number|on this number|me"
        "|mr|mrs|ms|miss|x|xx|xxx"
    ),
    grounds=(
        (
            "no|nope|nah|no thanks|no thank you|no thank u|no thx|no ty|not interested(?: at all| anymore| any"
            " more| in (?:the )?\\w+| thanks| sorry)?|im not interested(?: at all| anymore)?|i am not interested"
            "|never interested|i have no interest|no interest|no longer interested|not for me|not me|not mine"
        ),
        "wrong (?:number|person|guy|girl|lady|phone|num|#|contact|man|woman|one)|not the right (?:number|person)",
        (
            "who (?:is|dis|tf is|the (?:fuck|hell|heck) is|are|r|the (?:fuck|hell) are|tf) ?(?:this|you|u|dis"
            "|yall|these people)|idk (?:who )?(?:you|this|u)(?: is| are)?"
        ),
        "there is no \\w+ here|theres no \\w+ here|no \\w+ here",
        (
            "(?:this is|this|it is|its|thats|that is|youre|you are|u r|yall are|you guys are|you people are)"
            " (?:is )?(?:so |just |very |really |getting |becoming |beyond |such |freaking |fucking |such an? "
            "|an? )*(?:harassment|harassing(?: me)?|spam|spamming(?: me)?|annoying|ridiculous|illegal|private"
            "|unwanted|too much|enough|insane|crazy|excessive|invasive|rude|bothering me|unacceptable|a scam|scam"
            "|scammers|joke|a business(?: line| phone| number)?|a work phone|a landline|pathetic|disgusting"
            "|intrusive|a nuisance|nuisance|out of control|abusive)"
        ),
        (
            "scam|scams|scammer|scammers|spam|spammer|spammers|harassment|fuck (?:you|u|this|off|yall)(?: guys|"
            " people| all)?|screw you|you suck|u suck|idiots?|assholes?|jerks?|creeps?|liars?|losers?|bitch"
            "|bastards?|morons?|wtf|what the (?:fuck|hell|heck)|shut up|gtfo|stfu|jesus|jesus christ|christ|oh my"
            " god|good lord|good grief|ugh|omfg|smh|argh|lord|geez|bs|bullshit"
        ),
        "reported as spam|marked (?:this )?as spam|reported|blocked|reporting(?: you| this)?|blocking(?: you| this)?",
        (
            "(?:last|final) (?:warning|time|notice|request)|for the (?:\\w+ )?time|(?:second|third|fourth|2nd|3rd"
            "|4th|5th|10th|hundredth|millionth|umpteenth) (?:time|request)"
        ),
        "new number|new phone|this is a new number",
        (
            "how (?:did|do) (?:you|u) (?:get|have|find) my (?:number|info|phone number)|where did you get (?:my"
            "|this) number|bye|goodbye|good bye|adios|later|peace|have a nice life|its over|were done|we are done"
            "|im done|i am done|im out|i am out|im good|i am good|all set|im all set|im all good|i pass|pass|hard"
            " pass|good luck|take care"
        ),
        (
            "at <0-1>(?:number|phone)|i am (?:a |an )?(?:driving|working|busy|sick|dying|tired|old|retired"
            "|disabled|poor|broke|vegan|republican|democrat|independent|canadian)"
        ),
    ),
    stories=(
        (
            "(?:you|u|ya|youve|yall|you all|you guys|you people)(?: have| got| have got|ve got)? the wrong"
            " <0-2>\\w+|i think you have the wrong \\w+|this is (?:the|a) wrong \\w+"
        ),
        (
            "(?:i )?(?:dont|do not) (?:even )?know (?:<0-2>)(?:you|who <0-2>\\w+|this number|this person|anyone"
            " <0-3>\\w+|what this is(?: about)?)"
        ),
        (
            "(?:i am|im|this is|this isnt|its|i m|this aint|i aint|my name is|my name isnt|it is) not (?:a |an "
            "|the )?(?:<0-2>)\\w+|(?:this isnt|my name isnt|im not|i aint|this aint) <0-2>\\w+|nobody here"
            " <0-3>\\w+|not (?:your|ur|a|the|from) <0-2>\\w+"
        ),
        (
            "(?:i )?(?:dont|do not|didnt|did not|never|no longer|have never|havent|have not|wont|will not|cant)"
            " (?:ever )?(?:want|need|care|live|own|shop|use|like|vote|ask|asked|sign|signed|subscribe|subscribed"
            "|agree|agreed|consent|consented|request|requested|give|gave|opt|opted|buy|bought|have|even|order"
            "|ordered|join|joined|know|approve|approved|authorize|authorized|wanna) ?<0-8>\\w*"
        ),
        (
            "i (?:already |have already |have |just |did |ve |recently )+(?:voted|donated|asked|told|said|sold"
            "|moved|bought|got|have|replied|unsubscribed|reported|left|switched|canceled|cancelled|bought)(?:"
            " <0-6>\\w+)?|ive (?:already |just )?(?:voted|donated|asked|told|said|sold|moved|bought|got|replied"
            "|left|switched) ?(?:<0-6>\\w+)?|i (?:moved|sold|voted|donated|left|quit|switched) ?<0-5>\\w*"
        ),
        (
            "(?:or )?(?:i will|ill|i am going to|im going to|im gonna|i shall|will|i have|ive|am|im|i am|next"
            " step is|you will be|youll be|we will) (?:be )?(?:report|reporting|reported|sue|suing|sued|block"
            "|blocking|blocked|call my|contact|contacting|calling|call|file|filing|take|taking|seek) ?<0-8>\\w*"
            "|or else(?: <0-5>\\w+)?"
        ),
        (
            "(?:this is|for|its|that is) (?:the|my|your) (?:first|second|2nd|third|3rd|fourth|4th|fifth|last"
            "|final|only|\\d+th) (?:time|request|warning|notice|text|message)(?: <0-4>\\w+)?"
        ),
        (
            "i am on the (?:do not|dont|national do not) (?:call|text) <0-2>\\w+|im on the (?:do not|dont)"
            " (?:call|text) <0-2>\\w+|(?:he|she) (?:died|passed|passed away|is dead|is deceased|has died|has"
            " passed|moved|doesnt live here|does not live here) ?<0-3>\\w*|(?:\\w+ )(?:died|passed away|is"
            " deceased|is dead) ?<0-3>\\w*"
        ),
        "why (?:are you|do you keep|r u|do you|are u|am i) <0-6>\\w+",
        (
            "and (?:do not|dont) <0-5>\\w+|and <stop> <0-5>\\w+|and (?:delete|remove|lose|forget) <0-6>\\w+|you"
            " have no right(?: <0-5>\\w+)?"
        ),
    ),
    insisting=(
        "(?:why|how come) (?:dont|wont|cant|wouldnt|couldnt|not)(?: <who>)?(?: just| please| ever| all| guys|"
        " people| finally)*|(?:if|unless|until|till) <who> (?:dont|do not|wont|cant|continue|ever|fail to|refuse"
        " to)(?: just| please| ever)*|(?:wont|cant|wouldnt|couldnt|will not|can not|cannot) <who>(?: please| just"
        "| all| guys| people)*"
    ),
    urging=(
        "(?:why|how come) (?:dont|wont|cant|do|will|wouldnt|couldnt)(?: not)? <who>(?: not)?(?: <adv>)*|(?:i|ive"
        "|we|have|i have|already|i already|just|times|i just|keep|been|i keep|to) (?:already |repeatedly"
        " )?(?:said|told|asked|asking|telling|begged|begging|ask|tell|requested|saying|say|advised|instructed"
        "|warned|want|need|would like|expect|demand|d like|beg) ?(?:<who> )?(?:<0-3>)(?:to )?(?:<adv>)*|(?:i|id|i"
        " would|we|i d) (?:would )?(?:appreciate|like|love|prefer|want|need|be grateful) (?:it )?(?:if )?(?:<who>"
        " |that <who> )?(?:would |could |to |can |will )?(?:<adv>)*|(?:can|could|would|will|wont|cant|would)"
        " (?:<who>|someone|somebody|anyone|we|this|i)(?: <tail>| guys| people| all)*(?: <adv>)*|(?:if|unless)"
        " <who> (?:dont|do not|keep|wont|cant|continue|ever|fail to|refuse to)(?: <adv>)*|how (?:do|can|could|may"
        "|does) (?:i|we|you|one|u|someone)(?: <adv>)*|how to|where (?:do|can) i|when (?:will|are|r) <who>"
        " (?:gonna |going to |finally |ever )?|(?:make sure|ensure|see that|so|and)(?: that)? <who>|(?:trying"
        "|want|wanted|wants|wish|like|need|needing|attempt|attempting|tried|way|option|asked|ask|link|button"
        "|decided|going|please|able|supposed|allow me) to(?: <adv>)*|^ (?:<who>|<lead>) (?:really )?(?:need|have"
        "|must|should|better|gotta|got|ought|needs|had better|can|may)(?: to)?(?: <adv>)*|(?:tell|ask|have|get"
        "|instruct) (?:your|ur|the) (?:\\w+ )?(?:people|team|company|staff|bots?|system|office|employees"
        "|volunteers|folks|campaign|boss|friends)(?: to)?|(?:great|nice|good|helpful|awesome|appreciated|kind"
        "|lovely|wonderful|grateful|glad|happy|best) if (?:<who> |someone |we )?(?:would |could |can )?|asking"
        " (?:<who> )?(?:nicely |politely |kindly )?(?:to)?"
    ),
    denial=(
        "(?:dont|do not|never|didnt|did not|doesnt|does not|please dont|pls dont|dnt|not|nobody|nobody wants|no"
        " one wants|cant|cannot|couldnt|could not|wont|will not|wouldnt|shouldnt|havent|hasnt|isnt|aint|without"
        "|arent)(?: (?:want|wish|need|like|please|ever|even|you|u|to|think|mean|them|it|really|going|just|seem"
        "|yall|have|be|ya|actually|meant|trying|planning|intend|ask|asking|asked|say|tell|sign me up|gonna|guys"
        "|dare)){0,5}"
    ),
    telling=(
        "(?:if|did|does|tell|tells|told|asks|said|says|say|heard|thought|whenever|he|she|him|her|them|they|who"
        " (?:wants|says|said|told|can|will|decided)|should i|do i have to|do i need to|ill|i will|im gonna|until"
        "|after|before|to avoid|might|may|considering|thinking about|thinking of|planning to|about to|reply"
        "|replied|replying|respond|word|because|since|was i|am i|were|was|has|accidentally|mistakenly|by accident"
        "|by mistake|is it|wants to|wanted to|(?:my|our|the|her|his) (?:friend|husband|wife|mom|mother|dad|father"
        "|sister|brother|boss|boyfriend|girlfriend|ex|kids?|son|daughter|neighbor|guy|coworker)|(?:are|do|did"
        "|have|were|when|once) (?:you|u)|they dont|sign|hotel|apps?|never|cant believe|i had)(?: \\w+){0,3}"
        "|(?:people|customers|users|subscribers|members|clients|patients|leads|somebody|someone|everyone"
        "|everybody|anyone)(?: (?:can|could|may|to|want|wants|who|that|be able to|will|would|might|have|should"
        "|just|always)){0,3}"
    ),
    narrowing=(
        "with (?:my|him|her|them|a|the) |(?:the|a|an|that|it (?:to|at|before|until|via|by|back)|back|him|her|them"
        "|my|his|their|before (?:\\d\\w*|nine|eight|seven|ten|noon|work|breakfast|then|that|you|the|my|bed|dawn"
        "|sunrise)|after|until (?:\\w+day|\\d\\w*|after|the|next|i (?:am|get|say|call|tell|text|ask)|tomorrow"
        "|noon|then|monday|later|further)|till|til|when|while|whilst|during|unless|if|as (?:soon|long|often|if)"
        "|so (?:late|early|often|much|many|frequently|soon|loud)|this (?:late|early|often|much|many|frequently"
        "|time|week|weekend|month)|too (?:late|early|often|much|many|soon|frequently)|tonight|tomorrow|today|like"
        "|via (?:email|whatsapp|phone|mail)|first|twice|every (?:few|five|two|ten|hour|single hour|hr)|between"
        "|past|later|early|late|except|only|mr|mrs|names|sir|maam|honey|sweetie|baby|dear) |at (?:\\d|work|night"
        "|noon|midnight|dinner|home|my (?:work|old|other|office|job)|the|all hours|this (?:hour|time|hr)|these"
        " hours|crazy|odd|ungodly|weird|school|church|lunch|such|inappropriate|stupid|random)|on (?:mon|tue|wed"
        "|thu|fri|sat|sun|week|my (?:work|other|day|old|birthday)|the|holidays|a )|in (?:the (?:morning|mornings"
        "|evening|evenings|afternoon|afternoons|middle|night|early|group|am|pm|house|car)|spanish|english|french"
        "|all|a|my (?:sleep|class)|caps|german)|about (?:my|the \\w+|order|appointment|delivery) |regarding (?:my"
        "|the|order)|for (?:now|a|the (?:next|rest|day|weekend|week|moment|old|wrong)|this (?:one|order|week"
        "|month|time|appointment|weekend|trip|event|visit)|that|my|today|tonight|order|\\d|one|another|other|two"
        "|three|an)|(?:right )?now (?:im|i am|i|were|but|because|busy)|while|from (?:that|the|my (?:ex|old|sister"
        "|brother|mom))|to (?:my (?:old|other|work|wife|husband|ex|mom|dad|son|daughter|brother|sister|boss)|him"
        "|her|them|the|end|stop|work|get|be|sleep|that|(?:my |the )?wrong)|but (?:i|please|keep|only|do|not|if"
        "|you can|still|text|call|email)|(?:just|only) from|from (?:just|only)|or (?:should|is|are|can|do) "
        "|(?:right|just) (?:after|before)|by (?:mistake|accident|phone)|accidentally|mistakenly|messages? (?:\\w+"
        " )?(?:yet|today)|(?:a|an|my|the) (?:call|photo|pic|picture)|of (?:the|my) (?:\\w+)|that (?:are|arent"
        "|dont|say|come)|is |are |was |were |will |would "
    ),
    wanting=(
        "why would i|these are (?:useful|helpful|great|awesome|handy)|find (?:these|them) (?:useful|helpful)"
        "|(?:to|at|on|use|try|using|text|call) (?:my|the|a|this) (?:new|other|different|correct|right|work|home"
        "|wifes|husbands) (?:number|phone|address|cell|email|one)|my new (?:number|phone|cell|address)|to (?:my"
        "|the) (?:new|other|right|correct) (?:one|\\w+)|instead|just (?:kidding|joking|playing|teasing)|jk|jks|j"
        " k|im kidding|kidding|joking|sarcasm|no way|keep (?:them|it|em|those|these) (?:coming|up)|(?:<mark>"
        "|please|pls|and|but|do|can you|you can|just) keep (?:texting|sending)|(?:love|enjoy|like|loving|miss"
        "|appreciate) (?:these|them|your|getting|hearing|the) ?|only (?:text|call|message|contact|send|email)"
        "|unless|except|still want|do want|wanted to stay|want to stay|want to keep|rather have|just want (?:the"
        "|to know|my)|but (?:keep|i (?:want|like|love|do|still|need)|please (?:keep|call|send|email|let|text)"
        "|send|call|text me|email)|(?:<mark>|and|just|please|pls|but|then|can you|could you|you can|so|only)"
        " (?:just )?(?:call|email|ring|phone|mail|text|message|send|whatsapp|contact) (?:me|us|it|them|my|the"
        "|that|to|him|her|a|at) ?(?:when|if|later|tomorrow|the|at|on|back|to|it|via|by|a|my|order|instead|please"
        "|<mark>)|texts? only|only (?:by )?texts?|prefer (?:texts?|texting)|text(?:s|ing)? (?:is|are|works)"
        " (?:fine|ok|okay|better|best)|(?:by|via|thru|through) (?:email|phone|mail|whatsapp)(?: instead| only|"
        " please)|not (?:really|serious)|wait (?:<mark> )?actually|actually (?:<mark> )?wait|never mind|nevermind"
        "|nvm|on second thought|april fools|undo|ignore (?:that|my|the|last)|didnt mean|did not mean|by mistake"
        "|by accident|accidentally|wrong button|autocorrect|resubscribe|re subscribe|sign me back|my toddler|my"
        " kid (?:sent|typed|wrote)|pocket|meant to (?:say|type|send|text)"
    ),
    doubts={
        "wrong_number": (
            "wrong (?:number|person|guy|girl|lady|phone|num|contact|man|woman)|^ <0-1>wrong (?:<tail> |sorry )*$",
            (
                "no longer \\w+ (?:number|phone|cell)|(?:no longer|doesnt|does not) (?:have|has|use|uses|own"
                "|owns) this (?:phone|number)|(?:isnt|is not|not) \\w+ (?:number|phone|cell)|not \\w+s (?:number"
                "|phone)"
            ),
            (
                "(?:im|i am|this is|we are|were) not the (?:homeowner|owner|home owner|property owner|tenant"
                "|patient|person|customer|account holder|one|guy|right person)|belongs to (?:my|someone|somebody"
                "|another|a) <0-2>\\w+|(?:have|got|texting|texted|messaging|messaged|reached|contacting|calling)"
                " the wrong \\w+"
            ),
            (
                "(?:not my name|doesnt live here|does not live here|no longer lives here|no longer at this number"
                "|not (?:his|her|their) (?:number|phone)|no \\w+ (?:at this number|lives here|by that name|with"
                " that name)|\\w+ moved (?:out|away)|not at this number|never heard of (?:him|her|them)|no one by"
                " that name|nobody by that name|not <0-2>by that name|no longer works here|nobody (?:here )?(?:by"
                "|with|named) <0-2>\\w+|theres no (?:one|\\w+) (?:here )?(?:by|named|here) ?\\w*|used to be"
                " (?:his|her|their) number|this number (?:used to|no longer) belong\\w*)"
            ),
            (
                "(?:i )?(?:just )?(?:got|have|has) (?:this|a) (?:new )?(?:number|phone number)|this is a new"
                " number|had this number (?:for|since)"
            ),
        ),
        "deceased": (
            (
                "(?:he|she)s (?:passed|dead|deceased|gone)|(?:he|she|they|husband|wife|mother|father|mom|mum|dad"
                "|son|daughter|brother|sister|grandma|grandpa|grandmother|grandfather|uncle|aunt|wife|spouse"
                "|partner|owner|person|patient|client|customer|boyfriend|girlfriend|mama|papa|nana) (?:has |have "
                "|had |recently |just |sadly |unfortunately )*(?:died|is deceased|is dead|is no longer with us"
                "|passed (?:<mark>|on (?:<mark>|mon\\w*|tues\\w*|wed\\w*|thurs\\w*|fri\\w*|sat\\w*|sun\\w*|the"
                " \\d+)|away|last|this|in|yesterday|two|a))"
            ),
            (
                "deceased|passed away|is no longer alive|no longer living|the estate of|lost (?:my|our)"
                " (?:husband|wife|mother|father|mom|mum|dad|son|daughter)"
            ),
        ),
        "who_is_this": (
            (
                "^ (?:<lead> )*(?:who|whos|who s|whose) (?:is|dis|tf is|the (?:fuck|hell|heck) is|are|r|the"
                " (?:fuck|hell) are|tf|exactly is|even is|am i (?:texting|speaking|talking)) ?(?:this|you|u|dis"
                "|yall|it|with|to|that|texting|messaging)?(?: <tail>| texting(?: me)?| please| messaging me|"
                " from)* $"
            ),
            (
                "^ (?:<lead> )*(?:whos|who s|whose|who) (?:this|dis|that|texting|messaging)(?: <tail>| texting me"
                "| me)* $|new phone who dis|new number who dis|do i know you|i dont know (?:you|who you are|this"
                " number|who this is)|idk who (?:this|you) (?:is|are)|who is texting me"
            ),
            (
                "what is this about|whats this about|(?:whos|whose) (?:number|phone|text) is (?:this|dis)|howd"
                " (?:you|u|yall) get|(?:how|where) (?:did|do|have) (?:you|u|yall|you guys) (?:get|have|find|got"
                "|obtain) (?:my|this) (?:<0-1>)(?:number|info|information|name|phone)"
            ),
            (
                "(?:who|how) (?:gave|give) (?:you|u) (?:my|this|permission|consent|the right) ?<0-1>\\w*|why"
                " (?:am i|are you|do i|do you keep|r u|are u|u|you)(?: still| keep)? (?:getting|receiving|texting"
                "|messaging|contacting|keep|texting me|sending) <0-4>\\w+"
            ),
        ),
        "complaint": (
            (
                "(?:this is|its|thats|youre|you are|consider this|such|pure|just|more|are you|feels like|looks"
                " like|seems like|reported as|reporting (?:this|you)(?: number)? (?:as|for)|marked as|mark this"
                " as|considered|been) (?:\\w+ )?(?:spam|spamming|harassment|harassing|spammers?)"
            ),
            (
                "^ (?:<lead> )*(?:spam|spammer|spammers|scam|scammer|scammers|harassment|junk)(?: <tail>| alert|"
                " texts?| likely)* $"
            ),
            (
                "(?:report|reported|reporting|sue|suing|sued) (?:you|u|your|this (?:number|as spam|text|message"
                "|<mark>))(?: \\w+){0,3}|(?:call|contact|contacting|calling|hear from) (?:my|a|our) (?:lawyer"
                "|attorney)|(?:ftc|fcc|tcpa)|small claims|legal action|do not call (?:list|registry)|(?:im |i am "
                "|will be |going to |gonna |ill |i will )?(?:block|blocking|blocked) (?:you|u|this|your|ya)|^"
                " (?:<lead> )*(?:blocked|blocking|reported)(?: <0-3>\\w+)? $"
            ),
            (
                "(?:sick|tired|fed up|over|annoyed|irritated) (?:of|with|by) (?:you|these|your|yall)|you"
                " (?:people |guys )?(?:wont|never|dont|cant) (?:stop|quit|listen|leave me)|(?:never|didnt|did not"
                "|dont remember|dont recall|do not remember) (?:ever )?(?:sign|signed|signing|subscribe"
                "|subscribed|consent|consented|agree|agreed|opt|opted|ask|asked|give you|gave you|gave|authorize"
                "|request|requested|join)(?: <0-3>)? ?(?:up|in|to|for|permission|consent|my number|this|these)?"
            ),
            (
                "(?:are|will) (?:these|those|they|the texts) (?:ever )?(?:going to |gonna )?stop|number (?:is|was"
                "|has been|will be) (?:being )?(?:reported|blocked)|if (?:you|u|yall|you people) (?:ever"
                " )?(?:text|message|contact|bother|txt|call) (?:me|us|this number) (?:again|one more|once more"
                "|anymore)|(?:you|this|yall|it|you people|you guys) (?:is|are) (?:all )?(?:a |an )?(?:scam|scams"
                "|scammers|fraud)|shut up|stfu|gtfo|(?:fuck|piss|f|eff|bugger) off|fuck (?:you|u|yall)|enough"
                " (?:already <mark>|is enough|of this|with this)|^ (?:<lead> )*(?:enough|thats enough|that is"
                " enough)(?: <tail>)* $|im done with (?:you|yall|this|your)|i am done with (?:you|this|your)"
            ),
        ),
        "less": (
            (
                "(?:text|call|message|contact) my (?:husband|wife|son|daughter|mom|dad|partner) (?:instead|not)"
                "|only (?:text|message|contact|email|send)|how many more of these|(?:stop|without) (?:getting"
                "|receiving) (?:the|just) (?:\\w+)|(?:text|message|contact) (?:me|us) only|(?:too many|so many"
                "|too much|fewer|less|way too many|reduce|limit|fewer of|less of) (?:<det> )*(?:\\w+"
                " )?(?:<letters>|emails)|^ (?:<lead> )*(?:text|message) less|you (?:text|message|send)"
                " (?:<0-1>)too (?:much|often|many)|(?:text|message|contact|email|bother) (?:me|us) (?:less|too"
                " much|too often|so much|so often|constantly|less often)|less (?:often|frequently|frequent)|too"
                " (?:often|frequent|frequently)|how (?:often|many times) do you (?:send|text|message)|(?:how"
                " often|why so many|so often|so frequently|every (?:single )?day with) <0-3>(?:<letters>)|mute"
                " (?:these|this|you|your)|pause (?:<det> )*(?:\\w+ )?<letters>|snooze (?:<det> )*<letters>|too"
                " many (?:<tail> )*$|(?:fewer|less) of (?:these|those|them|this|your)|not so many|once a (?:week"
                "|month) is (?:enough|plenty|fine)"
            ),
        ),
        "unsure": (
            (
                "unsubscribe|unsubscribing|unsubscription|(?:i|me|was|am|got|get|been|accidentally|mistakenly)"
                " unsubscribed|unsub|(?:stop|unsubscribe) (?:by mistake|by accident|accidentally)|opt(?:ing|ed)?"
                " out|optout|opt me out|do not (?:text|contact) list"
            ),
            (
                "(?:stop|end|cancel|turn off|quit sending|stop sending) (?:<det> |my )+(?:\\w+ )?(?:reminders?"
                "|updates|emails|calls|offers|coupons|deals)"
            ),
            (
                "(?:cancel|end|stop|terminate|quit|discontinue|close|delete|deactivate) (?:<tail> )*(?:<det> |my "
                "|our )*(?:\\w+ )?(?:subscription|subscriptions|contract|membership|service|services|account"
                "|enrollment|program|programme|memberships|data)(?: <tail>)* $"
            ),
            (
                "(?:remove|take|delete|drop) (?:me (?:off|from|out) (?:of )?(?:your|ur|this|these|all|any|here"
                "|<mark>)|my (?:name|number|info|information|data|details|email))"
            ),
            (
                "^ (?:<lead> )*(?:stop|quit|cease|halt)(?: the (?:madness|nonsense|harassment|spam|calls|bs)| it|"
                " this| that| these| those| them| all \\w+)?(?: <tail>)* $"
            ),
            (
                "^ (?:<lead> )*(?:stop|stopp|quit|cease) (?:sending|calling|contacting|asking|trying|pushing|with"
                "|me|us|everything|these|those|this|please|now|that|lol|haha|hahaha|bothering|messing|wasting)"
            ),
            "^ (?:<lead> )*(?:end|cancel) (?:all|these|them|everything|me|this)(?: <tail>)* $",
            "(?:does|did|will|would|should i (?:reply|text|send|type|say|write)) stop(?: work| do)?",
            (
                "(?:please|pls|plz|kindly|just|would you|could you|can you|you need to|you guys need to|you"
                " people need to|make it|make this|it needs to|this needs to|this has to|you have to|yall need"
                " to) (?:just )?(?:stop|quit|cease)(?: it| this| that| these| all this)?(?: <tail>)* $"
            ),
            (
                "(?:not|no longer|never) interested(?: <tail>| at all| at this time| right now| in (?:this|that"
                "|it|your|the|any|anything) ?\\w*| sorry| so)* $|count me out|^ (?:<lead> )*(?:i have )?no"
                " interest(?: <tail>)* $|leave (?:me|us) (?:\\w+ )?(?:alone|be)|(?:dont|do not|no need to|dont"
                " need to|never) (?:text|txt|message|contact|msg)|(?:dont|do not|no need to|dont need to|never)"
                " (?:call|email|phone|reply|respond|bother|reach out)(?: to)?(?: me| us| to this| back| this"
                " number| <mark>)|(?:dont|do not|never) (?:contact|text|call|message) (?:my|him|her|them|his)"
                "|lose interest|no longer (?:want|wish) to"
            ),
            "^ (?:<lead> )*(?:no more|go away|get lost|fuck off|piss off|back off|buzz off) ",
            (
                "(?:dont|do not|no longer|never) (?:want|wish|care|need|like)(?: to)?(?: <0-3>)? ?(?:<letters>"
                "|hear from|be contacted|be texted|be on|receive)"
            ),
            (
                "(?:stop|quit|end|cancel|cease) (?:<0-3>)(?:texting|texts|txts|messages|messaging|msgs|sms"
                "|notifications|alerts|spam|contacting)|(?:text|reply|type|send|said|say|wrote|texted|replied"
                "|typed|sent) stop|no more (?:<0-2>)(?:texts|messages|msgs|spam|sms) $"
            ),
        ),
    },
)
