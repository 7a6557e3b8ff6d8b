"""`python -m server doctor`: whether everything that the settings ask for is there, and what to do where it is not."""
