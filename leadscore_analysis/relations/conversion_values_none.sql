-- One row is a conversion and its value, which the study does not name: NULL.
-- Reads: first_outcomes
-- Key: lead_key
SELECT lead_key, CAST(NULL AS DOUBLE) AS value
FROM first_outcomes
