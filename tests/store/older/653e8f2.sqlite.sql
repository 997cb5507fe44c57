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
INSERT INTO "batches" VALUES(1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','1','Starred 2 papers, kept 1 paper for later',3,NULL,'2026-11-26T17:56:21.606585+00:00');
INSERT INTO "batches" VALUES(2,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','2','Hid 1 paper',1,NULL,'2026-11-26T17:56:21.633984+00:00');
INSERT INTO "batches" VALUES(3,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','undo 2','Took back: Hid 1 paper',1,2,'2026-11-26T17:56:21.650361+00:00');
INSERT INTO "batches" VALUES(4,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','same name','Hid 1 paper',1,NULL,'2026-11-26T17:56:21.674340+00:00');
INSERT INTO "batches" VALUES(5,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','3','Said that two papers are different',1,NULL,'2026-11-26T17:56:23.554916+00:00');
INSERT INTO "batches" VALUES(6,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','4','Tagged 2 papers “to read”',2,NULL,'2026-11-26T17:56:23.571892+00:00');
INSERT INTO "batches" VALUES(7,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','5','Wrote a note',1,NULL,'2026-11-26T17:56:23.587424+00:00');
INSERT INTO "batches" VALUES(8,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','6','Rated 2 papers',2,NULL,'2026-11-26T17:56:23.593888+00:00');
INSERT INTO "batches" VALUES(9,'67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207','same name','Hid 1 paper',1,NULL,'2026-11-26T17:56:23.770368+00:00');
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
INSERT INTO "events" VALUES(8,6,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2404.06773','tag/to read',NULL,'1');
INSERT INTO "events" VALUES(9,6,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2401.00001','tag/to read',NULL,'1');
INSERT INTO "events" VALUES(10,7,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2404.06773','note',NULL,'Größe “x” – 統計 🎲
next line');
INSERT INTO "events" VALUES(11,8,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2404.06773','rating',NULL,'5');
INSERT INTO "events" VALUES(12,8,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','arxiv:2401.00001','rating',NULL,'2');
INSERT INTO "events" VALUES(13,9,'67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207','arxiv:2404.06773','decision',NULL,'hidden');
CREATE TABLE feeds (
	address TEXT NOT NULL, 
	workspace TEXT NOT NULL, 
	search TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_feeds PRIMARY KEY (address), 
	CONSTRAINT uq_feeds_workspace_search UNIQUE (workspace, search), 
	CONSTRAINT fk_feeds_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "feeds" VALUES('GxLw3JdcQ1ipd8qZUc9-7A','02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','causal','2026-11-26T17:56:23.734369+00:00');
CREATE TABLE hidden_digests (
	workspace TEXT NOT NULL, 
	digest_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_hidden_digests PRIMARY KEY (workspace, digest_id), 
	CONSTRAINT fk_hidden_digests_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "hidden_digests" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','daily-papers-000000','2026-11-26T17:56:23.662202+00:00');
CREATE TABLE mailings (
	token TEXT NOT NULL, 
	period TEXT NOT NULL, 
	state TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_mailings PRIMARY KEY (token, period), 
	CONSTRAINT fk_mailings_token FOREIGN KEY(token) REFERENCES subscriptions (token) ON DELETE CASCADE
);
CREATE TABLE migrations (
	version INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "migrations" VALUES(1,'2026-11-26T17:56:21.390513+00:00');
INSERT INTO "migrations" VALUES(2,'2026-11-26T17:56:21.390513+00:00');
INSERT INTO "migrations" VALUES(3,'2026-11-26T17:56:21.390513+00:00');
CREATE TABLE saved_searches (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace TEXT NOT NULL, 
	name TEXT NOT NULL, 
	address TEXT NOT NULL, 
	seen BLOB NOT NULL, 
	at TEXT NOT NULL, 
	seen_at TEXT NOT NULL, 
	CONSTRAINT uq_saved_searches_workspace_name UNIQUE (workspace, name), 
	CONSTRAINT fk_saved_searches_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "saved_searches" VALUES(1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','causal','q=causal',X'789C4B2CAAC82CB332323130D1333033373706002B8F0464','2026-11-26T17:56:23.687606+00:00','2026-11-26T17:56:23.687606+00:00');
INSERT INTO "saved_searches" VALUES(2,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','Größe','topic=video&q=a%20b',X'789C030000000001','2026-11-26T17:56:23.714156+00:00','2026-11-26T17:56:23.714156+00:00');
CREATE TABLE shared_lists (
	address TEXT NOT NULL, 
	workspace TEXT NOT NULL, 
	title TEXT NOT NULL, 
	introduction TEXT NOT NULL, 
	papers INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_shared_lists PRIMARY KEY (address), 
	CONSTRAINT fk_shared_lists_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "shared_lists" VALUES('fPynXG88Y6k','02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','A list','Of papers',1,X'789CAB562A482C482D2A56B252888EAD0500254504DA','2026-11-26T17:56:23.753036+00:00');
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
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','decision','arxiv:2401.00001','starred','2026-11-26T17:56:21.650361+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','decision','arxiv:2404.06773','starred','2026-11-26T17:56:21.606585+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','decision','title:0a1b2c3d4e5f','hidden','2026-11-26T17:56:21.674340+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','note','arxiv:2404.06773','Größe “x” – 統計 🎲
next line','2026-11-26T17:56:23.587424+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','pair/title:0a1b2c3d4e5f','arxiv:2401.00001','different','2026-11-26T17:56:23.554916+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','rating','arxiv:2401.00001','2','2026-11-26T17:56:23.593888+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','rating','arxiv:2404.06773','5','2026-11-26T17:56:23.593888+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','tag/to read','arxiv:2401.00001','1','2026-11-26T17:56:23.571892+00:00');
INSERT INTO "state" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','tag/to read','arxiv:2404.06773','1','2026-11-26T17:56:23.571892+00:00');
INSERT INTO "state" VALUES('67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207','decision','arxiv:2404.06773','hidden','2026-11-26T17:56:23.770368+00:00');
CREATE TABLE subscriptions (
	token TEXT NOT NULL, 
	workspace TEXT NOT NULL, 
	search TEXT NOT NULL, 
	email TEXT NOT NULL, 
	period TEXT NOT NULL, 
	at TEXT NOT NULL, 
	confirmed_at TEXT DEFAULT '' NOT NULL, 
	told BLOB NOT NULL, 
	CONSTRAINT pk_subscriptions PRIMARY KEY (token), 
	CONSTRAINT uq_subscriptions_workspace_search_email UNIQUE (workspace, search, email), 
	CONSTRAINT fk_subscriptions_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
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
INSERT INTO "uploads" VALUES(1,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','859dc962f42ea7d4a19f0af2a5882802064c9b7545739f7534907a9841b624ed','März 1.txt',X'789C33D45308C92CC9495530E432A41113000C8819BD',99,'2026-11-26T17:56:23.600695+00:00');
INSERT INTO "uploads" VALUES(2,'02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','65d2ad9bfe80cb7a2fd016ea5055dd05ad5a183f09efd51416af9bef57117e55','März 2.txt',X'789C33D45308C92CC9495530E232A41113000E2619C6',99,'2026-11-26T17:56:23.626120+00:00');
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
INSERT INTO "verdicts" VALUES(1,'https://example.org/good','alive',200,'https://example.org/good','["https://example.org/good"]',0.25,'because','2026-03-01T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(2,'https://example.org/gone','alive',200,'https://example.org/gone','["https://example.org/gone"]',0.25,'because','2026-02-27T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(3,'https://example.org/gone','down',NULL,'https://example.org/gone','["https://example.org/gone"]',0.25,'because','2026-03-01T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(4,'https://example.org/gone','down',NULL,'https://example.org/gone','["https://example.org/gone"]',0.25,'because','2026-03-02T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(5,'https://example.org/gone','down',NULL,'https://example.org/gone','["https://example.org/gone"]',0.25,'because','2026-03-02T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(6,'https://example.org/gone','down',NULL,'https://example.org/gone','["https://example.org/gone"]',0.25,'because','2026-03-03T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(7,'https://example.org/back','down',500,'https://example.org/back','["https://example.org/back"]',0.25,'because','2026-03-01T12:00:00+00:00','');
INSERT INTO "verdicts" VALUES(8,'https://example.org/back','alive',200,'https://example.org/back','["https://example.org/back"]',0.25,'because','2026-03-02T12:00:00+00:00','');
CREATE TABLE workspaces (
	id TEXT NOT NULL, 
	read_hash TEXT, 
	read_turn INTEGER DEFAULT '0' NOT NULL, 
	created TEXT NOT NULL, 
	changed TEXT NOT NULL, 
	CONSTRAINT pk_workspaces PRIMARY KEY (id), 
	CONSTRAINT uq_workspaces_read_hash UNIQUE (read_hash)
);
INSERT INTO "workspaces" VALUES('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a','74726204e625e3f0d51f4e1965a886d246b1712b04758f033c0d20e7ddb61972',0,'2026-11-26T17:56:21.559868+00:00','2026-11-26T17:56:23.753036+00:00');
INSERT INTO "workspaces" VALUES('67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207',NULL,0,'2026-11-26T17:56:23.770368+00:00','2026-11-26T17:56:23.770368+00:00');
CREATE INDEX ix_verdicts_url_id ON verdicts (url, id);
CREATE INDEX ix_batches_undoes ON batches (undoes);
CREATE INDEX ix_batches_workspace_seq ON batches (workspace, seq);
CREATE INDEX ix_shared_lists_workspace ON shared_lists (workspace);
CREATE INDEX ix_subscriptions_email ON subscriptions (email);
CREATE INDEX ix_events_workspace ON events (workspace);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('batches',9);
INSERT INTO "sqlite_sequence" VALUES('events',13);
INSERT INTO "sqlite_sequence" VALUES('uploads',3);
INSERT INTO "sqlite_sequence" VALUES('saved_searches',2);
INSERT INTO "sqlite_sequence" VALUES('verdicts',8);
COMMIT;
