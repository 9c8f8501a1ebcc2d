// Fails where the official parser finds fault with the AsyncAPI document, as it is written and as the
// gateway publishes it, and where the document contradicts itself in a way the parser doesn't see.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Parser } from '@asyncapi/parser';

const gateway = fileURLToPath(new URL('../../services/gateway/', import.meta.url));
/** A newer version of AsyncAPI is no fault of the document. */
const accepted = new Set(['asyncapi-latest-version']);
const faults = [];

for (const name of ['asyncapi.yaml', 'asyncapi.json']) {
  const source = gateway + name;
  const { document, diagnostics } = await new Parser().parse(await readFile(source, 'utf8'), { source });
  for (const { code, message, path } of diagnostics) {
    if (!accepted.has(code)) faults.push(`${name}: ${path.join('.')}: ${message} (${code})`);
  }
  if (!document) continue;
  // The parser allows a message that nobody sends.
  const used = new Set(document.allOperations().all().flatMap((operation) => operation.messages().all()).map((message) => message.id()));
  for (const message of document.components().messages().all()) {
    if (!used.has(message.id())) faults.push(`${name}: message ${message.id()} belongs to no operation`);
  }
  const { version } = JSON.parse(await readFile(`${gateway}openapi.json`, 'utf8')).info;
  if (document.info().version() !== version) faults.push(`${name}: the version is not that of openapi.json, ${version}`);
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
