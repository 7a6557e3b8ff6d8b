"""What the journal tells: how much is asked, of what, what stays unanswered, how good a sample of the answers is."""
