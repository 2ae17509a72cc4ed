"""A client of the HTTP interface, for programs in Python."""
