-- One row is the whole history: its leads, how many converted, and its first and last instant.
-- Reads: start_happenings, start_conversions
-- Key: none, it is one row
SELECT
  COUNT(DISTINCT start_happenings.lead_id) AS leads,
  COUNT(DISTINCT start_conversions.lead_id) AS converting,
  MIN(start_happenings.at_us) AS first_us,
  MAX(start_happenings.at_us) AS last_us
FROM start_happenings
LEFT JOIN start_conversions
  ON start_happenings.lead_id = start_conversions.lead_id
