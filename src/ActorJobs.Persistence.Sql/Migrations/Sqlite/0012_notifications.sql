-- Messages to the channels of an app about its runs. The owner of the app writes one until it is Pending; from then on whoever delivers it does.
CREATE TABLE notification (
  app_id integer NOT NULL,
  id text NOT NULL,
  channel text NOT NULL,
  event text NOT NULL,
  job_name text NOT NULL,
  cause text NOT NULL,
  state text NOT NULL,
  count integer NOT NULL,
  first_run text NOT NULL,
  first_at integer NOT NULL,
  last_run text NOT NULL,
  last_at integer NOT NULL,
  run_state text NOT NULL,
  message text NOT NULL,
  gathers_until integer NOT NULL,
  -- From when on it is tried next.
  due integer NOT NULL,
  -- Since when it is tried.
  due_since integer NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  -- What the receiver said last, as JSON.
  answer text,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, id)
) WITHOUT ROWID;

CREATE INDEX notification_pending ON notification (app_id, channel, due) WHERE state = 'Pending';

CREATE INDEX notification_gathers ON notification (app_id, gathers_until);

CREATE INDEX notification_gathering ON notification (app_id) WHERE state = 'Gathering';

CREATE INDEX notification_old ON notification (last_at) WHERE state IN ('Delivered', 'Failed');

-- Whether it was told that a run waits for too long.
ALTER TABLE run ADD COLUMN wait_told integer NOT NULL DEFAULT 0;

CREATE INDEX run_wait_told ON run (app_id)
WHERE wait_told AND state IN ('Scheduled', 'Queued', 'Dispatched', 'Running', 'Stopping');
