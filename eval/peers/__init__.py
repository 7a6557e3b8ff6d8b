"""What people would otherwise use, asked the same questions over the same corpus, embeddings and LLM."""
