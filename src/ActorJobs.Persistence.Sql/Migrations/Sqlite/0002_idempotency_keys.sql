-- Keys by which users name their requests: a request that is repeated finds the run that the first one made.
CREATE TABLE idempotency_key (
  app_id integer NOT NULL,
  name text NOT NULL,
  run_id text NOT NULL,
  fingerprint integer NOT NULL,
  created_at integer NOT NULL,
  PRIMARY KEY (app_id, name)
) WITHOUT ROWID;

CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
