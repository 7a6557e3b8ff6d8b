"""Which model a card bears, and how its memory is shared."""
