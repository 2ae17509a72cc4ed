"""What people at the desk do with conversations: take over, answer, hand back, assign, snooze, close."""
