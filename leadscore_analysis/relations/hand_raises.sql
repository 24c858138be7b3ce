-- One row is a lead that raised its hand: its first event of a type that qualifies it at any score, and its score then, in ten-thousandths.
-- Reads: happenings, stretches, label_settings
-- Key: lead_key, event_type
WITH raised AS (
    SELECT lead_key, event_type, MIN(happened_us) AS raised_us
    FROM happenings
    WHERE role = 'hand-raise'
    GROUP BY lead_key, event_type
)
SELECT raised.lead_key, raised.event_type, raised.raised_us, stretches.value AS score
FROM raised
JOIN label_settings
    ON TRUE
LEFT JOIN stretches
    ON stretches.entity_key = raised.lead_key
    AND stretches.score_key = label_settings.score_key
    AND stretches.starts_us <= raised.raised_us
    AND (stretches.ends_us IS NULL OR raised.raised_us < stretches.ends_us)
