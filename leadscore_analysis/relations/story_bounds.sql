-- One row a posting by a bound, or of a score made from scores, of the asked entity; so_far is what its node posted in all up to then.
-- Reads: ledger_rows, entities, story_asked
-- Key: node_key, entry_no, posted_us
SELECT
    r.node_key,
    r.entry_no,
    r.posted_us,
    r.points,
    SUM(r.points) OVER (PARTITION BY r.node_key, r.entry_no ORDER BY r.posted_us) AS so_far
FROM ledger_rows r
JOIN entities n
    ON r.entity_key = n.entity_key
JOIN story_asked k
    ON n.entity = k.entity AND n.entity_id = k.entity_id
WHERE r.entry_no > 3
