"""How Python functions become actions that flows may call."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from bot.actions import Action, Attempt, action, registry
from bot.actions.registry import arguments, load_actions, make_action
from bot.config import ActionsSettings, LlmSettings
from bot.errors import ConfigError


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """Actions that no other test knows."""
    names = {}
    monkeypatch.setattr(registry, "_registered", names)
    return names


def found(**settings):
    return load_actions(ActionsSettings(**settings))


def test_a_function_is_registered_under_its_name_and_stays_a_function():
    @action
    def find_table(people: int) -> dict:
        return {"people": people}

    assert {"people": 2} == find_table(2)
    assert (registry.TIMEOUT_S, False) == (found()["find_table"].timeout_s, found()["find_table"].repeatable)


def test_an_action_may_have_another_name_and_its_own_patience():
    @action(name="table", timeout_s=2, repeatable=True)
    async def find_table() -> None: ...

    assert Action("table", find_table, 2, repeatable=True) == found()["table"]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"name": "find table"}, "`find table` cannot be the name of an action: letters, digits, `_` and `-`"),
        ({"name": "table", "timeout_s": 0}, "the action `table` needs a time-out above 0 seconds"),
    ],
)
def test_what_cannot_be_an_action_says_why(settings, problem):
    with pytest.raises(ConfigError) as raised:
        action(**settings)(lambda: None)

    assert problem == str(raised.value)


def test_two_actions_with_one_name_are_refused():
    @action
    def table(): ...

    with pytest.raises(ConfigError, match=r"two actions are called `table`: in .*\.table and .*<lambda>"):
        action(name="table")(lambda: None)


def test_modules_of_the_settings_are_imported(tmp_path, monkeypatch):
    (tmp_path / "kitchen_actions.py").write_text(
        "from bot.actions import action\n\n@action\ndef cook(dish):\n    return dish\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])

    assert ["cook"] == list(found(modules=["kitchen_actions"]))


def test_a_module_that_cannot_be_imported_is_named(tmp_path, monkeypatch):
    (tmp_path / "broken_actions.py").write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])

    with pytest.raises(ConfigError) as raised:
        found(modules=["broken_actions"])

    problem = "actions.modules: `broken_actions` cannot be imported: ZeroDivisionError: division by zero"
    assert problem == str(raised.value)


def test_installed_packages_bring_actions_by_entry_point(monkeypatch):
    points = [
        EntryPoint("join", "os.path:join", registry.ENTRY_POINT_GROUP),
        EntryPoint("mine", f"{__name__}:READY", registry.ENTRY_POINT_GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)

    assert [("join", 10.0), ("mine", 3.0)] == [(name, it.timeout_s) for name, it in found().items()]


@pytest.mark.parametrize("value", ["nowhere_at_all:join", "os.path:nothing"])
def test_an_installed_action_that_cannot_be_imported_is_named(monkeypatch, value):
    points = [EntryPoint("join", value, registry.ENTRY_POINT_GROUP)]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)

    with pytest.raises(ConfigError, match=f"the action `join` of an installed package, {value}, cannot be imported: "):
        found()


READY = make_action("ready", lambda: 1, timeout_s=3.0)


def test_the_example_action_is_off_until_it_is_set_up():
    llm = LlmSettings(base_url="https://llm.example/v1", model="small")

    assert [] == list(found())
    assert ["llm"] == list(found(llm=llm))
    assert ["llm", "understand"] == list(found(llm=llm.model_copy(update={"understand": True})))


ATTEMPT = Attempt("1-1", None)


@pytest.mark.parametrize(
    ("function", "given", "expected"),
    [
        (lambda people, day="today": 0, {"people": 2}, {"people": 2}),
        (lambda **rest: 0, {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        (lambda attempt: 0, {}, {"attempt": ATTEMPT}),
        (lambda people, attempt: 0, {"people": 2}, {"people": 2, "attempt": ATTEMPT}),
    ],
)
def test_with_becomes_the_arguments(function, given, expected):
    assert expected == arguments(make_action("find", function), given, ATTEMPT)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "`with:` does not fit the action `find`: missing a required argument: 'people'"),
        ({"people": 1, "dya": 2}, "`with:` does not fit the action `find`: got an unexpected keyword argument 'dya'"),
    ],
)
def test_what_does_not_fit_is_said(given, problem):
    with pytest.raises(TypeError) as raised:
        arguments(make_action("find", lambda people: 0), given, ATTEMPT)

    assert problem == str(raised.value)
