"""How mature a team is: answers about practices, placed on the five models of Table I."""
