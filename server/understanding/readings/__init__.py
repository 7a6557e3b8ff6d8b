"""Typed queries, one module for each way of asking."""
