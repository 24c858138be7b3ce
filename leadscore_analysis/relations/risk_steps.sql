-- One row is a moment at which something about a lead's risk or score changes, and by how much; the running sums are the states.
-- The moment at which the latest event is first too old is a step too, so that no span between steps is half quiet.
-- Reads: risk_turns, seen_events, score_steps, label_settings
-- Key: lead_key, moment_no
WITH turns AS (
    SELECT
        risk_turns.lead_key,
        risk_turns.kind,
        risk_turns.turn,
        CASE
            WHEN risk_turns.turned_us <= label_settings.from_us THEN 0
            ELSE floor_div(risk_turns.turned_us - label_settings.from_us + label_settings.every_us - 1, label_settings.every_us)
        END AS moment_no
    FROM risk_turns
    JOIN label_settings
        ON risk_turns.turned_us <= label_settings.last_us
),
quiet AS (
    SELECT
        seen_events.lead_key,
        floor_div(
            seen_events.latest_event_us + label_settings.quiet_us - label_settings.from_us + label_settings.every_us - 1,
            label_settings.every_us
        ) AS moment_no
    FROM seen_events
    JOIN label_settings
        ON seen_events.latest_event_us + label_settings.quiet_us <= label_settings.last_us
),
steps AS (
    SELECT lead_key, moment_no, kind, turn AS step, CAST(NULL AS BIGINT) AS latest_event_us
    FROM turns
    UNION ALL
    SELECT lead_key, moment_no, 'score' AS kind, step, CAST(NULL AS BIGINT) AS latest_event_us
    FROM score_steps
    UNION ALL
    SELECT lead_key, moment_no, 'event' AS kind, 0 AS step, latest_event_us
    FROM seen_events
    UNION ALL
    SELECT
        lead_key,
        CASE WHEN moment_no < 0 THEN 0 ELSE moment_no END AS moment_no,
        'quiet' AS kind,
        0 AS step,
        CAST(NULL AS BIGINT) AS latest_event_us
    FROM quiet
)
SELECT
    lead_key,
    moment_no,
    MAX(latest_event_us) AS latest_event_us,
    CAST(SUM(CASE WHEN kind = 'appeared' THEN step ELSE 0 END) AS INTEGER) AS appeared,
    CAST(SUM(CASE WHEN kind = 'converted' THEN step ELSE 0 END) AS INTEGER) AS converted,
    CAST(SUM(CASE WHEN kind = 'closed' THEN step ELSE 0 END) AS INTEGER) AS closed,
    CAST(SUM(CASE WHEN kind = 'outside' THEN step ELSE 0 END) AS INTEGER) AS outside,
    CAST(SUM(CASE WHEN kind = 'score' THEN step ELSE 0 END) AS BIGINT) AS score
FROM steps
GROUP BY lead_key, moment_no
