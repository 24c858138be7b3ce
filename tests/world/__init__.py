"""The sample world with known truth."""
