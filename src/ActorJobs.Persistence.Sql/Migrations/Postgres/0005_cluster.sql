-- What the nodes of a cluster have alike, and which of them allocates shards. Whoever changes the ownership of anything locks this row first.
CREATE TABLE actorjobs.cluster (
  single_row boolean PRIMARY KEY DEFAULT true CHECK (single_row),
  shards integer NOT NULL,
  lease bigint NOT NULL,
  protocol integer NOT NULL,
  coordinator text COLLATE "C",
  coordinator_epoch bigint NOT NULL DEFAULT 0
);

CREATE TABLE actorjobs.node (
  name text COLLATE "C" PRIMARY KEY,
  address text NOT NULL,
  incarnation uuid NOT NULL,
  lease_until bigint NOT NULL,
  standing text NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE actorjobs.shard (
  id integer PRIMARY KEY,
  epoch bigint NOT NULL,
  owner text COLLATE "C",
  wanted text COLLATE "C",
  pinned boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);
