-- One row a stretch of time in which a sum keeps its value, in the order of its key; the sum's bounds are yet to come.
-- Of the changes at one instant the last one tells the sum. What was summed up before the sum's first change is taken off again.
-- Reads: changes_in_order
-- Key: entity_key, score_key, starts_us
SELECT
    t.entity_key,
    t.score_key,
    t.posted_us AS starts_us,
    t.next_us AS ends_us,
    CAST(t.so_far - t.before AS BIGINT) AS total
FROM (
    SELECT
        r.*,
        latest_so_far(CASE WHEN r.previous_us IS NULL THEN r.so_far - r.points END, r.entity_key, r.score_key, r.posted_us) AS before
    FROM (
        SELECT
            c.*,
            sum_so_far(c.points, c.entity_key, c.score_key, c.posted_us) AS so_far,
            previous_in_order(c.posted_us, c.entity_key, c.score_key, c.posted_us) AS previous_us,
            next_in_order(c.posted_us, c.entity_key, c.score_key, c.posted_us) AS next_us
        FROM changes_in_order c
    ) r
) t
WHERE t.next_us IS NULL OR t.next_us > t.posted_us
