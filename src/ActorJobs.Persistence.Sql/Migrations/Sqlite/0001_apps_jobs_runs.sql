-- Run ids are text in their usual lower-case form, whose order is that of the ids.
-- Times are microseconds since 1970-01-01T00:00Z. Names sort by code point, as they do in PostgreSQL.

CREATE TABLE meta (
  single_row boolean PRIMARY KEY DEFAULT true CHECK (single_row),
  store_id text NOT NULL,
  created_at integer NOT NULL,
  -- An app that is made again under an old name goes on above these, since workers compare its epochs and tokens with those that they have seen.
  epoch_floor integer NOT NULL DEFAULT 0,
  token_floor integer NOT NULL DEFAULT 0,
  lock_owner text
);

CREATE TABLE app (
  id integer PRIMARY KEY AUTOINCREMENT,
  name text NOT NULL UNIQUE,
  epoch integer NOT NULL,
  sequence integer NOT NULL DEFAULT 0,
  last_token integer NOT NULL,
  last_job_id integer NOT NULL DEFAULT 0,
  created_at integer NOT NULL
);

-- Apps whose rows are still being removed.
CREATE TABLE deleted_app (id integer PRIMARY KEY);

CREATE TABLE job (
  app_id integer NOT NULL,
  job_id integer NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  definition text NOT NULL,
  params text NOT NULL,
  created_at integer NOT NULL,
  updated_at integer NOT NULL,
  PRIMARY KEY (app_id, job_id),
  UNIQUE (app_id, name)
);

CREATE TABLE schedule (
  app_id integer NOT NULL,
  job_id integer NOT NULL,
  name text NOT NULL,
  anchor integer NOT NULL,
  fired_up_to integer NOT NULL,
  follows text,
  next integer,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, job_id, name),
  FOREIGN KEY (app_id, job_id) REFERENCES job ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE run (
  app_id integer NOT NULL,
  id text NOT NULL,
  job_id integer NOT NULL,
  job_name text NOT NULL,
  job_version integer NOT NULL,
  trigger_kind text NOT NULL,
  trigger_name text NOT NULL,
  processor_type text NOT NULL,
  processor_name text NOT NULL,
  delivery text NOT NULL,
  planned integer NOT NULL,
  state text NOT NULL,
  due integer NOT NULL,
  queued_at integer,
  waits text NOT NULL,
  attempt integer NOT NULL,
  token integer NOT NULL,
  worker_id text,
  worker_incarnation text,
  dispatched_at integer,
  started_at integer,
  stop_reason text,
  stop_at integer,
  ended_at integer,
  omitted_to integer,
  omitted_count integer,
  omitted_reason text,
  omitted_blocker text,
  params text NOT NULL,
  result text,
  failure text,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  created_at integer NOT NULL,
  PRIMARY KEY (app_id, id)
);

CREATE INDEX run_by_job ON run (app_id, job_name, id);

CREATE INDEX run_open ON run (app_id, id)
WHERE state IN ('Scheduled', 'Queued', 'Dispatched', 'Running', 'Stopping');

CREATE TABLE attempt (
  app_id integer NOT NULL,
  run_id text NOT NULL,
  attempt integer NOT NULL,
  token integer NOT NULL,
  worker_id text NOT NULL,
  worker_incarnation text NOT NULL,
  dispatched_at integer NOT NULL,
  started_at integer,
  ended_at integer NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, run_id, token)
) WITHOUT ROWID;

CREATE TABLE stale_report (
  app_id integer NOT NULL,
  run_id text NOT NULL,
  attempt integer NOT NULL,
  token integer NOT NULL,
  worker_id text NOT NULL,
  worker_incarnation text NOT NULL,
  at integer NOT NULL,
  outcome text NOT NULL,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, run_id, at, token, worker_id)
) WITHOUT ROWID;
