"""This project run through the paper's own lifecycle: declarations, what the system computes of them, the document."""
