"""The write side: documents become nodes, nodes become vectors, vectors become a live index."""
