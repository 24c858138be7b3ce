-- One row is a lead that reached the funnel's first stage: when it first did.
-- Reads: funnel_times
-- Key: lead_key
SELECT stage_no, lead_key, MIN(at_us) AS reached_us, CAST(NULL AS BIGINT) AS previous_us
FROM funnel_times
WHERE stage_no = 0
GROUP BY stage_no, lead_key
