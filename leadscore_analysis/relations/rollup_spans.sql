-- One row a stretch of a lead's score in its account, from the place of its first instant up to that of its end.
-- Reads: member_stretches, rollups, rollup_instants
-- Key: rule_key, lead_key, first_place
SELECT
    s.rule_key,
    s.entity_key,
    c.lead_key,
    s.place AS first_place,
    COALESCE(e.place, s.instants) AS end_place,
    c.value
FROM member_stretches c
JOIN rollups w
    ON c.part_key = w.part_key AND w.is_max = 1
JOIN rollup_instants s
    ON w.score_key = s.rule_key AND c.entity_key = s.entity_key AND c.starts_us = s.us
LEFT JOIN rollup_instants e
    ON w.score_key = e.rule_key AND c.entity_key = e.entity_key AND c.ends_us = e.us
