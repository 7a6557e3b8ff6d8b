"""What is measured of a running server, for Prometheus; docs/observability.md lists it."""
