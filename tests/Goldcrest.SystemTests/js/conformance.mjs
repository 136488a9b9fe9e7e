// Sends whatever it is told to send through the AWS SDK for JavaScript, one request a line of standard input:
// { operation, parameters, until? }. Prints for each what the SDK made of the answer and what was on the wire, one JSON object a line.
// In parameters { "$base64": text } stands for bytes and { "$date": seconds } for a time. `until` names members of the answer (a.b) with the
// values to wait for; the operation is repeated until all are there. Server, region and key come from the environment.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-lambda';

const MOST_TRIES = 600;
const PAUSE_MS = 25;

const client = new sdk.LambdaClient({ maxAttempts: 1 });
let wire;

// Between the network and the SDK's own reader: keeps what came and hands on a copy.
client.middlewareStack.addRelativeTo((next) => async (request) => {
  const result = await next(request);
  const chunks = [];
  for await (const chunk of result.response.body ?? []) {
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks);
  wire = { status: result.response.statusCode, headers: result.response.headers, body: body.toString('utf8') };
  result.response.body = Readable.from([body]);
  return result;
}, { relation: 'after', toMiddleware: 'deserializerMiddleware', name: 'wireKeeper' });

const sent = (value) => {
  if (Array.isArray(value)) {
    return value.map(sent);
  }

  if (value === null || typeof value !== 'object') {
    return value;
  }

  if ('$base64' in value) {
    return Buffer.from(value.$base64, 'base64');
  }

  return '$date' in value ? new Date(value.$date * 1000) : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sent(member)]));
};

// Times as seconds, bytes as text: what JSON can hold.
const received = (value) => {
  if (value instanceof Date) {
    return value.getTime() / 1000;
  }

  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('utf8');
  }

  if (Array.isArray(value)) {
    return value.map(received);
  }

  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, received(member)]))
    : value;
};

const send = async ({ operation, parameters }) => {
  wire = null;
  try {
    const { $metadata, ...answer } = await client.send(new sdk[`${operation}Command`](sent(parameters)));
    if (answer.LogResult !== undefined) {
      answer.LogResult = Buffer.from(answer.LogResult, 'base64').toString('utf8');
    }

    return { answer: received(answer), wire };
  } catch (error) {
    if (wire === null || !(error instanceof sdk.LambdaServiceException)) {
      return { failure: `${operation}: ${error.stack}`, wire };
    }

    return { refusal: { code: error.name, message: error.message, fault: error.$fault }, wire };
  }
};

const isReached = (until, { answer }) => Object.entries(until)
  .every(([path, value]) => path.split('.').reduce((member, name) => member?.[name], answer) === value);

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let result = await send(request);
  for (let tries = 1; request.until && tries < MOST_TRIES && !result.failure && !isReached(request.until, result); tries++) {
    await pause(PAUSE_MS);
    result = await send(request);
  }

  console.log(JSON.stringify(result));
}
