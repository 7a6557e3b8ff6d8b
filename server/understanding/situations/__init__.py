"""What somebody tells instead of asking it by name."""
