"""The one table of everything the API can do."""

from __future__ import annotations

from typing import Final

from bot.web.api import (
    activity,
    analytics,
    broadcasts,
    consent,
    contact_consent,
    contact_edits,
    contact_merge,
    contacts,
    conversations,
    d7,
    d7_passcodes,
    exchanges,
    flows,
    inbound,
    links,
    messages,
    simulate,
    verifications,
    webhooks_out,
    why,
)
from bot.web.api.endpoint import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *messages.ENDPOINTS,
    *why.ENDPOINTS,
    *links.ENDPOINTS,
    *exchanges.ENDPOINTS,
    *inbound.ENDPOINTS,
    *flows.ENDPOINTS,
    *broadcasts.ENDPOINTS,
    *contacts.ENDPOINTS,
    *contact_edits.ENDPOINTS,
    *contact_merge.ENDPOINTS,
    *contact_consent.ENDPOINTS,
    *consent.ENDPOINTS,
    *conversations.ENDPOINTS,
    *simulate.ENDPOINTS,
    *analytics.ENDPOINTS,
    *verifications.ENDPOINTS,
    *activity.ENDPOINTS,
    *webhooks_out.ENDPOINTS,
    *d7.ENDPOINTS,
    *d7_passcodes.ENDPOINTS,
)
