-- Who may use the API. Of a token or a secret only its SHA-256 hash is here: whoever reads the store cannot use it.
CREATE TABLE access_token (
  name text PRIMARY KEY,
  hash blob NOT NULL,
  role text NOT NULL,
  -- The one app that it is for; null: all of them.
  app_id integer REFERENCES app ON DELETE CASCADE,
  created_at integer NOT NULL,
  created_by text NOT NULL,
  last_used_at integer
) WITHOUT ROWID;

-- What the workers of an app prove with that they are its own.
CREATE TABLE worker_secret (
  hash blob PRIMARY KEY,
  app_id integer NOT NULL REFERENCES app ON DELETE CASCADE,
  created_at integer NOT NULL,
  -- A secret that has been replaced works until then; null: it is the newest.
  valid_until integer
) WITHOUT ROWID;

CREATE TABLE audit (
  id integer PRIMARY KEY AUTOINCREMENT,
  at integer NOT NULL,
  caller text NOT NULL,
  address text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  status integer NOT NULL,
  app text
);

CREATE INDEX audit_by_app ON audit (app, id);

CREATE INDEX audit_by_time ON audit (at);
