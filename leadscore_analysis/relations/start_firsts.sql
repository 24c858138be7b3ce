-- One row is the first time that a lead did one thing: when, how often it did it, and how far into all that the lead did (0 to 1).
-- Reads: start_happenings
-- Key: kind, name, lead_id
SELECT
  done.kind,
  done.name,
  done.lead_id,
  done.first_us,
  done.times,
  CASE
    WHEN lives.last_us > lives.first_us THEN (done.first_us - lives.first_us) * 1.0 / (lives.last_us - lives.first_us)
  END AS share_of_life
FROM (
  SELECT kind, name, lead_id, MIN(at_us) AS first_us, COUNT(*) AS times
  FROM start_happenings
  GROUP BY kind, name, lead_id
) AS done
JOIN (
  SELECT lead_id, MIN(at_us) AS first_us, MAX(at_us) AS last_us
  FROM start_happenings
  GROUP BY lead_id
) AS lives
  ON done.lead_id = lives.lead_id
