"""Those who work in the console: who they are, how they prove it, what they may do."""

from bot.accounts.agent import Agent, Due, Preferences
from bot.accounts.caller import CLI, HOUSE, Caller
from bot.accounts.roles import Role
from bot.accounts.service import Accounts

__all__ = ["CLI", "HOUSE", "Accounts", "Agent", "Caller", "Due", "Preferences", "Role"]
