-- One row is a moment at which a term's units at a lead differ from the moment before; step is the difference.
-- Awards that start and end between two moments are not seen.
-- Reads: unit_spans, wanted_leads, wanted_terms, wanted_moments
-- Key: lead_key, term_key, moment_no
WITH spans AS (
    SELECT
        unit_spans.entity_key AS lead_key,
        unit_spans.term_key,
        unit_spans.units,
        wanted_moments.moments,
        CASE
            WHEN unit_spans.starts_us <= wanted_moments.from_us THEN 0
            ELSE floor_div(unit_spans.starts_us - wanted_moments.from_us + wanted_moments.every_us - 1, wanted_moments.every_us)
        END AS first_no,
        CASE
            WHEN unit_spans.ends_us IS NULL OR unit_spans.ends_us > wanted_moments.last_us THEN wanted_moments.moments
            ELSE floor_div(unit_spans.ends_us - wanted_moments.from_us + wanted_moments.every_us - 1, wanted_moments.every_us)
        END AS end_no
    FROM unit_spans
    JOIN wanted_leads
        ON wanted_leads.lead_key = unit_spans.entity_key
    JOIN wanted_terms
        ON wanted_terms.term_key = unit_spans.term_key
    JOIN wanted_moments
        ON unit_spans.starts_us <= wanted_moments.last_us
),
steps AS (
    SELECT lead_key, term_key, first_no AS moment_no, units AS step
    FROM spans
    WHERE first_no < end_no
    UNION ALL
    SELECT lead_key, term_key, end_no AS moment_no, -units AS step
    FROM spans
    WHERE first_no < end_no AND end_no < moments
)
SELECT lead_key, term_key, moment_no, SUM(step) AS step
FROM steps
GROUP BY lead_key, term_key, moment_no
