"""The rulebook language, its schema and its presets."""
