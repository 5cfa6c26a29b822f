/**
 * Loaded into a process by `--import` before its program: the wall clock is off by what the file named in
 * `CLOCK_OFF_FILE` says, as on a till whose battery is empty or whose administrator sets the time. Timers and the
 * growing clock go on as they are.
 */
import { readFileSync } from 'node:fs';

const file = process.env['CLOCK_OFF_FILE'] ?? '';
/** How often the file is looked at; a clock is not set every second. */
const LOOK_MS = 100;
const RealDate = Date;
const realNow = Date.now.bind(Date);
let offMs = 0;
let lookedAtMs = -Infinity;

function movedNow(): number {
  if (performance.now() - lookedAtMs > LOOK_MS) {
    lookedAtMs = performance.now();
    offMs = Number(readFileSync(file, 'utf8'));
  }
  return realNow() + offMs;
}

globalThis.Date = new Proxy(RealDate, {
  construct(target, given: readonly unknown[]) {
    const made: unknown = Reflect.construct(target, given.length === 0 ? [movedNow()] : given);
    if (!(made instanceof RealDate)) throw new Error('a date is none');
    return made;
  },
  get: (target, name): unknown => (name === 'now' ? movedNow : Reflect.get(target, name)),
});
