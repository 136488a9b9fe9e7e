-- Layers and their versions. A layer stays when its last version goes, so that its numbers are not used again.
CREATE TABLE layers (
    account     TEXT    NOT NULL,
    region      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    next_number INTEGER NOT NULL,
    tags        TEXT    NOT NULL,
    PRIMARY KEY (account, region, name)
) WITHOUT ROWID;

-- Runtimes and architectures are JSON lists, null when the publisher named none; the policy is the document that clients see.
CREATE TABLE layer_versions (
    account            TEXT    NOT NULL,
    region             TEXT    NOT NULL,
    name               TEXT    NOT NULL,
    number             INTEGER NOT NULL,
    code_sha256        TEXT    NOT NULL,
    code_bytes         INTEGER NOT NULL,
    unpacked_bytes     INTEGER NOT NULL,
    created            INTEGER NOT NULL,
    description        TEXT    NOT NULL,
    license_info       TEXT,
    runtimes           TEXT,
    architectures      TEXT,
    policy             TEXT,
    policy_revision_id TEXT,
    PRIMARY KEY (account, region, name, number),
    FOREIGN KEY (account, region, name) REFERENCES layers (account, region, name) ON DELETE CASCADE
) WITHOUT ROWID;
