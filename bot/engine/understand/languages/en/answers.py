"""Yes and no in English, and what is neither."""

YES = """
    yes, yeah, yep, yup, yea, yess, yesh, yeh, yah, yeap, yip, yas, yass, yuss, yuh, ye, yh, yessir, yes sir,
    yesssir, yes maam, yes indeed, yepper, yeppers, yuppers, yus, yee, aye, yeah yeah, yes yes, oh yes, oh yeah,
    hell yes, hell yeah, heck yes, heck yeah, affirmative, absolutely, of course, for sure, yes please, yes
    thanks, ya yes, uh yeah, um yes, sure yes, yes sure, yes ok, yeah sure, yessss, yebo, yass queen, hell yea,
    oh yess, yes definitely, yeah definitely, yeah ok, yes of course, yeah of course, yes absolutely, yes
    certainly, yup yes, defo, deffo, ofc, ofcourse, course, certainly yes, si si, yees, yeees, yeeees
"""
NO = """
    no, nope, nah, naw, nay, noo, nooo, nop, negative, no thanks, no thank you, no thx, no ty, no thankyou, hell
    no, heck no, no way, no chance, no no, nuh uh, nu uh, not at all, absolutely not, definitely not, certainly
    not, of course not, obviously not, i think not, i guess not, i dont think so, dont think so, do not think
    so, dunt think so, no never, no can do, no sir, no maam, not really, not this time, not anymore, not any
    more, not yet, not interested, nope nope, nawh, no longer, no ta, nah ta, no cheers, no im good, no im ok,
    no im fine, nah im good, nah im ok, nah im fine, no im alright, no were good, im good thanks no, no its ok,
    no its fine, no thats ok, no thats fine, no thats all, no thats it, noup, noppe, nopity, naaah, nahhh,
    nuhuh, not today, not tomorrow, not tonight, not now, not at the moment, not right now, not for now, not
    just now, not this week, not this month, not this year, not currently, no not today, no not now, no not yet,
    not a chance, nahi, nahin, nahi chahiye, fat
    chance, no dice, not for me, not for us, hard no, a hard no, no bueno, no not really, no
    dont, no need, no need thanks, say no, said no, not at this time, not at the minute, not for the moment
"""
YES_SENTENCE = """
    (i|we) (will|shall|can|do) be (there|coming|attending|joining|present), (ill|well) be
    (there|coming|attending|joining|present), (i|we) (can|will) (make it|make that|come|attend|join|do it|do
    that|do this), (im|i am|were|we are) (coming|attending|joining|game|down|interested|up for it|on my way|on
    our way), (that|this|it) (would be|sounds|looks|seems|will be)
    (good|great|fine|perfect|nice|lovely|ok|okay|wonderful|amazing|awesome|ideal|right|correct), would be
    (good|great|fine|perfect|nice|lovely|ok|okay|wonderful|amazing|awesome|ideal),
    (works|fine|good|ok|okay|great|perfect) (for|by|with) (me|us), (id|i would|wed|we would) (love|like) (that|it),
    count us in, will be there, be there, see you, see ya, cya, see u, c u, count me in, ill come, ill make it, on
    my way, omw, that works, this works, it works for me, that time works, works great, works fine, works
    perfectly, sounds good, sounds great, sounds perfect, sounds fine, sounds like a plan, sounds lovely, sounds
    right, sgtm, i confirm, confirming, we confirm, i accept, i agree, i consent, agreed, go ahead, go for it,
    please do, id love to, i would love to, yes i do, lets do it, lets do this, lets go, will do, you bet, you got
    it, im good with that, im ok with that, im fine with that, im happy with that, cant wait, cannot wait, looking
    forward, looking forward to it, look forward to it, ill attend, sign me up, i think so, i believe so, i guess
    so, i suppose so, i hope so, believe so, think so, guess so, suppose so, it worked, it works, its working, it
    is working, all sorted, its fixed, it is fixed, problem solved, why not, sure why not, dont see why not, no
    doubt, without a doubt, no doubt about it, wont be late, (well|we will|ill|i will) see you
    (then|there|soon|tomorrow|later|at|on), see you (then|there|soon|at|on), (im|i am|were|we are|ill be|i will be)
    (still|definitely|def|deffo) (coming|in|on|attending|going|interested|available|up for it), still
    (coming|on|in|attending|going|interested|good to go), (i|we) (still|definitely|def|deffo) (want|need)
    (it|to|this|that), (ok|yes|yeah|sure|pls|please|just) do (it|that|so), go on then, go on, crack on, fire away,
    send it, bring it on, (im|i am|were|we are) on board, (i|we) will (attend|come|be present|be coming|be
    attending|be joining), will be (coming|attending|joining|present), (i|we) plan to (be there|come|attend),
    planning (to be there|to come|on it|on coming), (see|catch) (you|u|ya)
    (tomorrow|tmrw|tmr|then|later|soon|friday|monday|tuesday|wednesday|thursday|saturday|sunday), ill take
    (it|that|this), i do (want|need|agree|accept|consent|confirm), (that|it|this) is
    (right|correct|true|me|fine|good|great|perfect|ok|okay|alright), (thats|its)
    (alright|cool|awesome|lovely|wonderful|brilliant|grand|sound|right|correct|fine|ok|okay|good|great|perfect|me|true),
    that will (work|do|be fine|be good|be great|be perfect), thatll (work|do|be fine|be good|be great|be perfect),
    that (does|would) work, would work for (me|us), (ill|i will|well|we will) (do|take) (it|that), no objections,
    id be (happy|glad|delighted|honored|honoured) to, (happy|glad) to (come|attend|be there|do it|help), good to
    go, im ready, ready when you are, (wouldnt|would not) miss it, you know it, thats the plan, that is the plan,
    thats still the plan, still the plan, counting on it, count on it, (wild horses|nothing) (couldnt|wont) (keep
    me away|stop me), you can count on me, absolutely planning on it
"""
NO_SENTENCE = """
    (cant|cannot|can not|wont|will not|couldnt|could not) (make it|make that|come|attend|do it|do that|do this|be
    there|join|go|commit), (wont|will not|not|cant|cannot) be
    (coming|there|attending|joining|able|going|available), (im|i am|were|we are) not
    (coming|attending|going|interested|available|able|free), not (coming|attending|available|able to|joining),
    (dont|do not|didnt|did not|wouldnt|would not) (want|need|wish|like|agree|think so|feel like), (doesnt|does
    not|didnt|did not|dont|do not|wont|will not|isnt|is not|not) (work|working|help|suit|fit), i cant make it, i
    cannot make it, unable to, not going to, not gonna, count me out, hard pass, i have to pass, gotta pass, pass
    on that, rather not, prefer not, i prefer not to, id prefer not, better not, please dont, pls dont, please do
    not, no need, disagree, i decline, decline, i refuse, isnt fixed, not fixed, not solved, not resolved, still
    broken, still not, still doesnt, still isnt, not good for me, not convenient, not possible, no good, no go, not
    the case, no such luck, (i|we) (cant|cannot|can not|wont|will not|couldnt) (make|attend|come|go|do|join|be),
    (cant|cannot|can not|wont|will not|not going to|not gonna|wont be able to|will not be able to|unable to|not
    able to) (make it|make that|be there|come|attend|join|do it|do that|make friday|make monday|make tuesday|make
    wednesday|make thursday|make saturday|make sunday|make tomorrow|make today), not gonna (make it|work|happen|be
    able), not going to (make it|work|happen|be able), (im|i am|were|we are) (not gonna|not going to|gonna have to
    pass|going to have to pass|going to pass|gonna pass|gonna skip|going to skip|unable), (ill|i will|well|i)
    (skip|pass) (it|this|this one|this time|on that|on this), (ill|i will) (skip|pass), (i|we) (dont|do not)
    (want|need|wish|like|agree|accept|consent|think|feel) (it|that|this|to|so|anymore|any more|one|any), (dont|do
    not) (deliver|send|call|text|bother|do it|do that|come|confirm|want any|want it|need it|need any|need one|want
    one|want that|want to), (id|i would) rather (not|you didnt|you did not), no (longer|more)
    (want|need|interested|available|coming|required|needed), no longer (want|need|required|needed), that (does
    not|doesnt|wont|will not|isnt going to) work, (isnt|is not|aint|not) (going to|gonna) work, (it|that|this)
    (isnt|is not|aint) (right|correct|true|working|fixed|resolved|solved|me|good|ok|okay|possible), thats not
    (right|correct|true|me|it|what i|going to), not (correct|true|accurate|right|me), (cant|cannot|not going to)
    (make|do) it, (have|going to have|gonna have|will have|ill have|well have|had) to (decline|skip it|miss it|miss
    this one|pull out), (i|we) must decline
"""
YES_CLAUSE = """
    i can, i will, i do, we can, we will, we do, of course i can, of course i will, course i can, course i will,
    yes i can, i sure can, i sure will, i am, we are, im in, i am in, were in, we are in,
    it is, it does, it did, it has, sure, sure thing,
    absolutely, of course, certainly, definitely, you may, you can, u can, you could, im available, i am
    available, im free, i am free, received, i received it, got it, i got it, i did, i have, works now, working
    now, i would, we would, it arrived, they did, he did, she did, arrived safely
"""
NO_CLAUSE = """
    i cant, i cannot, i can not, we cant, we cannot, i wont, i will not, we wont, i do not, i dont, we dont, cant,
    cannot, cant now, i cant now, i cant anymore, i cant do it, i couldnt,
    i am not, im not, we are not, it isnt, it
    is not, its not, it doesnt, it does not, it didnt, it did not, it hasnt, i didnt, i havent, afraid i cant, im
    afraid i cant, sorry i cant, unfortunately i cant, unfortunately not, sadly not, afraid not, im afraid not,
    sorry cant
"""
YES_ALONE = """
    ys, y, ya, k, kk, ok, okay, okey, okie, oki, okk, okey dokey, okie dokie, okay dokey, okidoki, oke, okeh, okei,
    okays, okayy, sure, sure thing, sure does, sure is, sure do, surely, shure, shur, sho, fo sho, bet, word,
    roger, roger that, copy, copy that, 10 4, alright, all right, aight, ight, alrighty, right, rite, correct,
    true, exactly, precisely, good, great, fine, perfect, cool, nice, awesome, excellent, amazing, fantastic,
    wonderful, lovely, brilliant, super, super duper, deal, done, done deal, confirm, confirmed, accept, accepted,
    approve, approved, agree, positive, gladly, with pleasure, my pleasure, happily, happy to, id be happy to, id
    be delighted, delighted, would love to, love to, love it, gotcha, got it, understood, ack, noted, naturally,
    obviously, clearly, undoubtedly, by all means, no problem, no problemo, no probs, no prob, np, no worries, not
    a problem, no issue, no issues, no objection, no objections, no biggie, works, solved, fixed, resolved, sorted,
    it is, it has, it was, i am, i do, i did, i can, i will, i have, i would, i was, we are, we do, we will, we
    can, they are, he is, she is, they do, yes1, yse, yess, eys, yrs, yez, yed, ues, tes, yex, yws, yesd,
    yesplease, yespls, yesyes, uh huh, uhhuh, uhuh, mhm, mmhm, mm hmm, mhmm, mmhmm, mm hm, yup yup, yep yep, very
    good, very well, 👍, 👌, ✅, ✔, ☑, 🆗, 💯, 🙆, 🤙, id like to, i would like to, i want to,
    i do want, it did, it does,
    totally, definitely, certainly, indeed, most definitely, most certainly, 100 percent, (no|not a)
    (problem|worries|issue|problems|issues) at all, of course (not a problem|no problem), sure (am|will|can|did),
    okies, okaydokey, okey doke, okie doke, oks, okc, kkk, okeydokey, k thx, righto, right oh, righty ho, righto
    then, right you are, fab, fabulous, ace, splendid, marvellous, marvelous, terrific, great stuff, good stuff,
    grand, sound, smashing, sweet, sweet as, dope, ideal, sorted mate, spot on, bang on, ten four, aye aye, you
    bet, youbet, damn right, damn straight, all set, were all set, i reckon so, reckon so, i reckon, haan, ji, ji
    haan, theek hai, no dramas, no drama, no stress, too easy, no wuckas, she'll be right, good as gold, good idea,
    great idea, sounds awesome, sounds amazing, sounds wonderful, sounds alright, sounds ok, sounds okay, sounds
    nice, sounds right, sounds about right, sounds ideal, that'd be great, that'd be good, that'd be fine, that'd
    be lovely, thatd be perfect, thatd be awesome, itd be great, will do, would be lovely, ✌,
    🫡, 🤝, 👏, 💚, 😊👍, ✓,
    (please|pls|kindly) (book|confirm|proceed|deliver|send|send it|continue|schedule|reserve|renew|do|go ahead|book
    it|confirm it|schedule it|enroll me|sign me up), coming, on my way now, keep going
"""
NO_ALONE = """
    n, na, nahh, neh, nuh, incorrect, false, wrong, deny, denied, reject, rejected, declined, refuse, refused,
    disagreed, i am not, im not, i do not, i dont, i will not, i wont, i cannot, i cant, can not, cant, cannot,
    wont, dont, do not, it isnt, it is not, its not, it doesnt, it does not, it didnt, it did not, it wasnt, it
    hasnt, we arent, we dont, we wont, we cant, isnt, arent, didnt, doesnt, wouldnt, nothing, none, nobody, onpe,
    npe, nopes, nothanks, nothankyou, notreally, nvm, never mind, nevermind, forget it, forget about it,
    unfortunately not, sadly not, afraid not, im afraid not, sorry but no, nill, nil, nada,
    zilch, 👎, ❌, ✖, 🚫, 🙅,
    ⛔, ❎, never, not today, impossible, i didnt, i did not, i havent, i have not, i wasnt, i was not, have not,
    havent, not (at the moment|right now|for now|currently|this week|now), im out, nein, nyet, nee, not keen, no
    keen, never ever, neither thanks, as if, 🙅‍♀️, 🙅‍♂️, ✋, 🛑, ✗, ✘
"""
UNSURE = """
    wrong (number|person), who this, who dis, new phone, maybe, perhaps, possibly, probably, prolly, potentially,
    not sure, im not sure, unsure, not certain, undecided, i dont know, dont know, dunno, idk, i do not know, do
    not know, no idea, no clue, havent decided, not decided, not 100, ill check, i will check, ill see, well see,
    we will see, let you know, it depends, depends, either, whichever, whatever, i dont care, dont care, dont mind,
    i dont mind, not bothered, up to you, you decide, kinda, kind of, sort of, sorta, so so, partly, partially,
    somewhat, ask me later, not right now maybe, hold on, one moment, one sec, hang on, wait, just a sec, give me a
    minute, yes and no, neither, i dont understand, dont understand, do not understand, what do you mean, huh, hmm
    maybe, i might, could be, might be, tbd, tbc, tentative, tentatively, 50 50, on the fence, if i can, 🤷, (ill|i
    will|let me|gonna|going to|will) (get back|come back) to (you|u), (ill|i will|will) (let you know|let u
    know|lyk|tell you|confirm later|confirm tomorrow|confirm soon|confirm asap|get back|think about it|have to
    see|need to check|text you|call you), (let me|gotta|have to|need to|i need to|i have to|ive to|must|i
    must|lemme|got to|ill have to|i gotta) (check|see|ask|think|look|think about it|find out|talk to|speak
    to|double check), lyk, will see, not too sure, not quite sure, not entirely sure, not completely sure, not so
    sure, wasnt sure, hard to say, hard to tell, cant say, cannot say, cant say yet, too early to say, on second
    thought, on second thoughts, might be able to, i might not, might not, may not, i may not, i may, perhaps not,
    maybe not, maybe yes, not sure yet, still deciding, thinking about it, havent decided yet, no preference, dont
    remember, do not remember, cant remember, cannot remember, i forgot, i forget, whats this about, what is this,
    wym, what do u mean, come again, say again, say that again, pardon, pardon me, excuse me, sorry what, wdym,
    unclear, confused, im confused, wait what, wait for, waiting for, wrong no, wrong num, not me, you have the
    wrong, you got the wrong, hardly, yes or no, y or n, probably not, most likely not, likely not, not yet
    (decided|sure|known|confirmed|certain), not (decided|confirmed) yet, not likely, not applicable, no comment, no
    one, no reason
"""
