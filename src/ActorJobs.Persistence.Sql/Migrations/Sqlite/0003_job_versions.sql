-- Every definition that was in force, the newest hundred of each job. Triggers keep it, so that no statement that changes a job can forget to.
CREATE TABLE job_version (
  app_id integer NOT NULL,
  job_id integer NOT NULL,
  version integer NOT NULL,
  definition text NOT NULL,
  params text NOT NULL,
  saved_at integer NOT NULL,
  PRIMARY KEY (app_id, job_id, version),
  FOREIGN KEY (app_id, job_id) REFERENCES job ON DELETE CASCADE
) WITHOUT ROWID;

INSERT INTO job_version SELECT app_id, job_id, version, definition, params, updated_at FROM job;

CREATE TRIGGER job_inserted AFTER INSERT ON job BEGIN
  INSERT INTO job_version VALUES (new.app_id, new.job_id, new.version, new.definition, new.params, new.updated_at);
END;

CREATE TRIGGER job_updated AFTER UPDATE OF version ON job WHEN new.version <> old.version BEGIN
  INSERT INTO job_version VALUES (new.app_id, new.job_id, new.version, new.definition, new.params, new.updated_at);
  DELETE FROM job_version WHERE app_id = new.app_id AND job_id = new.job_id AND version <= new.version - 100;
END;
