"""Files of an analyst's own, and how they become a history."""
