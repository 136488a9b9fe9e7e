// Whether the key in the environment is believed: the names of all functions, or the refusal as the AWS SDK for JavaScript throws it.
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';

const facts = await new LambdaClient({}).send(new ListFunctionsCommand({})).then(
  ({ Functions }) => ({ names: Functions.map((found) => found.FunctionName) }),
  (error) => ({ code: error.name, message: error.message, status: error.$metadata.httpStatusCode, attempts: error.$metadata.attempts }),
);
console.log(JSON.stringify(facts));
