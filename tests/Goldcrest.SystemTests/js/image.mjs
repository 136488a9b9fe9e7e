// Makes a function of a container image, invokes it and tells what it saw.
import {
  CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';

const [name, image] = process.argv.slice(2);
const client = new LambdaClient({});
await client.send(new CreateFunctionCommand({
  FunctionName: name, PackageType: 'Image', Role: 'arn:aws:iam::000000000000:role/tester', Code: { ImageUri: image }, Timeout: 30,
}));
await waitUntilFunctionActiveV2({ client, maxWaitTime: 60 }, { FunctionName: name });
const { Code, Configuration } = await client.send(new GetFunctionCommand({ FunctionName: name }));
const { Payload } = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ name: 'world' }) }));
await client.send(new DeleteFunctionCommand({ FunctionName: name }));
console.log(JSON.stringify({ resolved: Code.ResolvedImageUri, sha: Configuration.CodeSha256, answer: JSON.parse(Payload.transformToString()) }));
