// Everything that the paginators of the AWS SDK for JavaScript find of a function's name, two items a page. Usage: pages.mjs PREFIX
import { LambdaClient, paginateListFunctions, paginateListVersionsByFunction } from '@aws-sdk/client-lambda';

const prefix = process.argv[2];
const config = { client: new LambdaClient({}), pageSize: 2 };
const facts = { functions: [], versions: [] };
for await (const page of paginateListFunctions(config, {})) {
  facts.functions.push(...page.Functions.map((found) => found.FunctionName).filter((name) => name.startsWith(prefix)));
}

for await (const page of paginateListVersionsByFunction(config, { FunctionName: `${prefix}-0` })) {
  facts.versions.push(page.Versions.map((found) => found.Version));
}

console.log(JSON.stringify(facts));
