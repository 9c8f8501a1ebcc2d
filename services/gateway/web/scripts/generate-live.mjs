// From asyncapi.yaml, the document of the live protocol, writes ../asyncapi.json, which the gateway
// publishes, and src/live/messages.d.ts.
//
//   npm run generate         writes both files
//   npm run generate:check   fails when a file is not what the document says
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { writeOrCheck } from './write-or-check.mjs';

const document = load(await readFile(new URL('../../asyncapi.yaml', import.meta.url), 'utf8'));
await writeOrCheck(
  new URL('../../asyncapi.json', import.meta.url),
  'services/gateway/asyncapi.json',
  `${JSON.stringify(document, null, 2)}\n`,
);

/** Where the document refers to nouns of the REST API. */
const nouns = 'openapi.json#/components/schemas/';

/** References to nouns are marked, because the generator would otherwise write the nouns out again. */
function marked(value) {
  if (Array.isArray(value)) return value.map(marked);
  if (value === null || typeof value !== 'object') return value;
  if (value.$ref?.startsWith(nouns)) return { type: 'object', 'x-noun': value.$ref.slice(nouns.length) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
}

function noun(schema) {
  const name = schema['x-noun'];
  if (name === undefined) return undefined;
  const literal = ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(name));
  return ts.factory.createIndexedAccessTypeNode(ts.factory.createTypeReferenceNode('Nouns'), literal);
}

const wrapped = {
  openapi: '3.1.0',
  info: document.info,
  paths: {},
  components: { schemas: marked(document.components.schemas) },
};
const types = await openapiTS(wrapped, {
  alphabetize: true,
  transform: noun,
  inject: `import type { components as rest } from '../api/schema';\n\ntype Nouns = rest['schemas'];\n`,
});
await writeOrCheck(
  new URL('../src/live/messages.d.ts', import.meta.url),
  'src/live/messages.d.ts',
  `/* Generated from the gateway's AsyncAPI document by \`npm run generate\`. Do not edit. */\n\n${astToString(types)}`,
);
