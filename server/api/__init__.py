"""The HTTP API: one router a noun, problem documents for every error."""
