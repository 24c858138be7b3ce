"""The sample world: a B2B history whose truth is known, so that every method can be held against it."""
