-- The secrets of apps that params name. Of a value only its encrypted form is here, and of the key only what tells it from others.
CREATE TABLE app_secret (
  app_id integer NOT NULL REFERENCES app ON DELETE CASCADE,
  name text NOT NULL,
  sealed blob NOT NULL,
  key_fingerprint text NOT NULL,
  set_at integer NOT NULL,
  set_by text NOT NULL,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, name)
) WITHOUT ROWID;
