'use strict';

const fs = require('fs');
const path = require('path');
const Module = require('module');
const { CallbackHandlerDeprecated, HandlerNotFound, ImportModuleError, MalformedHandlerName, UserCodeSyntaxError } = require('./errors.cjs');
const generation = require('./generation.cjs');

const TYPESCRIPT_SINCE = 24;
const CALLBACK_PARAMETERS = 3;

/**
 * @param name `file.export`, `dir/file.export` or `dir/file.object.export`, below the task root.
 * @returns the function the name stands for.
 * @throws a Runtime.* error, or what the function's own code threw.
 */
async function loadHandler(taskRoot, runtimeDirectory, name) {
  if (name.includes('..')) {
    throw new MalformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }

  const base = path.basename(name);
  const dot = base.indexOf('.');
  if (dot < 0) {
    throw new MalformedHandlerName('Bad handler');
  }

  const directory = name.slice(0, name.indexOf(base));
  addSearchPaths(taskRoot, runtimeDirectory);
  const exported = await loadModule(taskRoot, runtimeDirectory, directory, base.slice(0, dot));
  const handler = findExport(exported, base.slice(dot + 1).split('.'));
  if (!handler) {
    throw new HandlerNotFound(`${name} is undefined or not exported`);
  }

  if (typeof handler !== 'function') {
    throw new HandlerNotFound(`${name} is not a function`);
  }

  if (generation.returnsAnswer && handler.length >= CALLBACK_PARAMETERS) {
    throw new CallbackHandlerDeprecated();
  }

  return handler;
}

/** From Node.js 24 on also below the module's default export, which its own come before. */
function findExport(exported, keys) {
  const find = (from) => keys.reduce((owner, key) => owner && owner[key], from);
  return find(exported) ?? (generation.returnsAnswer ? find(exported?.default) : undefined);
}

/** Layers are found by require, as they are on AWS; a NODE_PATH of the function's own replaces all of it. */
function addSearchPaths(taskRoot, runtimeDirectory) {
  if (process.env.NODE_PATH) {
    return;
  }

  const major = generation.major || process.versions.node.split('.')[0];
  process.env.NODE_PATH = [
    `/opt/nodejs/node${major}/node_modules`,
    '/opt/nodejs/node_modules',
    path.join(runtimeDirectory, 'node_modules'),
    runtimeDirectory,
    taskRoot,
  ].join(':');
  Module._initPaths();
}

async function loadModule(taskRoot, runtimeDirectory, directory, name) {
  try {
    return await findModule(taskRoot, runtimeDirectory, directory, name);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const refused = new UserCodeSyntaxError(String(error));
      refused.stack = error.stack;
      throw refused;
    }

    throw error?.code === 'MODULE_NOT_FOUND' ? new ImportModuleError(String(error)) : error;
  }
}

/** The order is AWS's: as named, .js, .mjs, .cjs, TypeScript where node runs it, then require's own search. */
async function findModule(taskRoot, runtimeDirectory, directory, name) {
  const file = path.resolve(taskRoot, directory, name);
  const esm = isModuleScope(path.dirname(file));
  // The bootstrap's own require would name this file in messages; users know /var/runtime/index.mjs.
  const load = Module.createRequire(path.join(runtimeDirectory, 'index.mjs'));
  const candidates = [['', false], ['.js', esm], ['.mjs', true], ['.cjs', false]];
  if (Number(process.versions.node.split('.')[0]) >= TYPESCRIPT_SINCE) {
    candidates.push(['.ts', esm], ['.mts', true], ['.cts', false]);
  }

  for (const [extension, asModule] of candidates) {
    const candidate = file + extension;
    if (fs.existsSync(candidate)) {
      return asModule ? await import(require('url').pathToFileURL(candidate).href) : load(candidate);
    }
  }

  return load(load.resolve(name, { paths: [taskRoot, directory] }));
}

/** Whether the nearest package.json says `"type": "module"`. One that cannot be read says nothing. */
function isModuleScope(folder) {
  for (; !folder.endsWith('/node_modules'); folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (fs.existsSync(file)) {
      try {
        return JSON.parse(fs.readFileSync(file))?.type === 'module';
      } catch (error) {
        console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
        return false;
      }
    }

    if (folder === '/') {
      return false;
    }
  }

  return false;
}

module.exports = { loadHandler };
