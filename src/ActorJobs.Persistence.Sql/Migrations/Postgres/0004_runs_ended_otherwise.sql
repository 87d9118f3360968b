-- Lists of what went wrong find it without walking past all that went well.
CREATE INDEX run_ended_otherwise ON actorjobs.run (app_id, id)
WHERE state IN ('Failed', 'TimedOut', 'Cancelled', 'Expired', 'WorkerLost', 'Skipped', 'Missed');
