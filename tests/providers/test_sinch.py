"""What is Sinch's alone: ways to know it, kinds of reports, parameters, references. Its SDK is in test_sinch_sdk.py."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadPayload, BadSignature, ConfigError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.providers.sinch import Sinch
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL, WEBHOOK_TOKEN

EXAMPLE = EXAMPLES["sinch"]
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
TEXT = EXAMPLE.inbound
REPORT = EXAMPLE.receipt


def sinch(**settings: object) -> Sinch:
    known = {"service_plan_id": "plan-1", "api_token": "api-token"}
    return make_provider("sinch", known | (settings or {"webhook_secret": "hook-secret"}), "channels", "main")


def sent(provider: Sinch, **fields: object) -> dict:
    return json.loads(provider.build(replace(MESSAGE, **fields)).body)


# ── who calls ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_while_rotating_the_previous_secret_is_still_good():
    sinch(webhook_secret="new", webhook_secret_previous="hook-secret").verify(EXAMPLE.webhook(TEXT))
    with pytest.raises(BadSignature):
        sinch(webhook_secret="new").verify(EXAMPLE.webhook(TEXT))


@pytest.mark.parametrize(
    ("age_s", "seconds", "good"),
    [(300, 300, True), (300, 301, False), (300, -301, False), (90_000, 89_000, True), (90_000, 90_001, False)],
)
def test_a_signature_is_good_for_as_long_as_the_settings_say(age_s, seconds, good):
    provider = sinch(webhook_secret="hook-secret", webhook_age_s=age_s)
    request = replace(EXAMPLE.webhook(TEXT), received_at=NOW + timedelta(seconds=seconds))

    if good:
        provider.verify(request)
    else:
        with pytest.raises(BadSignature, match="seconds"):
            provider.verify(request)


@pytest.mark.parametrize("header", ["nonce", "timestamp"])
def test_nonce_and_time_are_signed_too(header):
    request = EXAMPLE.webhook(TEXT)
    name = f"x-sinch-webhook-signature-{header}"

    with pytest.raises(BadSignature):
        sinch().verify(replace(request, headers={**request.headers, name: request.headers[name][:-1] + "1"}))


WAYS = [
    {"webhook_token": WEBHOOK_TOKEN},
    {"webhook_user": "sinch", "webhook_password": "hook-password"},
    {"allow_from": "192.0.2.0/24"},
    {"webhook_secret": "hook-secret", "webhook_token": WEBHOOK_TOKEN},
]


@pytest.mark.parametrize("settings", WAYS, ids=["token", "password", "caller", "signature and token"])
def test_a_plan_without_signatures_is_known_in_another_way(settings):
    provider = sinch(**settings)
    sample = provider.sample_webhook(
        Sample.INBOUND, url=URL, sender="+1", recipient="+2", text="hi", id="in-1", now=NOW
    )

    provider.verify(sample)
    with pytest.raises(BadSignature):
        provider.verify(WebhookRequest("POST", URL, {"content-type": "application/json"}, sample.body, NOW))


def test_somebody_has_to_be_known():
    with pytest.raises(ConfigError, match="to know who calls"):
        make_provider("sinch", {"service_plan_id": "plan-1", "api_token": "api-token"}, "channels", "main")


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_report_may_be_about_many():
    statuses = [
        {"code": 0, "status": "Delivered", "count": 2, "recipients": ["14155550101", "14155550102"]},
        {"code": 404, "status": "Failed", "count": 2, "recipients": ["14155550103", {"not": "a number"}]},
        "not a status",
    ]
    report = {"type": "delivery_report_sms", "batch_id": "carrier-1", "client_reference": "msg_1", "statuses": statuses}

    receipts = sinch().parse(EXAMPLE.webhook(report))

    def receipt(status: MessageStatus, raw: str, number: str | None, *error: object) -> Receipt:
        code, kind = error or (None, None)
        return Receipt("carrier-1", status, raw, code, kind, number, "msg_1")

    failed = ("404", ErrorClass.RETRYABLE)
    assert [
        receipt(MessageStatus.DELIVERED, "Delivered", "+14155550101"),
        receipt(MessageStatus.DELIVERED, "Delivered", "+14155550102"),
        receipt(MessageStatus.FAILED, "Failed", "+14155550103", *failed),
        receipt(MessageStatus.FAILED, "Failed", None, *failed),
    ] == receipts


@pytest.mark.parametrize("statuses", [None, [], {}, "x", [{"status": "Delivered"}], [5, None]])
def test_a_report_about_nobody_is_refused(statuses):
    with pytest.raises(BadPayload):
        sinch().parse(EXAMPLE.webhook({"type": "delivery_report_sms", "batch_id": "carrier-1", "statuses": statuses}))


def test_what_is_neither_text_nor_report_is_acknowledged():
    assert [] == sinch().parse(EXAMPLE.webhook({"type": "something_new", "id": "in-1"}))


@pytest.mark.parametrize("body", [None, 5, {}, ["hello"]])
def test_a_text_that_is_none_is_refused(body):
    with pytest.raises(BadPayload):
        sinch().parse(EXAMPLE.webhook({**TEXT, "body": body}))


def test_what_is_binary_has_no_text():
    [inbound] = sinch().parse(EXAMPLE.webhook({**TEXT, "type": "mo_binary", "body": "VGhpcyBpcyB0aGUgU01TIGJvZHk="}))

    assert Inbound("in-1", "+14155550101", "+14155550100", "") == inbound


@pytest.mark.parametrize("raw", ["DELIVERED", "delivered", "Delivered"])
def test_a_status_may_be_written_in_either_case(raw):
    [receipt] = sinch().parse(EXAMPLE.webhook({**REPORT, "status": raw}))

    assert (MessageStatus.DELIVERED, raw, "msg_1") == (receipt.status, receipt.raw_status, receipt.reference)


CODES = {
    None: [0, 400, 401],
    ErrorClass.RETRYABLE: [403, 404, 417],
    ErrorClass.CREDIT: [413],
    ErrorClass.PERMANENT: [402, 405, 406, 407, 408, 409, 410, 411, 412, 414, 415, 416, 418],
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CODES.items() for code in codes])
def test_every_documented_code_has_its_class(kind, code):
    [receipt] = sinch().parse(EXAMPLE.webhook({**REPORT, "status": "Failed", "code": code}))

    assert (kind, str(code) if kind else None) == (receipt.error_class, receipt.error_code)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "origin"),
    [
        ({}, "https://us.sms.api.sinch.com"),
        ({"region": "eu"}, "https://eu.sms.api.sinch.com"),
        ({"base_url": "https://api.mblox.com/"}, "https://api.mblox.com"),
    ],
)
def test_a_plan_is_in_its_region(settings, origin):
    provider = sinch(webhook_secret="hook-secret", **settings)

    assert f"{origin}/xms/v1/plan-1/batches" == provider.build(MESSAGE).url


def test_what_looks_like_a_parameter_is_written_so_that_it_is_none():
    body = sent(sinch(), text="It costs ${price}, or $5")

    assert "It costs ${dollar}{price}, or $5" == body["body"]
    assert {"dollar": {"default": "$"}} == body["parameters"]
    assert "parameters" not in sent(sinch(), text="It costs $5 {net}")


def test_a_report_is_asked_for_at_an_address_that_has_the_token():
    body = sent(sinch(webhook_token=WEBHOOK_TOKEN), status_url=STATUS_URL)

    assert (f"{STATUS_URL}?token={WEBHOOK_TOKEN}", "per_recipient") == (body["callback_url"], body["delivery_report"])


def test_a_medium_goes_with_its_text():
    body = sent(sinch(), media=("https://foo.bar/a.jpg",))

    assert ("mt_media", {"url": "https://foo.bar/a.jpg", "message": "hi"}) == (body["type"], body["body"])


def test_a_message_of_unknown_outcome_is_looked_for_by_our_reference():
    request = sinch().query(MESSAGE)

    assert ("GET", "https://us.sms.api.sinch.com/xms/v1/plan-1/batches?client_reference=msg_1") == (
        request.method,
        request.url,
    )
    assert "Bearer api-token" == request.header("authorization")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"batches": [{"id": "b-1", "client_reference": "msg_1"}]}, "b-1"),
        ({"batches": [{"id": "b-0", "client_reference": "msg_0"}, {"id": "b-1", "client_reference": "msg_1"}]}, "b-1"),
        ({"batches": [{"id": "b-0", "client_reference": "msg_0"}]}, None),
        ({"batches": [{"id": 5, "client_reference": "msg_1"}, 7]}, None),
        ({"batches": []}, None),
        ({"code": "not_found"}, None),
    ],
)
def test_only_a_batch_with_our_reference_is_believed(document, expected):
    found = sinch().read_query(MESSAGE, answer(200, document))

    assert expected == (found.provider_id if found else None)
    assert found is None or (MessageStatus.ACCEPTED, "msg_1") == (found.status, found.reference)


def test_credentials_are_checked_by_asking_for_something_harmless():
    request = sinch().probe()

    assert ("GET", "https://us.sms.api.sinch.com/xms/v1/plan-1/batches?page_size=1") == (request.method, request.url)
    assert "Bearer api-token" == request.header("authorization")
