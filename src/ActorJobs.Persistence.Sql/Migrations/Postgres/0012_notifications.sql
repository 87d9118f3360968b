-- Messages to the channels of an app about its runs. The owner of the app writes one until it is Pending; from then on whoever delivers it does.
CREATE TABLE actorjobs.notification (
  app_id bigint NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL,
  event text NOT NULL,
  job_name text NOT NULL,
  cause text NOT NULL,
  state text NOT NULL,
  count bigint NOT NULL,
  first_run uuid NOT NULL,
  first_at bigint NOT NULL,
  last_run uuid NOT NULL,
  last_at bigint NOT NULL,
  run_state text NOT NULL,
  message text NOT NULL,
  gathers_until bigint NOT NULL,
  -- From when on it is tried next.
  due bigint NOT NULL,
  -- Since when it is tried.
  due_since bigint NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  -- What the receiver said last, as JSON.
  answer text,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, id)
);

CREATE INDEX notification_pending ON actorjobs.notification (app_id, channel, due) WHERE state = 'Pending';

CREATE INDEX notification_gathers ON actorjobs.notification (app_id, gathers_until);

CREATE INDEX notification_gathering ON actorjobs.notification (app_id) WHERE state = 'Gathering';

CREATE INDEX notification_old ON actorjobs.notification (last_at) WHERE state IN ('Delivered', 'Failed');

-- Whether it was told that a run waits for too long.
ALTER TABLE actorjobs.run ADD COLUMN wait_told boolean NOT NULL DEFAULT false;

CREATE INDEX run_wait_told ON actorjobs.run (app_id)
WHERE wait_told AND state IN ('Scheduled', 'Queued', 'Dispatched', 'Running', 'Stopping');
