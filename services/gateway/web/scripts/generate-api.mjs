// Writes src/api/schema.d.ts from the gateway's OpenAPI document.
//
//   npm run generate         writes the file
//   npm run generate:check   fails when the file is not what the document says
//
// HANDUP_OPENAPI names another document than ../openapi.json.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { writeOrCheck } from './write-or-check.mjs';

const source = process.env.HANDUP_OPENAPI
  ? pathToFileURL(resolve(process.env.HANDUP_OPENAPI))
  : new URL('../../openapi.json', import.meta.url);
const header = `/* Generated from the gateway's OpenAPI document by \`npm run generate\`. Do not edit. */\n\n`;
await writeOrCheck(
  new URL('../src/api/schema.d.ts', import.meta.url),
  'src/api/schema.d.ts',
  header + astToString(await openapiTS(source, { alphabetize: true })),
);
