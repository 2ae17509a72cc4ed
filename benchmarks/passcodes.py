"""Those who guess codes, and those who have them sent for money, against the real service and a clock that is turned.

    .venv/bin/python -m benchmarks.passcodes

Nothing is measured here that depends on the machine: the same seed gives the same figures. Real users are in the same
days as the attackers, share their addresses with others, mistype, give up, and come back.
"""

from __future__ import annotations

import asyncio
import heapq
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import fmean, median, variance
from time import perf_counter
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from bot.config import Settings, load_settings
from bot.limits import CODE_DIGITS_MAX, CODE_DIGITS_SAFE
from bot.runtime import Runtime
from bot.verifications import Asked, Blocked, Reason, Verifications
from bot.world import World

T = TypeVar("T")

SEED = 20_260_306
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = 7
VISITS_A_DAY = 430
AREAS = ("206", "425", "253")
"""Where seven of ten customers are from."""
OTHER_AREAS = ("212", "312", "415", "503", "617", "702", "713", "786", "808", "907")
PRICE = {"US": 0.0079, "JM": 0.26, "LV": 0.07, "TN": 0.22, "UZ": 0.35}
"""Dollars a segment, as assumed: of the order that prices have, to weigh countries by."""
EVENTS_A_COMMIT = 200
COME_BACK = 0.8
"""Of those who are told to ask again in a moment."""
MOMENT_S = 60
ABROAD = ("+1876555", "+37122", "+21620", "+99890")


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self, dice: random.Random) -> None:
        self.now = BEGIN
        self.world = World(lambda: self.now, lambda: self.now.timestamp(), dice.randbytes)


@dataclass(order=True)
class Event:
    """Somebody does something at some time."""

    at: float
    place: int
    act: Callable[[Connection], None] = field(compare=False)


@dataclass
class Score:
    """What one side came to."""

    asked: int = 0
    sent: int = 0
    spent: float = 0.0
    unprotected: float = 0.0
    why: Counter[str] = field(default_factory=Counter)

    @property
    def cut(self) -> float:
        """How much of the money was not spent that would have been, had every request been answered with a text."""
        return 1 - self.spent / self.unprotected


class House:
    """The service, and everybody who asks it."""

    def __init__(self, runtime: Runtime, clock: Clock, dice: random.Random) -> None:
        self.runtime, self.clock, self.dice = runtime, clock, dice
        self.service = runtime.verifications
        self.queue: list[Event] = []
        self.scores: dict[str, Score] = {}
        self.places = 0

    def at(self, seconds: float, act: Callable[[Connection], None]) -> None:
        """Let something happen so many seconds after the beginning."""
        self.places += 1
        heapq.heappush(self.queue, Event(seconds, self.places, act))

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return (self.clock.now - BEGIN).total_seconds()

    def run(self, conn: Connection) -> None:
        """Let what is next happen, as much as goes into a transaction."""
        for _ in range(min(len(self.queue), EVENTS_A_COMMIT)):
            event = heapq.heappop(self.queue)
            self.clock.now = max(self.clock.now, BEGIN + timedelta(seconds=event.at))
            event.act(conn)

    def ask(self, conn: Connection, who: str, to: str, ip: str, *, again: bool = False) -> tuple[str, str] | Blocked:
        """Ask for a code; the verification and the code, or why there is none.

        Where the business shows a CAPTCHA when it is told to, real users pass it, and nobody else. Who asks `again`
        after they were told to wait wants no second text.
        """
        human = who == "real users" and self.runtime.settings.verifications.challenge
        score = self.scores.setdefault(who, Score())
        price = PRICE[_country(to)]
        score.asked += not again
        score.unprotected += 0.0 if again else price
        try:
            with conn.begin_nested():
                made = self.service.create(conn, Asked(to=to, purpose="login", ip=ip, owner="key_1", human=human))
        except Blocked as blocked:
            self.service.note(conn, blocked)
            score.why[blocked.reason.value] += 1
            return blocked
        score.sent += 1
        score.spent += price
        said = conn.execute(text("SELECT text FROM message WHERE id = :id"), {"id": made.message_id}).scalar_one()
        return made.id, "".join(char for char in said if char.isdigit())

    def check(self, conn: Connection, id: str, code: str) -> bool:
        """Type a code."""
        return self.service.check(conn, id, code, purpose="login").valid


def _country(phone: str) -> str:
    if phone.startswith("+1876"):
        return "JM"
    return {"1": "US", "3": "LV", "2": "TN", "9": "UZ"}[phone[1]]


# ── real users ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Users:
    """A business in Seattle with some thousand customers, of whom half are new."""

    house: House
    served: int = 0
    shut_out: int = 0
    waited: int = 0
    """They were told to wait for a moment, came back, and got their code then."""
    late: int = 0
    """Their right code was void, so that they had to ask for another."""
    longer: int = 0
    """Their code was longer than six digits."""
    why: Counter[str] = field(default_factory=Counter)

    def plan(self, days: int, visits: int, before: int = 0) -> None:
        """Let them come through the days, most of them around noon; and through some before, which do not count."""
        self.house.clock.now -= timedelta(days=before)
        self.house.at(0, self._count_from_now)
        dice = self.house.dice
        people = [self._number() for _ in range(2_000)]
        shared = [f"172.56.{dice.randrange(256)}.{dice.randrange(256)}" for _ in range(400)]
        self.homes = [_address(dice) for _ in range(60)]
        weights = [1 / (rank + 10) for rank in range(len(shared))]  # behind some of a carrier's addresses are many
        for day in range(-before, days):
            for _ in range(visits):
                at = (day + min(0.999, max(0.0, dice.gauss(0.5, 0.2)))) * 86_400
                phone = dice.choice(people) if dice.random() < 0.5 else self._number()
                ip = dice.choices(shared, weights)[0] if dice.random() < 0.6 else self.address()
                self.house.at(at, partial(self._visit, phone=phone, ip=ip, tries=0))

    def _count_from_now(self, conn: Connection) -> None:
        self.served = self.shut_out = self.waited = self.late = self.longer = 0
        self.why.clear()

    def _number(self) -> str:
        dice = self.house.dice
        area = dice.choice(AREAS) if dice.random() < 0.7 else dice.choice(OTHER_AREAS)
        return f"+1{area}{dice.randrange(2_000_000, 10_000_000)}"

    def address(self) -> str:
        """Somewhere in the networks of sixty providers of the region, or, three times in ten, anywhere in the world."""
        dice = self.house.dice
        home = ".".join(dice.choice(self.homes).split(".")[:2])
        return _address(dice) if dice.random() < 0.3 else f"{home}.{dice.randrange(256)}.{dice.randrange(1, 255)}"

    def _visit(self, conn: Connection, phone: str, ip: str, tries: int, waited: bool = False) -> None:
        """Ask; wait for the pause if told to, twice at most; type; of a hundred eight ask again, and four give up.

        Of ten who are refused, and told that they may ask again in a moment, eight do so, once.
        """
        house, dice = self.house, self.house.dice
        found = house.ask(conn, "real users", phone, ip, again=waited)
        again = house.seconds + dice.uniform(35, 95)
        if isinstance(found, Blocked):
            if tries < 2 and found.reason is Reason.TOO_SOON:
                house.at(again + 60 * tries, lambda conn: self._visit(conn, phone, ip, tries + 1))
            elif _in_a_moment(found) and not waited and dice.random() < COME_BACK:
                house.at(again, lambda conn: self._visit(conn, phone, ip, tries, waited=True))
            else:
                self.shut_out += 1
                self.why[found.reason.value] += 1
            return
        self.waited += waited
        fate = dice.random()
        if fate < 0.08 and tries == 0:
            house.at(again, lambda conn: self._visit(conn, phone, ip, tries + 1))
            return
        self.longer += len(found[1]) > CODE_DIGITS_SAFE
        if fate >= 0.96:
            self.served += 1
            return
        house.at(house.seconds + dice.uniform(8, 60), partial(self._type, phone=phone, ip=ip, tries=tries, found=found))

    def _type(self, conn: Connection, phone: str, ip: str, tries: int, found: tuple[str, str]) -> None:
        """Twelve of a hundred mistype, most of them one digit; of ten of these one leaves it at that."""
        house, dice, (id, code) = self.house, self.house.dice, found
        if dice.random() < 0.12:
            house.check(conn, id, _slip(dice, code) if dice.random() < 0.8 else _any_code(dice, code))
            if dice.random() < 0.1:
                self.served += 1
                return
        if house.check(conn, id, code):
            self.served += 1
        elif tries < 2:
            self.late += 1
            house.at(house.seconds + dice.uniform(60, 120), lambda conn: self._visit(conn, phone, ip, tries + 1))
        else:
            self.shut_out += 1
            self.why["void"] += 1


def _in_a_moment(refused: Blocked) -> bool:
    return refused.reason is Reason.STRANGERS and (refused.retry_after_s or MOMENT_S) < MOMENT_S


def _slip(dice: random.Random, code: str) -> str:
    place = dice.randrange(len(code))
    return f"{code[:place]}{(int(code[place]) + dice.randrange(1, 10)) % 10}{code[place + 1 :]}"


def _any_code(dice: random.Random, like: str) -> str:
    return f"{dice.randrange(10 ** len(like)):0{len(like)}}"


def _address(dice: random.Random) -> str:
    return f"{dice.randrange(11, 170)}.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"


# ── pumping ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Pumpers:
    """They earn by every text that goes to numbers of theirs, and have as many addresses as they like.

    Their blocks lie in the area codes of the customers, who have numbers in the same blocks.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        dice = house.dice
        self._address: Callable[[], str] = partial(_address, dice)
        self._patient = False
        self.blocks = [f"+1{dice.choice(AREAS + OTHER_AREAS)}{dice.randrange(200, 1000)}" for _ in range(70)]

    def plan(self, share: float = 1.0) -> None:
        """All of them in the same week; of each this share."""
        self._share = share
        self._send("abroad", 1, 6, 2_000, lambda turn: _end(self.house.dice, self.house.dice.choice(ABROAD)))
        self._send("one number after the other", 2, 1, 1_500, lambda turn: f"{self.blocks[0]}{turn:04}")
        self._send("twenty blocks at once", 3, 6, 3_000, self._of(self.blocks[:20]))
        self._send("twenty blocks, slowly", 0, 24 * DAYS, 4_200, self._of(self.blocks[20:40]))
        numbers = [_end(self.house.dice, block) for block in self.blocks[40:50]]
        self._send("ten numbers again and again", 4, 24, 3_000, lambda turn: numbers[turn % 10])
        self._send("twenty blocks, typing six of ten codes", 5, 12, 3_000, self._of(self.blocks[50:]), types=0.6)

    def spread(self, address: Callable[[], str], *, patient: bool, hours: float) -> None:
        """Numbers of everybody: nothing is earned by that, unless by a carrier that has a whole country.

        Those who are patient ask again when they are told to, each time and from the same address.
        """
        self._share = 1.0
        self._address, self._patient = address, patient
        self._send("anybody's numbers", 1, hours, 1_500, lambda turn: _anybody(self.house.dice))

    def _of(self, blocks: list[str]) -> Callable[[int], str]:
        return lambda turn: _end(self.house.dice, self.house.dice.choice(blocks))

    def _send(
        self, who: str, day: float, hours: float, count: int, number: Callable[[int], str], types: float = 0.0
    ) -> None:
        for turn in range(round(count * self._share)):
            at = day * 86_400 + hours * 3_600 * turn / count + self.house.dice.uniform(0, 30)
            self.house.at(at, partial(self._turn, turn=turn, who=who, number=number, types=types))

    def _turn(self, conn: Connection, turn: int, who: str, number: Callable[[int], str], types: float) -> None:
        self._ask(conn, who, number(turn), self._address(), types)

    def _ask(self, conn: Connection, who: str, phone: str, ip: str, types: float, again: bool = False) -> None:
        found = self.house.ask(conn, who, phone, ip, again=again)
        if isinstance(found, Blocked) and self._patient and _in_a_moment(found) and not again:
            at = self.house.seconds + self.house.dice.uniform(35, 95)
            self.house.at(at, partial(self._ask, who=who, phone=phone, ip=ip, types=types, again=True))
        if isinstance(found, tuple) and self.house.dice.random() < types:
            self.house.check(conn, *found)


def _end(dice: random.Random, block: str) -> str:
    length = {"+1": 12, "+3": 12, "+2": 12, "+9": 13}[block[:2]]
    return block + "".join(str(dice.randrange(10)) for _ in range(length - len(block)))


def _anybody(dice: random.Random) -> str:
    return f"+1{dice.choice(OTHER_AREAS + AREAS)}{dice.randrange(2_000_000, 10_000_000)}"


# ── guessing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Guesses:
    """How many guesses were compared with a code of so many digits."""

    by_length: Counter[int] = field(default_factory=Counter)
    by_day: Counter[tuple[int, int]] = field(default_factory=Counter)
    """By day and length."""
    by_number: Counter[tuple[str, int]] = field(default_factory=Counter)
    """By number and day."""
    hits: int = 0

    @property
    def for_anybody(self) -> float:
        """How likely it is that any of them was right, on the worst day."""
        days: Counter[int] = Counter()
        for (day, length), count in self.by_day.items():
            days[day] += count * 10 ** (CODE_DIGITS_MAX - length)
        return -math.expm1(max(days.values()) * math.log1p(-(10.0**-CODE_DIGITS_MAX)))


def guess_one(house: House, days: int) -> Guesses:
    """One number, by every means, day after day; each hour another process with a fresh memory."""
    guesses, phone = Guesses(), "+12065550142"

    def act(conn: Connection, minute: int) -> None:
        if minute % 60 == 0:
            house.service = _restarted(house)
        found = house.ask(conn, "guessers", phone, _address(house.dice))
        if isinstance(found, tuple):
            _guess(house, conn, found, phone, guesses)

    for minute in range(0, days * 1440, 4):
        house.at(60 * minute, partial(act, minute=minute))
    return guesses


def guess_many(house: House, numbers: int, days: int = 1, visits: int = 0, quiet: int = 0) -> tuple[Guesses, Users]:
    """Many numbers from many addresses, among real users: codes are made first, then all are guessed at, every hour.

    Before that there are quiet days, in which real users prove that they are.
    """
    guesses, users = Guesses(), Users(house)
    users.plan(quiet + days, visits)
    targets = [_anybody(house.dice) for _ in range(numbers)]

    def act(conn: Connection, phone: str, minute: int) -> None:
        found = house.ask(conn, "sprayers", phone, _address(house.dice))
        if isinstance(found, tuple):
            house.at(60 * minute + 120, lambda conn: _guess(house, conn, found, phone, guesses))

    for minute in range(quiet * 1440, (quiet + days) * 1440, 60):
        for place, phone in enumerate(targets):
            house.at(60 * minute + 60 * place / numbers, partial(act, phone=phone, minute=minute))
    return guesses, users


def _guess(house: House, conn: Connection, found: tuple[str, str], phone: str, guesses: Guesses) -> None:
    (id, code), day = found, int(house.seconds // 86_400)
    for _ in range(7):
        before = _failures(conn, id)
        hit = house.check(conn, id, f"{house.dice.randrange(10 ** len(code)):0{len(code)}}")
        compared = hit or _failures(conn, id) > before
        guesses.by_length[len(code)] += compared
        guesses.by_day[day, len(code)] += compared
        guesses.by_number[phone, day] += compared
        guesses.hits += hit


def _failures(conn: Connection, id: str) -> int:
    return int(conn.execute(text("SELECT failures FROM verification WHERE id = :id"), {"id": id}).scalar_one())


def _restarted(house: House) -> Verifications:
    """What a process knows that has just begun."""
    runtime = house.runtime
    return Verifications(runtime.house, runtime.messages, house.clock.world, runtime.settings, runtime.metrics)


# ── what the time tells ─────────────────────────────────────────────────────────────────────────────────────────────


def timing(house: House, conn: Connection, rounds: int = 200) -> Iterator[str]:
    """Ask for known and unknown numbers, and check ids that are over and that never were; ms by the real clock."""
    numbers = [f"+1{area}{number}" for area in OTHER_AREAS for number in range(2_000_000, 10_000_000, 200_000)]
    before = [_proved(house, conn, phone) for phone in numbers[:rounds]]
    house.clock.now += timedelta(days=2)
    took: dict[str, list[float]] = {"known": [], "unknown": [], "over": [], "never": []}
    for id, phone, other in zip(before, numbers, numbers[rounds:], strict=False):
        house.clock.now += timedelta(seconds=40)
        found = [
            _timed(took["known"], partial(house.ask, conn, "known", phone, _address(house.dice))),
            _timed(took["unknown"], partial(house.ask, conn, "unknown", other, _address(house.dice))),
        ]
        for each in found:  # lest one of them is told to wait because nobody types
            if isinstance(each, tuple):
                house.check(conn, *each)
        _timed(took["over"], partial(house.check, conn, id, "wrong"))
        _timed(took["never"], partial(house.check, conn, house.clock.world.new_id("ver"), "wrong"))
    yield _compared("a known and an unknown number", took["known"], took["unknown"])
    yield _compared("an id that is over and one that never was", took["over"], took["never"])


def _proved(house: House, conn: Connection, phone: str) -> str:
    """Have a code sent and type it; the verification."""
    found = house.ask(conn, "known", phone, _address(house.dice))
    if isinstance(found, Blocked):
        raise found
    house.check(conn, *found)
    return found[0]


def _timed(into: list[float], act: Callable[[], T]) -> T:
    began = perf_counter()
    result = act()
    into.append((perf_counter() - began) * 1000)
    return result


def _compared(what: str, one: list[float], other: list[float]) -> str:
    difference = median(other) - median(one)
    welch = (fmean(other) - fmean(one)) / math.sqrt(variance(one) / len(one) + variance(other) / len(other))
    p50 = f"p50 {median(one):.2f} and {median(other):.2f} ms"
    return f"{what}: {p50}, apart by {difference:+.2f}; Welch's t {welch:+.1f}"


# ── the report ──────────────────────────────────────────────────────────────────────────────────────────────────────


def settings(**more: str) -> Settings:
    """As they come, with a database in memory and no carrier, where the code can be read."""
    return load_settings(environ={"PARLEY_DATABASE__URL": "sqlite://", "PARLEY_LOG__LEVEL": "error", **more})


async def play(scene: Callable[[House], T], **more: str) -> tuple[House, T]:
    """Open a house and let a scene happen in it."""
    dice = random.Random(SEED)  # noqa: S311 - the same figures each time
    clock = Clock(dice)
    runtime = Runtime(settings(**more), clock.world)
    await runtime.start(worker=False)
    try:
        house = House(runtime, clock, dice)
        made = scene(house)
        while house.queue:
            await runtime.database.run(house.run)
        return house, made
    finally:
        await runtime.stop()


def pump(
    house: House,
    *,
    spread: str = "",
    patient: bool = False,
    days: int = DAYS,
    share: float = 1.0,
    visits: int = VISITS_A_DAY,
    before: int = 0,
    hours: float = 12,
) -> Users:
    """Days of real users, with those who have numbers of their own, or those who take anybody's.

    They may come already on some days before.
    """
    users = Users(house)
    users.plan(days, visits, before)
    if spread:
        address = users.address if spread == "like customers" else partial(_address, house.dice)
        Pumpers(house).spread(address, patient=patient, hours=hours)
    else:
        Pumpers(house).plan(share)
    return users


def pumping_report(house: House, users: Users) -> Iterator[str]:
    """What each strategy got, and who of the real users got nothing."""
    attacks = {who: score for who, score in house.scores.items() if who != "real users"}
    width = max(map(len, [*attacks, "all of them"]))
    yield f"{'':{width}}  requests   texts   spend cut"
    for who, score in attacks.items():
        yield f"{who:{width}}  {score.asked:8}  {score.sent:6}   {score.cut:8.2%}   {_reasons(score.why)}"
    whole = Score(
        sum(it.asked for it in attacks.values()),
        sum(it.sent for it in attacks.values()),
        sum(it.spent for it in attacks.values()),
        sum(it.unprotected for it in attacks.values()),
    )
    if attacks:
        yield f"{'all of them':{width}}  {whole.asked:8}  {whole.sent:6}   {whole.cut:8.2%}"
    visits = users.served + users.shut_out
    share = users.shut_out / visits
    yield f"real users: {visits} visits, {users.shut_out} without a code ({share:.2%})  {_reasons(users.why)}"
    yield f"  {users.waited} were told to ask again in a moment, and got it then"
    yield f"  {users.late} had to ask again because their code was void, {users.longer} got a longer code"


def users_report(users: Users) -> Iterator[str]:
    """What became of real users meanwhile."""
    visits = users.served + users.shut_out
    shut_out = f"{users.shut_out} without a code ({users.shut_out / visits:.2%})"
    yield f"  real users: {visits} visits, {shut_out}  {_reasons(users.why)}"
    yield f"  {users.late} had to ask again because their code was void, {users.longer} got a longer code"


def guessing_report(who: str, guesses: Guesses) -> Iterator[str]:
    """How many guesses were compared, and how likely one was right."""
    compared = ", ".join(f"{count} of {length} digits" for length, count in sorted(guesses.by_length.items()) if count)
    most = max(guesses.by_number.values())
    a_day = -math.expm1(most * math.log1p(-1e-6))
    yield f"{who}: {compared} compared; {guesses.hits} right"
    yield f"  at one number {most} a day at most: {a_day:.7e} with codes of six digits"
    yield f"  for any of them, on the worst day: {guesses.for_anybody:.3e}"


def _reasons(why: Counter[str]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in why.most_common(4))


SPREADS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("from addresses all over the world", "anywhere", {}),
    ("from the networks of the customers", "like customers", {}),
    ("from all over the world, coming back when told to", "anywhere", {"patient": True}),
    ("from the networks of the customers, coming back", "like customers", {"patient": True}),
    ("from all over the world, coming back, after a fortnight", "anywhere", {"patient": True, "before": 14}),
    (
        "from the networks of the customers, coming back, after a fortnight",
        "like customers",
        {"patient": True, "before": 14},
    ),
    ("from all over the world, coming back, all within ten minutes", "anywhere", {"patient": True, "hours": 1 / 6}),
    ("from all over the world, coming back, for six days", "anywhere", {"patient": True, "hours": 144}),
    (
        "from the networks of the customers, coming back, with a CAPTCHA that real users pass",
        "like customers",
        {"patient": True},
    ),
)
"""Who draws numbers at random: from where, and how."""


async def report() -> None:
    """Play every scene and print what came of it."""
    print(f"Passcodes: {DAYS} days, {VISITS_A_DAY} visits of real users a day, seed {SEED}")
    print("\npumping, all at once")
    house, users = await play(pump)
    print("\n".join(f"  {line}" for line in pumping_report(house, users)), flush=True)
    for title, spread, more in SPREADS:
        captcha = {"PARLEY_VERIFICATIONS__CHALLENGE": "1"} if "CAPTCHA" in title else {}
        house, users = await play(partial(pump, spread=spread, **more), **captcha)
        print(f"\nanybody's numbers, {title}")
        print("\n".join(f"  {line}" for line in pumping_report(house, users)), flush=True)
    print("\nguessing")
    _, guesses = await play(partial(guess_one, days=7))
    print("\n".join(f"  {line}" for line in guessing_report("one number for 7 days", guesses)), flush=True)
    for visits in (VISITS_A_DAY, 10 * VISITS_A_DAY):
        _, (guesses, users) = await play(partial(guess_many, numbers=300, quiet=1, visits=visits))
        print("\n".join(f"  {line}" for line in guessing_report("300 numbers for a day", guesses)))
        print("\n".join(f"  {line}" for line in users_report(users)), flush=True)
    print(f"  codes have up to {CODE_DIGITS_MAX} digits while somebody guesses")
    print("\nwhat the time tells (by this machine)")
    lines: list[str] = []
    await play(lambda house: house.at(0, lambda conn: lines.extend(timing(house, conn))))
    print("\n".join(f"  {line}" for line in lines))


def main() -> None:
    """Print the report."""
    asyncio.run(report())


if __name__ == "__main__":
    main()
