-- One row a posting: what a rule earned, stepped or lost, what a bound held back, what a score made from scores changed by; their running
-- sum is the score.
-- Reads: postings, caps, derived_so_far
-- Key: none
SELECT entity_key, rule_key AS node_key, event_id, entry_no, posted_us, points
FROM postings
UNION ALL
SELECT entity_key, node_key, CAST(NULL AS VARCHAR) AS event_id, 4 AS entry_no, posted_us, points
FROM caps
UNION ALL
SELECT entity_key, rule_key AS node_key, CAST(NULL AS VARCHAR) AS event_id, entry_no, posted_us, points
FROM derived_so_far
