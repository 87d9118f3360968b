-- A job that is paused, by whom, since when, why, and until when it is to go on by itself. Beside its definition: a pause is none of its versions.
ALTER TABLE job ADD COLUMN paused_by text;

ALTER TABLE job ADD COLUMN paused_since integer;

ALTER TABLE job ADD COLUMN pause_note text;

ALTER TABLE job ADD COLUMN pause_until integer;
