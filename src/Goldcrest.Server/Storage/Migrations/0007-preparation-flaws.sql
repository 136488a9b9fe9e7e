-- Why a version could not be made ready to serve; null when it was, or when nothing but the node is to blame.
ALTER TABLE function_versions ADD COLUMN flaw_code TEXT;
ALTER TABLE function_versions ADD COLUMN flaw_reason TEXT;
