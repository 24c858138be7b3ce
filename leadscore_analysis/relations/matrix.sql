-- One row a lead's cell of the matrix at a moment asked for, and what is to be done with leads in that cell (NULL: nothing said).
-- Reads: moment_values, matrix_cells, entities
-- Key: entity_id, moment
SELECT
    e.entity_id,
    instant(r.moment_us) AS moment,
    k.cell,
    k.action
FROM moment_values r
JOIN matrix_cells k
    ON r.score_key = k.row_key
    AND (k.row_from IS NULL OR r.value >= k.row_from)
    AND (k.row_below IS NULL OR r.value < k.row_below)
JOIN moment_values c
    ON r.entity_key = c.entity_key
    AND r.moment_us = c.moment_us
    AND k.column_key = c.score_key
    AND (k.column_from IS NULL OR c.value >= k.column_from)
    AND (k.column_below IS NULL OR c.value < k.column_below)
JOIN entities e
    ON r.entity_key = e.entity_key
ORDER BY e.entity_id, moment
