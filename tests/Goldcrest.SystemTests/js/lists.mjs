// What the paginators of the AWS SDK for JavaScript find: for each job, page by page, one member of every item. Usage: lists.mjs JOBS.json
// A job: { paginator, input, pageSize, key, id }; pageSize may be left out, and id is empty where items are text.
import { readFile } from 'node:fs/promises';
import * as lambda from '@aws-sdk/client-lambda';

const client = new lambda.LambdaClient({});
const found = [];
for (const { paginator, input, pageSize, key, id } of JSON.parse(await readFile(process.argv[2], 'utf8'))) {
  const pages = [];
  for await (const page of lambda[paginator]({ client, pageSize: pageSize ?? undefined }, input)) {
    pages.push(page[key].map((item) => String(id === '' ? item : item[id])));
  }

  found.push(pages);
}

console.log(JSON.stringify(found));
