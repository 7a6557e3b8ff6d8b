"""Which spans leave this process, and what leaves of them; docs/observability.md tells it."""
