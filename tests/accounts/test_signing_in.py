"""Signing in: by password, by code, by recovery code; and how often one may be wrong."""

from __future__ import annotations

import asyncio
import base64
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from bot.accounts import Caller, Due, Role
from bot.accounts.factors import draw_secret, matching_step
from bot.accounts.guessing import TooOften
from bot.accounts.links import LinkKind
from bot.accounts.passwords import Passwords
from bot.accounts.people import Refused
from tests.accounts.conftest import OUTSIDE, PASSWORD, Desk
from tests.stage import NOON, staged


def code(secret: str, at: datetime) -> str:
    """What an app shows."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(at.timestamp())).decode()  # noqa: S303


async def enrol(desk: Desk, name: str = "Ana") -> tuple[str, list[str]]:
    """Give somebody a second factor: its secret, and the recovery codes."""
    agent = await desk.enter(name)
    own = desk.accounts.own
    secret = (await own.propose_factor(agent, OUTSIDE)).secret
    _, codes = await own.confirm_factor(agent, code(secret, desk.stage.clock.now), PASSWORD, OUTSIDE)
    desk.stage.clock.passes(seconds=30)
    return secret, codes


# ── passwords ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("email", "password", "enters"),
    [
        ("ana@example.com", PASSWORD, True),
        (" ANA@Example.com ", PASSWORD, True),
        ("ana@example.com", PASSWORD.title(), False),
        ("ana@example.com", PASSWORD + " ", False),
        ("ana@example.com", "", False),
        ("ben@example.com", PASSWORD, False),
        ("", "", False),
        ("ana@example.com\x00", PASSWORD, False),
    ],
)
async def test_who_knows_address_and_password_enters(desk, email, password, enters):
    await desk.add()
    token = await desk.accounts.signing_in.with_password(email, password, OUTSIDE)

    assert enters == (token is not None)


async def test_nothing_secret_lies_in_the_database_in_clear(slow_hashes, desk):
    await desk.add()
    token = await desk.sign_in()
    secret, codes = await enrol(desk)
    link = (await desk.accounts.team.invite("new@example.com", "New", Role.AGENT, OUTSIDE)).link
    tables = ('"user"', "login", "user_link", "attempt", "audit")
    kept = "".join([str(await desk.stage.rows(f"SELECT * FROM {table}")) for table in tables])  # noqa: S608

    secrets = [PASSWORD, token, secret, codes[0], codes[0].replace("-", ""), link.partition("token=")[2]]
    assert [] == [secret for secret in secrets if secret in kept]
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in kept


async def test_a_password_kept_under_weaker_parameters_is_hashed_again(slow_hashes, desk):
    user = await desk.add()
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    await desk.stage.execute('UPDATE "user" SET password = :weak WHERE id = :id', weak=weak, id=user.id)
    assert await desk.sign_in()

    kept = await desk.stage.value('SELECT password FROM "user" WHERE id = :id', id=user.id)
    assert "m=19456,t=2,p=1" in kept
    assert await desk.sign_in()


async def test_many_hashes_at_once_leave_the_loop_free(slow_hashes):
    passwords = Passwords()
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    turning = asyncio.create_task(turn())
    await asyncio.gather(*(passwords.check(None, "x") for _ in range(4)))
    turning.cancel()

    assert turns > 100


# ── how often one may be wrong ──────────────────────────────────────────────────────────────────────────────────────


async def tries(desk: Desk, count: int, name: str = "Ana", address: str = "203.0.113.7") -> list[str]:
    """What comes of wrong passwords: `wrong` or `wait`."""
    seen = []
    for _ in range(count):
        try:
            assert None is await desk.sign_in(name, "wrong", Caller(address=address))
            seen.append("wrong")
        except TooOften:
            seen.append("wait")
    return seen


@pytest.mark.parametrize("name", ["Ana", "Nobody"])
async def test_after_five_wrong_ones_one_has_to_wait_whether_there_is_an_account_or_not(desk, name):
    await desk.add()

    assert ["wrong"] * 5 + ["wait"] * 2 == await tries(desk, 7, name)


async def test_also_the_right_one_has_to_wait_and_then_all_is_forgotten(desk):
    await desk.add()
    await tries(desk, 5)
    with pytest.raises(TooOften, match="Try again in a minute"):
        await desk.sign_in()
    desk.stage.clock.passes(seconds=61)
    assert await desk.sign_in()

    assert ["wrong"] * 5 == await tries(desk, 5)


async def test_the_wait_is_doubled_up_to_a_quarter_of_an_hour(desk):
    await desk.add()
    await tries(desk, 5)
    waits = []
    for _ in range(7):
        with pytest.raises(TooOften) as caught:
            await desk.sign_in()
        waits.append((caught.value.until - desk.stage.clock.now).total_seconds() / 60)
        desk.stage.clock.now = caught.value.until
        await tries(desk, 1)

    assert [1, 2, 4, 8, 15, 15, 15] == waits


async def test_many_at_once_are_counted_before_they_are_tried(desk):
    await desk.add()
    outcomes = await asyncio.gather(*(desk.sign_in("Ana", "wrong") for _ in range(20)), return_exceptions=True)

    assert (5, 15) == (outcomes.count(None), sum(isinstance(outcome, TooOften) for outcome in outcomes))


async def test_an_address_that_tries_many_accounts_has_to_wait_for_all(desk):
    await desk.add()
    for number in range(30):
        await tries(desk, 1, f"somebody{number}", "198.41.0.4")

    assert ["wait"] == await tries(desk, 1, "Ana", "198.41.0.4")
    assert ["wrong"] == await tries(desk, 1, "Ana", "198.41.0.5")
    assert await desk.sign_in()


async def test_within_a_private_network_only_accounts_are_counted(desk):
    for number in range(35):
        await tries(desk, 1, f"somebody{number}", "10.0.0.4")

    assert ["wrong"] == await tries(desk, 1, "Ana", "10.0.0.4")


async def test_an_admin_can_pardon(desk):
    user = await desk.add()
    await tries(desk, 6)
    await desk.accounts.team.unlock(user.id, OUTSIDE)

    assert await desk.sign_in()


# ── the second factor ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_with_a_second_factor_the_password_is_half_of_it(desk):
    await desk.add()
    secret, _ = await enrol(desk)
    half = await desk.enter()
    assert Due.CODE == half.due
    token = await desk.accounts.signing_in.with_code(half, code(secret, desk.stage.clock.now), OUTSIDE)

    whole = await desk.accounts.sessions.find(token or "")
    assert (half.session_id, None) == (whole.session_id, whole.due)


async def test_the_token_of_the_half_session_is_worth_nothing_after(desk):
    await desk.add()
    secret, _ = await enrol(desk)
    before = await desk.sign_in()
    half = await desk.accounts.sessions.find(before)
    await desk.accounts.signing_in.with_code(half, code(secret, desk.stage.clock.now), OUTSIDE)

    assert None is await desk.accounts.sessions.find(before)


async def test_a_code_is_taken_once(desk):
    await desk.add()
    secret, _ = await enrol(desk)
    shown = code(secret, desk.stage.clock.now)
    outcomes = [
        await desk.accounts.signing_in.with_code(await desk.enter(), shown, OUTSIDE),
        await desk.accounts.signing_in.with_code(await desk.enter(), shown, OUTSIDE),
    ]

    assert [True, False] == [token is not None for token in outcomes]


async def test_the_code_before_is_not_taken_after_a_later_one(desk):
    await desk.add()
    secret, _ = await enrol(desk)
    before = code(secret, desk.stage.clock.now)
    desk.stage.clock.passes(seconds=30)
    after = code(secret, desk.stage.clock.now)
    outcomes = [await desk.accounts.signing_in.with_code(await desk.enter(), it, OUTSIDE) for it in (after, before)]

    assert [True, False] == [token is not None for token in outcomes]


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_half_a_minute_off(seconds, taken):
    secret, now = draw_secret(lambda count: bytes(range(count))), NOON
    assert taken == (matching_step(secret, code(secret, now + timedelta(seconds=seconds)), now) is not None)


async def test_six_digits_cannot_be_tried_through(desk):
    await desk.add()
    await enrol(desk)
    outcomes = []
    for number in range(7):
        try:
            outcomes.append(await desk.accounts.signing_in.with_code(await desk.enter(), f"{number:06}", OUTSIDE))
        except TooOften:
            outcomes.append("wait")

    assert [None] * 5 + ["wait"] * 2 == outcomes


async def test_a_recovery_code_works_once_however_it_is_typed(desk):
    await desk.add()
    _, codes = await enrol(desk)
    assert (10, True) == (len(set(codes)), all(len(code) == 29 for code in codes))
    typed = codes[3].upper().replace("-", " ")
    outcomes = [await desk.accounts.signing_in.with_code(await desk.enter(), typed, OUTSIDE) for _ in range(2)]

    assert [True, False] == [token is not None for token in outcomes]
    assert 9 == await desk.accounts.own.recovery_left(await desk.enter())


async def test_a_reset_password_does_not_take_the_second_factor_away(desk):
    user = await desk.add()
    await enrol(desk)
    link = (await desk.accounts.team.link(user.id, LinkKind.RESET, OUTSIDE)).link
    token = await desk.accounts.links.choose(
        link.partition("token=")[2], LinkKind.RESET, "", "another violin moss barn", OUTSIDE
    )

    assert Due.CODE == (await desk.accounts.sessions.find(token or "")).due


async def test_where_no_key_is_shared_there_is_no_second_factor_and_that_is_said(either_database, tmp_path):
    async with staged(tmp_path) as stage:
        desk = Desk(stage)
        await desk.add()
        agent = await desk.enter()
        if stage.runtime.database.shared:
            with pytest.raises(Refused, match=r"set privacy\.key"):
                await desk.accounts.own.propose_factor(agent, OUTSIDE)
        else:
            assert (await desk.accounts.own.propose_factor(agent, OUTSIDE)).secret
