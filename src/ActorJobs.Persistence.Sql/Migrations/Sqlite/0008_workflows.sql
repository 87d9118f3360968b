-- A workflow is kept as a job whose definition has nodes; an instance of it is a run, whose journal says what has happened to it.
ALTER TABLE job ADD COLUMN is_workflow integer NOT NULL DEFAULT 0;

CREATE TABLE workflow_event (
  app_id integer NOT NULL,
  instance_id text NOT NULL,
  -- 1, 2, … without gaps; the oldest ones may be gone.
  position integer NOT NULL,
  event text NOT NULL,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, instance_id, position)
) WITHOUT ROWID;

-- What an instance is after the event at that position, so that those before need not be read again.
CREATE TABLE workflow_snapshot (
  app_id integer NOT NULL,
  instance_id text NOT NULL,
  position integer NOT NULL,
  content text NOT NULL,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  PRIMARY KEY (app_id, instance_id)
) WITHOUT ROWID;

-- Instances of workflows, for their list.
CREATE INDEX run_of_workflow ON run (app_id, id) WHERE processor_type = 'workflow';
