"""The chat: knows the wire schema and the settings, and talks HTTP to the API."""
