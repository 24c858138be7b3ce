"""Files become a history."""
