-- One row is an instant at which an open lead begins (state 1) or ceases (state 0) to stand above a level: it begins at enter, and ceases
-- below leave or when it is no longer open.
-- Reads: stretches, open_spans, line_levels, label_settings
-- Key: lead_key, level_no, turned_us
WITH reaching AS (
    SELECT stretches.entity_key AS lead_key, line_levels.level_no, line_levels.enter, line_levels.leave, line_levels.until_us
    FROM stretches
    JOIN label_settings
        ON stretches.score_key = label_settings.score_key
    JOIN line_levels
        ON stretches.value >= line_levels.enter AND stretches.starts_us < line_levels.until_us
    GROUP BY stretches.entity_key, line_levels.level_no, line_levels.enter, line_levels.leave, line_levels.until_us
),
marks AS (
    SELECT
        reaching.lead_key,
        reaching.level_no,
        reaching.until_us,
        CASE WHEN stretches.starts_us > open_spans.starts_us THEN stretches.starts_us ELSE open_spans.starts_us END AS turned_us,
        CASE WHEN stretches.value >= reaching.enter THEN 1 ELSE 0 END AS state
    FROM reaching
    JOIN label_settings
        ON TRUE
    JOIN stretches
        ON stretches.entity_key = reaching.lead_key
        AND stretches.score_key = label_settings.score_key
        AND (stretches.value >= reaching.enter OR stretches.value < reaching.leave)
    JOIN open_spans
        ON open_spans.lead_key = reaching.lead_key
        AND (open_spans.ends_us IS NULL OR stretches.starts_us < open_spans.ends_us)
        AND (stretches.ends_us IS NULL OR stretches.ends_us > open_spans.starts_us)
    UNION ALL
    SELECT reaching.lead_key, reaching.level_no, reaching.until_us, open_spans.ends_us AS turned_us, 0 AS state
    FROM reaching
    JOIN open_spans
        ON open_spans.lead_key = reaching.lead_key AND open_spans.ends_us IS NOT NULL
),
states AS (
    SELECT lead_key, level_no, turned_us, MAX(state) AS state
    FROM marks
    WHERE turned_us < until_us
    GROUP BY lead_key, level_no, turned_us
),
turned AS (
    SELECT
        lead_key,
        level_no,
        turned_us,
        state,
        COALESCE(LAG(state) OVER (PARTITION BY lead_key, level_no ORDER BY turned_us), 0) AS before
    FROM states
)
SELECT lead_key, level_no, turned_us, state
FROM turned
WHERE state <> before
