"""Second thoughts that come as a text of their own: `sorry, I meant 4pm` after the bot has asked the next thing.

    bot: What time?   me: 3pm   bot: How many people?   me: no wait, 4pm   ─►   heard at `What time?` again

A text revises the answer before the pending question if all of this holds; else the pending question hears it:

1. It is marked as a correction. *Firm* marks say so (`I meant`, `no wait`, `oops`, `*4pm`); `sorry`, `actually`, `no`
   at its beginning are *soft*: they may mean nothing.
2. What stands beside the mark answers the earlier question, passes its checks, and is not what was answered before.
3. The pending question does not take the text itself. A firm mark goes first where nothing has been said yet at the
   pending question: there is nothing else that it could correct. Free text takes everything, so there it is enough
   that the correction is short and answers an earlier question that takes only certain things.
4. Since the earlier answer the flow has only talked: nothing was sent elsewhere, tagged, set or run, which hearing the
   answer again would not undo.

No clock decides: a correction may come late, and two texts that come fast may be two answers.
"""

from __future__ import annotations

from typing import cast

from bot.engine.hear import Hearing
from bot.engine.nodes import CONFIRM_SUFFIX, Kind
from bot.engine.questions import hear
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.engine.understand.correction import Correction, correction
from bot.events import Json, Say
from bot.flow.model import Ask, Question, Type

_SHORT_WORDS_MAX = 4
_LOOSE = frozenset({Type.TEXT, Type.YES_NO, Type.MEDIA, Type.NOTHING})
"""What too many texts answer for a soft mark to tell anything."""


def note_answer(turn: Turn, source: str | None, choices: list[list[str]] | None) -> None:
    """Remember at which node the last answer was heard, so that a correction can be heard there."""
    turn.session.answered = (
        None if source is None else {"state": source.removesuffix(CONFIRM_SUFFIX), "choices": choices}
    )


def settle(turn: Turn, before: Session) -> None:
    """Forget which question was answered last if more than talk followed, or if nothing is being asked now."""
    session = turn.session
    if session.answered is None:
        return
    if session.outcome is not None or turn.node.kind not in (Kind.QUESTION, Kind.CONFIRM):
        session.answered = None
        return
    changed = {name for name, value in session.variables.items() if before.variables.get(name) != value}
    answered = {name for name, answer in session.answers.items() if before.answers.get(name) is not answer}
    if not (all(isinstance(effect, Say) for effect in turn.effects) and changed <= answered):
        session.answered = None


def reconsider(turn: Turn, text: str) -> str:
    """Go back to the question that the text corrects, and give what it is to hear there; else leave all as it is."""
    session = turn.session
    last = session.answered
    if last is None or turn.node.kind is not Kind.QUESTION or last["state"] not in turn.machine.nodes:
        return text
    found = correction(text)
    if found is None:
        return text
    pending = _question(turn)
    heard = hear(turn, pending, text, ())
    if not _may_go_back(pending, heard, found, attempts=session.attempts):
        return text
    here = session.state, session.choices
    session.state, session.choices = last["state"], last["choices"]
    if not _fits(turn, _question(turn), pending, found):
        session.state, session.choices = here
        return text
    session.attempts = 0
    session.answered = session.candidate = None
    turn.forget_names()
    turn.note("revised", session.state)
    return found.text


def another_candidate(turn: Turn, question: Question, text: str) -> Hearing | None:
    """The value that somebody gives instead of the one that `confirm:` repeats: `no, 4pm`."""
    candidate = turn.session.candidate
    found = correction(text)
    said = text if found is None else found.text
    if candidate is None or question.expect in _LOOSE or said.strip() in ("1", "2"):
        return None
    state = turn.session.state
    turn.session.state = state.removesuffix(CONFIRM_SUFFIX)
    heard = hear(turn, question, said, ())
    turn.session.state = state
    return heard if heard.accepted and heard.value != candidate["value"] else None


def _question(turn: Turn) -> Question:
    return cast(Ask, turn.node.step).question


def _may_go_back(pending: Question, heard: Hearing, found: Correction, *, attempts: int) -> bool:
    """Whether the pending question leaves the text to the one before it."""
    if found.firm and attempts == 0:
        return True
    labelled = any(heard.takes(branch) for branch in pending.replies)
    if pending.expect is Type.TEXT:
        return not labelled and len(found.text.split()) <= _SHORT_WORDS_MAX
    return not labelled and not heard.accepted


def _fits(turn: Turn, earlier: Question, pending: Question, found: Correction) -> bool:
    """Whether the earlier question takes the correction, as something new."""
    if earlier.expect in _LOOSE and not found.firm:
        return False
    if earlier.expect is Type.TEXT and pending.expect is not Type.TEXT:
        return False
    heard = hear(turn, earlier, found.text, ())
    value: Json = heard.value
    return heard.accepted and value != turn.session.answer
