"""Pages from tables and charts."""
