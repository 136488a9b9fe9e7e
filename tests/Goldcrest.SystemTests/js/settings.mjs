// Functions with every setting, by the AWS SDK for JavaScript. Prints what the client saw as one JSON object.
// Usage: settings.mjs make NAME CODE.zip, later settings.mjs read NAME; server, region and key come from the environment.
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  LambdaClient, CreateFunctionCommand, GetFunctionCommand, GetFunctionConfigurationCommand, InvokeCommand, ListVersionsByFunctionCommand,
  PublishVersionCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand, paginateListFunctions,
} from '@aws-sdk/client-lambda';

const [step, name, zip] = process.argv.slice(2);
const client = new LambdaClient({ maxAttempts: 1 });
const patienceMs = 60_000;
const pollMs = 30;
const account = 'us-east-1:000000000000';
const accessPoint = `arn:aws:elasticfilesystem:${account}:access-point/fsap-0123456789abcdef0`;
const members = [
  'PackageType', 'Runtime', 'Handler', 'Architectures', 'CodeSha256', 'CodeSize', 'VpcConfig', 'FileSystemConfigs', 'DeadLetterConfig', 'KMSKeyArn',
  'SnapStart', 'DurableConfig', 'TenancyConfig', 'ImageConfigResponse',
];

const pick = (configuration) => Object.fromEntries(members.filter((member) => member in configuration).map((member) => [member, configuration[member]]));
const refusal = (command) => client.send(command).then(() => null, (error) => `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`);
const invoke = (name, more) => client.send(new InvokeCommand({ FunctionName: name, ...more }));

// The SDK's own waiters look once a second; other tests have them.
const untilReady = async (name, qualifier) => {
  for (const end = Date.now() + patienceMs; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, pollMs))) {
    const now = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier }));
    if (now.State === 'Active' && now.LastUpdateStatus === 'Successful') {
      return;
    }
  }
  throw new Error(`${name} was not ready in a minute.`);
};

// The same settings must come from every operation that shows some.
const read = async (name) => {
  const got = await client.send(new GetFunctionCommand({ FunctionName: name }));
  const shown = pick(got.Configuration);
  const others = [
    await client.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
    (await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }))).Versions[0],
  ];
  for await (const page of paginateListFunctions({ client }, {})) {
    others.push(...page.Functions.filter((listed) => listed.FunctionName === name));
  }
  const differs = others.length !== 3 || others.some((other) => !isDeepStrictEqual(pick(other), shown));
  const { Location, ...code } = got.Code;
  return { ...shown, Code: code, HasLink: Location !== undefined, Differs: differs };
};
const create = async (suffix, request) => {
  const made = await client.send(new CreateFunctionCommand({ FunctionName: name + suffix, Role: 'arn:aws:iam::000000000000:role/r', ...request }));
  await untilReady(name + suffix);
  const shown = await read(name + suffix);
  return { ...shown, Differs: shown.Differs || !isDeepStrictEqual(pick(made), pick(shown)) };
};
const settle = async (answer) => {
  await untilReady(answer.FunctionName);
  const shown = await read(answer.FunctionName);
  return { ...shown, Differs: shown.Differs || !isDeepStrictEqual(pick(answer), pick(shown)) };
};
const update = async (suffix, request) => settle(await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name + suffix, ...request })));
const updateCode = async (suffix, request) => settle(await client.send(new UpdateFunctionCodeCommand({ FunctionName: name + suffix, ...request })));
const publish = async (suffix) => {
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName: name + suffix }));
  await untilReady(name + suffix, Version);
  return Version;
};

const make = async () => {
  const facts = {};
  const code = await readFile(zip);
  const python = { Runtime: 'python3.12', Handler: 'app.handler', Code: { ZipFile: code } };
  const image = (tag) => `000000000000.dkr.ecr.us-east-1.amazonaws.com/app:${tag}`;

  facts.wide = await create('-wide', {
    ...python,
    Runtime: 'python3.13',
    Code: { ZipFile: code, SourceKMSKeyArn: `arn:aws:kms:${account}:key/source` },
    Architectures: ['arm64'],
    VpcConfig: { SubnetIds: ['subnet-b', 'subnet-a'], SecurityGroupIds: ['sg-1'], Ipv6AllowedForDualStack: true },
    FileSystemConfigs: [{ Arn: accessPoint, LocalMountPath: '/mnt/data' }],
    DeadLetterConfig: { TargetArn: `arn:aws:sqs:${account}:dead` },
    KMSKeyArn: `arn:aws:kms:${account}:key/environment`,
    DurableConfig: { ExecutionTimeout: 3600 },
    TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
  });
  facts.published = [await publish('-wide'), await publish('-wide')];
  facts.changed = await update('-wide', {
    VpcConfig: { SubnetIds: ['subnet-a'], SecurityGroupIds: ['sg-2', 'sg-3'], Ipv6AllowedForDualStack: false },
    FileSystemConfigs: [{ Arn: accessPoint, LocalMountPath: '/mnt/other' }],
    DeadLetterConfig: { TargetArn: `arn:aws:sns:${account}:dead` },
    KMSKeyArn: `arn:aws:kms:${account}:alias/environment`,
    DurableConfig: { RetentionPeriodInDays: 30 },
  });
  facts.heldBack = await refusal(new UpdateFunctionConfigurationCommand({
    FunctionName: `${name}-wide`, VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
  }));
  facts.removed = await update('-wide', {
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] }, FileSystemConfigs: [], DeadLetterConfig: { TargetArn: '' }, KMSKeyArn: '',
  });
  facts.recoded = await updateCode('-wide', { ZipFile: code, Architectures: ['x86_64'] });
  facts.publishedAgain = await publish('-wide');
  facts.unqualified = await refusal(new InvokeCommand({ FunctionName: `${name}-wide`, TenantId: 'blue' }));
  facts.durable = await refusal(new InvokeCommand({ FunctionName: `${name}-wide`, Qualifier: '1', TenantId: 'blue' }));

  facts.image = await create('-image', {
    PackageType: 'Image', Code: { ImageUri: image('1') }, Architectures: ['arm64'],
    ImageConfig: { EntryPoint: ['/run'], Command: ['app.handler'], WorkingDirectory: '/work' },
  });
  facts.notInvoked = (await invoke(`${name}-image`)).FunctionError;
  facts.dryRun = (await invoke(`${name}-image`, { InvocationType: 'DryRun' })).StatusCode;
  facts.otherImage = await updateCode('-image', { ImageUri: `${image('2')}@sha256:${facts.image.CodeSha256}`, Architectures: ['x86_64'] });
  facts.noImage = await refusal(new UpdateFunctionCodeCommand({ FunctionName: `${name}-image`, ImageUri: image('3') }));
  facts.asBuilt = await update('-image', { ImageConfig: {} });
  facts.zipOverImage = await refusal(new UpdateFunctionCodeCommand({ FunctionName: `${name}-image`, ZipFile: code }));
  facts.handlerOfImage = await refusal(new UpdateFunctionConfigurationCommand({ FunctionName: `${name}-image`, Handler: 'app.handler' }));

  facts.snap = await create('-snap', { ...python, SnapStart: { ApplyOn: 'PublishedVersions' } });
  facts.snapVersion = await publish('-snap');
  facts.snapStarted = (await client.send(new GetFunctionConfigurationCommand({ FunctionName: `${name}-snap`, Qualifier: '1' }))).SnapStart;
  facts.snapAnswer = JSON.parse((await invoke(`${name}-snap`, { Qualifier: '1' })).Payload.transformToString());
  facts.noSnap = await update('-snap', { SnapStart: { ApplyOn: 'None' } });

  facts.plain = await create('-plain', { ...python, Architectures: ['arm64'], TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
  facts.noTenant = await refusal(new InvokeCommand({ FunctionName: `${name}-plain` }));
  facts.tenantAnswers = [];
  for (const tenant of ['blue', 'green', 'blue']) {
    facts.tenantAnswers.push(JSON.parse((await invoke(`${name}-plain`, { TenantId: tenant })).Payload.transformToString()));
  }
  facts.neverDurable = await refusal(new UpdateFunctionConfigurationCommand({ FunctionName: `${name}-plain`, DurableConfig: { ExecutionTimeout: 60 } }));
  return facts;
};

const readAll = async () => {
  const all = {};
  for (const suffix of ['-wide', '-image', '-snap', '-plain']) {
    all[suffix] = [
      await read(name + suffix), (await client.send(new ListVersionsByFunctionCommand({ FunctionName: name + suffix }))).Versions,
    ];
  }
  return all;
};

console.log(JSON.stringify(await (step === 'make' ? make() : readAll())));
