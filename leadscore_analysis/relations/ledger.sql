-- One row a posting, in the words of the rulebook: for every entity, score and instant the running sum of points is the score.
-- Reads: ledger_rows, entities, nodes, score_names, entry_names
-- Key: none
SELECT
    s.entity,
    e.entity_id,
    s.score,
    n.node AS rule,
    r.event_id,
    w.entry,
    instant(r.posted_us) AS posted_at,
    CAST(CAST(r.points AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4)) AS points
FROM ledger_rows r
JOIN entities e
    ON r.entity_key = e.entity_key
JOIN nodes n
    ON r.node_key = n.node_key
JOIN score_names s
    ON n.score_key = s.score_key
JOIN entry_names w
    ON r.entry_no = w.entry_no
