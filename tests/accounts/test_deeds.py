"""Every deed that is written down has words."""

from __future__ import annotations

import re
from pathlib import Path

from bot.web.console.deeds import DEEDS, GROUPS, details

BOT = Path(__file__).resolve().parents[2] / "bot"
WRITTEN = re.compile(r'"((?:sign_in|session|user|factor|link|key|audit|webhook|broadcast)\.(?!csv)[a-z_]+)"')


def test_whatever_is_written_down_has_words():
    written = {
        kind
        for folder in ("accounts", "web/console")
        for file in (BOT / folder).rglob("*.py")
        if file.name not in ("deeds.py", "actions.py")
        for kind in WRITTEN.findall(file.read_text(encoding="utf-8"))
    }

    assert {"sign_in.refused", "user.role", "key.created"} < written
    assert set() == written - set(DEEDS)


def test_every_kind_is_in_a_group():
    assert [] == [kind for kind in DEEDS if not any(kind.startswith(prefix) for prefix, _ in GROUPS)]


def test_details_are_words():
    told = details({"role": "agent", "factor_removed": True, "queues": [], "count": 3})

    assert "role: agent, factor removed: yes, queues: all, count: 3" == told
