"""Short links on the business's own domain."""
