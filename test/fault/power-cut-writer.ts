/**
 * A process that takes, freezes and settles as fast as it can until the disk fails or it is killed, and says
 * what it was promised: `taken <label>` after `take` returned, `frozen <batch> <labels>` before a post,
 * `posted <batch> <labels>` when the server has it, `settled <batch>` after `settle` returned; each after the instant
 * in nanoseconds. Arguments: data folder, prefix of the labels.
 */
import { hash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '../../src-main/base/clock.ts';
import { openOutbox } from '../../src-main/outbox/open.ts';
import type { Batch } from '../../src-main/outbox/port.ts';
import { entry, file, rule } from '../main/outbox/entries.ts';

const [dataDir = '', prefix = ''] = process.argv.slice(2);
const LIMIT = 10;
const ROUNDS_MAX = 100_000;

const say = (line: string): void => void writeSync(1, `${process.hrtime.bigint()} ${line}\n`);

function receipt(label: string) {
  const filler = hash('sha256', label).repeat(1 + (label.length % 3) * 4);
  return file([entry(label, { payload: JSON.stringify({ extId: label, filler }) })]);
}

const labelsOf = (batch: Batch): string => batch.entries.map(({ label }) => label).join();

const opened = openOutbox({ dataDir, clock: systemClock, note: () => undefined, ballastBytes: 1024 * 1024 });
if (!opened.ok) throw new Error('the folder is locked');
const { outbox } = opened.value;
say(`opened ${opened.value.health}`);

/** Every other round posts; every third post stays without an answer. */
for (let round = 1; round <= ROUNDS_MAX; round += 1) {
  const labels = Array.from({ length: 1 + (round % 7) }, (_, index) => `${prefix}-${round}-${index}`);
  if (round % 5 === 0) outbox.arm('receipts', rule({ limit: LIMIT }));
  outbox.take(labels.map(receipt));
  outbox.arm('receipts', undefined);
  for (const label of labels) say(`taken ${label}`);
  if (round % 2 === 0) continue;
  const batch = outbox.nextBatch(rule({ limit: LIMIT }));
  if (!batch) continue;
  say(`frozen ${batch.id} ${labelsOf(batch)}`);
  if (round % 3 === 0) {
    outbox.noteAttempt(batch.id, { because: 'no answer', uncertain: true });
    continue;
  }
  say(`posted ${batch.id} ${labelsOf(batch)}`);
  outbox.settle(batch.id, { verdict: 'accepted', counted: batch.entries.length });
  say(`settled ${batch.id}`);
}
