"""What single words and phrases mean, and texts made even before they are read."""
