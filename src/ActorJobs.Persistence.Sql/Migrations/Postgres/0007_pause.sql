-- A job that is paused, by whom, since when, why, and until when it is to go on by itself. Beside its definition: a pause is none of its versions.
ALTER TABLE actorjobs.job
  ADD COLUMN paused_by text,
  ADD COLUMN paused_since bigint,
  ADD COLUMN pause_note text,
  ADD COLUMN pause_until bigint;
