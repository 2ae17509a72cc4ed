"""Days, times and spans in English."""

from collections.abc import Mapping

WHEN: Mapping[str, str] = {
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
    "last_day": "last day of, the last day of, last day in, the last day in",
    "elsewhere": """
        i work, i finish, i start, i leave, i get home, i get off, get off work, off work, finish work, start work, at
        work, from work, work until, work till, work til, shift ends, shift starts, finish school, start school,
        school lets out, school ends, lands, i have a meeting, ive a meeting, be somewhere, on lunch, in bed, leave
        the house, get up, wake up, wakes up, last time, finishes at, so after, so later, after that, back on, off
        sick, we leave, i paid, i ordered, my last day, came at, a meeting, my meeting, my meetings, my shift, my
        flight, my holiday, my vacation, on holiday, on vacation, my birthday, a funeral, closed on, were closed, away
        from, im away, were away, movie starts, i was
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
}
