"""Typed queries answered over the catalogue: exact, exhaustive, every element with its cell."""
