// How every waiter of the AWS SDK for JavaScript ends. Usage: waiters.mjs NAME, of a function; prints the state that each one came to.
import * as lambda from '@aws-sdk/client-lambda';

const patience = { client: new lambda.LambdaClient({}), maxWaitTime: 2, minDelay: 1, maxDelay: 1 };
const [FunctionName] = process.argv.slice(2);
const end = (waiter, input) => waiter(patience, input).then((done) => done.state, (failed) => (failed.name === 'TimeoutError' ? 'TIMEOUT' : JSON.parse(failed.message).state));

const ends = {
  FunctionExists: end(lambda.waitUntilFunctionExists, { FunctionName }),
  FunctionActive: end(lambda.waitUntilFunctionActive, { FunctionName }),
  FunctionActiveV2: end(lambda.waitUntilFunctionActiveV2, { FunctionName }),
  FunctionUpdated: end(lambda.waitUntilFunctionUpdated, { FunctionName }),
  FunctionUpdatedV2: end(lambda.waitUntilFunctionUpdatedV2, { FunctionName }),
  PublishedVersionActive: end(lambda.waitUntilPublishedVersionActive, { FunctionName, Qualifier: '1' }),
};
for (const waiter of Object.keys(ends)) {
  ends[waiter] = await ends[waiter];
}

console.log(JSON.stringify(ends));
