"""The story of one lead, account or deal: every posting in time, with its rule, its event and why."""
