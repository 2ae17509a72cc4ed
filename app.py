"""For servers that are told a module: `uvicorn app:app`. `parley serve` does the same and says what to open."""

from bot.config import load_settings
from bot.logs import configure
from bot.runtime import Runtime
from bot.web.app import create_app

settings = load_settings()
configure(settings.log)
app = create_app(Runtime(settings))
