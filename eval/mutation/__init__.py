"""Deliberate damage that the gate must catch."""
