-- One row is a stage of the funnel that leads reached: how many ever did, whether or not they passed the stages before.
-- Reads: funnel_times
-- Key: stage_no
SELECT stage_no, COUNT(DISTINCT lead_key) AS leads_in_all
FROM funnel_times
GROUP BY stage_no
