-- Functions and their versions. A version's deployments are documents: they grow members, they are never searched.
CREATE TABLE functions (
    account     TEXT    NOT NULL,
    region      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    next_number INTEGER NOT NULL,
    tags        TEXT    NOT NULL,
    PRIMARY KEY (account, region, name)
) WITHOUT ROWID;

CREATE TABLE function_versions (
    account       TEXT    NOT NULL,
    region        TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    number        TEXT    NOT NULL,
    phase         TEXT    NOT NULL,
    revision_id   TEXT    NOT NULL,
    last_modified INTEGER NOT NULL,
    current       TEXT    NOT NULL,
    previous      TEXT,
    PRIMARY KEY (account, region, name, number),
    FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name) ON DELETE CASCADE
) WITHOUT ROWID;
