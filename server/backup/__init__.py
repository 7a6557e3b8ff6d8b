"""The data folder saved while it serves, and brought back: everything but the models, which can be fetched."""
