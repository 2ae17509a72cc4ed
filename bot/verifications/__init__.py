"""One-time passcodes: made, sent, checked once, and kept from those who would have them sent for money."""
