import { afterEach, describe, expect, it } from 'vitest';
import { removeTempFolders } from '../support/temp-folder.ts';
import { auditFile, placesIn, type Finding } from './fuzz-audit.ts';
import { drain, openFuzzTill, type Drained, type FuzzTill } from './fuzz-drop.ts';
import { mutate, mutationNames, type MutatedFile } from './fuzz-files.ts';
import { createSums } from './fuzz-sums.ts';

const FILES = process.env['FULL'] === undefined ? 5_000 : 100_000;
const BATCH_FILES = 2_500;
/** `FUZZ_SEED` begins with another file, such as one that a failure named. */
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);

/** What must be met often, or the files are not odd enough, or odd in one way only. */
const KINDS = [
  ...['stored', 'duplicate', 'differing', 'conflict', 'held', 'skipped', 'signal'],
  // Whether it stands for a file that was given up or for one that came whole is chance: the watcher may miss a rename.
  ...['format.incomplete', 'format.nulTail', 'format.nulBytes'],
  ...['format.broken', 'format.tooDeep', 'format.unknown', 'format.utf8Damaged', 'format.afterEnd'],
  ...['format.fieldMissing', 'format.fieldWrongType', 'format.notARecord', 'ofd.shapeUnknown'],
  ...['ofd.notKopecks', 'receipt.sumMismatch', 'receipt.numberInvalid', 'receipt.timeInvalid'],
];

/** Whatever happens to files, these never do. */
const TROUBLE = [
  ...['intake.failed', 'take.failed', 'file.failed', 'file.passedOver', 'file.takenAgain'],
  ...['folder.lost', 'disk.full', 'file.rejectionEnded'],
];

let till: FuzzTill | undefined;

afterEach(async () => {
  await till?.store.close();
  till = undefined;
  removeTempFolders();
});

function auditEvents({ events, takings }: Drained, files: number): string[] {
  const told = (event: string): number => events.get(event) ?? 0;
  const trouble = TROUBLE.filter((event) => told(event) > 0).map((event) => `the intake told ${event}`);
  const isWhole = told('file.taken') === takings.size && takings.size + told('file.rejected') === files;
  return isWhole ? trouble : [...trouble, `the intake told of other numbers: ${[...events].join(' ')}`];
}

const tell = ({ seed, how }: MutatedFile, { wrong }: Finding): string[] =>
  wrong.map((what) => `seed ${seed} (${how.join(', ')}): ${what}`);

describe('an odd file', () => {
  it(`is taken with every record accounted for, or rejected with a reason that names the place (${FILES} files)`, async () => {
    till = await openFuzzTill();
    const sums = createSums();
    const wrong: string[] = [];
    const met = new Set<string>();
    for (let first = FIRST_SEED; first < FIRST_SEED + FILES; first += BATCH_FILES) {
      const files = Array.from({ length: BATCH_FILES }, (_, index) => mutate(first + index));
      const drained = await drain(till, files);
      const places = placesIn(drained);
      for (const file of files) {
        const finding = auditFile(drained, places, file);
        wrong.push(...tell(file, finding));
        for (const kind of [...finding.met, ...file.how]) met.add(kind);
      }
      wrong.push(...auditEvents(drained, files.length));
      sums.add(drained);
    }
    wrong.push(...sums.compare(till.store.opened.outbox));
    expect(wrong.slice(0, 10), `seeds from ${FIRST_SEED}; FUZZ_SEED=… begins with another`).toEqual([]);
    expect([...KINDS, ...mutationNames].filter((kind) => !met.has(kind))).toEqual([]);
  });

  it('follows from its seed alone', () => {
    for (const seed of [0, 1, 999]) expect(mutate(seed)).toEqual(mutate(seed));
    expect(mutate(1).bytes).not.toEqual(mutate(2).bytes);
  });
});
