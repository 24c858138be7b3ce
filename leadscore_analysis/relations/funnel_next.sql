-- One row is a lead that reached a stage of the funnel: those reached so far, and the stage after the last of them, which a lead reaches
-- when it is first at it at or after the instant at which it reached the stage before.
-- Reads: funnel_reached, funnel_times, funnel_place
-- Key: stage_no, lead_key
SELECT stage_no, lead_key, reached_us, previous_us
FROM funnel_reached
UNION ALL
SELECT funnel_times.stage_no, funnel_times.lead_key, MIN(funnel_times.at_us) AS reached_us, MIN(funnel_reached.reached_us) AS previous_us
FROM funnel_place
JOIN funnel_times
    ON funnel_times.stage_no = funnel_place.stage_no
JOIN funnel_reached
    ON funnel_reached.lead_key = funnel_times.lead_key
    AND funnel_reached.stage_no = funnel_place.stage_no - 1
    AND funnel_reached.reached_us <= funnel_times.at_us
GROUP BY funnel_times.stage_no, funnel_times.lead_key
