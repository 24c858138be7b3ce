-- One row a posting: what a rule earned, stepped or lost, and what a bound held back; their running sum is the score.
-- Reads: postings, caps, nodes
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
