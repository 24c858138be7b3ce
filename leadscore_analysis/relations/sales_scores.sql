-- One row a change of a lead's score between two looks of sales (look 0 is the first), with its value at the later one (ten-thousandths).
-- Reads: sales_looks, stretches
-- Key: entity_key, look_no
SELECT
    c.entity_key,
    c.look_no,
    c.value
FROM (
    SELECT
        s.entity_key,
        s.value,
        s.ends_us,
        l.first_us,
        l.every_us,
        CASE WHEN s.starts_us <= l.first_us THEN 0 ELSE -floor_div(l.first_us - s.starts_us, l.every_us) END AS look_no
    FROM sales_looks l
    JOIN stretches s
        ON l.score_key = s.score_key
) c
WHERE c.ends_us IS NULL OR c.ends_us > c.first_us + c.look_no * c.every_us
ORDER BY
    c.look_no,
    c.entity_key
