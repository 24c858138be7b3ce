-- One row a qualified lead: the first instant at which any path holds; of paths that first hold together, the first in the file.
-- Reads: clause_states, clauses
-- Key: entity_key
SELECT f.entity_key, f.clause_key, f.us AS qualified_us
FROM (
    SELECT
        s.entity_key,
        s.clause_key,
        s.us,
        ROW_NUMBER() OVER (PARTITION BY s.entity_key ORDER BY s.us, s.clause_key) AS place
    FROM clause_states s
    JOIN clauses k
        ON s.clause_key = k.clause_key
    WHERE s.change = 1 AND k.is_path = 1
) f
WHERE f.place = 1
