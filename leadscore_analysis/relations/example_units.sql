-- One row is a term that counts at an example: row_no is the example's place, units how many times the term counts there.
-- Runs of moments are drawn out first, and only then joined to the examples by lead and moment, so that the work grows with the answer.
-- Sums of decayed units leave dust behind, which is not a unit.
-- Reads: unit_steps, wanted_moments, moment_grid, wanted_rows
-- Key: row_no, term_key
WITH running AS (
    SELECT
        unit_steps.lead_key,
        unit_steps.term_key,
        unit_steps.moment_no AS first_no,
        COALESCE(
            LEAD(unit_steps.moment_no) OVER (PARTITION BY unit_steps.lead_key, unit_steps.term_key ORDER BY unit_steps.moment_no),
            wanted_moments.moments
        ) AS end_no,
        SUM(unit_steps.step) OVER (
            PARTITION BY unit_steps.lead_key, unit_steps.term_key ORDER BY unit_steps.moment_no ROWS UNBOUNDED PRECEDING
        ) AS units
    FROM unit_steps
    JOIN wanted_moments
        ON TRUE
),
drawn_out AS (
    SELECT running.lead_key, running.term_key, running.units, moment_grid.moment_no
    FROM running
    JOIN moment_grid
        ON moment_grid.moment_no >= running.first_no AND moment_grid.moment_no < running.end_no
    WHERE running.units > 0.000000001 OR running.units < -0.000000001
)
SELECT wanted_rows.row_no, drawn_out.term_key, drawn_out.units
FROM drawn_out
JOIN wanted_rows
    ON wanted_rows.lead_key = drawn_out.lead_key AND wanted_rows.moment_no = drawn_out.moment_no
