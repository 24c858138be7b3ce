-- One row is an event type or a stage: how many leads have it, how often, how late in their lives, and when first and last.
-- Reads: start_firsts
-- Key: kind, name
SELECT
  kind,
  name,
  COUNT(*) AS leads,
  CAST(SUM(times) AS BIGINT) AS happened,
  COALESCE(SUM(share_of_life) / COUNT(share_of_life), 0) AS lateness
FROM start_firsts
GROUP BY kind, name
