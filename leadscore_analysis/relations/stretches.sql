-- One row a stretch of time in which an entity's score keeps its value, from first appearance on, without gaps.
-- Reads: ledger_rows, entities, score_names
-- Key: entity_key, score_key, starts_us
SELECT
    r.entity_key,
    r.score_key,
    r.posted_us AS starts_us,
    r.next_us AS ends_us,
    r.value
FROM (
    SELECT
        b.entity_key,
        b.score_key,
        b.posted_us,
        CAST(SUM(b.points) OVER (PARTITION BY b.entity_key, b.score_key ORDER BY b.posted_us) AS BIGINT) AS value,
        LEAD(b.posted_us) OVER (PARTITION BY b.entity_key, b.score_key ORDER BY b.posted_us) AS next_us
    FROM (
        SELECT entity_key, score_key, posted_us, points FROM ledger_rows
        UNION ALL
        SELECT n.entity_key, s.score_key, n.appeared_us AS posted_us, 0 AS points
        FROM entities n
        JOIN score_names s
            ON n.entity = s.entity
    ) b
) r
WHERE r.next_us IS NULL OR r.next_us > r.posted_us
