-- One row a posting: what a rule earned, stepped or lost, what a bound held back, what a score made from scores changed by; their running
-- sum is the score.
-- Reads: postings, caps, derived_so_far, nodes
-- Key: none
SELECT p.entity_key, n.score_key, p.rule_key AS node_key, p.event_id, p.entry_no, p.posted_us, p.points
FROM postings p
JOIN nodes n
    ON p.rule_key = n.node_key
UNION ALL
SELECT c.entity_key, n.score_key, c.node_key, CAST(NULL AS VARCHAR) AS event_id, 4 AS entry_no, c.posted_us, c.points
FROM caps c
JOIN nodes n
    ON c.node_key = n.node_key
UNION ALL
SELECT entity_key, rule_key AS score_key, rule_key AS node_key, CAST(NULL AS VARCHAR) AS event_id, entry_no, posted_us, points
FROM derived_so_far
