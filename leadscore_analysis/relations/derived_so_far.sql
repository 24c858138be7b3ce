-- One row a change of a score that is made from scores, of all depths that were computed so far.
-- Reads: derived_so_far, derived_postings
-- Key: rule_key, entity_key, posted_us
SELECT rule_key, entity_key, entry_no, posted_us, points
FROM derived_so_far
UNION ALL
SELECT rule_key, entity_key, entry_no, posted_us, points
FROM derived_postings
