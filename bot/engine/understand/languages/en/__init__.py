"""English."""

from bot.engine.understand.languages.en import answers, moments
from bot.engine.understand.words import Words

WORDS = Words(
    code="en",
    # yes or no
    yes=answers.YES,
    no=answers.NO,
    yes_sentence=answers.YES_SENTENCE,
    no_sentence=answers.NO_SENTENCE,
    yes_clause=answers.YES_CLAUSE,
    no_clause=answers.NO_CLAUSE,
    yes_alone=answers.YES_ALONE,
    no_alone=answers.NO_ALONE,
    unsure=answers.UNSURE,
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
        can i, could i, may i,
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
    both="both, both of them, both please, the two, the two of them, both of those",
    several="""
        neither, neither of them, none, none of them, none of these, none of those, none of the above, all, all
        of them, all of the above, all of these, any, any of them, any of these, either, either one, either of
        them, whichever, whatever, all three, all four, everything, each, dont care, doesnt matter, no
        preference, you choose, you pick, surprise me
    """,
    exceptions="""
        anything but, anything except, anything other than, any but, any day but, any time but, all but, all except,
        every day but, every day except, every day bar, everything but, everything except, everyone but, except,
        excepting, excluding, other than, apart from, aside from, besides, whichever but, whichever day but
    """,
    inquiries="""
        how much, how long, how big, how many, price, prices, pricing, cost, costs, what does, do you have, you have
        any, have you got, extra charge, what time
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
    people="people, persons, person, guests, guest, adults, attendees, passengers, party",
    things="""
        car, cars, dog, dogs, cat, cats, pet, pets, table, tables, room, rooms, bedroom, bedrooms, box, boxes,
        bag, bags, package, packages, parcel, parcels, bottle, bottles, chair, chairs, spot, spots, item, items,
        floor, floors, bed, beds, question, questions, unit, apartment, suite, gate, truck, trucks, bike, bikes,
        ticket, tickets, high chair, high chairs, highchairs, parking spot, parking spots, parking spaces,
        parking space
    """,
    gratis="free, gratis, complimentary",
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
    courtesies="""
        if possible, if poss, if its possible, if thats possible, if that works, if that works for you, if it works
        for you, if that suits, if that suits you, if thats okay, if thats okay with you, if thats ok with you, if
        thats alright with you, if thats all right, if thats fine, if its okay, if its alright, if youre ok with that,
        if i may, if im honest, if i have to choose, if i had to choose, if i have to pick, if i had to guess, if you
        please, if you would, if you could, if you dont mind me asking, if its no trouble, if thats good, if thats
        good for you, if i counted right, if i counted correctly, if i remember right, if i remember correctly, if im
        not mistaken, if im not wrong, if memory serves
    """,
    conditions="""
        if, unless, as long as, so long as, provided, providing, assuming, in case, depends, depending, only when,
        until i know, only after, only once, let you know, let u know, get back to you, ill confirm, could be, might
        be
    """,
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
    when=moments.WHEN,
)
