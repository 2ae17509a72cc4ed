"""English."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="en",
    # yes or no
    yes="""
        yes, yeah, yep, yup, yea, yess, yesh, yeh, yah, yeap, yip, yas, yass, yuss, yuh, ye, yh, yessir, yes sir,
        yesssir, yes maam, yes indeed, yepper, yeppers, yuppers, yus, yee, aye, yeah yeah, yes yes, oh yes, oh yeah,
        hell yes, hell yeah, heck yes, heck yeah, affirmative, absolutely, of course, for sure, yes please, yes
        thanks, ya yes, uh yeah, um yes, sure yes, yes sure, yes ok, yeah sure, yessss, yebo, yass queen, hell yea,
        oh yess, yes definitely, yeah definitely, yeah ok, yes of course, yeah of course, yes absolutely, yes
        certainly, yup yes, defo, deffo, ofc, ofcourse, course, certainly yes, si si, yees, yeees, yeeees
    """,
    no="""
        no, nope, nah, naw, nay, noo, nooo, nop, negative, no thanks, no thank you, no thx, no ty, no thankyou, hell
        no, heck no, no way, no chance, no no, nuh uh, nu uh, not at all, absolutely not, definitely not, certainly
        not, of course not, obviously not, i think not, i guess not, i dont think so, dont think so, do not think
        so, dunt think so, no never, no can do, no sir, no maam, not really, not this time, not anymore, not any
        more, not yet, not interested, nope nope, nawh, no longer, no ta, nah ta, no cheers, no im good, no im ok,
        no im fine, nah im good, nah im ok, nah im fine, no im alright, no were good, im good thanks no, no its ok,
        no its fine, no thats ok, no thats fine, no thats all, no thats it, noup, noppe, nopity, naaah, nahhh,
        nuhuh, not today, not tomorrow, not tonight, not now, not at the moment, not right now, not for now, not
        just now, not this week, not this month, not this year, not currently, no not today, no not now, no not yet,
        not a chance, fat chance, no dice, not for me, not for us, hard no, a hard no, no bueno, no not really, no
        dont, no need, no need thanks, say no, said no, not at this time, not at the minute, not for the moment
    """,
    yes_sentence="""
        (i|we) (will|shall|can|do) be (there|coming|attending|joining|present), (ill|well) be
        (there|coming|attending|joining|present), (i|we) (can|will) (make it|make that|come|attend|join|do it|do
        that|do this), (im|i am|were|we are) (coming|attending|in|joining|game|down|interested|up for it|on my way|on
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
    """,
    no_sentence="""
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
    """,
    yes_clause="""
        i can, i will, i do, we can, we will, we do, of course i can, of course i will, course i can, course i will,
        yes i can, i sure can, i sure will, i am, we are, it is, it does, it did, it has, sure, sure thing,
        absolutely, of course, certainly, definitely, you may, you can, u can, you could, im available, i am
        available, im free, i am free, received, i received it, got it, i got it, i did, i have, works now, working
        now, i would, we would, it arrived, they did, he did, she did, arrived safely
    """,
    no_clause="""
        i cant, i cannot, i can not, we cant, we cannot, i wont, i will not, we wont, i do not, i dont, we dont, cant,
        cannot, cant now, i cant now, i cant anymore, i cant do it, i couldnt,
        i am not, im not, we are not, it isnt, it
        is not, its not, it doesnt, it does not, it didnt, it did not, it hasnt, i didnt, i havent, afraid i cant, im
        afraid i cant, sorry i cant, unfortunately i cant, unfortunately not, sadly not, afraid not, im afraid not,
        sorry cant
    """,
    yes_alone="""
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
    """,
    no_alone="""
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
    """,
    unsure="""
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
    """,
    but="but, though, although, however, unless, except, only if, as long as, provided, instead, if",
    asides="""
        (can|could|will|would) (you|u|someone|somebody|sb) (please|pls|plz) (call|ring|phone|text|email|contact) me,
        (can|could|will|would) (you|u|someone|somebody|sb) (call|ring|phone|text|email|contact) (me|us|me first|me
        back|me please|me pls|me later|me before|me today|me tomorrow), (pls|please|plz|just)
        (call|ring|phone|text|email|contact) (me|us|me first|me back), (call|ring|phone|text|contact|email)
        (me|us|me first|me back), give me a (call|ring|bell), (i have|ive got|i got|i just have|got|have) a
        (quick|small) question, (i have|ive got|i got|i just have|got|have) (a question|questions|some questions|a
        few questions), i need to talk to (you|someone|somebody), i need to ask (you something|something),
        (can|could) (you|u|someone) (give me a call|give me a ring), be late, running late, a bit late, minutes
        late, min late, mins late, running behind, a bit behind, running a bit behind, (gotta|have to|need
        to|must|got to) (leave|go|be out|head out) (by|at|early|before|soon), (might|may|could|will) be (late|a bit
        late|a little late|slightly late), stuck in traffic, on the way
    """,
    negation="""
        not, isnt, arent, wasnt, doesnt, dont, do not, does not, didnt, never, no longer, cant, cannot, couldnt,
        wont, anything but, any day but
    """,
    filler="""
        please, pls, plz, plse, thanks, thank you, thankyou, thx, thks, tnx, ty, tysm, thanks so much, thank you so
        much, thanks a lot, many thanks, thank u, cheers, ta, hi, hello, hey, hiya, good morning, good afternoon,
        good evening, good day, dear, um, uh, umm, uhh, uhm, er, erm, hm, hmm, hmmm, mmm, mm, oh, ah, aha, ooh, wow,
        lol, haha, hahaha, well, so, just, then, now, right now, actually, honestly, really, very, quite, i think, i
        believe, i guess, i suppose, id say, i would say, i say, i said, im saying, we said, thats a, that is a, its
        a, it is a, my answer is, the answer is, answer is, from me, for me, from us, for us, to that, on that, sir,
        maam, madam, mate, bro, bruh, dude, man, buddy, friend, sis, hun, honey, love, boss, guys, team, all, again,
        already, sorry, im sorry, unfortunately, sadly, afraid, im afraid, and, a, an, the, im good, im fine, im ok,
        im okay, im alright, im all set, all set, all good, were good, i am good, i am fine, also, too, as well,
        still, yet, big, there, here, ok thanks, that, this, it, thats, its, that is, of, will, very much, so much,
        today, tomorrow, me, to, in, with, i, my, your, option, number, xx, xxx, xoxo, x, have a good day, have a
        great day, have a nice day, you too, np thanks, with thanks, much appreciated, appreciate it, appreciated,
        god bless, bye, goodbye, take care, have a good one, 🙏, 😊, 😀, 🙂, see you later, see ya later, talk later,
        talk soon, ttyl, catch you later, later gator, until then, as soon as possible, cheers mate, tbh, to be
        honest, anyway, as planned, as scheduled, as agreed, as discussed, kind regards, best regards, regards, best
        wishes, warm regards, sent from my iphone, 😂, 🤣, 😅, 😁, 😃, 😄, 😉, ❤,
        💕, 💖, 🎉, 😘, 🥰, 😍, 🤗, 😎, ✨, ☺, 😇, 🥳, 💪, 🙌,
        👋, 🤞, 😭, 😢, 😔, 😞, ☹, 🙁, 😷, 🤒, 🤧, xo, miss, ms, mrs, mr, dr, doc,
        doctor, darling, hon, babe, lovely day,
        innit, like, yknow, you know, tho, lad, if thats ok, if that is ok, if its ok, if thats alright, if you can,
        if u can, if you dont mind, if at all possible
    """,
    interrogatives="""
        what, whats, when, whens, where, wheres, who, whos, why, how, hows,
        how much, which, is it, is there, are there,
        do you, does it, can i, can you, could i, could you, may i, did you, are you, is this, is that, will it, will
        you, what about, how about, wut, wat
    """,
    adverbs="""
        still, also, really, very, definitely, certainly, totally, actually, happily, gladly, then, tomorrow, today,
        probably definitely, for sure, def, deffo, absolutely, again, unfortunately, sadly, just, sorry, afraid,
        anymore, any more, at all, in the end, after all, to be honest, tbh, honestly, please, pls
    """,
    # which one
    choosing="""
        i want, i want to, i would like, id like, i wanna, i need, we need, we want, wed like, ill take, i will take,
        ill go with, i will go with, go with, lets go with, lets do, let us do, lets say, ill have, i will have, i
        choose, i chose, i pick, i picked, i select, i selected, i prefer, id prefer, id go for, go for, ill go for,
        can i have, can i get, could i have, could i get, can we do, could we do, may i have, give me, gimme, put me
        down for, sign me up for, book me, book, my choice is, choice, option, options, opt, number, numbers, num, nr,
        nbr, item, selection, answer, my answer is, reply, one, ones, the, that, this, a, an, my, for, about, with, it
        is, its, it would be, would be, is, was, question, issue, problem, to, of, on, works, works for me, work, fine,
        good, best, suits me, sounds good, would work, will do, is fine, is good, would be great, would be good, is
        best, works best, works great, i think, i guess, probably, id say, i say, prefer, just, mostly, mainly, at, in,
        slot, day, time, yes, yeah, ok, okay, sure, perfect, great, regarding, re, related, got, have, i have, we have,
        me, us, rather, think, choose, pick, select, want, take, need, i, please, definitely, variant, version, choise,
        opcion, appointment, times, opening, thing
    """,
    several="""
        both, both of them, both please, neither, neither of them, none, none of them, none of these, none of those,
        none of the above, all, all of them, all of the above, all of these, any, any of them, any of these, either,
        either one, either of them, whichever, whatever, all three, all four, everything, each, dont care, doesnt
        matter, no preference, you choose, you pick, surprise me
    """,
    ordinals={
        1: "first, 1st, the top one, top, top one",
        2: "second, 2nd",
        3: "third, 3rd",
        4: "fourth, 4th, forth",
        5: "fifth, 5th",
        6: "sixth, 6th",
        7: "seventh, 7th",
        8: "eighth, 8th, eigth",
        9: "ninth, 9th",
        -1: "last, last one, the last, final, final one, bottom, bottom one",
    },
    # which number
    limits="""
        more than, less than, fewer than, greater than, over, under, above, below, at least, at most, up to,
        between, or more, or less, max of, no more than, no less than, not more than, not less than, ago, box of,
        boxes of, pack of, packs of, case of, cases of, crate of, carton of, bag of, at the most, at the least,
        minimum, maximum, or so and, born, after, before, until, till, since, o clock, oclock, by, plus
    """,
    alternatives="or, and, to, either, till, until, through, versus, vs",
    out_of="out of, of, over, outta, from",
    counted={
        1: "just me, only me, just myself, only myself, me only, just the one, only the one, by myself, on my own",
        2: "just the two of us, the two of us, us two, the pair of us, just us two",
        5: "a fiver, fiver",
        10: "a tenner, tenner",
    },
    halves="half a, half an, a half",
    articles="",
    not_numbers="""
        no one, this one, that one, which one, any one, another one, the other one, other one, the one, last one,
        everyone, one of, one day, one sec, one second, one moment, one minute, one more, a second, one another,
        first one, second one, third one, good one, big one, only one thing, one thing, a thousand thanks, thanks a
        million, a million thanks
    """,
    spelling={
        "eigth": "eight",
        "fourty": "forty",
        "fivteen": "fifteen",
        "tweny": "twenty",
        "ninty": "ninety",
        "fife": "five",
        "thre": "three",
    },
    # taking back
    corrections="""
        no wait, wait no, nope wait, no sorry, sorry no, oh wait, wait, wait sorry, sorry wait, i mean, i meant, i
        meant to say, meant to say, scratch that, strike that, correction, my mistake, my bad, oops, whoops, oops i
        meant, on second thought, on second thoughts, or rather, no actually, actually no, no make it, no make that,
        typo, ignore that, sorry i meant, sorry i mean, no i mean, no i meant, changed my mind, let me correct that
    """,
    not_corrections="""
        long wait, the wait, a wait, my wait, to wait, cant wait, cannot wait, can wait, will wait, could wait,
        didnt wait, dont wait, of wait, time wait, no wait time, minute wait, hour wait, not sorry, sorry for, sorry
        about, sorry for the, feel sorry, even better, much better, better than, feeling better, get better, rather
        not, actually like, instead of
    """,
    soft_corrections="actually, sorry, rather, make it, make that, better, lets make it, apologies, instead",
    # when
    when={
        "r0": "today, tdy, 2day",
        "r0 pm": "tonight, tonite, 2nite, this evening, this afternoon",
        "r0 am": "this morning",
        "r1": """
            tomorrow, tmrw, tmr, tmw, tmrrw, tomo, tom, tomorow, tommorow, tommorrow, tomorro, tomorrrow, tomrrow,
            tommrow, 2moro, 2morrow, 2mrw, tomoro, tomm, tmro, morrow, tomoz, tomorrw, 2moz, tomorrows, tomorrow's,
            tmrow, tmoz, tomorow's, tomrow, tomorroww, tmmrw, tmorrow
        """,
        "r2": "day after tomorrow, the day after tomorrow, overmorrow, day after tmrw",
        "r-1": "yesterday, yday, yesterday's",
        "r-2": "day before yesterday, the day before yesterday",
        "w0": "mondays, monday's, mondy, munday, monady, mon",
        "w1": "tues, tuesdays, tusday, teusday, tuseday, tuesdy, tuesay, tue",
        "w2": "weds, wednesdays, wensday, wendsday, wednsday, wenesday, wednesdy, wednes, wednesay",
        "w3": "thur, thurs, thursdays, thrusday, thursdy, thursay, thirsday",
        "w4": "fridays, firday, fryday, fridy, friady, fri",
        "w5": "saturdays, saterday, satuday, saturdy, satruday, sat",
        "w6": "sundays, sunady, sundy, sun",
        "m1": "january, januray, janury",
        "m2": "february, febuary, feburary, febrary",
        "m3": "march",
        "m4": "april, aprl",
        "m8": "august, agust, augst",
        "m9": "september, sept, septmber, setpember",
        "m10": "october, octber",
        "m11": "november, novemeber, novmber",
        "m12": "december, decmber",
        "u_minute": "minute, minutes, min, mins",
        "u_hour": "hour, hours, hr, hrs",
        "u_day": "day, days",
        "u_week": "week, weeks, wk, wks",
        "u_month": "month, months",
        "u_year": "year, years",
        "n1 u_day": "a day, one day",
        "n1 u_week": "a week, one week, wk",
        "n1 u_month": "a month",
        "n1 u_hour": "an hour, a hour",
        "n2 u_week": "a fortnight, fortnight, couple of weeks, a couple of weeks",
        "n2 u_day": "a couple of days, couple of days",
        "n30 u_minute": "half an hour, half hour, a half hour",
        "n15 u_minute": "quarter of an hour, a quarter of an hour",
        "n90 u_minute": "an hour and a half",
        "in": "in, within",
        "hence": "from now, from today, time, hence",
        "ago": "ago, back, earlier",
        "next": "next, nxt, following, the following",
        "this": "this",
        "coming": "coming, this coming, upcoming",
        "past_one": "last, previous, this past",
        "am": "am, a m, morning, in the morning, early morning, morning time",
        "pm": "pm, p m, afternoon, in the afternoon, evening, in the evening, at night, night, eve",
        "t12:00": "noon, noonish, midday, mid day, 12 noon, high noon, noontime, 12 midday",
        "t00:00": "midnight, 12 midnight",
        "now": "now, right now, straight away, right away",
        "half_past": "half past, half after, half",
        "quarter_past": "quarter past, quarter after, a quarter past, a quarter after",
        "quarter_to": """
            quarter to, quarter till, quarter til, quarter before, a quarter to, a quarter till, quarter of
        """,
        "past": "past, after",
        "to": "to, till, til, until",
        "oclock": "h, oclock, o'clock, o clock, sharp, on the dot",
        "at": "at, @, around, about, abt, approx, approximately, circa, roughly, exactly",
        "of": "of, on, the, in the month of",
        "or": "or, either, between, from, through, thru, vs",
        "and": "and, &",
        "open": """
            instead of, before, by, any, anytime, any time, anyday, earliest, latest, since, every, each, soonest,
            whenever, except, other than, but not, no later than, at the earliest, asap, immediately, as soon as
            possible, as early as possible, as late as possible,
        earliest possible, any time after, any time before, all
            day, all week, all the time, anything but, anything except, excluding, apart from, besides, other times,
            open, flexible, free all day, whatever, whichever, weekend, weekends, weekdays, weekday, first thing, last
            thing, end of, beginning of, start of, middle of, mid, late, early, few, a few, some, several, over, more
            than, less than, at least, almost, nearly, a while, or so
        """,
        "not": "not, isnt, dont, cant, cannot, wont, doesnt, unable, never, no, not available, unavailable, busy",
        "soon": "week after next, the week after",
        "x": """
            of us, of them, of you, of em, first one, second one, third one, fourth one, fifth one, option, options,
            choice, question, questions, issue, issues, problem, problems, reply
        """,
        "at n1": "at one, around one, about one, at 1",
        "n1 pm": "one pm, one p m, one in the afternoon, one in afternoon",
        "n1 am": "one am, one a m, one in the morning",
        "n1 oclock": "one oclock, one o'clock, one o clock",
        "half_past n1": "half past one, half one",
        "quarter_past n1": "quarter past one, a quarter past one",
        "quarter_to n1": "quarter to one, a quarter to one",
        "n1 n30": "one thirty",
        "n1 n15": "one fifteen",
        "n1 n45": "one forty five",
    },
)
