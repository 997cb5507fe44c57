CREATE TABLE public.batches (
    seq bigint NOT NULL,
    workspace text NOT NULL,
    batch_id text NOT NULL,
    says text NOT NULL,
    changes integer NOT NULL,
    undoes bigint,
    at text NOT NULL
);
CREATE SEQUENCE public.batches_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.batches_seq_seq OWNED BY public.batches.seq;
CREATE TABLE public.events (
    seq bigint NOT NULL,
    batch bigint NOT NULL,
    workspace text NOT NULL,
    paper_id text NOT NULL,
    kind text NOT NULL,
    old text,
    new text
);
CREATE SEQUENCE public.events_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.events_seq_seq OWNED BY public.events.seq;
CREATE TABLE public.hidden_digests (
    workspace text NOT NULL,
    digest_id text NOT NULL,
    at text NOT NULL
);
CREATE TABLE public.migrations (
    version integer NOT NULL,
    at text NOT NULL
);
CREATE TABLE public.saved_searches (
    seq bigint NOT NULL,
    workspace text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    seen bytea NOT NULL,
    at text NOT NULL,
    seen_at text NOT NULL
);
CREATE SEQUENCE public.saved_searches_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.saved_searches_seq_seq OWNED BY public.saved_searches.seq;
CREATE TABLE public.state (
    workspace text NOT NULL,
    kind text NOT NULL,
    paper_id text NOT NULL,
    value text NOT NULL,
    at text NOT NULL
);
CREATE TABLE public.uploads (
    seq bigint NOT NULL,
    workspace text NOT NULL,
    sha256 text NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    size integer NOT NULL,
    at text NOT NULL
);
CREATE SEQUENCE public.uploads_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.uploads_seq_seq OWNED BY public.uploads.seq;
CREATE TABLE public.verdicts (
    id bigint NOT NULL,
    url text NOT NULL,
    state text NOT NULL,
    status integer,
    final_url text NOT NULL,
    chain text NOT NULL,
    seconds double precision NOT NULL,
    reason text NOT NULL,
    checked_at text NOT NULL,
    retry_at text DEFAULT ''::text NOT NULL
);
CREATE SEQUENCE public.verdicts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.verdicts_id_seq OWNED BY public.verdicts.id;
CREATE TABLE public.workspaces (
    id text NOT NULL,
    read_hash text,
    read_turn integer DEFAULT 0 NOT NULL,
    created text NOT NULL,
    changed text NOT NULL
);
ALTER TABLE ONLY public.batches ALTER COLUMN seq SET DEFAULT nextval('public.batches_seq_seq'::regclass);
ALTER TABLE ONLY public.events ALTER COLUMN seq SET DEFAULT nextval('public.events_seq_seq'::regclass);
ALTER TABLE ONLY public.saved_searches ALTER COLUMN seq SET DEFAULT nextval('public.saved_searches_seq_seq'::regclass);
ALTER TABLE ONLY public.uploads ALTER COLUMN seq SET DEFAULT nextval('public.uploads_seq_seq'::regclass);
ALTER TABLE ONLY public.verdicts ALTER COLUMN id SET DEFAULT nextval('public.verdicts_id_seq'::regclass);
INSERT INTO public.batches VALUES (1, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '1', 'Starred 2 papers, kept 1 paper for later', 3, NULL, '2026-11-26T17:56:17.089228+00:00');
INSERT INTO public.batches VALUES (2, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '2', 'Hid 1 paper', 1, NULL, '2026-11-26T17:56:17.114143+00:00');
INSERT INTO public.batches VALUES (3, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'undo 2', 'Took back: Hid 1 paper', 1, 2, '2026-11-26T17:56:17.145467+00:00');
INSERT INTO public.batches VALUES (4, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'same name', 'Hid 1 paper', 1, NULL, '2026-11-26T17:56:17.182116+00:00');
INSERT INTO public.batches VALUES (5, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '3', 'Said that two papers are different', 1, NULL, '2026-11-26T17:56:18.386582+00:00');
INSERT INTO public.batches VALUES (6, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '4', 'Tagged 2 papers “to read”', 2, NULL, '2026-11-26T17:56:18.413307+00:00');
INSERT INTO public.batches VALUES (7, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '5', 'Wrote a note', 1, NULL, '2026-11-26T17:56:18.437333+00:00');
INSERT INTO public.batches VALUES (8, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '6', 'Rated 2 papers', 2, NULL, '2026-11-26T17:56:18.457829+00:00');
INSERT INTO public.batches VALUES (9, '67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207', 'same name', 'Hid 1 paper', 1, NULL, '2026-11-26T17:56:18.592872+00:00');
INSERT INTO public.events VALUES (1, 1, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2404.06773', 'decision', NULL, 'starred');
INSERT INTO public.events VALUES (2, 1, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2401.00001', 'decision', NULL, 'starred');
INSERT INTO public.events VALUES (3, 1, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'title:0a1b2c3d4e5f', 'decision', NULL, 'later');
INSERT INTO public.events VALUES (4, 2, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2401.00001', 'decision', 'starred', 'hidden');
INSERT INTO public.events VALUES (5, 3, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2401.00001', 'decision', 'hidden', 'starred');
INSERT INTO public.events VALUES (6, 4, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'title:0a1b2c3d4e5f', 'decision', 'later', 'hidden');
INSERT INTO public.events VALUES (7, 5, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2401.00001', 'pair/title:0a1b2c3d4e5f', NULL, 'different');
INSERT INTO public.events VALUES (8, 6, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2404.06773', 'tag/to read', NULL, '1');
INSERT INTO public.events VALUES (9, 6, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2401.00001', 'tag/to read', NULL, '1');
INSERT INTO public.events VALUES (10, 7, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2404.06773', 'note', NULL, 'Größe “x” – 統計 🎲
next line');
INSERT INTO public.events VALUES (11, 8, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2404.06773', 'rating', NULL, '5');
INSERT INTO public.events VALUES (12, 8, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'arxiv:2401.00001', 'rating', NULL, '2');
INSERT INTO public.events VALUES (13, 9, '67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207', 'arxiv:2404.06773', 'decision', NULL, 'hidden');
INSERT INTO public.hidden_digests VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'daily-papers-000000', '2026-11-26T17:56:18.537661+00:00');
INSERT INTO public.migrations VALUES (1, '2026-11-26T17:56:17.046944+00:00');
INSERT INTO public.migrations VALUES (2, '2026-11-26T17:56:17.046944+00:00');
INSERT INTO public.saved_searches VALUES (1, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'causal', 'q=causal', '\x789c4b2caac82cb332323130d1333033373706002b8f0464', '2026-11-26T17:56:18.554475+00:00', '2026-11-26T17:56:18.554475+00:00');
INSERT INTO public.saved_searches VALUES (2, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'Größe', 'topic=video&q=a%20b', '\x789c030000000001', '2026-11-26T17:56:18.577886+00:00', '2026-11-26T17:56:18.577886+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'decision', 'arxiv:2404.06773', 'starred', '2026-11-26T17:56:17.089228+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'decision', 'arxiv:2401.00001', 'starred', '2026-11-26T17:56:17.145467+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'decision', 'title:0a1b2c3d4e5f', 'hidden', '2026-11-26T17:56:17.182116+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'pair/title:0a1b2c3d4e5f', 'arxiv:2401.00001', 'different', '2026-11-26T17:56:18.386582+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'tag/to read', 'arxiv:2404.06773', '1', '2026-11-26T17:56:18.413307+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'tag/to read', 'arxiv:2401.00001', '1', '2026-11-26T17:56:18.413307+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'note', 'arxiv:2404.06773', 'Größe “x” – 統計 🎲
next line', '2026-11-26T17:56:18.437333+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'rating', 'arxiv:2404.06773', '5', '2026-11-26T17:56:18.457829+00:00');
INSERT INTO public.state VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', 'rating', 'arxiv:2401.00001', '2', '2026-11-26T17:56:18.457829+00:00');
INSERT INTO public.state VALUES ('67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207', 'decision', 'arxiv:2404.06773', 'hidden', '2026-11-26T17:56:18.592872+00:00');
INSERT INTO public.uploads VALUES (1, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '859dc962f42ea7d4a19f0af2a5882802064c9b7545739f7534907a9841b624ed', 'März 1.txt', '\x789c33d45308c92cc9495530e432a41113000c8819bd', 99, '2026-11-26T17:56:18.482309+00:00');
INSERT INTO public.uploads VALUES (2, '02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '65d2ad9bfe80cb7a2fd016ea5055dd05ad5a183f09efd51416af9bef57117e55', 'März 2.txt', '\x789c33d45308c92cc9495530e232a41113000e2619c6', 99, '2026-11-26T17:56:18.505792+00:00');
INSERT INTO public.verdicts VALUES (1, 'https://example.org/good', 'alive', 200, 'https://example.org/good', '["https://example.org/good"]', 0.25, 'because', '2026-03-01T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (2, 'https://example.org/gone', 'alive', 200, 'https://example.org/gone', '["https://example.org/gone"]', 0.25, 'because', '2026-02-27T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (3, 'https://example.org/gone', 'down', NULL, 'https://example.org/gone', '["https://example.org/gone"]', 0.25, 'because', '2026-03-01T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (4, 'https://example.org/gone', 'down', NULL, 'https://example.org/gone', '["https://example.org/gone"]', 0.25, 'because', '2026-03-02T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (5, 'https://example.org/gone', 'down', NULL, 'https://example.org/gone', '["https://example.org/gone"]', 0.25, 'because', '2026-03-02T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (6, 'https://example.org/gone', 'down', NULL, 'https://example.org/gone', '["https://example.org/gone"]', 0.25, 'because', '2026-03-03T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (7, 'https://example.org/back', 'down', 500, 'https://example.org/back', '["https://example.org/back"]', 0.25, 'because', '2026-03-01T12:00:00+00:00', '');
INSERT INTO public.verdicts VALUES (8, 'https://example.org/back', 'alive', 200, 'https://example.org/back', '["https://example.org/back"]', 0.25, 'because', '2026-03-02T12:00:00+00:00', '');
INSERT INTO public.workspaces VALUES ('02c2a73538de8a4e977b389122beab419fe73b39ee16113ccf5afd2a80eb240a', '74726204e625e3f0d51f4e1965a886d246b1712b04758f033c0d20e7ddb61972', 0, '2026-11-26T17:56:17.064187+00:00', '2026-11-26T17:56:18.577886+00:00');
INSERT INTO public.workspaces VALUES ('67abf4cd10cd32e5f62870538187525e33aeb0aa06f2f1e5570c2cdd6b9d8207', NULL, 0, '2026-11-26T17:56:18.592872+00:00', '2026-11-26T17:56:18.592872+00:00');
SELECT pg_catalog.setval('public.batches_seq_seq', 9, true);
SELECT pg_catalog.setval('public.events_seq_seq', 13, true);
SELECT pg_catalog.setval('public.saved_searches_seq_seq', 2, true);
SELECT pg_catalog.setval('public.uploads_seq_seq', 3, true);
SELECT pg_catalog.setval('public.verdicts_id_seq', 8, true);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT pk_batches PRIMARY KEY (seq);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (seq);
ALTER TABLE ONLY public.hidden_digests
    ADD CONSTRAINT pk_hidden_digests PRIMARY KEY (workspace, digest_id);
ALTER TABLE ONLY public.saved_searches
    ADD CONSTRAINT pk_saved_searches PRIMARY KEY (seq);
ALTER TABLE ONLY public.state
    ADD CONSTRAINT pk_state PRIMARY KEY (workspace, kind, paper_id);
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT pk_uploads PRIMARY KEY (seq);
ALTER TABLE ONLY public.verdicts
    ADD CONSTRAINT pk_verdicts PRIMARY KEY (id);
ALTER TABLE ONLY public.workspaces
    ADD CONSTRAINT pk_workspaces PRIMARY KEY (id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT uq_batches_workspace_batch_id UNIQUE (workspace, batch_id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT uq_events_batch_paper_id_kind UNIQUE (batch, paper_id, kind);
ALTER TABLE ONLY public.saved_searches
    ADD CONSTRAINT uq_saved_searches_workspace_name UNIQUE (workspace, name);
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uq_uploads_workspace_sha256 UNIQUE (workspace, sha256);
ALTER TABLE ONLY public.workspaces
    ADD CONSTRAINT uq_workspaces_read_hash UNIQUE (read_hash);
CREATE INDEX ix_batches_undoes ON public.batches USING btree (undoes);
CREATE INDEX ix_batches_workspace_seq ON public.batches USING btree (workspace, seq);
CREATE INDEX ix_events_workspace ON public.events USING btree (workspace);
CREATE INDEX ix_verdicts_url_id ON public.verdicts USING btree (url, id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT fk_batches_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.events
    ADD CONSTRAINT fk_events_batch FOREIGN KEY (batch) REFERENCES public.batches(seq) ON DELETE CASCADE;
ALTER TABLE ONLY public.events
    ADD CONSTRAINT fk_events_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hidden_digests
    ADD CONSTRAINT fk_hidden_digests_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.saved_searches
    ADD CONSTRAINT fk_saved_searches_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.state
    ADD CONSTRAINT fk_state_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT fk_uploads_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
