BEGIN TRANSACTION;
CREATE TABLE batches (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace TEXT NOT NULL, 
	batch_id TEXT NOT NULL, 
	says TEXT NOT NULL, 
	changes INTEGER NOT NULL, 
	undoes INTEGER, 
	at TEXT NOT NULL, 
	CONSTRAINT uq_batches_workspace_batch_id UNIQUE (workspace, batch_id), 
	CONSTRAINT fk_batches_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "batches" VALUES(1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','1','Starred 2 papers, kept 1 paper for later',3,NULL,'2026-11-26T17:57:54.244315+00:00');
INSERT INTO "batches" VALUES(2,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','2','Hid 1 paper',1,NULL,'2026-11-26T17:57:54.270370+00:00');
INSERT INTO "batches" VALUES(3,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','undo 2','Took back: Hid 1 paper',1,2,'2026-11-26T17:57:54.283786+00:00');
INSERT INTO "batches" VALUES(4,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','same name','Hid 1 paper',1,NULL,'2026-11-26T17:57:54.300605+00:00');
INSERT INTO "batches" VALUES(5,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','3','Said that two papers are different',1,NULL,'2026-11-26T17:57:54.314938+00:00');
INSERT INTO "batches" VALUES(6,'67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207','same name','Hid 1 paper',1,NULL,'2026-11-26T17:57:54.494535+00:00');
CREATE TABLE events (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	batch INTEGER NOT NULL, 
	workspace TEXT NOT NULL, 
	paper_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	old TEXT, 
	new TEXT, 
	CONSTRAINT uq_events_batch_paper_id_kind UNIQUE (batch, paper_id, kind), 
	CONSTRAINT fk_events_batch FOREIGN KEY(batch) REFERENCES batches (seq) ON DELETE CASCADE, 
	CONSTRAINT fk_events_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "events" VALUES(1,1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2404.06773','decision',NULL,'starred');
INSERT INTO "events" VALUES(2,1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2401.00001','decision',NULL,'starred');
INSERT INTO "events" VALUES(3,1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','title:0a1b2c3d4e5f','decision',NULL,'later');
INSERT INTO "events" VALUES(4,2,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2401.00001','decision','starred','hidden');
INSERT INTO "events" VALUES(5,3,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2401.00001','decision','hidden','starred');
INSERT INTO "events" VALUES(6,4,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','title:0a1b2c3d4e5f','decision','later','hidden');
INSERT INTO "events" VALUES(7,5,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2401.00001','pair/title:0a1b2c3d4e5f',NULL,'different');
INSERT INTO "events" VALUES(8,6,'67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207','arxiv:2404.06773','decision',NULL,'hidden');
CREATE TABLE hidden_digests (
	workspace TEXT NOT NULL, 
	digest_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_hidden_digests PRIMARY KEY (workspace, digest_id), 
	CONSTRAINT fk_hidden_digests_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "hidden_digests" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','daily-papers-000000','2026-11-26T17:57:54.485666+00:00');
CREATE TABLE migrations (
	version INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "migrations" VALUES(1,'2026-11-26T17:57:54.091456+00:00');
CREATE TABLE state (
	workspace TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	paper_id TEXT NOT NULL, 
	value TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_state PRIMARY KEY (workspace, kind, paper_id), 
	CONSTRAINT fk_state_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','decision','arxiv:2401.00001','starred','2026-11-26T17:57:54.283786+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','decision','arxiv:2404.06773','starred','2026-11-26T17:57:54.244315+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','decision','title:0a1b2c3d4e5f','hidden','2026-11-26T17:57:54.300605+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','pair/title:0a1b2c3d4e5f','arxiv:2401.00001','different','2026-11-26T17:57:54.314938+00:00');
INSERT INTO "state" VALUES('67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207','decision','arxiv:2404.06773','hidden','2026-11-26T17:57:54.494535+00:00');
CREATE TABLE uploads (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	content BLOB NOT NULL, 
	size INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT uq_uploads_workspace_sha256 UNIQUE (workspace, sha256), 
	CONSTRAINT fk_uploads_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "uploads" VALUES(1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','859dc962f42ea7d4a19f0af2a5882802064c9b7545739f7534907a9841b624ed','März 1.txt',X'789C33D45308C92CC9495530E432A41113000C8819BD',99,'2026-11-26T17:57:54.347160+00:00');
INSERT INTO "uploads" VALUES(2,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','65d2ad9bfe80cb7a2fd016ea5055dd05ad5a183f09efd51416af9bef57117e55','März 2.txt',X'789C33D45308C92CC9495530E232A41113000E2619C6',99,'2026-11-26T17:57:54.429327+00:00');
CREATE TABLE verdicts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	url TEXT NOT NULL, 
	state TEXT NOT NULL, 
	status INTEGER, 
	final_url TEXT NOT NULL, 
	chain TEXT NOT NULL, 
	seconds FLOAT NOT NULL, 
	reason TEXT NOT NULL, 
	checked_at TEXT NOT NULL, 
	retry_at TEXT DEFAULT '' NOT NULL
);
CREATE TABLE workspaces (
	id TEXT NOT NULL, 
	read_hash TEXT, 
	read_turn INTEGER DEFAULT '0' NOT NULL, 
	created TEXT NOT NULL, 
	changed TEXT NOT NULL, 
	CONSTRAINT pk_workspaces PRIMARY KEY (id), 
	CONSTRAINT uq_workspaces_read_hash UNIQUE (read_hash)
);
INSERT INTO "workspaces" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','74726204e625e3f0d51f4e1965a886d246b1712b04758f033c0d20e7ddb61972',0,'2026-11-26T17:57:54.209669+00:00','2026-11-26T17:57:54.485666+00:00');
INSERT INTO "workspaces" VALUES('67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207',NULL,0,'2026-11-26T17:57:54.494535+00:00','2026-11-26T17:57:54.494535+00:00');
CREATE INDEX ix_verdicts_url_id ON verdicts (url, id);
CREATE INDEX ix_batches_undoes ON batches (undoes);
CREATE INDEX ix_batches_workspace_seq ON batches (workspace, seq);
CREATE INDEX ix_events_workspace ON events (workspace);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('batches',6);
INSERT INTO "sqlite_sequence" VALUES('events',8);
INSERT INTO "sqlite_sequence" VALUES('uploads',3);
COMMIT;
