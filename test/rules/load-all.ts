/**
 * Owns: loading every module of the agent in a plain Node where `electron` cannot be resolved. Run as a process
 * of its own; prints how many modules it loaded.
 */
import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..', '..', 'src-main');
/** Modules that do something when they are loaded: entries of processes. */
const ENTRIES = [join('hosts', 'cli', 'main.ts')];
const ELECTRON_HOST = join('hosts', 'electron') + sep;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) {
      throw new Error(`'electron' is asked for by ${context.parentURL ?? 'nobody'}`);
    }
    return next(specifier, context);
  },
});

const modules = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !ENTRIES.includes(path) && !path.startsWith(ELECTRON_HOST))
  .sort();
for (const path of modules) await import(pathToFileURL(join(ROOT, path)).href);
process.stdout.write(`${modules.length}\n`);
