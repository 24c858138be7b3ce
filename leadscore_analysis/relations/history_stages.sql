-- One row is a stage of the history, and how often it was entered.
-- Reads: stage_changes
-- Key: stage
SELECT stage AS name, COUNT(*) AS row_count
FROM stage_changes
WHERE stage IS NOT NULL
GROUP BY stage
