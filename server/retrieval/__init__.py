"""Passages for a question: hybrid search, reranked, with what known questions teach about them."""
