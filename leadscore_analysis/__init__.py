"""Tests a lead-scoring model on history instead of believing it."""
