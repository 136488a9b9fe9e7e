// A stand-in for S3 on a free port of 127.0.0.1. Usage: s3.mjs; prints its address and ends with its standard input.
import { buildApp } from 'fauxqs';

const app = buildApp({ logger: false });
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
process.stdin.resume();
process.stdin.on('end', () => app.close());
