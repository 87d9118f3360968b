-- A job that is paused, by whom, since when, why, and until when it is to go on by itself. Beside its definition: a pause is none of its versions.
ALTER TABLE actorjobs.job
  ADD COLUMN paused_by text,
  ADD COLUMN paused_since bigint,
  ADD COLUMN pause_note text,
  ADD COLUMN pause_until bigint;

-- Lists of runs look whether their jobs are paused; few are, and the planner may prefer to read all of these at once.
CREATE INDEX job_paused ON actorjobs.job (app_id, job_id) WHERE paused_by IS NOT NULL;
