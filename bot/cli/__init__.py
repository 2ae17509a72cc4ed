"""The command `parley`: one module a command, loaded only when it is asked for."""

from __future__ import annotations

import sys

from bot.cli.app import app
from bot.cli.console import Exit, Failed, say
from bot.errors import BotError, ConfigError


def main() -> None:
    """Run the command line; what Parley foresaw becomes one sentence and an exit code, not a traceback."""
    try:
        app(prog_name="parley")
    except Failed as error:
        say(f"error: {error}")
        sys.exit(error.code)
    except ConfigError as error:
        say(f"error: {error}")
        sys.exit(Exit.START_UP)
    except BotError as error:
        say(f"error: {error}")
        sys.exit(Exit.FAILURE)
