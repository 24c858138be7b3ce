-- One row a stretch of the sum of a score, of all scores that were summed up so far.
-- Reads: rule_sums, derived_sums
-- Key: entity_key, score_key, starts_us
SELECT entity_key, score_key, starts_us, ends_us, total
FROM rule_sums
UNION ALL
SELECT entity_key, score_key, starts_us, ends_us, total
FROM derived_sums
