"""`leadscore start`."""
