"""The tables of the grammar fit the model, and everything in them can be read."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.flow import grammar, load
from bot.flow.grammar import Kind, Option, Verb
from bot.flow.model import Check, Flow, Matcher, Question, Step, Trigger
from bot.flow.reading import READERS

TABLES = {
    "flow": (grammar.FLOW, Flow),
    "matcher": (grammar.MATCHER, Matcher),
    "check": (grammar.CHECK, Check),
    "question": (grammar.QUESTION, Question),
    "step": (grammar.STEP, Step),
    "trigger": (grammar.TRIGGER_COMMON, Trigger),
    **{f"trigger {kind}": (options, Trigger) for kind, options in grammar.TRIGGER_OPTIONS.items()},
}
NOT_KEPT = {"defaults"}
"""Read into each question instead."""


def names(model):
    return {field.name for field in fields(model)}


def stray(options: dict[str, Option], model: type) -> set[str]:
    return {option.into or name for name, option in options.items()} - names(model) - NOT_KEPT


@pytest.mark.parametrize("table", TABLES)
def test_every_key_has_its_field_in_the_model(table):
    options, model = TABLES[table]

    assert set() == stray(options, model)


@pytest.mark.parametrize("name", grammar.VERBS)
def test_every_option_of_a_verb_has_its_field_in_its_step(name):
    verb: Verb = grammar.VERBS[name]
    options = {key: option for key, option in verb.options.items() if not verb.question or key not in grammar.QUESTION}

    assert set() == stray(options, verb.make)
    assert not verb.into or verb.into in names(verb.make)
    assert bool(verb.id) == ("id" in names(verb.make))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_value_has_a_reader(kind):
    assert load.load
    assert kind in READERS


def test_every_key_says_what_it_is_for():
    tables = [options for options, _ in TABLES.values()] + [verb.options for verb in grammar.VERBS.values()]
    docs = [option.doc for options in tables for option in options.values()]
    docs += [verb.doc for verb in grammar.VERBS.values()]

    assert all(docs)
    assert not [doc for doc in docs if doc.endswith(".") or doc[0].isupper()]
