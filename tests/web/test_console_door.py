"""The one way to every page of the console: who it is, whether they may, whether it was our own page that asked."""

from __future__ import annotations

import json
import re

import pytest

from bot.accounts import Role
from bot.web.console.door import HOME, local
from bot.web.console.table import PAGES


def test_no_address_is_given_twice():
    places = [(page.method, page.path) for page in PAGES]

    assert sorted(set(places)) == sorted(places)


def test_what_is_open_to_strangers_is_listed_here():
    """A page that forgets its role would be seen in this list."""
    assert {
        "/console",
        "/console/",
        "/console/sign-in",
        "/console/login",
        "/console/invitation",
        "/console/reset",
        "/console/forgotten",
        "/console/oidc",
        "/console/oidc/callback",
    } == {page.path for page in PAGES if page.role is None}


async def test_a_stranger_is_sent_to_sign_in_from_every_page(stranger):
    wrong = []
    for page in PAGES:
        answer = await stranger.http.request(page.method, re.sub(r"{\w+(:path)?}", "x", page.path))
        led = answer.headers.get("location", "")
        if page.role is not None and (answer.status_code != 303 or not led.startswith("/console/sign-in")):
            wrong.append((page.method, page.path, answer.status_code))

    assert [] == wrong


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.SUPERVISOR])
async def test_what_needs_another_role_is_refused_on_every_page(sign_in, role):
    """As the table has it, by GET and POST, before anything of the page runs."""
    ana = await sign_in(role)
    headers = {"x-csrf": await ana.csrf()}
    refused = {
        (page.method, page.path)
        for page in PAGES
        if page.role is not None
        and not role.may(page.role)
        and 403 == (await ana.http.request(page.method, re.sub(r"{\w+}", "x", page.path), headers=headers)).status_code
    }

    assert {(page.method, page.path) for page in PAGES if page.role and not role.may(page.role)} == refused


async def test_htmx_is_told_to_leave_the_page(stranger):
    answer = await stranger.http.get(
        "/console/nowhere", headers={"hx-request": "true", "hx-current-url": "http://public.test/console/flows?a=1"}
    )

    assert (401, "/console/sign-in?next=/console/flows%3Fa%3D1") == (
        answer.status_code,
        answer.headers["hx-redirect"],
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": "http://public.test"}, 303),
        ({"sec-fetch-site": "none"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"x-csrf": ""}, 403),
        ({"x-csrf": "0" * 64}, 403),
    ],
)
async def test_only_our_own_pages_change_anything(sign_in, headers, status):
    ana = await sign_in()
    if "sec-fetch-site" not in headers:
        headers = {"sec-fetch-site": "same-origin" if "x-csrf" in headers or not headers else ""} | headers
    headers = {name: value for name, value in headers.items() if value or name == "x-csrf"}
    ana.http.headers.pop("sec-fetch-site", None)
    csrf = await ana.csrf()
    answer = await ana.http.post("/console/sign-out", headers={"x-csrf": csrf} | headers)

    assert status == answer.status_code


async def test_the_token_of_another_browser_is_worth_nothing(sign_in):
    ana, ben = await sign_in(name="Ana"), await sign_in(name="Ben")
    answer = await ana.http.post("/console/sign-out", headers={"x-csrf": await ben.csrf()})

    assert 403 == answer.status_code


async def test_an_address_without_a_page_is_said_on_a_page(sign_in):
    page = await (await sign_in(Role.VIEWER)).get("/console/nowhere")

    assert (404, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert "No page has the address /console/nowhere" in page.text


async def test_what_a_role_may_not_is_said_in_words(sign_in):
    ana = await sign_in(Role.VIEWER)

    assert "needs the role admin, and yours is viewer" in (await ana.get("/console/settings/audit")).text
    assert '<div class="problem"' in (await ana.part("/console/settings/audit")).text


@pytest.mark.parametrize(
    ("given", "led"),
    [
        ("/console/flows?a=1", "/console/flows?a=1"),
        ("", HOME),
        ("/", HOME),
        ("//evil.example/console/", HOME),
        ("/console/\\evil.example", HOME),
        ("/console/\nx", HOME),
        ("https://evil.example/console/", HOME),
        ("javascript:alert(1)", HOME),
    ],
)
def test_nobody_is_led_out_of_the_house(given, led):
    assert led == local(given)


async def test_pages_are_kept_by_nobody_and_run_nothing_of_strangers(sign_in):
    page = await (await sign_in()).get("/console/settings/account")
    headers = page.headers
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", page.text)
    assert found is not None
    assert {"allowEval": False, "allowScriptTags": False, "selfRequestsOnly": True, "historyCacheSize": 0}.items() < (
        json.loads(found[1]).items()
    )

    assert "no-store" == headers["cache-control"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
