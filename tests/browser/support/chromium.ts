import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The browser to drive: HANDUP_CHROMIUM, else `chromium` on the PATH. None is downloaded.
 *
 * @throws Error where there is none.
 */
export function chromiumPath(): string {
  const named = process.env.HANDUP_CHROMIUM;
  if (named) return named;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, 'chromium');
    if (isProgram(candidate)) return candidate;
  }
  throw new Error('No Chromium found: install the package "chromium" or name a program in HANDUP_CHROMIUM.');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
