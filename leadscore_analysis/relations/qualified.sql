-- One row a qualified lead, with the instant and the path by which it first qualified.
-- Reads: qualifications, clauses, entities
-- Key: lead_id
SELECT
    e.entity_id AS lead_id,
    instant(q.qualified_us) AS qualified_at,
    c.clause AS path
FROM qualifications q
JOIN clauses c
    ON q.clause_key = c.clause_key
JOIN entities e
    ON q.entity_key = e.entity_key
ORDER BY qualified_at, e.entity_id
