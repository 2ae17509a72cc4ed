"""Which option a reply means: its number, name, synonym, place, day or time, or a near misspelling of one of them.

Each way of reading is tried in turn, the surest first. One that finds two options ends the search: that is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from bot import text as texts
from bot.engine.understand.likeness import (
    CONTAINED_LETTERS_MIN,
    FAR_LETTERS_MIN,
    NEAR_LETTERS_MIN,
    WORDS_KEPT,
    is_near,
    is_part,
    stem,
)
from bot.engine.understand.numerals import spell_out
from bot.engine.understand.option import (
    FOREIGN_WORDS_MAX,
    Option,
    Reply,
    core_of,
    foreign,
    frames,
    option_of,
    places,
)
from bot.engine.understand.reading import Spec, Surroundings, Understood, clauses, clip, is_question
from bot.engine.understand.refusal import (
    holds_only_then,
    idly_named,
    joined,
    joining,
    leaves_open,
    makes_another,
    names_idle_too,
    names_several,
)
from bot.engine.understand.slot import by_moment, moment_of_reply
from bot.engine.understand.words import Words, merged, phrases
from bot.engine.understand.yes_no import read_yes_no

_NUMBER_SIGN = re.compile(r"\b[Nn]o\.\s?(?=\d)")
_DENIALS_MAX = 3
"""Who denies more than that in one clause has not chosen."""
_WITHIN_SENTENCE_LETTERS_MIN = 6


Way = Callable[[Reply, list[Option]], set[int]]


def read_choice(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """`2`, `#2`, `option two`, `the last one`, `billing`, `biling`, `Monday`."""
    options = [option_of(number, key, shown, spec) for number, (key, shown) in enumerate(spec.choices, 1)]
    reply_text = clip(text)
    said = tuple(texts.words(reply_text))
    reply = Reply(reply_text, said, core_of(said), where)
    for way in _WAYS:
        found = way(reply, options)
        if not found and way is _by_contrast:
            if both := joining(reply, options):
                return options[both - 1].understood
            if any(refuses(reply, options) for refuses in _REFUSALS):
                return None
        if found:
            return options[found.pop() - 1].understood if len(found) == 1 else None
    return None


# ── what is no choice ──


def _denies(reply: Reply, options: list[Option]) -> bool:
    """`Not the first one`, `no quiero color`, `lundi non`: a negation right beside what names an option."""
    denials = _denials(reply.where.tables)
    if denials.isdisjoint(reply.words):
        return False
    own = {word for option in options for name in option.names for word in name.split()}
    denials -= own
    for clause in clauses(reply.text):
        for place in [place for place, word in enumerate(clause) if word in denials][:_DENIALS_MAX]:
            at_end = place == len(clause) - 1
            beside = clause[:place] if at_end else clause[place + 1 :]
            if beside and _names_one(beside, reply.where, options):
                return True
    return False


def _names_one(said: list[str], where: Surroundings, options: list[Option]) -> bool:
    return bool(_named_in(tuple(said), where, options))


def _named_in(words: tuple[str, ...], where: Surroundings, options: list[Option]) -> set[int]:
    """What the surest ways find in a part of a reply."""
    part = Reply(" ".join(words), words, core_of(words), where)
    ways = (_by_name, _by_number, _by_place, _by_core, by_moment)
    return next((found for way in ways if (found := way(part, options))), set())


@cache
def _denials(tables: tuple[Words, ...]) -> frozenset[str]:
    """The words that deny what follows, but for those that are harmless in the likeliest language (`no pix`)."""
    listed = frozenset().union(*(phrases(words.negation) | phrases(words.no) for words in tables))
    return frozenset(word for word in listed if " " not in word) - frames(tables[0])


@cache
def _sure_denials(tables: tuple[Words, ...]) -> frozenset[str]:
    """The words that deny and are not `no` as well."""
    return frozenset().union(*(phrases(words.negation) - phrases(words.no) for words in tables))


# ── the ways, surest first ──


def _by_name(reply: Reply, options: list[Option]) -> set[int]:
    """The whole reply is a name. A number is one only where it is shown as such, and then it may mean two options."""
    whole = " ".join(reply.words)
    if not whole.isdecimal():
        closed = whole.replace(" ", "")  # `pick up` is `pickup`
        names = ((option.number, name) for option in options for name in option.names)
        found = {number for number, name in names if closed and closed == name.replace(" ", "")}
        return found | _showing(reply.words, found, options)
    shown = {option.number for option in options if whole in option.names[1:]}
    return shown | _within((whole,), options) if shown else set()


def _by_bare_number(reply: Reply, options: list[Option]) -> set[int]:
    """`2` and nothing else: what most people answer, and nothing that could deny or doubt it stands beside it."""
    said = reply.text
    return _within((said,), options) if said.isascii() and said.isdecimal() and said[0] != "0" else set()


def _showing(said: tuple[str, ...], found: set[int], options: list[Option]) -> set[int]:
    """The options that show a word which is another's key: people see the texts only, so `blue` may be either."""
    hidden = all(
        " ".join(said) not in (" ".join(texts.words(option.shown)), *option.names[1:])
        for option in options
        if option.number in found
    )
    if not found or not hidden:
        return set()
    return {
        option.number
        for option in options
        if set(said) <= set(texts.words(option.shown)) and len(joined(option.shown)) == 1
    }


def _by_contrast(reply: Reply, options: list[Option]) -> set[int]:
    """`Medium, not large`. A word that is `no` as well (`azul no rojo`) may take back what stands before it."""
    sure = _sure_denials(reply.where.tables).intersection(reply.words)
    if not sure:
        return set()
    sure -= {word for option in options for name in option.names for word in name.split()}
    for place, word in enumerate(reply.words):
        if word in sure and place:
            ends = (reply.words[:place], reply.words[place + 1 :])
            chosen, left = (_named_in(end, reply.where, options) for end in ends)
            return chosen if left and chosen.isdisjoint(left) else set()
    return set()


def _by_several_letters(reply: Reply, options: list[Option]) -> set[int]:
    """`M or L`: more than one option that is called by a letter or two."""
    found = _by_letters(reply, options)
    return found if len(found) > 1 else set()


def _by_letters(reply: Reply, options: list[Option]) -> set[int]:
    """`Size m`, within a few words, for a name of a letter or two that means nothing else."""
    if len(reply.words) > FOREIGN_WORDS_MAX:
        return set()
    short = {word for word in reply.words if len(word) < CONTAINED_LETTERS_MIN and word.isalpha()}
    telling = short - frames(reply.where.tables[0])
    named = {option.number for option in options if not short.isdisjoint(option.names)}
    return named if any(not telling.isdisjoint(option.names) for option in options) else set()


def _by_number(reply: Reply, options: list[Option]) -> set[int]:
    """`2`, `#2`, `number two`, `2 please`, `2 billing`; or `2`, and then a story."""
    for words in (*reply.where.tables, *foreign(reply)):
        core = core_of(texts.words(spell_out(_NUMBER_SIGN.sub("", reply.text), words)))
        if len(core) == 1:
            found = _within(core, options)
        elif core and _within(core[:1], options):
            found = _number_and_more(core, reply.text, words, options)
        else:
            found = set()
        if found:
            return found
    return set()


def _number_and_more(core: tuple[str, ...], text: str, words: Words, options: list[Option]) -> set[int]:
    """A number with its option's name, with another's (which is unclear), or in a clause of its own."""
    number = _within(core[:1], options)
    named = {option.number for option in options if any(_same(core[1:], name) for name in option.names)}
    if named:
        return number | named
    first, *rest = clauses(spell_out(text, words))
    others = {word for clause in rest for word in clause if _within((word,), options)}
    return number if core_of(first) == core[:1] and not others else set()


def _within(core: tuple[str, ...], options: list[Option]) -> set[int]:
    number = int(core[0]) if core[0].isdecimal() and len(core[0]) < 4 else 0
    return {number} if 1 <= number <= len(options) else set()


def _by_place(reply: Reply, options: list[Option]) -> set[int]:
    """`The second`, `last one`. What is a weekday too (`segunda`) is one where weekdays are shown."""
    whole, core = " ".join(reply.words), " ".join(reply.core)
    placed = {
        place if place > 0 else len(options)
        for words in (*reply.where.tables, *foreign(reply))
        for said in {core, whole, " ".join(core_of(reply.words, words))}
        for place in _places_called(words).get(said, ())
        if place <= len(options)
    }
    if not placed:
        return set()
    dated = by_moment(reply, options)
    return dated if dated and "weekday" in moment_of_reply(reply) else placed | dated


@cache
def _places_called(words: Words) -> Mapping[str, tuple[int, ...]]:
    """Phrase → the places that it names."""
    called: dict[str, tuple[int, ...]] = {}
    for place, listed in words.ordinals.items():
        for phrase in phrases(listed):
            called[phrase] = (*called.get(phrase, ()), place)
    return called


def _by_core(reply: Reply, options: list[Option]) -> set[int]:
    """A name within `I'd like … please`."""
    cores = {reply.core, *(core_of(reply.words, words) for words in reply.where.tables)}
    return {
        option.number
        for option in options
        if any(core and _same(core, name) for core in cores for name in option.names)
    }


def _by_idle_name(reply: Reply, options: list[Option]) -> set[int]:
    """`Mañana`, alone or with politeness, where an option shows `Por la mañana`."""
    plain = not reply.core and not is_question(reply.text, reply.where.tables)
    return idly_named(reply, options) if plain and _denials(reply.where.tables).isdisjoint(reply.words) else set()


def _same(core: tuple[str, ...], name: str) -> bool:
    return core in _cores(name)


@lru_cache(WORDS_KEPT)
def _cores(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a name, and those of them that name something."""
    said = tuple(name.split())
    return said, core_of(said)


def _by_mention(reply: Reply, options: list[Option]) -> set[int]:
    """A name somewhere in the reply, not denied and not asked about; of names within names the longest counts."""
    hyphened = texts.normalise(reply.text)
    found = [
        (start, start + len(name.split()), option.number)
        for option in options
        for name in option.names
        if len(name) >= CONTAINED_LETTERS_MIN
        for start in places(reply.words, tuple(name.split()))
        if not (start and f"{reply.words[start - 1]}-{reply.words[start]}" in hyphened)
    ]
    spans = [
        (start, end, number)
        for start, end, number in found
        if not any(other[0] <= start and end <= other[1] and other[1] - other[0] > end - start for other in found)
    ]
    denials = _denials(reply.where.tables)
    if any(start and reply.words[start - 1] in denials for start, _, _ in spans):
        return set()
    if spans and is_question(reply.text, reply.where.tables):
        start, end, _ = spans[0]
        if len(reply.core) > len(core_of(reply.words[start:end])):
            return set()
    named = {number for _, _, number in spans}
    return named | _others_named(reply, spans, options) if named else set()


def _others_named(reply: Reply, spans: list[tuple[int, int, int]], options: list[Option]) -> set[int]:
    """Options that the rest of the reply belongs to: `kids haircut` where there is `Haircut` and `Kids cut`."""
    spoken = {place for start, end, _ in spans for place in range(start, end)}
    rest = {stem(word) for place, word in enumerate(reply.words) if place not in spoken and word in reply.core}
    parts = {option.number: {stem(word) for name in option.names for word in name.split()} for option in options}
    own = {word for _, _, number in spans for word in parts[number]}
    telling = {word for word in rest - own if len(word) >= CONTAINED_LETTERS_MIN}
    return {number for number, words in parts.items() if not telling.isdisjoint(words)}


def _by_parts(reply: Reply, options: list[Option]) -> set[int]:
    """Nothing but words of one option's name: `payments` for `Billing or payments`."""
    return _parts_of_names(reply.core, options) or _parts_of_names(
        tuple(word for word in reply.words if word not in merged("filler")), options
    )


def _parts_of_names(said: tuple[str, ...], options: list[Option]) -> set[int]:
    denied = not merged("negation").isdisjoint(said)
    telling = [word for word in said if word.isdecimal() or len(word) >= CONTAINED_LETTERS_MIN]
    if merged("negation").issuperset(telling):
        return set()
    named = {
        (option.number, denied is not merged("negation").isdisjoint(name.split()))
        for option in options
        for name in option.names
        if all(is_part(word, name) for word in said)
    }
    agreeing = {number for number, agrees in named if agrees}
    return {number for number, _ in named} if agreeing else set()


def _by_spelling(reply: Reply, options: list[Option]) -> set[int]:
    """Near to just one name, or to a word of it; short words must be nearer than long ones."""
    if not merged("negation").isdisjoint(reply.words) or (
        is_question(reply.text, reply.where.tables) and len(reply.core) > 1
    ):
        return set()
    whole = " ".join(reply.core)
    near = {option.number for option in options for name in option.names if is_near(whole, name)}
    if near:
        return near
    alone = len(reply.core) == 1
    letters_min = NEAR_LETTERS_MIN if alone else _WITHIN_SENTENCE_LETTERS_MIN
    letters_max = FAR_LETTERS_MIN if alone else 99
    parts = [
        (option.number, part)
        for option in options
        for name in option.names
        if merged("negation").isdisjoint(name.split())
        for part in _cores(name)[1]
    ]
    long = [word for word in reply.core if len(word) >= letters_min]
    near = {number for number, part in parts if any(is_near(word, part, letters_max=letters_max) for word in long)}
    told = {word for word in reply.core if len(word) >= NEAR_LETTERS_MIN}
    return near | {number for number, part in parts if part in told} if near else set()


def _by_yes_no(reply: Reply, options: list[Option]) -> set[int]:
    """Options that are called yes and no."""
    if not any(name in option.names for option in options for name in ("yes", "no")):
        return set()
    answer = read_yes_no(reply.text)
    return {option.number for option in options if answer is not None and answer.key in option.names}


_REFUSALS: tuple[Callable[[Reply, list[Option]], bool], ...] = (
    names_several,
    _denies,
    holds_only_then,
    leaves_open,
    names_idle_too,
    makes_another,
)
_WAYS: tuple[Way, ...] = (
    _by_name,
    _by_bare_number,
    _by_contrast,
    _by_several_letters,
    _by_number,
    _by_place,
    _by_core,
    _by_idle_name,
    _by_mention,
    by_moment,
    _by_parts,
    _by_letters,
    _by_spelling,
    _by_yes_no,
)
