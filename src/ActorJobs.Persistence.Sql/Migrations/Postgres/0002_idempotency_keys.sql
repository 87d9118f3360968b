-- Keys by which users name their requests: a request that is repeated finds the run that the first one made.
CREATE TABLE actorjobs.idempotency_key (
  app_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  fingerprint bigint NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (app_id, name)
);

CREATE INDEX idempotency_key_by_age ON actorjobs.idempotency_key (created_at);
