"""Whether a sentence follows from what it cites: words, order, polarity, names, table cells."""
