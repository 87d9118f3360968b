-- What operators hold back in an app as a whole (its pause, drains of workers), as JSON; and of that whether it is paused, for lists of runs.
ALTER TABLE actorjobs.app ADD COLUMN holds text NOT NULL DEFAULT '{}';
ALTER TABLE actorjobs.app ADD COLUMN is_paused boolean NOT NULL DEFAULT false;
