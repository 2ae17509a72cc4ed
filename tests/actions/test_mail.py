"""E-mails over a real connection to a real SMTP server."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from bot.actions.mail import Mailer, NotSent, compose
from bot.config import EmailSettings
from bot.events import SendEmail

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
MAIL = SendEmail("5f-1", "team@example.com", "A call for Ana", "Please call Ana.\nÀ demain – 👍")
SENDER = "Riverside Dental <hello@riverside.example>"


class Postbox:
    """What the server does with what it is handed."""

    def __init__(self, answer="250 OK"):
        self.answer = answer
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("busy"):
            return "450 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@contextmanager
def server(box, **options):
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield EmailSettings(host="127.0.0.1", port=controller.port, security="none", sender=SENDER)
    finally:
        controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_email_arrives_as_it_was_written():
    box = Postbox()
    with server(box) as settings:
        Mailer(settings).send(MAIL, NOW)

    (mail,) = box.mails
    headers = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")
    assert [
        SENDER,
        "team@example.com",
        "A call for Ana",
        "Thu, 05 Mar 2026 17:00:00 +0000",
        "<5f-1@riverside.example>",
        "auto-generated",
    ] == [mail[name] for name in headers]
    assert "Please call Ana.\nÀ demain – 👍\n" == mail.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("address", "answer", "problem", "later"),
    [
        ("nobody@example.com", "250 OK", "the mail server refused it with 550: no such mailbox", False),
        ("busy@example.com", "250 OK", "the mail server refused it with 450: try again later", True),
        ("team@example.com", "552 too large", "the mail server refused it with 552: too large", False),
        ("team@example.com", "451 not now", "the mail server refused it with 451: not now", True),
    ],
)
def test_a_refusal_says_why_and_whether_to_try_again(address, answer, problem, later):
    with server(Postbox(answer)) as settings, pytest.raises(NotSent) as raised:
        Mailer(settings).send(SendEmail("1-1", address, "Hi", "Hello"), NOW)

    assert (problem, later) == (str(raised.value), raised.value.later)


def test_no_server_is_tried_again_later():
    settings = EmailSettings(host="127.0.0.1", port=free_port(), security="none", sender=SENDER)

    with pytest.raises(NotSent, match="no connection to the mail server") as raised:
        Mailer(settings).send(MAIL, NOW)

    assert raised.value.later


def test_a_server_that_cannot_encrypt_gets_neither_password_nor_mail():
    box = Postbox()
    with server(box) as settings, pytest.raises(NotSent):
        Mailer(settings.model_copy(update={"security": "starttls"})).send(MAIL, NOW)

    assert [] == box.mails


def test_it_logs_in_where_a_name_is_set():
    seen = []

    def authenticate(server, session, envelope, mechanism, auth):
        seen.append((auth.login, auth.password))
        return AuthResult(success=auth.password == b"right", handled=False)

    class Guarded(Controller):
        def factory(self):
            return SMTP(self.handler, authenticator=authenticate, auth_require_tls=False)

    box = Postbox()
    controller = Guarded(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        for password, problem in (("right", ""), ("wrong", "535"), ("geheimnisträger", "only takes plain letters")):
            settings = EmailSettings(
                host="127.0.0.1",
                port=controller.port,
                security="none",
                sender=SENDER,
                username="parley",
                password=password,
            )
            if not problem:
                Mailer(settings).send(MAIL, NOW)
            else:
                with pytest.raises(NotSent, match=problem):
                    Mailer(settings).send(MAIL, NOW)
    finally:
        controller.stop()

    assert (b"parley", b"right") == seen[0]
    assert 1 == len(box.mails)


@pytest.mark.parametrize("field", ["address", "subject"])
def test_no_line_break_begins_another_header(field):
    mail = SendEmail("1-1", "team@example.com", "Hi", "Hello")
    harmful = {"address": "team@example.com\r\nBcc: all@example.com", "subject": "Hi\r\nBcc: all@example.com"}
    mail = SendEmail(
        **{"id": "1-1", "address": mail.address, "subject": mail.subject, "body": "x", field: harmful[field]}
    )

    with pytest.raises(NotSent, match="cannot be written"):
        compose(mail, EmailSettings(host="h", sender=SENDER), NOW)


def test_a_mail_server_without_a_sender_is_refused():
    with pytest.raises(ValueError, match="`sender` says who the e-mails are from"):
        EmailSettings(host="mail.example.com")
