-- Aliases, URLs, concurrency, event and runtime settings of a function: one document, written when one of them changes.
ALTER TABLE functions ADD COLUMN attachments TEXT NOT NULL DEFAULT '{}';
