/** A second process that holds a data folder until it is killed. Says `open`, or who holds it. */
import { systemClock } from '../../../src-main/base/clock.ts';
import { openOutbox } from '../../../src-main/outbox/open.ts';

const [dataDir = ''] = process.argv.slice(2);
const opened = openOutbox({ dataDir, clock: systemClock, note: () => undefined, ballastBytes: 0 });
process.stdout.write(opened.ok ? 'open\n' : `held by ${String(opened.error.values['holder'])}\n`);
if (opened.ok) process.stdin.resume();
