// Calls that are refused, as the AWS SDK for JavaScript throws them. Usage: refusals.mjs NAME CODE.zip, of a function that exists.
import { readFile } from 'node:fs/promises';
import { LambdaClient, LambdaServiceException, CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';

const [name, zip] = process.argv.slice(2);
const client = new LambdaClient({});
const create = {
  Runtime: 'python3.12', Handler: 'app.handler', Role: 'arn:aws:iam::000000000000:role/anything', Code: { ZipFile: await readFile(zip) },
};

const refusal = async (command) => {
  try {
    await client.send(command);
    return null;
  } catch (error) {
    if (!(error instanceof LambdaServiceException)) {
      throw error;
    }

    return {
      class: error.constructor.name, code: error.name, message: error.message, status: error.$metadata.httpStatusCode, type: error.Type,
      attempts: error.$metadata.attempts,
    };
  }
};

console.log(JSON.stringify({
  missing: await refusal(new InvokeCommand({ FunctionName: `${name}-missing` })),
  taken: await refusal(new CreateFunctionCommand({ ...create, FunctionName: name })),
  garbage: await refusal(new CreateFunctionCommand({ ...create, FunctionName: `${name}-2`, Code: { ZipFile: Buffer.from('garbage') } })),
  constraints: await refusal(new CreateFunctionCommand({ ...create, FunctionName: `${name}-2`, Role: 'nobody', Handler: 'a b' })),
  notJson: await refusal(new InvokeCommand({ FunctionName: name, Payload: '{' })),
  notYet: await refusal(new InvokeCommand({ FunctionName: name, InvocationType: 'Event' })),
}));
