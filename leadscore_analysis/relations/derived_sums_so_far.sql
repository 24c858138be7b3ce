-- One row a stretch of the sum of a score that is made from scores, of all depths that were computed so far.
-- Reads: derived_sums, depth_sums
-- Key: entity_key, score_key, starts_us
SELECT entity_key, score_key, starts_us, ends_us, total
FROM derived_sums
UNION ALL
SELECT entity_key, score_key, starts_us, ends_us, total
FROM depth_sums
