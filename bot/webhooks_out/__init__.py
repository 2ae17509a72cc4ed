"""What happened, told to the business's own systems, signed, in order, until they have heard it."""
