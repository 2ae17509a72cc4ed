"""By which channel a message goes, and from which number there.

who, which class, how long ─► first route that applies ─► its first channel that can ─► the number the person knows
"""

from bot.routing.routes import Choice, Route, Router, Wanted, make_router

__all__ = ["Choice", "Route", "Router", "Wanted", "make_router"]
