-- One row a portion of a term that counts in a combination of units, and how many times; read at the first row that has the combination.
-- Reads: unit_kinds, signed_rows, portion_spans
-- Key: units_no, portion_key
SELECT
    k.units_no,
    p.portion_key,
    CAST(SUM(p.times) AS BIGINT) AS times
FROM unit_kinds k
JOIN signed_rows r
    ON k.first_row_no = r.row_no
JOIN portion_spans p
    ON r.entity_key = p.entity_key AND p.starts_us <= r.moment_us AND (p.ends_us IS NULL OR p.ends_us > r.moment_us)
GROUP BY k.units_no, p.portion_key
ORDER BY p.portion_key, k.units_no
