"""Of which class a text is, learned from examples: by what it means and by its words."""
