-- Logs are tended every minute, by the jobs that say which of their logs are kept; few do.
CREATE INDEX job_with_logs ON actorjobs.job (app_id, job_id) WHERE definition LIKE '%"logs":{%';
