"""One text or flow for many people, at a pace that can be held, resumed and ended."""
