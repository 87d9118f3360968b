-- Who may use the API. Of a token or a secret only its SHA-256 hash is here: whoever reads the store cannot use it.
CREATE TABLE actorjobs.access_token (
  name text COLLATE "C" PRIMARY KEY,
  hash bytea NOT NULL,
  role text NOT NULL,
  -- The one app that it is for; null: all of them.
  app_id bigint REFERENCES actorjobs.app ON DELETE CASCADE,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  last_used_at bigint
);

-- What the workers of an app prove with that they are its own.
CREATE TABLE actorjobs.worker_secret (
  hash bytea PRIMARY KEY,
  app_id bigint NOT NULL REFERENCES actorjobs.app ON DELETE CASCADE,
  created_at bigint NOT NULL,
  -- A secret that has been replaced works until then; null: it is the newest.
  valid_until bigint
);

CREATE TABLE actorjobs.audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  caller text NOT NULL,
  address text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  status integer NOT NULL,
  app text COLLATE "C"
);

CREATE INDEX audit_by_app ON actorjobs.audit (app, id);

CREATE INDEX audit_by_time ON actorjobs.audit (at);
