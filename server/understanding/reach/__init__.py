"""Where the reach of the corpus ends: what a question wants that nothing here tells."""
