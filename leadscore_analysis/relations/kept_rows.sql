-- One row an entity and a moment asked for, with the number of its units, in the order asked.
-- Reads: signed_rows, unit_kinds
-- Key: entity_key, moment_us
SELECT r.entity_key, r.moment_us, k.units_no
FROM signed_rows r
JOIN unit_kinds k
    ON r.sign = k.sign AND r.second_sign = k.second_sign
ORDER BY r.row_no
