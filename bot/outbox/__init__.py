"""What goes out: messages are composed, claimed, handed to providers, and followed until their fate is known."""
