"""Webhooks as pages: made and shown their secret once, told, replayed, disabled; and why something was not heard."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.accounts import Role
from bot.store import activity, webhooks_out
from bot.store.activity import NewActivity
from bot.store.audit import Wanted
from bot.store.webhooks_out import Attempt
from bot.webhooks_out.teller import publish
from tests.web.console import Screen
from tests.web.harness import House

PATH = "/console/settings/webhooks"
URL = "https://example.com/parley"
HOSTILE = "<script>alert(1)</script>\u202e"


async def make(boss: Screen, **more: str) -> tuple[str, str]:
    """Add one: its address on the console, and its secret."""
    made = await boss.post(PATH, {"url": URL, "events": "message.*, consent.changed", "description": "CRM"} | more)
    secret = re.search(r"whsec_[\w+/=]+", made.text)
    assert secret is not None, made.text
    path = re.search(rf'action="({PATH}/whk_\w+)/test"', made.text)
    assert path is not None
    return path[1], secret[0]


async def happens(house: House, id: str, *, failed: bool = True) -> str:
    """Something happened, and the first address did not hear of it, or did."""

    def work(conn):
        now = house.runtime.world.now()
        (hook,) = webhooks_out.listed(conn)
        happened = NewActivity(id, "message.delivered", "", "", {"text": HOSTILE}, now - timedelta(seconds=1))
        (row,) = publish(conn, [happened], house.runtime.world)
        (delivery,) = webhooks_out.deliveries(conn, hook.id, before=row.position + 1, limit=1)
        status = webhooks_out.FAILED if failed else webhooks_out.DELIVERED
        error = f"answered 500: {HOSTILE}" if failed else None
        values = {"status": status, "due_at": None, "error": error, "attempts": 1, "finished_at": now}
        webhooks_out.settle(conn, delivery.id, values)
        webhooks_out.note(conn, [Attempt(delivery.id, 500 if failed else 204, error, 41, now)])
        assert activity.find(conn, id) is not None
        return delivery.id

    return str(await house.runtime.database.run(work))


async def test_the_secret_is_shown_once(house: House, sign_in):
    boss = await sign_in(Role.ADMIN)
    path, secret = await make(boss)
    again = (await boss.get(path)).text
    rotated = (await boss.post(f"{path}/rotate", {"overlap": "24"})).text
    after = (await boss.get(path)).text
    (kept,) = await house.runtime.database.run(webhooks_out.listed)

    assert ["message.*", "consent.changed"] == kept.events
    assert "whsec_" not in again + after
    assert secret not in rotated
    assert "signs as well" in rotated
    assert "signs until" in after
    log = await house.runtime.accounts.team.audit(Wanted(subject=kept.id), limit=10)
    assert ["webhook.rotated", "webhook.created"] == [row.entry.kind for row in log]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"url": ""}, "Write an address"),
        ({"url": "http://example.com/"}, "It cannot be told"),
        ({"url": "https://169.254.169.254/"}, "It cannot be told"),
        ({"events": "mesage.*"}, "Did you mean message.*?"),
        ({"events": "everything"}, "There is no event everything"),
    ],
)
async def test_what_cannot_be_told_is_said_where_it_was_written(house: House, sign_in, given, told):
    boss = await sign_in(Role.ADMIN)
    answer = await boss.post(PATH, {"url": URL, "events": "", "description": "kept"} | given)

    assert 422 == answer.status_code
    assert told in answer.text
    assert 'value="kept"' in answer.text
    assert [] == await house.runtime.database.run(webhooks_out.listed)


async def test_why_it_did_not_hear_is_there_and_does_nothing(house: House, sign_in):
    boss = await sign_in(Role.ADMIN)
    path, _ = await make(boss, events="")
    failed, heard = await happens(house, "evt_a"), await happens(house, "evt_b", failed=False)
    every = (await boss.get(path)).text
    only = (await boss.get(f"{path}?status=failed")).text
    one = (await boss.get(f"{path}/deliveries/{failed}")).text

    assert (True, True) == (failed in every, heard in every)
    assert (True, False) == (failed in only, heard in only)
    assert "500" in one
    assert "41 ms" in one
    assert "message.delivered" in one
    assert [] == [page for page in (every, one) if "<script>alert" in page]


async def test_what_it_missed_is_told_once_more(house: House, sign_in):
    boss = await sign_in(Role.ADMIN)
    path, _ = await make(boss, events="")
    id = await happens(house, "evt_a")
    await happens(house, "evt_b", failed=False)
    again = await boss.post(f"{path}/replay", {"only": "failed", "hours": "1"}, follow_redirects=True)
    nonsense = await boss.post(f"{path}/replay", {"only": "failed", "hours": "9999"})
    one = await boss.post(f"{path}/deliveries/{id}/replay")

    assert "1 on their way again." in again.text
    assert (422, 303) == (nonsense.status_code, one.status_code)


async def test_a_disabled_one_is_told_nothing_until_it_is_enabled(house: House, sign_in):
    boss = await sign_in(Role.ADMIN)
    path, _ = await make(boss)
    await boss.post(f"{path}/disable")
    off = (await boss.get(path)).text
    refused = await boss.post(f"{path}/test")
    await boss.post(f"{path}/enable")
    (kept,) = await house.runtime.database.run(webhooks_out.listed)
    tested = await boss.post(f"{path}/test", follow_redirects=True)

    assert "somebody disabled it" in off
    assert "Send a test" not in off
    assert (409, True) == (refused.status_code, kept.enabled)
    assert "webhook.test" in tested.text


async def test_it_is_changed_and_deleted(house: House, sign_in):
    boss = await sign_in(Role.ADMIN)
    path, _ = await make(boss)
    await boss.post(path, {"url": "https://example.com/b", "events": "", "description": "Shop"})
    (kept,) = await house.runtime.database.run(webhooks_out.listed)
    gone = await boss.post(f"{path}/delete", follow_redirects=True)

    assert ("https://example.com/b", [], "Shop") == (kept.url, kept.events, kept.description)
    assert "Nobody is told anything yet" in gone.text
    assert 404 == (await boss.get(path)).status_code


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.SUPERVISOR])
async def test_only_admins_come_here(sign_in, role: Role):
    somebody = await sign_in(role)

    assert 403 == (await somebody.get(PATH)).status_code
