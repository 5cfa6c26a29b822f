/**
 * Owns: the entry of the command line: an old Node gets one clear sentence, a new one the program; and how much
 * memory a till gives away for speed.
 */
import { setFlagsFromString } from 'node:v8';
import { refuseOldNode } from './node-version.ts';

// A till has little memory and seldom a backlog: left to itself V8 took half as much memory again
// while 10,000 files were drained (docs/performance.md). Must be set before the program is loaded.
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=50']) setFlagsFromString(flag);

// Whatever is made without rights of its own is nobody else's; what the POS must see gets its rights by name.
if (process.platform !== 'win32') process.umask(0o077);

const refusal = refuseOldNode(process.version, process.env);
if (refusal === undefined) {
  const { start } = await import('./start.ts');
  process.exitCode = await start(process.argv.slice(2));
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
