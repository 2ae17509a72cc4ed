"""The pages about accounts, as people use them: signing in, their own settings, the team, keys, the audit log."""

from __future__ import annotations

import base64
import csv
import html
import re
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from starlette.requests import Request
from starlette.responses import Response

from bot.accounts import CLI, Role
from bot.accounts.links import LinkKind
from bot.web.console.cookies import Cookies
from tests.web.harness import House

PASSWORD = "plum tractor violin moss"
OTHER = "cedar marble kettle fog"


def link_in(page: str) -> str:
    """The address that a page shows, without the house it belongs to."""
    found = re.search(r'value="http://public\.test(/console/\w+\?token=[\w-]+)"', page)
    assert found is not None
    return found[1]


def code_of(page: str, house: House, later: float = 0) -> str:
    """What an app shows that was given the key of this page."""
    found = re.search(r"Type this key: <code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    totp = TOTP(base64.b32decode(found[1].replace(" ", "")), 6, SHA1(), 30)  # noqa: S303
    return totp.generate(int((house.runtime.world.now() + timedelta(seconds=later)).timestamp())).decode()


async def with_password(house: House, name: str = "Ana", role: Role = Role.AGENT) -> str:
    """Somebody who has chosen a password: their id."""
    accounts = house.runtime.accounts
    user = (await accounts.team.invite(f"{name.lower()}@example.com", name, role, CLI)).user
    await accounts.team.set_password(user.id, PASSWORD, CLI)
    return user.id


# ── signing in ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("email", "password", "status", "shown"),
    [
        ("ana@example.com", PASSWORD, 303, ""),
        ("ana@example.com", OTHER, 422, "do not belong together"),
        ("nobody@example.com", PASSWORD, 422, "do not belong together"),
        ("", "", 422, "do not belong together"),
        ('"><script>alert(1)</script>', "x", 422, "&lt;script&gt;"),
        ("a\x00b", "x", 422, "holds a NUL character"),
    ],
)
async def test_signing_in(house, stranger, email, password, status, shown):
    await with_password(house)
    answer = await stranger.post("/console/sign-in", {"email": email, "password": password})

    assert status == answer.status_code
    assert shown in answer.text.lower().replace("nul", "NUL")
    assert "<script>alert" not in answer.text


async def test_one_is_led_back_to_where_one_wanted_to_go(house, stranger):
    await with_password(house)
    asked = (await stranger.get("/console/settings/security?a=b")).headers["location"]
    form = await stranger.get(asked)
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', form.text)[1])
    led = await stranger.post("/console/sign-in", {"email": "ana@example.com", "password": PASSWORD, "next": wanted})

    assert "/console/settings/security?a=b" == led.headers["location"]


async def test_the_cookie_is_for_the_server_alone(house, stranger):
    await with_password(house)
    answer = await stranger.post("/console/sign-in", {"email": "ana@example.com", "password": PASSWORD})
    cookie = next(it for it in answer.headers.get_list("set-cookie") if it.startswith("parley="))

    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} < set(cookie.split("; "))
    assert "domain" not in cookie.lower()


def test_over_https_the_cookie_is_of_this_very_host():
    request, response = Request({"type": "http", "headers": []}), Response()
    cookies = Cookies(request, secure=True, entropy=lambda count: bytes(count))
    cookies.sign_in(response, "token", 60)
    cookie = response.headers.getlist("set-cookie")[0].split("; ")

    assert "__Host-parley=token" == cookie[0]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} < set(cookie)


async def test_who_was_wrong_too_often_is_told_to_wait(house, stranger):
    await with_password(house)
    given = {"email": "ana@example.com", "password": "wrong"}
    answers = [await stranger.post("/console/sign-in", given) for _ in range(6)]

    assert [422] * 5 + [429] == [answer.status_code for answer in answers]
    assert "Try again in a minute" in answers[-1].text


async def test_signing_out_ends_it_here_and_on_the_server(sign_in):
    ana = await sign_in()
    token = ana.token
    answer = await ana.post("/console/sign-out")

    assert ("/console/sign-in", "") == (answer.headers["location"], ana.token)
    assert '"cache", "storage"' == answer.headers["clear-site-data"]
    assert None is await ana._runtime.accounts.sessions.find(token)


async def test_a_password_is_forgotten_and_nobody_learns_who_has_an_account(house, stranger):
    await with_password(house)
    answers = [
        await stranger.post("/console/forgotten", {"email": email}) for email in ("ana@example.com", "no@example.com")
    ]
    texts = {re.sub(r"req_\w+", "", answer.text) for answer in answers}

    assert ([200, 200], 1) == ([answer.status_code for answer in answers], len(texts))


async def test_an_invitation_is_accepted_once(house, sign_in, stranger):
    boss = await sign_in(Role.ADMIN, "Boss")
    shown = await boss.post("/console/settings/team", {"email": "ana@example.com", "name": "Ana", "role": "supervisor"})
    link = link_in(shown.text)
    assert 200 == (await stranger.get(link)).status_code
    assert 200 == (await stranger.get(link)).status_code  # to look uses nothing up
    refused = await stranger.post(link, {"name": "Ana C.", "password": "short"})
    assert (422, True) == (refused.status_code, "12 characters or more" in refused.text)
    assert 303 == (await stranger.post(link, {"name": "Ana C.", "password": PASSWORD})).status_code

    assert ("Ana C.", Role.SUPERVISOR) == ((await stranger.agent()).name, (await stranger.agent()).role)
    assert 410 == (await boss.http.get(link)).status_code


# ── one's own account ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "given", "status", "shown"),
    [
        ("", {"name": "Ana C.", "timezone": "Asia/Tokyo"}, 303, ""),
        ("", {"name": "", "timezone": "Asia/Tokyo"}, 422, "name of 1 to 80 characters"),
        ("", {"name": "A" * 81, "timezone": "Asia/Tokyo"}, 422, "name of 1 to 80 characters"),
        ("", {"name": "A\u202eB", "timezone": "Asia/Tokyo"}, 422, "name of 1 to 80 characters"),
        ("", {"name": "Ana", "timezone": "Mars/Base"}, 422, "is not a time zone"),
    ],
)
async def test_name_and_zone(sign_in, path, given, status, shown):
    ana = await sign_in()
    answer = await ana.post("/console/settings/account", given)

    assert (status, True) == (answer.status_code, shown in answer.text)
    if status == 303:
        assert ("Ana C.", "Asia/Tokyo") == ((await ana.agent()).name, (await ana.agent()).timezone)
        assert "Saved." in (await ana.get("/console/settings/account")).text
        assert "Saved." not in (await ana.get("/console/settings/account")).text  # it is said once


async def test_what_a_change_has_led_to_is_said_in_the_session_that_begins(sign_in):
    ana = await sign_in()
    assert "You came by a link" in (await ana.get("/console/settings/account")).text
    await ana.post("/console/settings/security/password", {"password": PASSWORD})

    assert "Your password is changed" in (await ana.get("/console/settings/account")).text


async def test_what_is_to_be_said_cannot_be_put_into_somebodys_mouth(sign_in):
    ana = await sign_in()
    ana.http.cookies.set("parley-said", "Send%20me%20money.0123", domain="public.test")

    assert "money" not in (await ana.get("/console/settings/account")).text


async def test_looks_and_keys(sign_in):
    ana = await sign_in()
    await ana.post("/console/settings/preferences", {"theme": "dark"})
    page = (await ana.get("/console/inbox")).text
    assert 'data-theme="dark"' in page
    assert 'data-single-keys="off"' in page
    await ana.post("/console/settings/theme", {"theme": "light"})
    await ana.post("/console/settings/theme", {"theme": "<b>"})
    assert 'data-theme="light"' in (await ana.get("/console/inbox")).text


async def test_online_and_away(sign_in):
    ana = await sign_in()
    seen = []
    for given in ({}, {}, {"status": "away"}, {"status": "gone"}):
        answer = await ana.post("/console/settings/status", given)
        seen.append((answer.status_code, (await ana.agent()).status))

    assert [(303, "away"), (303, "online"), (303, "away"), (422, "away")] == seen


async def test_a_password_is_set_and_changed(house, sign_in):
    ana = await sign_in()
    before = ana.token
    assert 303 == (await ana.post("/console/settings/security/password", {"password": PASSWORD})).status_code
    assert before != ana.token
    wrong = await ana.post("/console/settings/security/password", {"current": "no", "password": OTHER})
    assert (422, True) == (wrong.status_code, "not your password" in wrong.text)
    done = await ana.post("/console/settings/security/password", {"current": PASSWORD, "password": OTHER})

    assert 303 == done.status_code


async def test_a_second_factor_from_the_picture_to_the_recovery_code(house, stranger):
    await with_password(house)
    given = {"email": "ana@example.com", "password": PASSWORD}
    await stranger.post("/console/sign-in", given)
    page = (await stranger.get("/console/settings/security/factor")).text
    assert 'class="segno"' in page
    assert (
        422
        == (await stranger.post("/console/settings/security/factor", {"code": "1", "current": PASSWORD})).status_code
    )
    codes_page = await stranger.post(
        "/console/settings/security/factor", {"code": code_of(page, house), "current": PASSWORD}
    )
    codes = re.findall(r"<li>([0-9a-z-]{29})</li>", codes_page.text)
    assert (200, 10) == (codes_page.status_code, len(codes))
    assert '<span class="tag good">✓ on</span>' in (await stranger.get("/console/settings/security")).text

    await stranger.post("/console/sign-out")
    await stranger.post("/console/sign-in", given)
    assert "/console/sign-in/code" == (await stranger.get("/console/inbox")).headers["location"]
    assert "/console/sign-in/code" == (await stranger.post("/console/settings/account")).headers["location"]
    answers = [await stranger.post("/console/sign-in/code", {"code": code}) for code in ("000000", codes[0])]
    assert [422, 303] == [answer.status_code for answer in answers]

    assert 200 == (await stranger.get("/console/inbox")).status_code


async def test_sessions_are_listed_and_ended(house, sign_in):
    ana = await sign_in()
    agent = await ana.agent()
    other = await house.runtime.database.run(house.runtime.accounts.sessions.begin, agent.id, CLI)
    page = (await ana.get("/console/settings/security")).text
    [theirs] = re.findall(r"/console/settings/security/sessions/(lgn_\w+)/end", page)
    await ana.post(f"/console/settings/security/sessions/{theirs}/end")

    assert None is await house.runtime.accounts.sessions.find(other)
    assert 200 == (await ana.get("/console/inbox")).status_code


# ── the team, keys, the log ─────────────────────────────────────────────────────────────────────────────────────────


async def test_a_supervisor_directs_work_and_decides_no_roles(house, sign_in):
    boss, user_id = await sign_in(Role.SUPERVISOR, "Boss"), await with_password(house)
    path = f"/console/settings/team/{user_id}"
    statuses = {
        what: (await boss.post(f"{path}/{what}", given)).status_code
        for what, given in {
            "work": {"capacity": "5", "queues": "dental, billing", "status": "away"},
            "role": {"role": "admin"},
            "disable": {},
            "link": {},
            "unlock": {"factor": "on"},
        }.items()
    }
    user = await house.runtime.accounts.people.find(user_id)

    assert {"work": 303, "role": 403, "disable": 403, "link": 403, "unlock": 403} == statuses
    assert (5, ["dental", "billing"], "away", "agent") == (user.capacity, user.queues, user.status, user.role)


@pytest.mark.parametrize("capacity", ["-1", "501", "x", "", "9" * 30])
async def test_a_capacity_is_a_number(house, sign_in, capacity):
    boss, user_id = await sign_in(Role.ADMIN, "Boss"), await with_password(house)
    answer = await boss.post(f"/console/settings/team/{user_id}/work", {"capacity": capacity, "status": "online"})

    assert (422, True) == (answer.status_code, "number from 0 to 500" in answer.text)


async def test_an_admin_changes_a_role_and_shuts_somebody_out(house, sign_in):
    boss, ana = await sign_in(Role.ADMIN, "Boss"), await sign_in(Role.AGENT, "Ana")
    path = f"/console/settings/team/{ana.user_id}"
    assert 303 == (await boss.post(f"{path}/role", {"role": "viewer"})).status_code
    assert 303 == (await ana.get("/console/inbox")).status_code  # signed out: they come back with the new role
    assert 422 == (await boss.post(f"{path}/role", {"role": "god"})).status_code
    assert 303 == (await boss.post(f"{path}/disable")).status_code
    assert "disabled" in (await boss.get("/console/settings/team")).text
    own = await boss.post(f"/console/settings/team/{boss.user_id}/disable")

    assert (422, True) == (own.status_code, "ask another admin" in own.text)
    assert 404 == (await boss.get("/console/settings/team/usr_nobody")).status_code


async def test_a_link_for_a_new_password_ends_the_old_one(house, sign_in, stranger):
    boss, user_id = await sign_in(Role.ADMIN, "Boss"), await with_password(house)
    await stranger.post("/console/sign-in", {"email": "ana@example.com", "password": PASSWORD})
    await stranger.post("/console/sign-out")
    link = link_in((await boss.post(f"/console/settings/team/{user_id}/link")).text)
    assert "/console/reset?" in link
    await stranger.post(link, {"password": OTHER})

    assert "Ana" == (await stranger.agent()).name
    assert None is await house.runtime.accounts.links.whose(link.partition("token=")[2], LinkKind.RESET)


async def test_a_key_is_shown_once_and_works_until_it_is_revoked(house, sign_in):
    boss = await sign_in(Role.ADMIN, "Boss")
    made = await boss.post("/console/settings/keys", {"name": "crm", "scopes": ["read", "send", "root"]})
    key = re.search(r'value="(parley_[\w-]+)"', made.text)[1]
    listed = (await boss.get("/console/settings/keys")).text
    assert ("crm" in listed, key in listed) == (True, False)
    header = {"authorization": f"Bearer {key}"}
    assert 200 == (await house.http.get("/v1/messages", headers=header)).status_code
    key_id = next(each.id for each in await house.runtime.keys.list() if each.name == "crm")
    await boss.post(f"/console/settings/keys/{key_id}/revoke")

    assert 401 == (await house.http.get("/v1/messages", headers=header)).status_code
    assert 422 == (await boss.post("/console/settings/keys", {"name": "crm"})).status_code


async def test_the_audit_log_is_narrowed_and_taken_away(house, sign_in, stranger):
    boss = await sign_in(Role.ADMIN, "Boss")
    await boss.post("/console/settings/team", {"email": "ana@example.com", "name": "=cmd()", "role": "agent"})
    await stranger.post("/console/sign-in", {"email": "ana@example.com", "password": "wrong"})
    everything = (await boss.get("/console/settings/audit")).text
    only = (await boss.get("/console/settings/audit?kind=sign_in.")).text
    theirs = (await boss.get(f"/console/settings/audit?actor={boss.user_id}&since=2020-01-01")).text
    nothing = (await boss.get("/console/settings/audit?until=2020-01-01")).text
    exported = await boss.get("/console/settings/audit.csv?kind=user.")
    rows = list(csv.DictReader(StringIO(exported.text)))

    assert "Was refused: wrong address or password" in everything
    assert ("Signed in by a link" in only, "Added a user" in only) == (True, False)
    assert "Added a user" in theirs
    assert "Nothing of this kind" in nothing
    assert 'attachment; filename="audit.csv"' == exported.headers["content-disposition"]
    assert {"user.added"} == {row["kind"] for row in rows}
    assert "Exported the audit log" in (await boss.get("/console/settings/audit?kind=audit.")).text


@pytest.mark.parametrize("query", ["before=x", "before=" + "9" * 40, "since=never", "until=9999-12-31", "kind=%27"])
async def test_what_cannot_be_read_narrows_nothing(sign_in, query):
    boss = await sign_in(Role.ADMIN, "Boss")

    assert 200 == (await boss.get(f"/console/settings/audit?{query}")).status_code
