// Puts files into a new bucket, by the AWS SDK for JavaScript. Usage: s3-put.mjs BUCKET KEY FILE [KEY FILE …]; endpoint, region and key come from the environment.
import { readFile } from 'node:fs/promises';
import { S3Client, CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';

const [bucket, ...rest] = process.argv.slice(2);
const client = new S3Client({ forcePathStyle: true });
await client.send(new CreateBucketCommand({ Bucket: bucket }));
const put = [];
while (rest.length > 0) {
  const [key, file] = rest.splice(0, 2);
  put.push((await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(file) }))).ETag);
}

console.log(JSON.stringify(put));
