"""The rules of the checker, a family a module. Each is one function whose docstring is what `parley explain` prints."""
