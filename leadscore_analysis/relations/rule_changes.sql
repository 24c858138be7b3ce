-- One row a change of the sum of a score that has rules: a posting of a rule, or what a rule's or a group's bounds hold back.
-- Reads: postings, caps, nodes
-- Key: none
SELECT p.entity_key, n.score_key, p.posted_us, p.points
FROM postings p
JOIN nodes n
    ON p.rule_key = n.node_key
UNION ALL
SELECT c.entity_key, n.score_key, c.posted_us, c.points
FROM caps c
JOIN nodes n
    ON c.node_key = n.node_key
