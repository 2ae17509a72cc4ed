"""`parley schema`: the flow language as a JSON Schema, for editors that complete and check while one types."""

from __future__ import annotations

from bot.cli.console import show_json
from bot.cli.help import command, new_app
from bot.flow.schema import schema as flow_schema

app = new_app()


@command(
    app,
    ("parley schema > flow.schema.json", "a file that editors read"),
    ("# yaml-language-server: $schema=flow.schema.json", "as a flow's first line"),
)
def schema() -> None:
    """Print the JSON Schema of flows."""
    show_json(flow_schema())
