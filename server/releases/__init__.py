"""Releases: registered, approved, live, and switched without a restart."""
