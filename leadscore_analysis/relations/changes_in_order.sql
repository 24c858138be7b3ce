-- One row a change of a sum, in the order of entities, sums and instants; a sum that is told from first appearance on begins with a row of zero.
-- All columns are named in the order: a sort that carries nothing besides its key is the fastest.
-- Reads: changes, entities, summed_scores
-- Key: none
SELECT b.entity_key, b.score_key, b.posted_us, b.points
FROM (
    SELECT entity_key, score_key, posted_us, points FROM changes
    UNION ALL
    SELECT n.entity_key, s.score_key, n.appeared_us AS posted_us, 0 AS points
    FROM entities n
    JOIN summed_scores s
        ON n.entity = s.entity
) b
ORDER BY b.entity_key, b.score_key, b.posted_us, b.points
