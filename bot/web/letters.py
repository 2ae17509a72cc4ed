"""E-mails of the console: to who is invited, and to who has forgotten their password."""

from __future__ import annotations

import asyncio

import structlog

from bot.accounts.links import LIFE, LinkKind
from bot.actions.mail import Mailer, NotSent
from bot.events import SendEmail
from bot.runtime import Runtime
from bot.store.users import User

log = structlog.get_logger(__name__)

_SUBJECTS = {
    LinkKind.INVITATION: "Your account at {business}",
    LinkKind.RESET: "Choose a new password for {business}",
}
_BODIES = {
    LinkKind.INVITATION: "Hello {name},\n\nyou are invited to the console of {business}. Choose a password here:\n\n"
    "{url}\n\nThe link works once, for {life}.\n",
    LinkKind.RESET: "Hello {name},\n\nsomebody, probably you, asked for a new password for the console of {business}. "
    "Choose one here:\n\n{url}\n\nThe link works once, for {life}. If it was not you, there is nothing to do.\n",
}


async def send_link(runtime: Runtime, user: User, kind: LinkKind, link: str) -> bool:
    """Send a link to whom it is for; False if there is no mail server, or it does not take it."""
    settings = runtime.settings
    if not settings.email.host:
        return False
    hours = int(LIFE[kind].total_seconds() // 3600)
    words = {
        "name": user.name,
        "business": settings.business.name,
        "url": f"{runtime.public_url}{link}",
        "life": "an hour" if hours == 1 else f"{hours // 24} days",
    }
    mail = SendEmail(
        runtime.world.new_id("mail"), user.email, _SUBJECTS[kind].format(**words), _BODIES[kind].format(**words)
    )
    try:
        await asyncio.to_thread(Mailer(settings.email).send, mail, runtime.world.now())
    except NotSent as error:
        log.warning("a link was not sent", user=user.id, link=kind.value, error=str(error))
        return False
    return True
