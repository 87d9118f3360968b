-- The logs of runs. A line belongs to the day on which it came: days that are too old go as a whole. The program makes the partitions ahead.
CREATE TABLE actorjobs.run_log (
  app_id bigint NOT NULL,
  run_id uuid NOT NULL,
  -- Of its newest line.
  position bigint NOT NULL,
  bytes bigint NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  PRIMARY KEY (app_id, run_id)
);

CREATE INDEX run_log_by_day ON actorjobs.run_log (last_day);

-- Up to which number the lines of each attempt are there: what is sent again is told by it.
CREATE TABLE actorjobs.run_log_attempt (
  app_id bigint NOT NULL,
  run_id uuid NOT NULL,
  attempt integer NOT NULL,
  token bigint NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (app_id, run_id, attempt, token),
  FOREIGN KEY (app_id, run_id) REFERENCES actorjobs.run_log ON DELETE CASCADE
);

CREATE TABLE actorjobs.run_log_line (
  day date NOT NULL,
  app_id bigint NOT NULL,
  run_id uuid NOT NULL,
  position bigint NOT NULL,
  attempt integer NOT NULL,
  token bigint NOT NULL,
  number bigint NOT NULL,
  at bigint NOT NULL,
  stream smallint NOT NULL,
  level smallint NOT NULL,
  category text NOT NULL,
  text text NOT NULL,
  dropped_lines bigint NOT NULL,
  dropped_bytes bigint NOT NULL,
  is_end boolean NOT NULL,
  PRIMARY KEY (day, app_id, run_id, position)
) PARTITION BY RANGE (day);
