// The life of one function, by the AWS SDK for JavaScript. Prints what the client saw as one JSON object.
// Usage: life.mjs NAME RUNTIME HANDLER FIRST.zip SECOND.zip; server, region and key come from the environment.
import { readFile } from 'node:fs/promises';
import {
  LambdaClient, CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, InvokeCommand, PublishVersionCommand,
  UpdateFunctionCodeCommand, waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';

const [name, runtime, handler, first, second] = process.argv.slice(2);
const client = new LambdaClient({});
const patience = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
const facts = {};

const invoke = async (qualifier) => {
  const { Payload, ...result } = await client.send(new InvokeCommand({
    FunctionName: name, Qualifier: qualifier, LogType: 'Tail', Payload: JSON.stringify({ name: 'Zoë 雪' }),
  }));
  return { ...result, Payload: JSON.parse(Payload.transformToString()) };
};

facts.created = await client.send(new CreateFunctionCommand({
  FunctionName: name, Runtime: runtime, Handler: handler, Role: 'arn:aws:iam::000000000000:role/anything',
  Timeout: 20, Code: { ZipFile: await readFile(first) },
}));
await waitUntilFunctionActiveV2(patience, { FunctionName: name });
facts.invoked = await invoke();
facts.updating = await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: await readFile(second) }));
await waitUntilFunctionUpdatedV2(patience, { FunctionName: name });
facts.published = await client.send(new PublishVersionCommand({ FunctionName: name }));
facts.latest = await invoke();
facts.version = await invoke('1');
await client.send(new DeleteFunctionCommand({ FunctionName: name }));
facts.gone = await client.send(new GetFunctionCommand({ FunctionName: name })).catch((error) => `${error.name}: ${error.message}`);
console.log(JSON.stringify(facts));
