"""The read side: question, facts, retrieval, narration, verification, citation; served over HTTP."""
