"""The one way to every page of the console: who it is, whether they may, whether it was our own page that asked."""

from __future__ import annotations

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
    } == {page.path for page in PAGES if page.role is None}


@pytest.mark.parametrize("page", [page for page in PAGES if page.role is not None], ids=lambda page: page.path)
async def test_a_stranger_is_sent_to_sign_in(stranger, page):
    path = page.path.replace("{rest:path}", "nowhere")
    answer = await stranger.http.request(page.method, path)

    assert 303 == answer.status_code
    assert answer.headers["location"].startswith("/console/sign-in")


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
    csrf = await ana._csrf()
    answer = await ana.http.post("/console/sign-out", headers={"x-csrf": csrf} | headers)

    assert status == answer.status_code


async def test_the_token_of_another_browser_is_worth_nothing(sign_in):
    ana, ben = await sign_in(name="Ana"), await sign_in(name="Ben")
    answer = await ana.http.post("/console/sign-out", headers={"x-csrf": await ben._csrf()})

    assert 403 == answer.status_code


async def test_what_a_role_may_not_is_said_in_words(sign_in):
    ana = await sign_in(Role.VIEWER)
    page = await ana.get("/console/nowhere")

    assert (404, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert "no page has the address" in page.text.lower()


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
    headers = (await (await sign_in()).get("/console/inbox")).headers

    assert "no-store" == headers["cache-control"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
