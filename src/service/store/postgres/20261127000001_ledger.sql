-- Times are milliseconds since 1970. What is sealed (docs/service.md, "At rest") stands in papers.
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    office TEXT NOT NULL,
    scope TEXT NOT NULL,
    label TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE feeds (
    id TEXT PRIMARY KEY,
    office TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    cases BIGINT NOT NULL,
    persons BIGINT NOT NULL,
    sectors BIGINT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    UNIQUE (office, sha256)
);
CREATE INDEX feeds_of_office ON feeds (office, id);

CREATE TABLE work (
    id TEXT PRIMARY KEY,
    office TEXT NOT NULL,
    kind TEXT NOT NULL,
    feed TEXT NOT NULL REFERENCES feeds (id),
    parent TEXT REFERENCES work (id),
    place BIGINT NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    fence BIGINT NOT NULL DEFAULT 0,
    holder TEXT,
    lease BIGINT,
    dispatched_at BIGINT,
    last_fault TEXT,
    progress TEXT,
    result_tag TEXT,
    version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX work_of_office ON work (office, kind, id);
CREATE INDEX work_of_parent ON work (parent, place);
CREATE INDEX work_of_feed ON work (feed);
CREATE INDEX work_unfinished ON work (status, lease) WHERE status IN ('waiting', 'queued', 'running');
CREATE INDEX work_ended ON work (finished_at);

CREATE TABLE papers (
    owner TEXT NOT NULL,
    part TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (owner, part)
);

CREATE TABLE events (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX events_of_job ON events (job, seq);

CREATE TABLE replays (
    office TEXT NOT NULL,
    call TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (office, call, idempotency_key)
);

CREATE TABLE audit (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    token TEXT NOT NULL,
    office TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    request TEXT NOT NULL
);
CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to';
END
$$;
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();
