"""What was asked and answered, kept for a while so that the service can be watched and judged."""
