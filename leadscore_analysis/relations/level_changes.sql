-- One row a change of the sum of a rule or a group of one level, which bears the key of the rule or the group.
-- Reads: postings, caps, level_members
-- Key: none
SELECT p.entity_key, m.node_key AS score_key, p.posted_us, p.points
FROM postings p
JOIN level_members m
    ON p.rule_key = m.member_key
UNION ALL
SELECT b.entity_key, m.node_key AS score_key, b.posted_us, b.points
FROM caps b
JOIN level_members m
    ON b.node_key = m.member_key
