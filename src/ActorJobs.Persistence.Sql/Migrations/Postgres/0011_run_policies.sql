-- What is set for all jobs of an app, as JSON.
ALTER TABLE actorjobs.app ADD COLUMN settings text NOT NULL DEFAULT '{}';

-- A run's own priority and key, how many of its attempts have failed, and how it ends by a wish to stop.
ALTER TABLE actorjobs.run ADD COLUMN priority integer;
ALTER TABLE actorjobs.run ADD COLUMN limit_key text;
ALTER TABLE actorjobs.run ADD COLUMN failures integer NOT NULL DEFAULT 0;
ALTER TABLE actorjobs.run ADD COLUMN stop_end text;
