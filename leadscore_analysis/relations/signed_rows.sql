-- One row an entity and a moment asked for, with two sums that tell its units from others: each portion is weighed by two drawn numbers,
-- so that rows with the same two sums have the same units (two others do by chance once in some 10^26 pairs).
-- Reads: unit_asks, portion_spans, portion_signs
-- Key: row_no
SELECT r.row_no, r.entity_key, r.us AS moment_us, r.sign, r.second_sign
FROM (
    SELECT
        b.row_no,
        b.entity_key,
        b.us,
        CAST(SUM(b.sign) OVER (PARTITION BY b.entity_key ORDER BY b.us) AS BIGINT) AS sign,
        CAST(SUM(b.second_sign) OVER (PARTITION BY b.entity_key ORDER BY b.us) AS BIGINT) AS second_sign
    FROM (
        SELECT
            CAST(NULL AS BIGINT) AS row_no,
            c.entity_key,
            c.us,
            CAST(SUM(c.times * s.sign) AS BIGINT) AS sign,
            CAST(SUM(c.times * s.second_sign) AS BIGINT) AS second_sign
        FROM (
            SELECT entity_key, portion_key, starts_us AS us, times FROM portion_spans
            UNION ALL
            SELECT entity_key, portion_key, ends_us AS us, -times AS times FROM portion_spans WHERE ends_us IS NOT NULL
        ) c
        JOIN portion_signs s
            ON c.portion_key = s.portion_key
        GROUP BY c.entity_key, c.us
        UNION ALL
        SELECT row_no, entity_key, moment_us AS us, 0 AS sign, 0 AS second_sign
        FROM unit_asks
    ) b
) r
WHERE r.row_no IS NOT NULL
