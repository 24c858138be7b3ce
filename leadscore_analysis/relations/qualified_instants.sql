-- One row is a qualified lead, with the instant (in microseconds) and the path by which it first qualified.
-- Reads: qualifications, clauses, entities
-- Key: lead_id
SELECT entities.entity_id AS lead_id, qualifications.qualified_us, clauses.clause AS path
FROM qualifications
JOIN clauses
    ON clauses.clause_key = qualifications.clause_key
JOIN entities
    ON entities.entity_key = qualifications.entity_key
