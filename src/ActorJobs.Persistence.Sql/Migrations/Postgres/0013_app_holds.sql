-- What operators hold back in an app as a whole (its pause, drains of workers), as JSON.
ALTER TABLE actorjobs.app ADD COLUMN holds text NOT NULL DEFAULT '{}';
