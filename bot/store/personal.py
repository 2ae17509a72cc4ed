"""Where data about people lies: every column of every table, and what becomes of it when somebody is erased.

A test compares this with the tables, so that nobody adds a column without saying what it holds. `docs/privacy.md` shows
the same list to whoever has to answer for it. What lies in files beside the database is at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """What a table holds, column by column."""

    personal: str = ""
    """Columns that say who somebody is, or what they or others said to and about them."""
    ids: str = ""
    """Columns with names of ours or of a provider, which say nothing once what they name is gone."""
    kept: str = ""
    """Columns about a person that outlive the erasure, because the law wants the proof: keyed, or emptied of words."""
    other: str = ""
    """Columns about the business, its flows and the machine: states, times, counts."""
    erased: str = ""
    """What becomes of it."""

    @property
    def columns(self) -> list[str]:
        """All of them."""
        return " ".join((self.personal, self.ids, self.kept, self.other)).split()


_GONE: Final = "deleted"
_NOBODY: Final = "holds nothing about anybody"
_STAFF: Final = "holds nothing about customers: it is about those who work in the console"

PLACES: Final[Mapping[str, Place]] = {
    "contact": Place(
        personal="phone name language timezone country fields tags",
        ids="id",
        other="created_at updated_at blocked_at",
        erased=_GONE,
    ),
    "same_person": Place(
        ids="contact_id main_id by",
        other="at",
        erased=f"{_GONE}; another number of theirs is erased by itself",
    ),
    "draft": Place(
        personal="text",
        ids="agent_id conversation_id",
        other="kind updated_at",
        erased=_GONE,
    ),
    "conversation": Place(
        personal="note labels",
        ids="id contact_id assignee",
        other="channel number status handler queue priority unread epoch created_at last_at handed_at taken_at "
        "answered_at needs_reply_since snoozed_until bot_paused_until closed_at escalated_at noticed_at",
        erased=_GONE,
    ),
    "notice": Place(
        ids="id recipient conversation_id",
        other="kind by_name created_at seen_at mailed_at",
        erased=_GONE,
    ),
    "note": Place(
        personal="text mentions",
        ids="id conversation_id author",
        other="author_name created_at",
        erased=_GONE,
    ),
    "listing": Place(
        ids="conversation_id contact_id assignee author message_id",
        other="channel status handler queue priority flow state needs at heard waiting_since version",
        erased=_GONE,
    ),
    "listing_label": Place(personal="label", ids="conversation_id", erased=_GONE),
    "finding": Place(
        personal="terms",
        ids="id about source",
        other="kind at",
        erased=f"{_GONE}, from the full-text index too",
    ),
    "read_mark": Place(ids="agent_id conversation_id", other="heard", erased=_GONE),
    "presence": Place(ids="conversation_id agent_id", other="name doing until", erased=_GONE),
    "session": Place(
        personal="data",
        ids="id conversation_id",
        other="flow version state callers wake_at outcome started_at ended_at",
        erased=f"{_GONE}, whether it is over or under way",
    ),
    "inbound": Place(
        personal="contact payload dedupe_key",
        ids="seq part",
        other="kind channel status error received_at done_at waits_until",
        erased=f"{_GONE}; of texts the provider's id stays until its period is over, lest a repetition count as new",
    ),
    "event": Place(
        personal="data",
        ids="seq conversation_id session_id",
        other="kind at",
        erased=_GONE,
    ),
    "message": Place(
        personal="recipient text media error_detail reference decision",
        ids="seq id conversation_id session_id provider_id request_id claimed_by author",
        other="state channel lane sender dlt_template_id program message_class encoding units segments status error "
        "urgent attempts moved_from leased_until unknown_at doubted_at resends possible_duplicate due_at expires_at "
        "provider created_at sent_at delivered_at",
        erased=f"{_GONE}; what was queued is not sent",
    ),
    "receipt": Place(
        personal="raw_status",
        ids="seq provider_id reference message_id",
        other="channel status error_code error_class received_at",
        erased=_GONE,
    ),
    "lease": Place(ids="seqs", other="id until", erased=_NOBODY),
    "exchange": Place(
        personal="person request answer detail",
        ids="seq about batch",
        other="at channel kind attempt result status took_ms",
        erased=f"{_GONE}, with what came in the same request; after seven days anyway",
    ),
    "link": Place(
        personal="target clicks first_click_at last_click_at",
        ids="code message_id",
        other="day source created_at",
        erased=f"{_GONE}: it leads nowhere then",
    ),
    "timer": Place(
        personal="contact payload key",
        ids="id contact_id",
        other="channel due_at",
        erased=_GONE,
    ),
    "action": Place(
        personal="contact request",
        ids="id session_id",
        other="channel status attempts due_at created_at",
        erased=_GONE,
    ),
    "verification": Place(
        personal="phone ip account template reference",
        ids="id owner message_id",
        other="purpose status digest sealed length ttl_s channel sender attempts failures guesses failed_at "
        "sends resends_at looks looks_now looked_from created_at sent_at expires_at used_at",
        erased=f"{_GONE}; a code that is under way is void",
    ),
    "passcode": Place(
        personal="phone block ip account network",
        ids="seq verification_id",
        other="at approved lane",
        erased=_GONE,
    ),
    "proven": Place(
        kept="person approved_at failures failed_at",
        erased="stays: a keyed HMAC of the phone, so that guessing does not begin anew",
    ),
    "tally": Place(
        other="scope name begins_at sends segments approved failed",
        erased="names nobody but who was told to wait, by a keyed HMAC, for two days",
    ),
    "idempotency_key": Place(
        personal="body",
        ids="owner key fingerprint",
        other="status created_at",
        erased="the person is taken out of the answer, which stays, lest a repeated request send again",
    ),
    "broadcast": Place(
        personal="plan",
        ids="id created_by parent",
        other="name state report created_at next_at started_at ended_at occurrence cursor filled recipients "
        "spent_until counts counted_at",
        erased="a filter that names the person, or what only they had, names nobody any more",
    ),
    "saved_audience": Place(
        personal="filter",
        ids="created_by",
        other="name note created_at updated_at",
        erased="as the filters of broadcasts",
    ),
    "broadcast_part": Place(
        personal="people",
        ids="broadcast_id",
        other="number",
        erased="the person is taken out of it; it goes when they are recipients",
    ),
    "broadcast_recipient": Place(
        personal="data",
        ids="broadcast_id contact_id message_id",
        other="place variant due_at reason",
        erased=_GONE,
    ),
    "fact": Place(
        ids="seq ref",
        other="kind data at",
        erased="names rows; a second later it is empty again",
    ),
    "activity": Place(
        personal="phone data",
        ids="position id conversation_id",
        other="type at",
        erased=_GONE,
    ),
    "webhook_delivery": Place(
        ids="id webhook_id activity_id conversation_id",
        other="position status attempts due_at error created_at tried_since finished_at",
        erased=f"{_GONE}; what waits to be told is not told",
    ),
    "webhook_attempt": Place(ids="seq delivery_id", other="status error took_ms at", erased=_GONE),
    "webhook": Place(
        ids="id created_by",
        other="url description events secret old_secret old_secret_until enabled disabled_at disabled_reason failures "
        "failing_since quiet_until last_error created_at updated_at",
        erased=_NOBODY,
    ),
    "suppression": Place(
        kept="person source at confirmed_at everything event programs paused asked asked_at blocked returned",
        erased="stays: a keyed HMAC of the phone, so that nobody texts who said STOP",
    ),
    "consent_event": Place(
        personal="text evidence contact_id source_url form keyword disclosure disclosure_version action ip user_agent "
        "identity salt",
        ids="seq id confirmation_id details actor",
        kept="person kind scope consent_type source channel at occurred_at honoured_at format personal_hash "
        "previous_hash row_hash erased_at",
        erased="stays without words, addresses and names: what is left proves that and when somebody opted out or in",
    ),
    "consent_period": Place(
        kept="person kept_at last_at",
        erased="deleted; it only is there of those whose contact went for having been idle",
    ),
    "opt_out_list": Place(
        ids="run",
        other="channel leased_until place since started_at counts next_at finished_at whole_at failures error",
        erased=_NOBODY,
    ),
    "erasure": Place(
        personal="phone",
        ids="id contact_id",
        other="actor counts requested_at finished_at",
        erased="is the record of it; the phone is in it only until it is finished",
    ),
    "stat_route": Place(
        other="day channel provider sender country message_class fate error messages segments", erased=_NOBODY
    ),
    "stat_text": Place(other="day channel flow template fate messages segments", erased=_NOBODY),
    "stat_hour": Place(other="day hour channel what n", erased=_NOBODY),
    "stat_time": Place(ids="who", other="day what channel band n", erased=_NOBODY),
    "stat_flow": Place(other="day flow version channel place what n", erased=_NOBODY),
    "stat_edge": Place(other="day flow version source way dest n", erased=_NOBODY),
    "stat_click": Place(other="day source what n", erased=_NOBODY),
    "stat_agent": Place(ids="agent", other="day what n", erased=_NOBODY),
    "stat_unmatched": Place(ids="event conversation_id digest", other="day flow version place", erased=_GONE),
    "stat_optout": Place(
        ids="record message_id",
        other="day hour channel source scope flow template",
        erased="stays as a count; it no longer names the message",
    ),
    "stat_stop": Place(ids="session_id conversation_id", other="day flow version place ending", erased=_GONE),
    "stat_cursor": Place(other="source high gaps", erased=_NOBODY),
    "stat_block": Place(other="block cells kept dirty waiting again_at", erased=_NOBODY),
    "stat_walk": Place(
        ids="session_id conversation_id",
        other="flow version channel day now_flow now_version point since answered handed_off silenced seen",
        erased=_GONE,
    ),
    "stat_thread": Place(ids="conversation_id", other="asked_at handed_at", erased=_GONE),
    "flow_version": Place(other="flow version path source activated_at translations", erased=_NOBODY),
    "api_key": Place(ids="id", other="name digest scopes created_at revoked_at last_used_at test", erased=_NOBODY),
    "setting": Place(other="name value", erased=_NOBODY),
    "saved_view": Place(ids="id owner", other="shared name filters created_at", erased=_NOBODY),
    "pace": Place(other="channel spent_until quiet_until failures", erased=_NOBODY),
    "seat": Place(ids="run", other="channel number until since bound failures error", erased=_NOBODY),
    "canned_reply": Place(ids="id owner updated_by", other="shortcut text updated_at", erased=_NOBODY),
    "worker": Place(ids="run", other="started_at", erased=_NOBODY),
    "user": Place(
        ids="id",
        other="email name role timezone status capacity queues notify preferences password factor factor_at "
        "factor_step recovery identity created_at seen_at disabled_at",
        erased=_STAFF,
    ),
    "login": Place(
        ids="id user_id",
        other="digest whole address browser created_at seen_at proved_at expires_at",
        erased=_STAFF,
    ),
    "user_link": Place(ids="id user_id", other="digest kind email created_by created_at expires_at", erased=_STAFF),
    "attempt": Place(ids="subject", other="failures last_at blocked_until", erased=_STAFF),
    "audit": Place(ids="seq actor subject", other="at kind actor_name address data", erased=_STAFF),
}
"""Every table of the schema."""

FILES: Final[Mapping[str, str]] = {
    "spool-…": "texts that came while the database was away; emptied into it before anybody is erased",
    "refused": "rows that the database will never take; those of the person are cut out",
    "privacy.key": "the key of sensitive answers, if the settings have none; about nobody",
    "wire-…": "ids of messages that were on the wire, and of those that the provider took; nothing about anybody",
}
"""What lies in the state folder."""
