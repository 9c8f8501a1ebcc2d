import { readFile, writeFile } from 'node:fs/promises';

/** Writes a generated file; with `--check` on the command line, fails where it is not there already. */
export async function writeOrCheck(target, name, wanted) {
  if (!process.argv.includes('--check')) {
    await writeFile(target, wanted);
    return;
  }
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== wanted) {
    console.error(`${name} is stale: run \`npm run generate\` and commit the result.`);
    process.exit(1);
  }
}
