"""How each provider writes things down. One file a provider, with an `EXAMPLE` in it."""

from importlib import import_module
from pathlib import Path

from tests.providers.examples.shape import NOW, STATUS_URL, URL, WEBHOOK_TOKEN, Example

__all__ = ["ALL", "EXAMPLES", "NOW", "STATUS_URL", "URL", "WEBHOOK_TOKEN", "Example"]

_NAMES = sorted({file.stem for file in Path(__file__).parent.glob("*.py")} - {"__init__", "codes", "shape"})
ALL: dict[str, Example] = {name: import_module(f"{__name__}.{name}").EXAMPLE for name in _NAMES}
EXAMPLES = {name: example for name, example in ALL.items() if example.heard is None}
"""Those that call us."""
