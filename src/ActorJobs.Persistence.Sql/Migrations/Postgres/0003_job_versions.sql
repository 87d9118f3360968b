-- Every definition that was in force, the newest hundred of each job. Triggers keep it, so that no statement that changes a job can forget to.
CREATE TABLE actorjobs.job_version (
  app_id bigint NOT NULL,
  job_id bigint NOT NULL,
  version bigint NOT NULL,
  definition text NOT NULL,
  params text NOT NULL,
  saved_at bigint NOT NULL,
  PRIMARY KEY (app_id, job_id, version),
  FOREIGN KEY (app_id, job_id) REFERENCES actorjobs.job ON DELETE CASCADE
);

INSERT INTO actorjobs.job_version SELECT app_id, job_id, version, definition, params, updated_at FROM actorjobs.job;

CREATE FUNCTION actorjobs.keep_job_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO actorjobs.job_version VALUES (new.app_id, new.job_id, new.version, new.definition, new.params, new.updated_at);
  DELETE FROM actorjobs.job_version WHERE app_id = new.app_id AND job_id = new.job_id AND version <= new.version - 100;
  RETURN NULL;
END
$$;

CREATE TRIGGER job_inserted AFTER INSERT ON actorjobs.job FOR EACH ROW EXECUTE FUNCTION actorjobs.keep_job_version();

CREATE TRIGGER job_updated AFTER UPDATE ON actorjobs.job FOR EACH ROW WHEN (new.version <> old.version)
EXECUTE FUNCTION actorjobs.keep_job_version();
