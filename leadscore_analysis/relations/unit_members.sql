-- One row an account asked for at a moment, and a lead that belongs to it then: the lead's units are kept too, for what is rolled up.
-- Reads: unit_asks, lead_versions, other_ids
-- Key: row_no
SELECT
    last.row_no + ROW_NUMBER() OVER (ORDER BY a.row_no, v.lead_key) AS row_no,
    a.row_no AS account_row_no,
    v.lead_key AS entity_key,
    a.moment_us
FROM unit_asks a
JOIN other_ids o
    ON a.entity_key = o.entity_key AND o.entity = 'account'
JOIN lead_versions v
    ON o.entity_id = v.account_id AND v.starts_us <= a.moment_us AND (v.ends_us IS NULL OR v.ends_us > a.moment_us)
CROSS JOIN (SELECT MAX(row_no) AS row_no FROM unit_asks) last
