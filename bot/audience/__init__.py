"""Whom a broadcast is for: a small language of filters over people. Pure."""
