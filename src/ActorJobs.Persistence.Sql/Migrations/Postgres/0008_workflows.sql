-- A workflow is kept as a job whose definition has nodes; an instance of it is a run, whose journal says what has happened to it.
ALTER TABLE actorjobs.job ADD COLUMN is_workflow boolean NOT NULL DEFAULT false;

CREATE TABLE actorjobs.workflow_event (
  app_id bigint NOT NULL,
  instance_id uuid NOT NULL,
  -- 1, 2, … without gaps; the oldest ones may be gone.
  position bigint NOT NULL,
  event text NOT NULL,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, instance_id, position)
);

-- What an instance is after the event at that position, so that those before need not be read again.
CREATE TABLE actorjobs.workflow_snapshot (
  app_id bigint NOT NULL,
  instance_id uuid NOT NULL,
  position bigint NOT NULL,
  content text NOT NULL,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app_id, instance_id)
);

-- Instances of workflows, for their list.
CREATE INDEX run_of_workflow ON actorjobs.run (app_id, id) WHERE processor_type = 'workflow';
