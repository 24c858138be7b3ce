-- One row a stretch in which an award counts for a portion of a term, so many times; ends_us is NULL while it still does.
-- Reads: awards, portion_steps
-- Key: none
SELECT u.*
FROM (
    SELECT
        a.entity_key,
        t.portion_key,
        a.anchor_us + t.age_us AS starts_us,
        CASE
            WHEN a.stop_us IS NULL OR a.stop_us > a.anchor_us + t.until_age_us THEN COALESCE(a.anchor_us + t.until_age_us, a.stop_us)
            ELSE a.stop_us
        END AS ends_us,
        t.times
    FROM awards a
    JOIN portion_steps t
        ON a.shape_key = t.shape_key
) u
WHERE u.ends_us IS NULL OR u.starts_us < u.ends_us
