"""What agents change about people, and what follows: of consent the stricter of two numbers holds for both."""

from __future__ import annotations

import pytest

from bot.desk import Actor, Refused
from bot.desk.people import change, check, join, merge, part
from bot.store import contacts, same_person
from bot.store.contacts import Contact
from tests.stage import ANA, BEN, NOON, staged

MIA = Actor("usr_mia", "Mia")
TAGGED = """\
flow: welcome
start:
  - tag: vip
states:
  hello:
    - say: Welcome to the club.
    - end: done
"""


async def ids(stage) -> dict[str, str]:
    return {row[0]: row[1] for row in await stage.rows("SELECT phone, id FROM contact")}


async def person(stage, phone: str) -> Contact:
    return (await stage.runtime.database.run(contacts.find, [phone]))[phone]


def changed(stage, contact_id: str, **changes):
    run, house = stage.runtime.database.run, stage.runtime.house
    return run(change, house, contact_id, changes, stage.clock.now)


def joined(stage, contact_id: str, main_id: str):
    run, house = stage.runtime.database.run, stage.runtime.house
    return run(join, house, contact_id, main_id, MIA, stage.clock.now)


# ── changing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": "Ana", "language": "pt-BR", "country": "BR", "timezone": "America/Sao_Paulo"}, []),
        ({"tags": ["vip", "first visit"], "fields": {"size": "M"}}, []),
        ({"name": "x" * 201}, ["name"]),
        ({"language": "Portuguese"}, ["language"]),
        ({"country": "br"}, ["country"]),
        ({"timezone": "Moon/Base"}, ["timezone"]),
        ({"tags": ["<b>"]}, ["tags"]),
        ({"fields": {"Size": "M"}}, ["fields"]),
        ({"fields": {"size": "x" * 2_001}}, ["fields"]),
    ],
)
def test_what_is_written_is_checked(changes, wrong):
    assert wrong == list(check(changes))


@pytest.mark.usefixtures("either_database")
async def test_a_tag_sets_off_what_waits_for_it(tmp_path):
    async with staged(tmp_path, TAGGED) as stage:
        await stage.says(ANA, "hi")
        await changed(stage, (await ids(stage))[ANA], tags=["vip"], name="Ana Castillo")
        await stage.settle()

        assert ["Welcome to the club."] == stage.heard(ANA)
        assert ("Ana Castillo", ["vip"]) == ((await person(stage, ANA)).name, (await person(stage, ANA)).tags)


async def test_what_is_wrong_changes_nothing(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        with pytest.raises(Refused, match="a language is"):
            await changed(stage, (await ids(stage))[ANA], name="Ana", language="?")

        assert (await person(stage, ANA)).name is None


# ── one person with two numbers ─────────────────────────────────────────────────────────────────────────────────────


def test_the_main_ones_word_counts_where_both_say_something():
    main = Contact("ctc_1", ANA, NOON, name="Ana", fields={"size": "M"}, tags=["vip"])
    known = {"size": "L", "shoe": "39"}
    other = Contact("ctc_2", BEN, NOON, name="A. C.", language="es", fields=known, tags=["new", "vip"])
    both = merge(main, other)

    assert ("Ana", "es", {"size": "M", "shoe": "39"}, ["vip", "new"]) == (
        both.name,
        both.language,
        both.fields,
        both.tags,
    )


@pytest.mark.usefixtures("either_database")
async def test_both_know_the_same_and_keep_their_numbers(tmp_path):
    async with staged(tmp_path) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "hi")
        of = await ids(stage)
        await changed(stage, of[ANA], name="Ana Castillo", fields={"size": "M"})
        await joined(stage, of[BEN], of[ANA])

        assert [("Ana Castillo", {"size": "M"})] * 2 == [
            (one.name, one.fields) for one in (await person(stage, ANA), await person(stage, BEN))
        ]
        assert [ANA, BEN] == [one.phone for one in await stage.runtime.database.run(same_person.numbers_of, of[ANA])]


@pytest.mark.parametrize("who", [ANA, BEN])
@pytest.mark.usefixtures("either_database")
async def test_whoever_opted_out_with_one_number_is_out_with_both(tmp_path, who):
    async with staged(tmp_path) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "hi")
        await stage.says(who, "STOP")
        of = await ids(stage)
        await joined(stage, of[BEN], of[ANA])
        heard = {phone: len(stage.heard(phone)) for phone in (ANA, BEN)}
        for phone in (ANA, BEN):
            await stage.starts(phone, "echo")

        assert heard == {phone: len(stage.heard(phone)) for phone in (ANA, BEN)}
        sources = await stage.rows("SELECT source FROM consent_event WHERE kind = 'out'")
        assert {("keyword",), ("agent",)} == set(sources)


async def test_parting_gives_nobody_back_to_be_texted(tmp_path):
    async with staged(tmp_path) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "hi")
        await stage.says(ANA, "STOP")
        of = await ids(stage)
        await joined(stage, of[BEN], of[ANA])
        await stage.runtime.database.run(part, of[BEN], MIA, NOON)
        before = len(stage.heard(BEN))
        await stage.starts(BEN, "echo")

        assert before == len(stage.heard(BEN))
        assert of[BEN] == await stage.runtime.database.run(same_person.main_of, of[BEN])


async def test_nobody_is_merged_twice_or_with_themselves(tmp_path):
    async with staged(tmp_path) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "hi")
        of = await ids(stage)
        with pytest.raises(Refused, match="one person already"):
            await joined(stage, of[ANA], of[ANA])
        await joined(stage, of[BEN], of[ANA])
        with pytest.raises(Refused, match="one person already"):
            await joined(stage, of[BEN], of[ANA])
