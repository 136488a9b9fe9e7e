-- Who signed a layer version; null when nobody trusted did.
ALTER TABLE layer_versions ADD COLUMN signing_profile TEXT;
ALTER TABLE layer_versions ADD COLUMN signing_job TEXT;

-- Which code signing configuration a function uses belongs to the function, so that both are stored and deleted in one write.
UPDATE functions SET attachments = json_set(attachments, '$.CodeSigningConfigId', (
    SELECT json_extract(link.document, '$') FROM documents link
    WHERE link.kind = 'function-code-signing' AND link.account = functions.account AND link.region = functions.region AND link.name = functions.name))
WHERE EXISTS (
    SELECT 1 FROM documents link
    WHERE link.kind = 'function-code-signing' AND link.account = functions.account AND link.region = functions.region AND link.name = functions.name);

DELETE FROM documents WHERE kind = 'function-code-signing';
