-- What $LATEST was described as when the version was published from it: publishing again is a new version only when something changed since.
ALTER TABLE function_versions ADD COLUMN source_description TEXT;

UPDATE function_versions SET source_description = json_extract(current, '$.Description') WHERE number <> '$LATEST';
