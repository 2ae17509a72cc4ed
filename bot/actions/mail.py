"""E-mails of the `email` step, by the mail server of the settings."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from bot.config import EmailSettings
from bot.errors import BotError
from bot.events import SendEmail

TIMEOUT_S = 20.0


class NotSent(BotError):
    """The mail server did not take it. `later` says whether it may take it another time."""

    def __init__(self, detail: str, *, later: bool) -> None:
        super().__init__(detail)
        self.later = later


@dataclass(frozen=True)
class Mailer:
    """Hands e-mails to one mail server. Blocks: call it in a thread."""

    settings: EmailSettings

    def send(self, mail: SendEmail, now: datetime) -> None:
        """Return once the server has taken it; raise `NotSent` if it certainly has not."""
        message = compose(mail, self.settings, now)
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise NotSent(_refusal(code, reason), later=_passing(code)) from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(_refusal(error.smtp_code, error.smtp_error), later=_passing(error.smtp_code)) from error
        except (smtplib.SMTPConnectError, ConnectionRefusedError, ssl.SSLError) as error:
            raise NotSent(f"no connection to the mail server: {error}", later=True) from error
        except UnicodeError as error:
            raise NotSent("the mail server only takes plain letters in names and passwords", later=False) from error
        except (smtplib.SMTPException, OSError) as error:
            # It may have been taken just before: sending it again could make two.
            raise NotSent(f"the mail server went away: {type(error).__name__}", later=False) from error

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        if settings.security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_S)
        try:
            if settings.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.username:
                server.login(settings.username, settings.password.get_secret_value() if settings.password else "")
        except BaseException:
            server.close()
            raise
        return server


def compose(mail: SendEmail, settings: EmailSettings, now: datetime) -> EmailMessage:
    """Write the message. Its id is that of the step, so that a mail system can tell one that comes twice."""
    message = EmailMessage(policy=SMTP)
    domain = parseaddr(settings.sender)[1].rpartition("@")[2] or "localhost"
    try:
        message["From"] = settings.sender
        message["To"] = mail.address
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{mail.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
    except (MessageError, ValueError, LookupError) as error:
        raise NotSent(f"this e-mail cannot be written: {error}", later=False) from error
    return message


def _refusal(code: int, reason: bytes | str) -> str:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return f"the mail server refused it with {code}: {' '.join(text.split())[:200]}"


def _passing(code: int) -> bool:
    return 400 <= code < 500
