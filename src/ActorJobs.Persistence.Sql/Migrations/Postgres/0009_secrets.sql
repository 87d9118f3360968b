-- The secrets of apps that params name. Of a value only its encrypted form is here, and of the key only what tells it from others.
CREATE TABLE actorjobs.app_secret (
  app_id bigint NOT NULL REFERENCES actorjobs.app ON DELETE CASCADE,
  name text COLLATE "C" NOT NULL,
  sealed bytea NOT NULL,
  key_fingerprint text NOT NULL,
  set_at bigint NOT NULL,
  set_by text NOT NULL,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, name)
);
