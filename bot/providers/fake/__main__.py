"""`python -m bot.providers.fake`: serve a fake carrier until it is told to stop."""

from __future__ import annotations

import argparse

import uvicorn

from bot.config import LOOPBACK_SECRET
from bot.providers.base import Sample
from bot.providers.fake.carrier import ACCOUNT_SID, FakeCarrier


def main(arguments: list[str] | None = None) -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.providers.fake", description="A carrier for tests.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--webhook", help="where loopback's texts and receipts go: http://…/webhooks/main")
    parser.add_argument("--secret", default=LOOPBACK_SECRET, help="loopback's secret, Twilio's auth token, D7's token")
    parser.add_argument("--account-sid", default=ACCOUNT_SID)
    parser.add_argument("--receipt", choices=["delivered", "failed", "none"], default="delivered")
    given = parser.parse_args(arguments)
    receipt = None if given.receipt == "none" else Sample(given.receipt)
    carrier = FakeCarrier(webhook=given.webhook, secret=given.secret, account_sid=given.account_sid, receipt=receipt)
    uvicorn.run(carrier.app, host=given.host, port=given.port, log_level="critical", access_log=False)


if __name__ == "__main__":
    main()
