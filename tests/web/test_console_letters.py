"""Links that are sent: over a real connection to a real SMTP server; and a second factor that everybody needs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.accounts import CLI, Role
from tests.actions.test_mail import Postbox, server
from tests.web import console
from tests.web.harness import House, open_house, write_flows
from tests.web.test_console_accounts import OTHER, PASSWORD, code_of, with_password


@asynccontextmanager
async def opened(folder: Path, box: Postbox) -> AsyncIterator[House]:
    with server(box) as mail:
        settings = {
            "PARLEY_EMAIL__HOST": mail.host,
            "PARLEY_EMAIL__PORT": str(mail.port),
            "PARLEY_EMAIL__SECURITY": "none",
            "PARLEY_EMAIL__SENDER": mail.sender,
        }
        async with open_house(folder, write_flows(folder), **settings) as house:
            yield house


def link_of(mail) -> str:
    return re.search(r"http://public\.test(/console/\S+)", mail.get_content())[1]


async def test_an_invitation_is_sent_and_accepted(tmp_path):
    box = Postbox()
    async with opened(tmp_path, box) as house:
        _, link = await console.add_user(house, Role.ADMIN, "Boss")
        async with console.screen(house, link) as boss, console.screen(house) as ana:
            shown = await boss.post(
                "/console/settings/team", {"email": "ana@example.com", "name": "Ana", "role": "agent"}
            )
            [mail] = box.mails
            await ana.post(link_of(mail), {"name": "Ana", "password": PASSWORD})
            name = (await ana.agent()).name

    assert "It was sent to ana@example.com" in shown.text
    assert ("ana@example.com", "Your account at Your business") == (mail["To"], mail["Subject"])
    assert "for 3 days" in mail.get_content()
    assert "Ana" == name


async def test_who_has_forgotten_the_password_gets_a_link_and_others_get_nothing(tmp_path):
    box = Postbox()
    async with opened(tmp_path, box) as house:
        await with_password(house)
        async with console.screen(house) as ana:
            for email in ("nobody@example.com", "ana@example.com"):
                answer = await ana.post("/console/forgotten", {"email": email})
                assert "If there is an account with this address" in answer.text
            [mail] = box.mails
            await ana.post(link_of(mail), {"password": OTHER})
            name = (await ana.agent()).name
            assert None is await house.runtime.accounts.signing_in.with_password("ana@example.com", PASSWORD, CLI)

    assert ("ana@example.com", "Ana") == (mail["To"], name)


async def test_no_more_than_three_links_an_hour_are_sent_to_one_address(tmp_path):
    box = Postbox()
    async with opened(tmp_path, box) as house:
        await with_password(house)
        async with console.screen(house) as ana:
            answers = [await ana.post("/console/forgotten", {"email": "ana@example.com"}) for _ in range(5)]

    assert ([200] * 5, 3) == ([answer.status_code for answer in answers], len(box.mails))


@pytest.mark.parametrize("path", ["/console/inbox", "/console/settings/security"])
async def test_where_everybody_needs_a_second_factor_nothing_else_opens_before(tmp_path, path):
    async with open_house(tmp_path, write_flows(tmp_path), PARLEY_CONSOLE__TWO_FACTOR="required") as house:
        await with_password(house, role=Role.ADMIN)
        async with console.screen(house) as ana:
            await ana.post("/console/sign-in", {"email": "ana@example.com", "password": PASSWORD})
            led = (await ana.get(path)).headers["location"]
            page = (await ana.get(led)).text
            confirmed = await ana.post("/console/sign-in/factor", {"code": code_of(page, house), "current": PASSWORD})
            opened = await ana.get(path)

    assert led.startswith("/console/sign-in/factor")
    assert "Everybody here needs one" in page
    assert "Recovery codes" in confirmed.text
    assert 200 == opened.status_code
