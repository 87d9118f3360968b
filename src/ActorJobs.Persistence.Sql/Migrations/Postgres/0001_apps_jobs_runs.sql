-- Times are microseconds since 1970-01-01T00:00Z. Names sort by code point, as they do in SQLite.

CREATE TABLE actorjobs.meta (
  single_row boolean PRIMARY KEY DEFAULT true CHECK (single_row),
  store_id uuid NOT NULL,
  created_at bigint NOT NULL,
  -- An app that is made again under an old name goes on above these, since workers compare its epochs and tokens with those that they have seen.
  epoch_floor bigint NOT NULL DEFAULT 0,
  token_floor bigint NOT NULL DEFAULT 0,
  lock_owner text
);

CREATE TABLE actorjobs.app (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL DEFAULT 0,
  last_token bigint NOT NULL,
  last_job_id bigint NOT NULL DEFAULT 0,
  -- The transaction that wrote the row last: the other statements of that transaction take effect for these apps only.
  last_commit bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL
) WITH (fillfactor = 50);

-- Apps whose rows are still being removed.
CREATE TABLE actorjobs.deleted_app (id bigint PRIMARY KEY);

CREATE TABLE actorjobs.job (
  app_id bigint NOT NULL,
  job_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  definition text NOT NULL,
  params text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (app_id, job_id),
  -- In this order for the same reason as run_by_job below.
  UNIQUE (name, app_id)
);

CREATE TABLE actorjobs.schedule (
  app_id bigint NOT NULL,
  job_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  anchor bigint NOT NULL,
  fired_up_to bigint NOT NULL,
  follows uuid,
  next bigint,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, job_id, name),
  FOREIGN KEY (app_id, job_id) REFERENCES actorjobs.job ON DELETE CASCADE
) WITH (fillfactor = 50);

CREATE TABLE actorjobs.run (
  app_id bigint NOT NULL,
  id uuid NOT NULL,
  job_id bigint NOT NULL,
  job_name text COLLATE "C" NOT NULL,
  job_version bigint NOT NULL,
  trigger_kind text NOT NULL,
  trigger_name text NOT NULL,
  processor_type text NOT NULL,
  processor_name text NOT NULL,
  delivery text NOT NULL,
  planned bigint NOT NULL,
  state text NOT NULL,
  due bigint NOT NULL,
  queued_at bigint,
  waits text NOT NULL,
  attempt integer NOT NULL,
  token bigint NOT NULL,
  worker_id text,
  worker_incarnation text,
  dispatched_at bigint,
  started_at bigint,
  stop_reason text,
  stop_at bigint,
  ended_at bigint,
  omitted_to bigint,
  omitted_count bigint,
  omitted_reason text,
  omitted_blocker uuid,
  params text NOT NULL,
  result text,
  failure text,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (app_id, id)
);

-- The job stands first. Behind the app's id it would serve a search for (app_id, id), too, by reading all runs of the app; and as long as a table has no
-- statistics, the planner takes that for as cheap as the primary key.
CREATE INDEX run_by_job ON actorjobs.run (job_name, app_id, id);

CREATE INDEX run_open ON actorjobs.run (app_id, id)
WHERE state IN ('Scheduled', 'Queued', 'Dispatched', 'Running', 'Stopping');

CREATE TABLE actorjobs.attempt (
  app_id bigint NOT NULL,
  run_id uuid NOT NULL,
  attempt integer NOT NULL,
  token bigint NOT NULL,
  worker_id text NOT NULL,
  worker_incarnation text NOT NULL,
  dispatched_at bigint NOT NULL,
  started_at bigint,
  ended_at bigint NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, run_id, token)
);

CREATE TABLE actorjobs.stale_report (
  app_id bigint NOT NULL,
  run_id uuid NOT NULL,
  attempt integer NOT NULL,
  token bigint NOT NULL,
  worker_id text NOT NULL,
  worker_incarnation text NOT NULL,
  at bigint NOT NULL,
  outcome text NOT NULL,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, run_id, at, token, worker_id)
);
