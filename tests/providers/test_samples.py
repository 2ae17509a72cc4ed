"""Recorded and documented traffic of the carriers, as data. `confirmed: false` marks what no source vouches for."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.errors import BadSignature, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Part, Receipt
from bot.providers.base import Provider, WebhookRequest, make_provider
from bot.providers.http import Response
from bot.providers.twilio import sign
from tests.providers.examples import EXAMPLES, NOW

SAMPLES = {
    file.stem: json.loads(file.read_text("utf-8")) for file in (Path(__file__).parent / "samples").glob("*.json")
}


def samples(section: str) -> list[Any]:
    return [
        pytest.param(name, sample, id=f"{name}-{index}")
        for name in sorted(SAMPLES)
        for index, sample in enumerate(SAMPLES[name].get(section, ()))
    ]


def provider_for(name: str, sample: dict[str, Any], **more: Any) -> Provider:
    recorded = EXAMPLES[name].recorded
    return make_provider(name, {**recorded.settings, **recorded.for_sample(sample), **more})


def webhook(sample: dict[str, Any]) -> WebhookRequest:
    headers = {"content-type": sample["content_type"]} | sample["headers"]
    return WebhookRequest(sample["method"], sample["url"], headers, sample["body"].encode(), NOW)


@pytest.mark.parametrize(("name", "sample"), samples("inbound"))
def test_inbound(name, sample):
    expect = sample["expect"]

    [inbound] = provider_for(name, sample).parse(webhook(sample))

    media, piece = tuple(expect.get("media", ())), expect.get("concat")
    part = Part(piece["ref"], piece["part"], piece["total"]) if piece else None
    # what comes without an id gets one, and for whom it is may be left out
    id, to = expect["id"] or inbound.provider_id, expect["to"] or ""
    expected = Inbound(id, expect["from"], to, expect["text"], media, expect.get("opt_out"), part)
    assert expected == inbound


def test_who_hands_long_texts_over_in_pieces_says_so():
    """Else the inbox would not wait for the rest of one."""
    in_pieces = {name for name, sections in SAMPLES.items() for one in sections["inbound"] if "concat" in one["expect"]}

    assert in_pieces == {name for name, example in EXAMPLES.items() if example.provider.delivers_parts}


@pytest.mark.parametrize(("name", "sample"), samples("status"))
def test_status(name, sample):
    expect = sample["expect"]

    receipts = provider_for(name, sample).parse(webhook(sample))

    if "all" in expect:
        assert [(one["id"], one["status"]) for one in expect["all"]] == [(r.provider_id, r.status) for r in receipts]
        receipts = receipts[:1]
    recipients = expect.get("recipients") or [expect.get("recipient", receipt.recipient) for receipt in receipts[:1]]
    assert recipients == [receipt.recipient for receipt in receipts]
    for receipt in receipts:
        # a D7 send is answered with the request's id only, so that is what a receipt has to be joined by
        assert expect.get("request_id", expect["id"]) == receipt.provider_id
        assert (MessageStatus(expect["status"]), expect["error"]) == (receipt.status, receipt.error_code)
        assert expect.get("raw", receipt.raw_status) == receipt.raw_status
        assert expect.get("class", receipt.error_class) == receipt.error_class
        assert isinstance(receipt, Receipt)


@pytest.mark.parametrize(("name", "sample"), samples("send"))
def test_send(name, sample):
    message, provider = sample["message"], provider_for(name, sample)
    recipients = [message["to"]] if isinstance(message["to"], str) else message["to"]

    for recipient in recipients:
        outbound = Outbound(
            message.get("id", "msg_1"),
            message.get("from", ""),
            recipient,
            message["text"],
            tuple(message.get("media", ())),
            message.get("callback_url"),
        )
        request = provider.build(outbound)

        expected = EXAMPLES[name].recorded.request(sample["request"], recipient)
        assert (expected["method"], expected["url"]) == (request.method, request.url)
        assert expected["headers"] == {header: request.header(header.lower()) for header in expected["headers"]}
        if "form" in expected:
            pairs = [
                (k, v) for k, value in expected["form"].items() for v in ([value] if isinstance(value, str) else value)
            ]
            assert sorted(pairs) == sorted(parse_qsl(request.body.decode()))
        elif "body" in expected:
            assert expected["body"] == request.body
        else:
            assert expected["json"] == json.loads(request.body)


@pytest.mark.parametrize(("name", "sample"), samples("send"))
def test_answer_to_a_send(name, sample):
    response, expect = sample["response"], sample["expect"]
    headers = [(name.lower().encode(), value.encode()) for name, value in response["headers"].items()]
    answer = Response(response["status"], headers, response["body"].encode())
    provider = provider_for(name, sample)

    if expect["ok"]:
        sent = provider.read(answer)
        # we write to one person in one request, and of several ids for one text the first names it
        expected_id = (expect["ids"] or [expect.get("request_id")])[0]
        assert (expected_id, expect.get("parts")) == (sent.provider_id, sent.segments)
        return
    with pytest.raises(SendError) as caught:
        provider.read(answer)

    # the carriers' SDKs call a 5xx retryable, but few document that nothing was sent: it has to be reconciled first
    reconciled = response["status"] >= 500 and not EXAMPLES[name].recorded.documents_5xx
    kind = ErrorClass.UNKNOWN if reconciled else ErrorClass(expect["class"])
    assert kind == caught.value.kind
    if expect["error"] in response["body"]:
        assert expect["error"] == caught.value.code


@pytest.mark.parametrize(("name", "sample"), samples("signature"))
def test_signature(name, sample):
    recorded = EXAMPLES[name].recorded
    # what nothing signed has no secret, without which there is no channel
    provider = provider_for(name, sample, **{recorded.secret: sample["secret"] or "any"})
    request = (recorded.signed or signed)(sample)

    if sample["valid"]:
        provider.verify(request)
    else:
        with pytest.raises(BadSignature):
            provider.verify(request)


def signed(sample: dict[str, Any]) -> WebhookRequest:
    params = sample.get("params", {})
    pairs = list(params.items() if isinstance(params, dict) else map(tuple, params))
    body = sample["body"] if "body" in sample else urlencode(pairs)
    content_type = "application/json" if "body" in sample else "application/x-www-form-urlencoded"
    headers = {"content-type": content_type} | {key.lower(): value for key, value in sample["headers"].items()}
    return WebhookRequest("POST", sample["url"], headers, body.encode(), NOW)


def test_the_signature_of_the_documentation():
    [sample, *_] = SAMPLES["twilio"]["signature"]

    assert "RSOYDt4T1cUTdK1PDd93/VVr8B8=" == sign(b"12345", sample["url"], sample["params"].items())
