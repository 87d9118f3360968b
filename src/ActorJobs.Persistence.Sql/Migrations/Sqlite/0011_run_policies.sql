-- What is set for all jobs of an app, as JSON.
ALTER TABLE app ADD COLUMN settings text NOT NULL DEFAULT '{}';

-- A run's own priority and key, how many of its attempts have failed, and how it ends by a wish to stop.
ALTER TABLE run ADD COLUMN priority integer;
ALTER TABLE run ADD COLUMN limit_key text;
ALTER TABLE run ADD COLUMN failures integer NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN stop_end text;
