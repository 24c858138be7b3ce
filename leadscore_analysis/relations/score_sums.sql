-- One row a stretch of time, from the entity's first appearance on, in which the sum of a score keeps its value; its bounds are yet to come.
-- Reads: changes, entities, summed_scores
-- Key: entity_key, score_key, starts_us
SELECT
    r.entity_key,
    r.score_key,
    r.posted_us AS starts_us,
    r.next_us AS ends_us,
    r.total
FROM (
    SELECT
        b.entity_key,
        b.score_key,
        b.posted_us,
        CAST(SUM(b.points) OVER (PARTITION BY b.entity_key, b.score_key ORDER BY b.posted_us) AS BIGINT) AS total,
        LEAD(b.posted_us) OVER (PARTITION BY b.entity_key, b.score_key ORDER BY b.posted_us) AS next_us
    FROM (
        SELECT entity_key, score_key, posted_us, points FROM changes
        UNION ALL
        SELECT n.entity_key, s.score_key, n.appeared_us AS posted_us, 0 AS points
        FROM entities n
        JOIN summed_scores s
            ON n.entity = s.entity
    ) b
) r
WHERE r.next_us IS NULL OR r.next_us > r.posted_us
