"""A carrier to send to when there is none: it speaks the send APIs of loopback, Twilio and D7 and keeps its own truth.

    python -m bot.providers.fake --port 9000 --webhook http://127.0.0.1:8000/webhooks/main

Point a channel's `base_url` at `http://127.0.0.1:9000/send` (loopback) or `http://127.0.0.1:9000` (Twilio, D7). Every
message it takes is recorded, and reported on with a signed receipt that is retried until it is answered with a 2xx.
It can be told to fail in every way that carriers do, before or after it took the message. For tests and benchmarks;
nothing of the bot imports it.
"""

from bot.providers.fake.carrier import FakeCarrier, Fault
from bot.providers.fake.ledger import Accepted

__all__ = ["Accepted", "FakeCarrier", "Fault"]
