-- One row a change of a score, by an award or by the scores that it is made from.
-- Reads: postings, derived_postings
-- Key: none
SELECT rule_key, entity_key, event_id, entry_no, posted_us, points
FROM postings
UNION ALL
SELECT rule_key, entity_key, event_id, entry_no, posted_us, points
FROM derived_postings
