// Fifty invocations at once from one client of the AWS SDK for JavaScript. Usage: crowd.mjs NAME
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';

const client = new LambdaClient({ maxAttempts: 1 });
const invoke = async (number) => {
  const result = await client.send(new InvokeCommand({ FunctionName: process.argv[2], Payload: JSON.stringify({ number, ms: 300 }) }));
  return JSON.parse(result.Payload.transformToString());
};

console.log(JSON.stringify(await Promise.all(Array.from({ length: 50 }, (_, number) => invoke(number)))));
