"""What kinds of senders there are, which of them can be answered, and where each may be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class SenderKind(StrEnum):
    """What a message comes from."""

    NUMBER = "number"
    SHORT_CODE = "short_code"
    NAME = "name"
    """Letters: nobody can reply to it, and so nobody can write STOP to it."""


def kind_of(sender: str) -> SenderKind:
    """Tell of which kind a sender is by how it is written."""
    if sender.startswith("+"):
        return SenderKind.NUMBER
    return SenderKind.SHORT_CODE if sender.isdigit() else SenderKind.NAME


class Standing(StrEnum):
    """What is known of a kind of sender in a country."""

    NO = "no"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class SenderRule:
    """One thing that is known, and from where."""

    country: str
    kind: SenderKind
    standing: Standing
    source: str
    label: str
    """How sure it is: P for the primary text, S for a secondary source, M for memory."""
    checked: date
    effective_from: date | None = None
    """None for what has long been so."""


@dataclass(frozen=True, slots=True)
class SenderRules:
    """All that is known; of a country about which nothing is, every kind may be used."""

    known: Mapping[tuple[str, SenderKind], SenderRule] = field(default_factory=dict)
    own: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By country, the kinds that the business says it may use: then nothing else is asked."""

    def forbids(self, country: str | None, sender: str, today: date) -> bool:
        """Whether a sender cannot be used in a country."""
        if country is not None and country in self.own:
            return kind_of(sender) not in self.own[country]
        rule = self._rule(country, sender, today)
        return rule is not None and rule.standing is Standing.NO

    def to_register(self, country: str | None, sender: str, today: date) -> SenderRule | None:
        """Return why a sender has to be registered in a country before it is used; None if nothing says so."""
        rule = None if country in self.own else self._rule(country, sender, today)
        return rule if rule is not None and rule.standing is Standing.REGISTERED else None

    def _rule(self, country: str | None, sender: str, today: date) -> SenderRule | None:
        rule = self.known.get((country or "", kind_of(sender)))
        early = rule is not None and rule.effective_from is not None and today < rule.effective_from
        return None if early else rule


def read_rules(document: Mapping[str, Any], own: Mapping[str, Collection[str]]) -> SenderRules:
    """Make the rules of a document such as `rules/senders.toml`, and of what the settings say."""
    rules = [
        SenderRule(**{**row, "kind": SenderKind(row["kind"]), "standing": Standing(row["standing"])})
        for row in document["rule"]
    ]
    return SenderRules({(rule.country, rule.kind): rule for rule in rules}, dict(own))
