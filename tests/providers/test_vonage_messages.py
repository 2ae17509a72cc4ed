"""What is Vonage's Messages API's alone: tokens in both directions, media, problems; and its SDK on the other side."""

import json
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from vonage_http_client.auth import Auth
from vonage_http_client.errors import HttpRequestError
from vonage_http_client.http_client import HttpClient
from vonage_jwt import verify_signature
from vonage_messages import Messages
from vonage_messages.models import MmsImage, Sms

from bot.errors import BadPayload, BadSignature, ConfigError, SendError
from bot.events import Inbound, Outbound
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.providers.signing import bearer, read_jwt
from bot.providers.vonage_messages import VonageMessages
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL, WEBHOOK_TOKEN
from tests.providers.examples.vonage_messages import token
from tests.providers.test_samples import SAMPLES
from tests.providers.wiretap import Wiretap

EXAMPLE = EXAMPLES["vonage_messages"]
PROVIDER = EXAMPLE.provider
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "Grüße 👍", status_url=STATUS_URL, at=NOW)
SIGNED = {"signature_secret": "signature-secret"}
RSA = generate_private_key(public_exponent=65537, key_size=2048)
PEM = RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
APPLICATION = {"application_id": "app-1", "private_key": PEM}


def messages(**settings: object) -> VonageMessages:
    return make_provider("vonage_messages", {"api_key": "abcd1234"} | SIGNED | settings, "channels", "main")


# ── who calls ───────────────────────────────────────────────────────────────────────────────────────────────────────


def signed(request: WebhookRequest, **claims: object) -> WebhookRequest:
    known = read_jwt(bearer(request.headers), [b"signature-secret"])
    kept = {name: value for name, value in {**known, **claims}.items() if value is not None}
    return replace(request, headers={**request.headers, "authorization": token(kept)})


SECOND = int(NOW.timestamp())


@pytest.mark.parametrize("claims", [{}, {"iat": SECOND - 300}, {"api_key": None}, {"exp": SECOND - 1}])
def test_a_token_that_vonage_makes_is_believed(claims):
    PROVIDER.verify(signed(EXAMPLE.webhook(EXAMPLE.inbound), **claims))


@pytest.mark.parametrize(
    "claims",
    [
        {"payload_hash": None},
        {"payload_hash": "ab"},
        {"payload_hash": 5},
        {"iat": None},
        {"iat": SECOND - 301},
        {"iat": SECOND + 301},
        {"iat": "now"},
        {"iat": True},
        {"api_key": "another"},
    ],
)
def test_a_token_of_something_else_is_not(claims):
    with pytest.raises(BadSignature):
        PROVIDER.verify(signed(EXAMPLE.webhook(EXAMPLE.inbound), **claims))


def test_the_age_of_a_token_is_as_the_settings_say():
    late = replace(EXAMPLE.webhook(EXAMPLE.inbound), received_at=NOW + timedelta(hours=20))

    messages(api_secret="api-secret", webhook_age_s=90_000).verify(late)
    with pytest.raises(BadSignature, match="300 seconds"):
        PROVIDER.verify(late)


def test_while_rotating_the_previous_secret_is_still_good():
    rotating = {"signature_secret": "new", "signature_secret_previous": "signature-secret"}

    messages(api_secret="api-secret", **rotating).verify(EXAMPLE.webhook(EXAMPLE.inbound))
    with pytest.raises(BadSignature):
        messages(api_secret="api-secret", signature_secret="new").verify(EXAMPLE.webhook(EXAMPLE.inbound))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("sample", SAMPLES["vonage_messages"]["signature_jwt"])
def test_we_and_the_sdk_agree_on_recorded_tokens(sample):
    token = sample["headers"]["Authorization"].removeprefix("Bearer ")

    assert sample["valid"] is verify_signature(token, sample["secret"])
    if sample["valid"]:
        assert 1697634680 == read_jwt(token, [sample["secret"].encode()])["iat"]
    else:
        with pytest.raises(BadSignature):
            read_jwt(token, [sample["secret"].encode()])


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_verifies_our_samples(kind):
    with time_machine.travel(NOW, tick=False):
        sample = PROVIDER.sample_webhook(
            kind, url=URL, sender="+14155550101", recipient="+14155550100", text="hi ü", id="in-1", now=NOW
        )

        assert verify_signature(bearer(sample.headers), "signature-secret")
        assert not verify_signature(bearer(sample.headers), "another")


def test_an_account_that_does_not_sign_is_known_by_its_token():
    provider = make_provider(
        "vonage_messages", {"api_key": "abcd1234", "api_secret": "api-secret", "webhook_token": WEBHOOK_TOKEN}
    )
    sample = provider.sample_webhook(Sample.STOP, url=URL, sender="+1", recipient="+2", text="", id="in-1", now=NOW)

    provider.verify(sample)
    with pytest.raises(BadSignature):
        provider.verify(replace(sample, url=URL))


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({}, "`application_id` and `private_key`, or `api_secret`, to send"),
        ({"application_id": "app-1"}, "belong together"),
        ({"api_secret": "s", "signature_secret": None}, "to know who calls"),
        ({"application_id": "app-1", "private_key": "not PEM"}, "`private_key` is not a key of RSA"),
    ],
)
def test_settings_that_are_not_enough_are_refused(settings, problem):
    with pytest.raises(ConfigError, match=problem):
        messages(**settings)


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_words_of_media_are_the_text():
    fields = {**EXAMPLE.inbound, "message_type": "image", "image": {"url": "https://foo.bar/a.jpg", "caption": "look"}}
    del fields["text"]

    [inbound] = PROVIDER.parse(EXAMPLE.webhook(fields))

    assert Inbound("in-1", "+14155550101", "+14155550100", "look", ("https://foo.bar/a.jpg",)) == inbound


@pytest.mark.parametrize(
    "fields", [{"image": "a.jpg"}, {"image": {"caption": "no address"}}, {"from": {"number": "1"}}]
)
def test_a_message_of_another_shape_is_refused(fields):
    with pytest.raises(BadPayload):
        PROVIDER.parse(EXAMPLE.webhook({**EXAMPLE.inbound, **fields}))


@pytest.mark.parametrize(
    ("error", "code"), [({"title": 1050}, "1050"), ({"type": 5, "title": None}, None), ("x", None), (None, None)]
)
def test_a_problem_may_be_told_by_its_title_or_not_at_all(error, code):
    [receipt] = PROVIDER.parse(EXAMPLE.webhook({**EXAMPLE.receipt, "status": "rejected", "error": error}))

    assert code == receipt.error_code


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def authorization(provider: VonageMessages, **fields: object) -> str:
    return provider.build(replace(MESSAGE, **fields)).header("authorization")


def test_an_application_sends_with_a_token_that_its_key_signed():
    claims = jwt.decode(
        authorization(messages(**APPLICATION)).removeprefix("Bearer "),
        RSA.public_key(),
        algorithms=["RS256"],
        options={"verify_exp": False, "verify_iat": False},
    )

    assert ("app-1", SECOND, SECOND + 900) == (claims["application_id"], claims["iat"], claims["exp"])


def test_a_token_is_used_for_some_minutes_and_no_longer():
    provider = messages(**APPLICATION)
    tokens = [authorization(provider, at=NOW + timedelta(seconds=seconds)) for seconds in (0, 299, 300, 0)]

    assert tokens[0] == tokens[1] == tokens[3] != tokens[2]


def test_without_a_time_there_is_no_token():
    with pytest.raises(SendError, match="no_time"):
        authorization(messages(**APPLICATION), at=None)


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("a.jpg", "image"),
        ("a.MP4?b=1", "video"),
        ("a.vcf", "vcard"),
        ("a.mp3", "audio"),
        ("a.pdf", "file"),
        ("a", "image"),
    ],
)
def test_a_medium_is_told_by_its_name(link, kind):
    body = json.loads(PROVIDER.build(replace(MESSAGE, media=(f"https://foo.bar/{link}",))).body)

    assert ("mms", kind) == (body["channel"], body["message_type"])
    assert {"url": f"https://foo.bar/{link}", "caption": "Grüße 👍"} == body[kind]


# ── the SDK's client ────────────────────────────────────────────────────────────────────────────────────────────────


def client(wiretap: Wiretap, auth: Auth) -> Messages:
    http = HttpClient(auth)
    wiretap.on(http._session)
    return Messages(http)


BASIC = Auth(api_key="abcd1234", api_secret="api-secret")
COMMON = {"to": "14155550101", "from_": "14155550100", "client_ref": "msg_1", "webhook_url": STATUS_URL}


@pytest.mark.parametrize(
    ("theirs", "media"),
    [
        (Sms(text=MESSAGE.text, **COMMON), ()),
        (
            MmsImage(image={"url": "https://foo.bar/a.jpg", "caption": MESSAGE.text}, **COMMON),
            ("https://foo.bar/a.jpg",),
        ),
    ],
    ids=["text", "medium"],
)
def test_the_sdk_sends_what_we_send(theirs, media):
    wiretap = Wiretap(202, EXAMPLE.taken)

    taken = client(wiretap, BASIC).send(theirs)
    ours, [sent] = PROVIDER.build(replace(MESSAGE, media=media)), wiretap.sent

    assert (sent.method, sent.url) == (ours.method, ours.url)
    for header in ("authorization", "content-type", "accept"):
        assert sent.headers[header] == ours.header(header)
    assert json.loads(sent.body) == json.loads(ours.body)
    assert taken.message_uuid == PROVIDER.read(answer(202, EXAMPLE.taken)).provider_id


def test_the_sdks_token_says_what_ours_says():
    wiretap = Wiretap(202, EXAMPLE.taken)
    with time_machine.travel(NOW, tick=False):
        client(wiretap, Auth(application_id="app-1", private_key=PEM)).send(Sms(text="hi", **COMMON))
    ours = authorization(messages(**APPLICATION)).removeprefix("Bearer ")
    theirs = wiretap.sent[0].headers["authorization"].decode().removeprefix("Bearer ")

    def read(token: str) -> dict[str, object]:
        claims = jwt.decode(token, options={"verify_signature": False})
        return jwt.get_unverified_header(token) | {name: value for name, value in claims.items() if name != "jti"}

    assert read(theirs) == read(ours)


def test_the_sdk_refuses_the_answer_that_we_refuse():
    with pytest.raises(HttpRequestError):
        client(Wiretap(422, EXAMPLE.refused), BASIC).send(Sms(text="hi", **COMMON))
    with pytest.raises(SendError):
        PROVIDER.read(answer(422, EXAMPLE.refused))
