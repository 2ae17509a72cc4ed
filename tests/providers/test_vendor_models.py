"""The vendors' own models of a request judge every kind of request that we build: a field they do not know is a fault.

Most of these libraries are generated from the vendor's OpenAPI document, so that this is what the document says. Those
of MessageBird and Africa's Talking are written by hand, without models; D7, Kannel and Jasmin have no library.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Required, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

import plivo
import pytest
from bandwidth.models import MessageRequest
from clicksend.models import SendSmsRequest
from infobip_api_client.models import SmsRequest
from plivo.resources.messages import Messages
from plivo.utils import to_param_dict
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model
from sinch.domains.sms.models.v1.shared.media_request import MediaRequest
from sinch.domains.sms.models.v1.shared.text_request import TextRequest
from telnyx.types import MessageSendParams
from twilio.rest.api.v2010.account.message import MessageList
from vonage_messages.models import MmsAudio, MmsFile, MmsImage, MmsVcard, MmsVideo, Sms
from vonage_sms import SmsMessage

from bot.events import Dlt, Outbound
from bot.providers.base import Provider, make_provider
from bot.providers.http import Request
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL
from tests.providers.test_vonage_messages import APPLICATION

PLAIN = Outbound("msg_1", "+14155550100", "+14155550101", "Your table is booked.")
LINKS = tuple(f"https://foo.bar/{number}.jpg" for number in range(3))
MESSAGES = {
    "plain": PLAIN,
    "reported": replace(PLAIN, status_url=STATUS_URL),
    "short address": replace(PLAIN, status_url="https://sms.example.com/s"),
    "UCS-2": replace(PLAIN, text="Grüße 👍 Привет"),
    "several parts": replace(PLAIN, text="x" * 800),
    "parameters": replace(PLAIN, text="costs ${amount}"),
    "registered in India": replace(PLAIN, dlt=Dlt("1201159161641515253", "1207161234567890123")),
    "registered without a template": replace(PLAIN, dlt=Dlt("1201159161641515253")),
    "a name": replace(PLAIN, sender="Parley"),
    "pictures": replace(PLAIN, media=LINKS),
    "a picture alone": replace(PLAIN, text="", media=LINKS[:1]),
    **{kind: replace(PLAIN, media=(f"https://foo.bar/a.{kind}",)) for kind in ("jpg", "mp3", "mp4", "vcf", "pdf")},
}
MEDIA = {"image": MmsImage, "audio": MmsAudio, "video": MmsVideo, "vcard": MmsVcard, "file": MmsFile}
MORE_SETTINGS: Mapping[str, list[dict[str, object]]] = {
    "plivo": [{"powerpack_uuid": "pool-1"}],
    "telnyx": [{"messaging_profile_id": "profile-1"}],
    "twilio": [{"messaging_service_sid": "MG1"}],
    "vonage_messages": [APPLICATION],
}
"""What else changes requests."""


# ── the models ──────────────────────────────────────────────────────────────────────────────────────────────────────


def strict(params: Any) -> type[BaseModel]:
    """A model of what a call of a generated client takes, under the names on the wire, and no other."""
    types, fields = get_type_hints(params) | {"media_urls": list[str]}, dict[str, Any]()
    for name, said in get_type_hints(params, include_extras=True).items():
        aliases = [alias for more in get_args(said)[1:] if (alias := getattr(more, "alias", None))]
        default = ... if get_origin(said) is Required else None
        fields[name] = (types[name], Field(default, alias=aliases[0] if aliases else name))
    return create_model("Strict", __config__=ConfigDict(extra="forbid"), **fields)


def judged_by(model: type[BaseModel]) -> Callable[[Any], object]:
    """Let a model read a document under the names on the wire; none may be left over, at any depth."""

    def judge(document: Any) -> object:
        names = {known.serialization_alias or known.alias or name: name for name, known in model.model_fields.items()}
        assert set() == set(document) - set(names)
        read = model.model_validate({_key(model, names[name]): value for name, value in document.items()})
        written = read.model_dump(mode="json", by_alias=True, exclude_unset=True)
        assert written == document
        return read

    return judge


def _key(model: type[BaseModel], name: str) -> str:
    """Under which name a model takes a field: not always the one under which it writes it."""
    known = model.model_fields[name]
    return str(known.validation_alias or known.alias or name)


def written_again(model: Any) -> Callable[[Any], object]:
    """Let a generated model read a document and write it again: what it does not know gets lost, or is set aside."""

    def judge(document: Any) -> object:
        read = model.from_json(json.dumps(document))
        assert not getattr(read, "additional_properties", None)
        assert json.loads(read.to_json()) == document
        return read

    return judge


def messages_of_vonage(document: Any) -> object:
    model = Sms if document["message_type"] == "text" else MEDIA[document["message_type"]]
    return judged_by(model)(document)


def batch_of_sinch(document: Any) -> object:
    return judged_by(MediaRequest if document.get("type") == "mt_media" else TextRequest)(
        {"type": "mt_text"} | document
    )


def sms_of_vonage(fields: dict[str, Any]) -> object:
    """Its model has the account's key and secret elsewhere, and a truth where the form has a 1."""
    own = {name: value for name, value in fields.items() if name not in ("api_key", "api_secret")}
    return judged_by(SmsMessage)(own | {"status-report-req": own["status-report-req"] == "1"})


def call_of_plivo(document: Any) -> object:
    """The client's method names everything that it takes, and writes it as Plivo wants it."""
    known = inspect.signature(Messages.create).parameters
    arguments = {f"{name}_" if name == "type" else name: value for name, value in document.items()}
    assert set() == set(arguments) - set(known)
    called = {"self": None, **{name: parameter.default for name, parameter in known.items()}, **arguments}
    written = to_param_dict(Messages.create, called)
    assert document == {name: value for name, value in written.items() if name in document}
    return plivo.RestClient


def call_of_twilio(pairs: dict[str, Any]) -> object:
    """The same of Twilio's, whose names on the wire are those of the arguments in capital words."""
    known = set(inspect.signature(MessageList.create).parameters)
    in_words = {"".join(word.capitalize() for word in name.split("_")) for name in known}
    assert set() == set(pairs) - in_words
    return MessageList


JUDGES: Mapping[str, Callable[[Any], object]] = {
    "bandwidth": written_again(MessageRequest),
    "clicksend": written_again(SendSmsRequest),
    "infobip": written_again(SmsRequest),
    "plivo": call_of_plivo,
    "sinch": batch_of_sinch,
    "telnyx": judged_by(strict(MessageSendParams)),
    "twilio": call_of_twilio,
    "vonage": sms_of_vonage,
    "vonage_messages": messages_of_vonage,
}


# ── the requests ────────────────────────────────────────────────────────────────────────────────────────────────────


def content(request: Request) -> Any:
    if request.header("content-type") == "application/json":
        return json.loads(request.body)
    return dict(parse_qsl(request.body.decode(), keep_blank_values=True))


def providers() -> list[Any]:
    """Every provider that there is a judge for, with each of the settings that change its requests."""
    made = []
    for name in JUDGES:
        given = EXAMPLES[name].provider.settings.model_dump(exclude_unset=True)  # type: ignore[attr-defined]
        for more in ({}, *MORE_SETTINGS.get(name, [])):
            id = "-".join((name, *more))
            made.append(pytest.param(make_provider(name, given | more), id=id))
    return made


def sendable(provider: Provider, message: Outbound) -> Outbound:
    """As many pictures, and as much text, as the provider takes."""
    return replace(message, media=message.media[: provider.limits.media_max])


@pytest.mark.parametrize("provider", providers())
@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_the_vendors_model_knows_every_field_that_we_send(provider, message):
    document = content(provider.build(replace(sendable(provider, message), at=NOW)))

    assert JUDGES[provider.name](document)


@pytest.mark.parametrize("provider", providers())
@pytest.mark.parametrize("change", ["unknown", "misspelt"])
def test_a_field_that_the_vendor_does_not_know_is_noticed(provider, change):
    """The judges are awake, also for what stands inside."""
    message = replace(PLAIN, status_url="https://sms.example.com/s", at=NOW)
    document = content(provider.build(message))
    inside = document["messages"][0] if "messages" in document else document
    inside["brand_new" if change == "unknown" else "tto"] = "x"

    with pytest.raises((AssertionError, ValueError)):
        JUDGES[provider.name](document)


def test_the_types_count_too():
    with pytest.raises(ValueError, match="to"):
        TypeAdapter(strict(MessageSendParams)).validate_python({"to": ["+14155550101"]})
