"""What we know: the typed vocabulary, the paper's tables as data, documents in our own words."""
