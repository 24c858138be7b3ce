-- One row is an event type or a stage beside the outcome: leads that had it before they converted (or without converting), how many of them converted,
-- how many leads that have it at any time converted, how many of these had it later than a day before, and how many converted after it.
-- Reads: start_firsts, start_conversions
-- Key: kind, name
SELECT
  start_firsts.kind,
  start_firsts.name,
  COUNT(CASE WHEN start_conversions.converted_us IS NULL OR start_firsts.first_us < start_conversions.converted_us THEN 1 END) AS leads_before,
  COUNT(CASE WHEN start_firsts.first_us < start_conversions.converted_us THEN 1 END) AS converting_after,
  COUNT(*) AS leads,
  COUNT(start_conversions.lead_id) AS converting,
  COUNT(CASE WHEN start_firsts.first_us > start_conversions.converted_us - 86400000000 THEN 1 END) AS converting_late,
  CAST(SUM(start_firsts.times) AS BIGINT) AS happened
FROM start_firsts
LEFT JOIN start_conversions
  ON start_firsts.lead_id = start_conversions.lead_id
GROUP BY start_firsts.kind, start_firsts.name
