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
    digest_id text NOT NULL,
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
    checked_at text NOT NULL
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
ALTER TABLE ONLY public.uploads ALTER COLUMN seq SET DEFAULT nextval('public.uploads_seq_seq'::regclass);
ALTER TABLE ONLY public.verdicts ALTER COLUMN id SET DEFAULT nextval('public.verdicts_id_seq'::regclass);
INSERT INTO public.migrations VALUES (1, '2026-11-26T17:54:40.704786+00:00');
SELECT pg_catalog.setval('public.batches_seq_seq', 1, false);
SELECT pg_catalog.setval('public.events_seq_seq', 1, false);
SELECT pg_catalog.setval('public.uploads_seq_seq', 1, false);
SELECT pg_catalog.setval('public.verdicts_id_seq', 1, false);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT pk_batches PRIMARY KEY (seq);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (seq);
ALTER TABLE ONLY public.hidden_digests
    ADD CONSTRAINT pk_hidden_digests PRIMARY KEY (workspace, digest_id);
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
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uq_uploads_workspace_digest_id UNIQUE (workspace, digest_id);
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
ALTER TABLE ONLY public.state
    ADD CONSTRAINT fk_state_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT fk_uploads_workspace FOREIGN KEY (workspace) REFERENCES public.workspaces(id) ON DELETE CASCADE;
