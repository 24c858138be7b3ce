-- One row: in how many leads an attribute is ever filled, how many of those convert and how many are known not to, whether any version is
-- dated; and of the value with the highest share of converting leads, of values that enough leads have, its name and counts (NULL: none).
-- Reads: attribute_values, leak_settings
-- Key: (one row)
WITH filled AS (
    SELECT lead_key, MAX(converts) AS converts, MAX(other) AS other, MAX(dated) AS dated
    FROM attribute_values
    GROUP BY lead_key
),
totals AS (
    SELECT
        COUNT(*) AS leads,
        COALESCE(CAST(SUM(converts) AS BIGINT), 0) AS converting_leads,
        COALESCE(CAST(SUM(other) AS BIGINT), 0) AS other_leads,
        COALESCE(MAX(dated), 0) AS dated
    FROM filled
),
by_value AS (
    SELECT value, COUNT(*) AS leads, CAST(SUM(converts) AS BIGINT) AS converting_leads
    FROM attribute_values
    GROUP BY value
),
ranked AS (
    SELECT
        by_value.value,
        by_value.leads,
        by_value.converting_leads,
        ROW_NUMBER() OVER (
            ORDER BY CAST(by_value.converting_leads AS DOUBLE) / by_value.leads DESC, by_value.leads DESC, by_value.value
        ) AS place
    FROM by_value
    JOIN leak_settings
        ON by_value.leads >= leak_settings.least_leads
)
SELECT
    totals.leads,
    totals.converting_leads,
    totals.other_leads,
    totals.dated,
    ranked.value,
    ranked.leads AS value_leads,
    ranked.converting_leads AS value_converting
FROM totals
LEFT JOIN ranked
    ON ranked.place = 1
