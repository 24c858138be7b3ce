"""A first study and a first rulebook, proposed from an analyst's own exports."""
