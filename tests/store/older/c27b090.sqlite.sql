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
CREATE TABLE hidden_digests (
	workspace TEXT NOT NULL, 
	digest_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_hidden_digests PRIMARY KEY (workspace, digest_id), 
	CONSTRAINT fk_hidden_digests_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
CREATE TABLE migrations (
	version INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "migrations" VALUES(1,'2026-11-26T17:54:34.518623+00:00');
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
CREATE TABLE uploads (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workspace TEXT NOT NULL, 
	digest_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	content BLOB NOT NULL, 
	size INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT uq_uploads_workspace_digest_id UNIQUE (workspace, digest_id), 
	CONSTRAINT fk_uploads_workspace FOREIGN KEY(workspace) REFERENCES workspaces (id) ON DELETE CASCADE
);
CREATE TABLE verdicts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	url TEXT NOT NULL, 
	state TEXT NOT NULL, 
	status INTEGER, 
	final_url TEXT NOT NULL, 
	chain TEXT NOT NULL, 
	seconds FLOAT NOT NULL, 
	reason TEXT NOT NULL, 
	checked_at TEXT NOT NULL
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
CREATE INDEX ix_verdicts_url_id ON verdicts (url, id);
CREATE INDEX ix_batches_undoes ON batches (undoes);
CREATE INDEX ix_batches_workspace_seq ON batches (workspace, seq);
CREATE INDEX ix_events_workspace ON events (workspace);
DELETE FROM "sqlite_sequence";
COMMIT;
