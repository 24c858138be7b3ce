-- One row is a term asked for that counts at a lead just before sales first worked it: row_no is the lead's place among those asked for,
-- units how many times the term counts then.
-- Reads: worked_rows, wanted_terms, unit_spans
-- Key: row_no, term_key
SELECT
    worked_rows.row_no,
    unit_spans.term_key,
    SUM(unit_spans.units) AS units
FROM worked_rows
JOIN unit_spans
    ON unit_spans.entity_key = worked_rows.lead_key
    AND unit_spans.starts_us < worked_rows.worked_us
    AND (unit_spans.ends_us IS NULL OR unit_spans.ends_us >= worked_rows.worked_us)
JOIN wanted_terms
    ON wanted_terms.term_key = unit_spans.term_key
GROUP BY worked_rows.row_no, unit_spans.term_key
