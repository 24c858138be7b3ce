"""The suggestion held against the known truth of sample worlds."""
