-- Records that are read whole and never searched: one row each, found by kind and name.
CREATE TABLE documents (
    account  TEXT NOT NULL,
    region   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account, region, kind, name)
) WITHOUT ROWID;
