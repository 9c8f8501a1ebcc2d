// Writes src/api/schema.d.ts from the gateway's OpenAPI document.
//
//   npm run generate         writes the file
//   npm run generate:check   fails when the file is not what the document says
//
// HANDUP_OPENAPI names another document than ../openapi.json.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.env.HANDUP_OPENAPI
  ? pathToFileURL(resolve(process.env.HANDUP_OPENAPI))
  : new URL('../../openapi.json', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const header = `/* Generated from the gateway's OpenAPI document by \`npm run generate\`. Do not edit. */\n\n`;
const wanted = header + astToString(await openapiTS(source, { alphabetize: true }));

if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8');
  if (present !== wanted) {
    console.error('src/api/schema.d.ts is stale: run `npm run generate` and commit the result.');
    process.exit(1);
  }
} else {
  await writeFile(target, wanted);
}
