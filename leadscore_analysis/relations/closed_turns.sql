-- One row is an instant at which a lead became closed (turn 1) or open again (turn -1). Closed lasts until the next stage that is not
-- closing; where both come at one instant, the lead is closed.
-- Reads: happenings, lead_stages, happening_rules
-- Key: lead_key, turned_us
WITH closing_stages AS (
    SELECT stage
    FROM happening_rules
    WHERE role = 'closed' AND stage IS NOT NULL
    GROUP BY stage
),
entered AS (
    SELECT lead_key, happened_us, 1 AS closed
    FROM happenings
    WHERE role = 'closed'
    UNION ALL
    SELECT lead_stages.lead_key, lead_stages.entered_us AS happened_us, 0 AS closed
    FROM lead_stages
    LEFT JOIN closing_stages
        ON closing_stages.stage = lead_stages.stage
    WHERE closing_stages.stage IS NULL
),
states AS (
    SELECT lead_key, happened_us, MAX(closed) AS closed
    FROM entered
    GROUP BY lead_key, happened_us
),
turns AS (
    SELECT
        lead_key,
        happened_us AS turned_us,
        closed - COALESCE(LAG(closed) OVER (PARTITION BY lead_key ORDER BY happened_us), 0) AS turn
    FROM states
)
SELECT lead_key, turned_us, turn
FROM turns
WHERE turn <> 0
