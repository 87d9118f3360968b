-- What operators hold back in an app as a whole (its pause, drains of workers), as JSON; and of that whether it is paused, for lists of runs.
ALTER TABLE app ADD COLUMN holds text NOT NULL DEFAULT '{}';
ALTER TABLE app ADD COLUMN is_paused integer NOT NULL DEFAULT 0;
