"""What a person's wishes add up to: the fold of the consent ledger, one record after the other.

    out ─► nothing more            in ─► as before that `out`, and no more than that
    review ─► proactive texts wait    reconfirm ─► they go on

The order is the ledger's. A scope is everything (`""`) or one programme of the business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

EVERYTHING: Final = ""
"""The scope of a wish that is about all texts of the business."""
VOID: Final = "void"
"""Why texts wait where the number belongs to somebody else by now: only an opt-in ends that."""
CONSENT_TYPES: Final = ("express_written", "express", "implied")
"""From what is proven best. Only an express one takes back an opt-out."""
UNSURE: Final = "unsure"
"""Why texts wait where somebody may have meant STOP, and what they are asked then."""


class Kind(StrEnum):
    """What a record of the ledger says."""

    OUT = "out"
    IN = "in"
    REVIEW = "review"
    """Somebody may have meant STOP: proactive texts wait until it is known."""
    RECONFIRM = "reconfirm"
    """They did not mean it, or still want what they once agreed to."""
    VOID = "void"
    """The number was given up or went to somebody else: what was agreed to holds no longer."""
    BLOCK = "block"
    """A carrier still blocks one of our numbers although the person came back otherwise."""
    ERASED = "erased"
    """What earlier records said of the person was erased; it names them."""


class Wish(NamedTuple):
    """What of a record decides."""

    kind: Kind
    source: str
    at: datetime
    scope: str = EVERYTHING
    id: str | None = None
    confirmed: bool = False
    reason: str | None = None
    """Why a review."""
    asked: str | None = None
    """What the person was asked back: the name of a programme, or `UNSURE`."""
    channel: str = ""
    """For `block`, whose number is blocked; for `in`, by which channel, if its carrier heard it as well."""


class Suppression(NamedTuple):
    """Why somebody is not to be texted, or not with everything."""

    source: str
    """keyword, phrase, provider, carrier, clarification, agent, api, import or flow."""
    at: datetime
    confirmed_at: datetime | None = None
    """When the one confirmation was last given."""
    everything: bool = True
    """Whether no texts at all are to be sent."""
    event: str | None = None
    """The record that this goes back to."""
    programs: Mapping[str, str | None] = {}
    """The programmes that the person is out of, each with its record."""
    paused: str | None = None
    """Why proactive texts wait."""
    asked: str | None = None
    """What the person was asked back, and has not answered."""
    asked_at: datetime | None = None
    blocked: Mapping[str, str | None] = {}
    """The channels whose carrier blocks the person although they came back, each with its record."""
    returned: str | None = None
    """Once the person came back: by which channel, if its carrier heard that as well, else blank."""

    @property
    def restricts(self) -> bool:
        """Whether there is anything that may not be sent."""
        return self.everything or bool(self.programs or self.paused or self.blocked)


class Bars(NamedTuple):
    """What stands between one message and a person, as the gate asks for it."""

    suppressed: bool = False
    paused: bool = False
    programme_out: bool = False
    blocked: bool = False
    void: bool = False
    unconsented: bool = False
    """Whether it is marketing, and there is no consent to it where one has to be recorded."""
    record: str | None = None
    """The record of the ledger that says so."""
    asked_for: bool = False
    """Whether it passes an opt-out because the person has just asked for it."""


FREE: Final = Bars()
UNCONSENTED: Final = Bars(unconsented=True)


BY_CARRIER: Final = ("carrier", "provider")
"""Who else than we bars texts then: nothing that we decide lets them through."""


def bars(
    known: Suppression | None,
    *,
    program: str | None,
    channel: str,
    unasked: bool,
    asked_for: bool = False,
    agreed: bool = True,
) -> Bars:
    """Say what bars a message. A pause holds back what comes `unasked`: marketing, and whatever goes to many.

    What the person has just `asked_for` elsewhere, such as a code to log in, is no text that they wanted to stop.
    `agreed` is false for marketing to which a consent has to be recorded, and is not.
    """
    if known is None or not known.restricts:
        return UNCONSENTED if unasked and not agreed else FREE
    if known.everything and asked_for and known.source not in BY_CARRIER:
        return Bars(asked_for=True, record=known.event)
    if known.everything:
        return Bars(suppressed=True, record=known.event)
    if program is not None and program in known.programs:
        return Bars(programme_out=True, record=known.programs[program])
    if channel in known.blocked:
        return Bars(blocked=True, record=known.blocked[channel])
    if unasked and not agreed:
        return UNCONSENTED
    if known.paused and unasked:
        void = known.paused == VOID
        return Bars(paused=not void, void=void, record=known.event)
    return FREE


# ── the fold ────────────────────────────────────────────────────────────────────────────────────────────────────────


def fold(wishes: Iterable[Wish]) -> Suppression | None:
    """Add up all wishes of a person, in the ledger's order."""
    known: Suppression | None = None
    for wish in wishes:
        known = after(known, wish)
    return known


def after(known: Suppression | None, wish: Wish) -> Suppression | None:
    """Return what holds after one more wish; None where there is nothing to keep in mind."""
    before = known or Suppression(wish.source, wish.at, everything=False)
    made = _STEPS[wish.kind](before, wish)
    return made if made.restricts or made.returned is not None else None


def _out(known: Suppression, wish: Wish) -> Suppression:
    if wish.scope != EVERYTHING:
        return known._replace(programs={**known.programs, wish.scope: wish.id})
    if known.everything:
        return known._replace(confirmed_at=wish.at) if wish.confirmed else known
    return Suppression(
        wish.source,
        wish.at,
        confirmed_at=wish.at if wish.confirmed else None,
        event=wish.id,
        programs=known.programs,
        asked=wish.asked,
        asked_at=wish.at if wish.asked else None,
    )


def _in(known: Suppression, wish: Wish) -> Suppression:
    """Take back what the last `out` took: what was not there before it does not come with it."""
    blocked = {name: record for name, record in known.blocked.items() if name != wish.channel}
    if wish.scope != EVERYTHING:
        programs = {name: record for name, record in known.programs.items() if name != wish.scope}
        return known._replace(programs=programs, paused=None, blocked=blocked)
    back = known.everything or known.returned is not None or bool(known.blocked)
    return Suppression(
        wish.source,
        wish.at,
        everything=False,
        programs=known.programs if known.everything else {},
        blocked=blocked,
        returned=wish.channel if back else None,
    )


def _review(known: Suppression, wish: Wish) -> Suppression:
    if known.everything or known.paused == VOID:
        return known
    return known._replace(
        source=wish.source,
        at=wish.at,
        event=wish.id,
        paused=wish.reason or UNSURE,
        asked=wish.asked or known.asked,
        asked_at=wish.at if wish.asked else known.asked_at,
    )


def _reconfirm(known: Suppression, wish: Wish) -> Suppression:
    return known if known.everything or known.paused == VOID else known._replace(paused=None, asked=None, asked_at=None)


def _void(known: Suppression, wish: Wish) -> Suppression:
    if known.everything:
        return known
    return known._replace(source=wish.source, at=wish.at, event=wish.id, paused=VOID, asked=None, asked_at=None)


def _block(known: Suppression, wish: Wish) -> Suppression:
    return known._replace(blocked={**known.blocked, wish.channel: wish.id})


def _erased(known: Suppression, wish: Wish) -> Suppression:
    """What somebody wanted is kept when the rest is forgotten: it is all that keeps them from being texted."""
    return known


_STEPS: Final = {
    Kind.OUT: _out,
    Kind.IN: _in,
    Kind.REVIEW: _review,
    Kind.RECONFIRM: _reconfirm,
    Kind.VOID: _void,
    Kind.BLOCK: _block,
    Kind.ERASED: _erased,
}


def is_out(known: Suppression | None) -> bool:
    """Whether somebody is to get no texts at all."""
    return known is not None and known.everything


def is_stale_block(known: Suppression | None, channel: str) -> bool:
    """Whether a carrier's "opted out" is older than what we know: the person came back, but not by this channel."""
    return known is not None and not known.everything and known.returned is not None and known.returned != channel


# ── what was agreed to ──────────────────────────────────────────────────────────────────────────────────────────────


class Agreement(NamedTuple):
    """That somebody agreed to something."""

    scope: str
    consent_type: str
    """express_written, express or implied; START alone is none of them."""
    at: datetime
    record: str | None


def agreements(records: Iterable[tuple[Wish, str | None]]) -> dict[str, Agreement]:
    """Return what a person has agreed to, by scope, from records with their types of consent, in the ledger's order.

    STOP and START leave it as it is: what was held before is held again. A void number ends all of it.
    """
    held: dict[str, Agreement] = {}
    for wish, consent_type in records:
        if wish.kind in (Kind.VOID, Kind.ERASED):
            held = {}
        elif wish.kind is Kind.IN and consent_type is not None:
            held[wish.scope] = Agreement(wish.scope, consent_type, wish.at, wish.id)
    return held
