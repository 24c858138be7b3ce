-- One row is a conversion and what led to it: the lead's highest score before it, its score just before it (both in ten-thousandths, NULL:
-- none), how many events came before it, and when its score first reached the line in force (NULL: never), before it or after.
-- Reads: conversions, event_rows, stretches, label_settings, line_settings
-- Key: lead_key
WITH scored AS (
    SELECT
        conversions.lead_key,
        MAX(CASE WHEN stretches.starts_us < conversions.converted_us THEN stretches.value END) AS highest,
        MAX(
            CASE
                WHEN stretches.starts_us < conversions.converted_us
                    AND (stretches.ends_us IS NULL OR stretches.ends_us >= conversions.converted_us) THEN stretches.value
            END
        ) AS just_before,
        MIN(CASE WHEN stretches.value >= line_settings.line THEN stretches.starts_us END) AS reached_us
    FROM conversions
    JOIN label_settings
        ON TRUE
    JOIN line_settings
        ON TRUE
    JOIN stretches
        ON stretches.entity_key = conversions.lead_key AND stretches.score_key = label_settings.score_key
    GROUP BY conversions.lead_key
),
counted AS (
    SELECT conversions.lead_key, COUNT(*) AS events
    FROM conversions
    JOIN event_rows
        ON event_rows.lead_key = conversions.lead_key AND event_rows.occurred_us < conversions.converted_us
    GROUP BY conversions.lead_key
)
SELECT
    conversions.lead_key,
    scored.highest,
    scored.just_before,
    scored.reached_us,
    COALESCE(counted.events, 0) AS events
FROM conversions
LEFT JOIN scored
    ON scored.lead_key = conversions.lead_key
LEFT JOIN counted
    ON counted.lead_key = conversions.lead_key
