"""Who works here: people, their roles, how they sign in, and what they did."""
