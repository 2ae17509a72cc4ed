"""Browsers in which somebody is signed in: how they begin, how they end."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.accounts import CLI, Due, Role
from bot.accounts.links import LinkKind
from bot.accounts.people import Refused
from tests.accounts.conftest import OUTSIDE, PASSWORD, Desk
from tests.stage import staged

OTHER = "cedar marble kettle fog"


async def test_each_signing_in_has_a_token_of_its_own(desk):
    await desk.add()
    tokens = [await desk.sign_in() for _ in range(3)]

    assert 3 == len(set(tokens))
    assert all(len(token) == 43 for token in tokens)
    assert {"ana@example.com"} == {(await desk.accounts.sessions.find(token)).email for token in tokens}


@pytest.mark.parametrize("token", ["", "x", "\x00", "ü" * 1000, "a" * 10_000])
async def test_what_nobody_was_given_leads_nowhere(desk, token):
    await desk.add()

    assert None is await desk.accounts.sessions.find(token)


@pytest.mark.parametrize(
    ("clicks", "living"),
    [
        ([59], True),
        ([60], False),
        ([59, 59, 59], True),
        ([50] * 14, True),
        ([50] * 15, False),
    ],
    ids=str,
)
async def test_it_ends_after_an_hour_without_a_click_and_after_twelve_in_any_case(desk, clicks, living):
    await desk.add()
    token = await desk.sign_in()
    for minutes in clicks:
        desk.stage.clock.passes(minutes=minutes)
        found = await desk.accounts.sessions.find(token)

    assert living == (found is not None)


async def test_what_a_page_does_by_itself_is_no_click(desk):
    await desk.add()
    token = await desk.sign_in()
    for _ in range(6):
        desk.stage.clock.passes(minutes=9)
        assert await desk.accounts.sessions.find(token, background=True)
    desk.stage.clock.passes(minutes=9)

    assert None is await desk.accounts.sessions.find(token)


async def test_signing_out_ends_it_on_the_server(desk):
    await desk.add()
    token = await desk.sign_in()
    await desk.accounts.sessions.end(await desk.accounts.sessions.find(token), OUTSIDE)

    assert None is await desk.accounts.sessions.find(token)


async def test_one_can_end_ones_own_and_no_others(desk):
    ana, ben = await desk.add("Ana"), await desk.add("Ben")
    token = await desk.sign_in("Ben")
    theirs = (await desk.accounts.sessions.find(token)).session_id

    assert not await desk.accounts.sessions.end_one(ana.id, theirs, OUTSIDE)
    assert await desk.accounts.sessions.find(token)
    assert await desk.accounts.sessions.end_one(ben.id, theirs, OUTSIDE)
    assert None is await desk.accounts.sessions.find(token)


async def test_another_password_ends_all_others_and_renews_this_one(desk):
    await desk.add()
    here, there = await desk.sign_in(), await desk.sign_in()
    agent = await desk.accounts.sessions.find(here)
    fresh = await desk.accounts.own.change_password(agent, PASSWORD, OTHER, OUTSIDE)

    assert [False, False, True] == [
        await desk.accounts.sessions.find(token) is not None for token in (here, there, fresh)
    ]
    assert (None, True) == (await desk.sign_in(), bool(await desk.sign_in(password=OTHER)))


@pytest.mark.parametrize(
    "change",
    [
        lambda team, user: team.change_role(user.id, Role.VIEWER, CLI),
        lambda team, user: team.disable(user.id, CLI),
        lambda team, user: team.unlock(user.id, CLI, factor=True),
    ],
    ids=["role", "disabled", "factor removed"],
)
async def test_what_an_admin_changes_ends_all_of_somebodys_sessions(desk, change):
    user = await desk.add()
    tokens = [await desk.sign_in() for _ in range(2)]
    await change(desk.accounts.team, user)

    assert [None, None] == [await desk.accounts.sessions.find(token) for token in tokens]


async def test_who_is_disabled_stays_out_until_they_are_let_in_again(desk):
    user = await desk.add()
    link = (await desk.accounts.team.link(user.id, LinkKind.RESET, CLI)).link
    await desk.accounts.team.disable(user.id, CLI)
    token = link.partition("token=")[2]
    assert (None, None) == (await desk.sign_in(), await desk.accounts.links.whose(token, LinkKind.RESET))
    await desk.accounts.team.enable(user.id, CLI)

    assert await desk.sign_in()


async def test_the_last_admin_stays_one(desk):
    first = await desk.add("Ana", Role.ADMIN)
    for change in (
        desk.accounts.team.disable(first.id, CLI),
        desk.accounts.team.change_role(first.id, Role.AGENT, CLI),
    ):
        with pytest.raises(Refused, match="has to be an admin"):
            await change
    await desk.add("Ben", Role.ADMIN)
    await desk.accounts.team.change_role(first.id, Role.AGENT, CLI)


async def test_two_admins_who_disable_each_other_at_once_leave_one(desk):
    users = [await desk.add(name, Role.ADMIN) for name in ("Ana", "Ben")]

    ended = await asyncio.gather(*(desk.accounts.team.disable(user.id, CLI) for user in users), return_exceptions=True)

    assert [Refused] == [type(end) for end in ended if end is not None]


async def test_who_is_invited_twice_at_once_has_one_account(desk):
    invitations = (desk.accounts.team.invite("ana@example.com", "Ana", Role.AGENT, CLI) for _ in range(5))

    ended = await asyncio.gather(*invitations, return_exceptions=True)

    assert [Refused] * 4 == [type(end) for end in ended if isinstance(end, Exception)]


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_processes_that_start_at_once_make_one_first_admin(desk):
    links = await asyncio.gather(*(desk.accounts.links.first() for _ in range(5)))

    assert 5 == len(set(links))
    assert [("admin@localhost",)] == await desk.stage.rows('SELECT email FROM "user"')


async def test_the_first_admin_gets_in_by_a_link_that_works_once(desk):
    link = await desk.accounts.links.first()
    token = link.partition("token=")[2]
    session = await desk.accounts.links.sign_in(token, OUTSIDE)

    assert Role.ADMIN == (await desk.accounts.sessions.find(session)).role
    assert None is await desk.accounts.links.sign_in(token, OUTSIDE)


async def test_there_is_a_link_for_as_long_as_no_admin_can_sign_in(desk):
    one, other = await desk.accounts.links.first(), await desk.accounts.links.first()
    assert one != other
    assert None is await desk.accounts.links.sign_in(one.partition("token=")[2], OUTSIDE)
    agent = await desk.accounts.sessions.find(
        await desk.accounts.links.sign_in(other.partition("token=")[2], OUTSIDE) or ""
    )
    await desk.accounts.own.change_password(agent, "", PASSWORD, OUTSIDE)

    assert None is await desk.accounts.links.first()


@pytest.mark.parametrize(
    ("kind", "after", "leads"),
    [
        (LinkKind.LOGIN, timedelta(minutes=59), True),
        (LinkKind.LOGIN, timedelta(minutes=60), False),
        (LinkKind.INVITATION, timedelta(hours=71), True),
        (LinkKind.INVITATION, timedelta(hours=72), False),
        (LinkKind.RESET, timedelta(minutes=59), True),
        (LinkKind.RESET, timedelta(minutes=60), False),
    ],
    ids=str,
)
async def test_a_link_ends_by_itself(desk, kind, after, leads):
    user = await desk.add()
    token = (await desk.accounts.links.make(user, kind, CLI)).partition("token=")[2]
    desk.stage.clock.now += after

    assert leads == (await desk.accounts.links.whose(token, kind) is not None)


async def test_a_link_is_for_one_purpose(desk):
    user = await desk.add()
    token = (await desk.accounts.links.make(user, LinkKind.RESET, CLI)).partition("token=")[2]

    assert None is await desk.accounts.links.sign_in(token, OUTSIDE)
    assert None is await desk.accounts.links.whose(token, LinkKind.INVITATION)


async def test_a_refused_password_does_not_use_the_link_up(desk):
    user = await desk.add()
    token = (await desk.accounts.links.make(user, LinkKind.RESET, CLI)).partition("token=")[2]
    with pytest.raises(Refused):
        await desk.accounts.links.choose(token, LinkKind.RESET, "", "short", OUTSIDE)

    assert await desk.accounts.links.choose(token, LinkKind.RESET, "", OTHER, OUTSIDE)
    assert None is await desk.accounts.links.choose(token, LinkKind.RESET, "", OTHER, OUTSIDE)


# ── changes that want proof ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        lambda own, agent: own.change_password(agent, "wrong", OTHER, OUTSIDE),
        lambda own, agent: own.change_email(agent, "new@example.com", "wrong", OUTSIDE),
        lambda own, agent: own.confirm_factor(agent, "000000", "wrong", OUTSIDE),
        lambda own, agent: own.remove_factor(agent, "wrong", OUTSIDE),
        lambda own, agent: own.new_recovery(agent, "wrong", OUTSIDE),
    ],
    ids=["password", "email", "factor", "no factor", "recovery"],
)
async def test_what_proves_who_one_is_changes_only_with_the_password(desk, change):
    await desk.add()
    with pytest.raises(Refused, match="not your password"):
        await change(desk.accounts.own, await desk.enter())

    assert await desk.sign_in()
    assert "user.proof_refused" in await desk.deeds()


async def test_who_has_no_password_has_to_have_come_in_just_now(desk):
    link = await desk.accounts.links.first()
    agent = await desk.accounts.sessions.find(
        await desk.accounts.links.sign_in(link.partition("token=")[2], OUTSIDE) or ""
    )
    desk.stage.clock.passes(minutes=16)
    with pytest.raises(Refused, match="a while ago"):
        await desk.accounts.own.change_email(agent, "ana@example.com", "", OUTSIDE)


async def test_where_everybody_needs_a_second_factor_that_comes_first(either_database, tmp_path):
    async with staged(
        tmp_path, PARLEY_CONSOLE__TWO_FACTOR="required", PARLEY_PRIVACY__KEY="a key that only tests have"
    ) as stage:
        desk = Desk(stage)
        await desk.add()

        assert Due.FACTOR == (await desk.enter()).due


# ── the audit log ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_was_done_is_written_down_and_stays(desk):
    await desk.add()
    await desk.sign_in(password="wrong")
    await desk.sign_in()

    assert ["user.added", "link.given", "sign_in.invitation", "sign_in.refused", "sign_in.password"] == (
        await desk.deeds()
    )
    for statement in (
        "UPDATE audit SET kind = 'nothing'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit"
        if not desk.stage.runtime.database.shared
        else "TRUNCATE audit",
    ):
        with pytest.raises(Exception, match="append-only"):
            await desk.stage.execute(statement)
