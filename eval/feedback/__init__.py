"""From what readers found wanting to golden questions, with a person in between."""
