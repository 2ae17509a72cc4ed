"""Every code that a carrier documents lands in its class, and no other code is taken for one."""

from __future__ import annotations

from importlib import import_module

import pytest

from bot.errors import SendError
from bot.events import FAILED, ErrorClass, MessageStatus
from tests.answers import answer
from tests.providers.examples import EXAMPLES
from tests.providers.examples.codes import CODES, listed

TABLES = ("ERRORS", "REPORTED", "REASONS")
"""What a provider calls its own tables of codes."""
SENT = [(name, code, kind) for name, codes in CODES.items() for code, kind in listed(codes.sent)]
REPORTED = [(name, code, kind) for name, codes in CODES.items() for code, kind in listed(codes.reported)]


def test_the_codes_of_every_provider_are_listed():
    assert set(EXAMPLES) == set(CODES)


@pytest.mark.parametrize(("name", "code", "kind"), SENT)
def test_every_documented_code_of_a_refusal_has_its_class(name, code, kind):
    status, document = CODES[name].refusal(code)

    with pytest.raises(SendError) as caught:
        EXAMPLES[name].provider.read(answer(status, document))

    assert (kind, code) == (caught.value.kind, caught.value.code)


@pytest.mark.parametrize(("name", "code", "kind"), REPORTED)
def test_every_documented_code_of_a_report_has_its_class(name, code, kind):
    example = EXAMPLES[name]
    request = example.webhook({**example.receipt, **CODES[name].report(code)})

    example.provider.verify(request)
    [receipt] = example.provider.parse(request)

    assert kind is receipt.error_class
    assert code in (receipt.error_code, receipt.raw_status)
    assert receipt.status in (*FAILED, MessageStatus.UNKNOWN)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_code_that_a_provider_knows_is_unheard_of(name):
    module = vars(import_module(f"bot.providers.{name}"))
    known = {code for table in TABLES for code in module.get(table, {})}
    documented = {code for code, _ in (*listed(CODES[name].sent), *listed(CODES[name].reported))}

    assert set() == known - documented


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("code", ["31337", "brand_new"])
def test_a_code_that_nobody_documented_is_no_reason_to_try_again_or_to_suppress(name, code):
    if not code.isdecimal() and name in ("bandwidth", "infobip", "messagebird", "sinch", "twilio"):
        pytest.skip("this carrier's codes are numbers")
    status, document = CODES[name].refusal(code)

    with pytest.raises(SendError) as caught:
        EXAMPLES[name].provider.read(answer(status, document))

    assert caught.value.kind in (ErrorClass.PERMANENT, ErrorClass.AUTH, ErrorClass.UNKNOWN)
