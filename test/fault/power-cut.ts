/**
 * The power-cut rig: `node test/fault/power-cut.ts [--cuts N] [--seed S]`. Not part of `npm test`: it needs root.
 * A writer works on an outbox on a disk of its own; after some milliseconds the disk's power is cut and the
 * writer killed; then the power comes back and the outbox must have kept every promise that the writer printed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src-main/base/clock.ts';
import { openOutbox } from '../../src-main/outbox/open.ts';
import { auditTill } from '../audit/audit.ts';
import type { Evidence } from '../audit/evidence.ts';
import { receiptIdentity } from '../audit/identities.ts';
import { readBook } from '../audit/read-book.ts';
import { tellBroken } from '../audit/story.ts';
import { rule } from '../main/outbox/entries.ts';
import { seededRandom } from '../support/random.ts';
import { mountCuttableDisk, whyNoPowerCut, type CuttableDisk } from './power-cut-disk.ts';

/** The disk is made anew after so many cuts, so that it never fills up. */
const CUTS_PER_DISK = 15;
const WORK_MS_MIN = 60;
const WORK_MS_SPREAD = 240;

/** What the writers of one disk were promised. */
interface Promises {
  readonly taken: Set<string>;
  readonly settled: Set<string>;
  /** What the server has, which no power cut here changes. */
  readonly posted: Set<string>;
  /** Frozen and without an answer that was settled. */
  readonly frozen: Map<string, readonly string[]>;
}

interface Tally {
  taken: number;
  settled: number;
  readonly faults: string[];
}

const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});
const random = seededRandom(Number(values.seed));

/** Lets a writer work, cuts the power in the middle, kills it; its promises are in `promises` afterwards. */
async function workUntilCut(disk: CuttableDisk, name: string, promises: Promises): Promise<void> {
  const script = join(import.meta.dirname, 'power-cut-writer.ts');
  const child = spawn(process.execPath, [script, join(disk.path, 'data'), name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  const opened = once(child.stdout, 'data');
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const closed = once(child, 'close');
  await Promise.race([opened, closed]);
  await pause(WORK_MS_MIN + random.below(WORK_MS_SPREAD));
  const cutAt = disk.cut();
  child.kill('SIGKILL');
  await closed;
  const lines = output.split('\n').filter((line) => line !== '');
  if (lines.length === 0) throw new Error('the writer could not begin');
  for (const line of lines) note(line, cutAt, promises);
}

/** ext4 fails step by step for a tenth of a second: what was promised in that time is no promise of a real disk. */
function note(line: string, cutAt: bigint, { taken, settled, posted, frozen }: Promises): void {
  const [instant = '0', did, name = '', labels = ''] = line.split(' ');
  if (did === 'posted') for (const label of labels.split(',')) posted.add(label);
  if (BigInt(instant) >= cutAt) return;
  if (did === 'taken') taken.add(name);
  if (did === 'frozen') frozen.set(name, labels.split(','));
  if (did !== 'settled') return;
  for (const label of frozen.get(name) ?? []) settled.add(label);
  frozen.delete(name);
}

/** Opens what the cut left and lists every promise that was not kept. */
function audit(disk: CuttableDisk, promises: Promises): string[] {
  const dataDir = join(disk.path, 'data');
  const opened = openOutbox({ dataDir, clock: systemClock, note: () => undefined, ballastBytes: 0 });
  if (!opened.ok) return ['the folder is still locked'];
  const { outbox, health } = opened.value;
  const faults: string[] = [];
  if (health !== 'sound') faults.push(`health is ${health}`);
  const verdict = outbox.verify();
  if (verdict.faults.length > 0 || verdict.structure !== 'ok')
    faults.push(`verify: ${JSON.stringify(verdict)}`);
  const broken = tellBroken(auditTill({ ...sidesOf(promises), book: readBook(dataDir), atRest: false }));
  if (broken !== '') faults.push(broken);
  const states = new Map(outbox.reading.list({ limit: 1_000_000 }).map((row) => [row.label, row.state]));
  for (const label of promises.settled)
    if (states.get(label) !== 'delivered')
      faults.push(`${label} was settled and is ${String(states.get(label))}`);
  const open = outbox.nextBatch(rule());
  for (const [batch, labels] of promises.frozen) {
    const undecided = labels.filter((label) => states.get(label) !== 'delivered');
    if (undecided.length > 0 && !(open?.id === batch && open.uncertain))
      faults.push(`batch ${batch} was forgotten`);
  }
  opened.value.close();
  return faults;
}

/** What was promised, as the POS and HEADO would tell it: each is a file of its own. */
function sidesOf({ taken, posted }: Promises): Pick<Evidence, 'dropped' | 'calls' | 'places'> {
  const files = [...taken];
  const receipts = [...posted].map((extId) => ({ extId }));
  const committedReceipts = receipts.length;
  return {
    dropped: files.map((label) => {
      const identity = receiptIdentity({ extId: label });
      return { identity, label, file: label, fate: 'server' };
    }),
    calls: [
      { n: 1, method: 'purchaseRegisterBatch', params: { receipts }, committed: true, committedReceipts },
    ],
    places: { waiting: new Set(), archived: new Set(files), rejected: new Set() },
  };
}

async function cutOneDisk(cuts: number, first: number, tally: Tally): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heado-till-cut-'));
  const disk = mountCuttableDisk(folder);
  const promises: Promises = { taken: new Set(), settled: new Set(), posted: new Set(), frozen: new Map() };
  try {
    for (let cut = first; cut < first + cuts; cut += 1) {
      await workUntilCut(disk, `c${cut}`, promises);
      disk.restore();
      const faults = audit(disk, promises);
      tally.faults.push(...faults.map((fault) => `cut ${cut}: ${fault}`));
    }
  } finally {
    disk.unmount();
    rmSync(folder, { recursive: true, force: true });
  }
  tally.taken += promises.taken.size;
  tally.settled += promises.settled.size;
}

async function main(): Promise<number> {
  const missing = whyNoPowerCut();
  if (missing !== undefined) {
    process.stderr.write(`power-cut: not run: it needs ${missing}\n`);
    return 2;
  }
  const cuts = Number(values.cuts);
  const tally: Tally = { taken: 0, settled: 0, faults: [] };
  for (let done = 0; done < cuts; done += CUTS_PER_DISK)
    await cutOneDisk(Math.min(CUTS_PER_DISK, cuts - done), done + 1, tally);
  for (const fault of tally.faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    `${cuts} power cuts, ${tally.taken} acknowledged receipts, ${tally.settled} settled, ${tally.faults.length} promises broken\n`,
  );
  return tally.faults.length === 0 ? 0 : 1;
}

process.exitCode = await main();
