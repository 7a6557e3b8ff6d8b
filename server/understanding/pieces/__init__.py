"""A text taken apart: its names, conditions and measures, and what kind of thing it asks for."""
