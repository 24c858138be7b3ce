-- One row is a stage change up to an instant.
-- Reads: stage_changes, kept_until
-- Key: none
SELECT stage_changes.*
FROM stage_changes
JOIN kept_until
    ON micros(stage_changes.entered_at) <= kept_until.until_us
