/** Owns: the entry of the command line: an old Node gets one clear sentence, a new one the program. */
import { refuseOldNode } from './node-version.ts';

const refusal = refuseOldNode(process.version, process.env);
if (refusal === undefined) {
  const { start } = await import('./start.ts');
  process.exitCode = await start(process.argv.slice(2));
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
