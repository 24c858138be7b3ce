-- One row an entity and a moment whose units are kept, with the number of these units, in the order asked.
-- Reads: signed_rows, unit_kinds
-- Key: row_no
SELECT r.row_no, r.entity_key, r.moment_us, k.units_no
FROM signed_rows r
JOIN unit_kinds k
    ON r.sign = k.sign AND r.second_sign = k.second_sign
ORDER BY r.row_no
