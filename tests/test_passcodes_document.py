"""What `docs/passcodes.md` shows is what happens: its requests are sent as they are written, its figures are ours."""

from __future__ import annotations

import json
import re
import shlex
from string import Template

import pytest

from bot import limits
from bot.config import VerificationSettings
from bot.web.api.verification_shapes import NewVerification
from tests.conftest import REPOSITORY
from tests.web.harness import eventually, open_house, write_flows

PAGE = (REPOSITORY / "docs" / "passcodes.md").read_text(encoding="utf-8")
COMMANDS = [block.replace("\\\n", " ") for block in re.findall(r"```sh\n(curl .*?)```", PAGE, re.DOTALL)]


async def run(house, command, **names):
    """Send what a curl line says."""
    words = shlex.split(Template(command).substitute({"PARLEY": "", "TOKEN": house.api.keys["all"]} | names))
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    content = words[words.index("-d") + 1] if "-d" in words else None
    address = next(word for word in words if word.startswith("/v1/"))
    return await house.http.request(method, address, headers=headers, content=content)


async def test_every_request_of_the_page_works_as_it_is_written(tmp_path):
    make, check, resend, show = COMMANDS
    async with open_house(tmp_path, write_flows(tmp_path), PARLEY_BUSINESS__NAME="Riverside Dental") as house:
        made = await run(house, make)
        id = made.json()["id"]

        async def arrived():
            return [taken.text for taken in house.carrier.accepted]

        [text] = await eventually(arrived)
        code = re.search(r"\d{6}", text)[0]
        again = await run(house, resend, ID=id)
        shown = await run(house, show, ID=id)
        checked = await run(house, check.replace("169 420", f"{code[:3]} {code[3:]}"), ID=id)

    assert (201, 429, 200, 200) == (made.status_code, again.status_code, shown.status_code, checked.status_code)
    assert text in PAGE.replace("169420", code)
    assert {"id": id, "valid": True, "status": "approved", "attempts_left": 0} == checked.json()


def test_the_answers_of_the_page_have_the_fields_that_there_are():
    shown = json.loads(re.search(r'```json\n(\{"id".*?), …\}', PAGE, re.DOTALL)[1] + "}")

    assert {"pending"} == {shown["status"]}
    assert set(shown) <= {"id", "to", "purpose", "status", "code_length", "attempts_left", "sends_left"} | {
        "resend_at",
        "expires_at",
    }


@pytest.mark.parametrize("name", [name for name in NewVerification.model_fields if name not in ("to", "sender")])
def test_every_field_of_a_request_is_on_the_page(name):
    assert f"`{name}`" in PAGE or f'"{name}"' in PAGE


@pytest.mark.parametrize("name", VerificationSettings.model_fields)
def test_every_setting_is_on_the_page(name):
    assert re.search(rf"`?\b{name}\b", PAGE)


@pytest.mark.parametrize(
    "words",
    [
        f"| {limits.CODE_CHECKS_MAX} | `failed` |",
        f"| {limits.WRONG_CODES_PER_NUMBER_A_DAY} a day, whatever they are for |",
        f"| {limits.WRONG_CODES_IN_A_ROW_MAX}, over all time | no code for {limits.LOCKED_DAYS} days |",
        f"| {', '.join(map(str, limits.CODE_PAUSES_S))} s |",
        f"| {limits.CODE_SENDS_MAX} | 429: make a new one |",
        "| {} in 10 min, {} an hour, {} a day |".format(*(most for _, most in limits.CODES_PER_NUMBER)),
        f"| {limits.CODES_PER_ADDRESS_AN_HOUR} an hour (`per_address_hour`) |",
        f"| {limits.CODES_PER_ACCOUNT_AN_HOUR} an hour (`per_account_hour`) |",
        f"| {limits.CODES_PER_KEY_AN_HOUR:,} an hour (`per_key_hour`) |".replace(",", " "),
        f"| {limits.CODE_SEGMENTS_A_DAY:,} a day (`segments_per_day`) |".replace(",", " "),
        "| {} a minute, {} an hour, {} a day |".format(*(most for _, most in limits.VERIFICATION_LOOKS)),
        f"{limits.CODES_PER_BLOCK_AN_HOUR} texts an hour, {limits.CODES_PER_BLOCK_A_DAY} a day (`per_block_day`)",
        f"from {limits.WRONG_CODES_ALARM} wrong codes in ten minutes (or {5 * limits.WRONG_CODES_ALARM} a day)",
        f"From {limits.WRONG_CODES_STOP} in ten minutes on",
        f"of {limits.SILENT_COUNTRY_SENDS_MIN} texts a day or more",
        f"of the last {limits.STRANGERS_SEEN} codes by it in twelve hours",
        f"{limits.STRANGERS_SILENT} were not used",
        f"from {limits.STRANGERS_RETURN_S[0]} s to {limits.STRANGERS_RETURN_S[1] // 60} min later",
        f"{limits.NETWORK_KNOWN} texts a week",
        "{} codes of fewer than eight digits, {} of eight or nine, and {:,} of ten".format(
            *limits.CODE_GUESSES_A_DAY.values()
        ).replace(",000", " 000"),
    ],
)
def test_the_figures_of_the_page_are_those_of_the_code(words):
    assert words in PAGE
