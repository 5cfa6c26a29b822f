/**
 * Owns: `npm run bench`: ours and the floor in turn, several runs, medians and ratios of the same run.
 *
 * node bench.ts [--runs N] [--files N] [--backlog N] [--large N] [--rows N] [--only latency|drain|large|idle|rows|shelf] [--peer]
 */
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { median, table } from './figures.ts';
import { measureFullOutbox } from './full-outbox.ts';
import { measureLook } from './full-shelf.ts';
import { measureDrain, measureIdle, measureLatency, settle, type Start } from './measure.ts';
import { findPeer } from './peer.ts';
import { startAgent, startFloor, startSink, type Sink } from './subjects.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    files: { type: 'string', default: '200' },
    backlog: { type: 'string', default: '10000' },
    large: { type: 'string', default: '100000' },
    rows: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    peer: { type: 'boolean', default: false },
  },
});

interface Contender {
  readonly name: string;
  readonly start: Start;
}

const contenders: Contender[] = [
  { name: 'heado-till', start: startAgent },
  { name: 'floor, durable', start: (place, port) => startFloor(place, port, true) },
  { name: 'floor, not durable', start: (place, port) => startFloor(place, port, false) },
];

/** Runs every contender in turn, `runs` times, so that the wandering of the machine hits all alike. */
async function compare(
  title: string,
  columns: readonly string[],
  measure: (start: Start) => Promise<readonly number[]>,
): Promise<void> {
  const results = contenders.map((): number[][] => []);
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const [index, contender] of contenders.entries()) {
      await settle();
      results[index]?.push([...(await measure(contender.start))]);
    }
  }
  const medians = results.map((runs) =>
    columns.map((_, column) => median(runs.map((each) => each[column] ?? Number.NaN))),
  );
  const ours = medians[0] ?? [];
  const floor = medians[1] ?? [];
  const rows = contenders.map(({ name }, index) => [name, ...(medians[index] ?? []).map(show)]);
  const ratio = [
    'ours / durable floor',
    ...columns.map((_, column) => showRatio(ours[column] ?? 0, floor[column] ?? 0)),
  ];
  print(`\n${title}\n${table([['', ...columns], ...rows, ratio])}`);
}

function show(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toString() : value.toFixed(2);
}

/** A floor that costs nothing, as an idle one may, has no multiple. */
function showRatio(ours: number, floor: number): string {
  return floor === 0 ? '–' : `${show(ours / floor)} ×`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function wanted(part: string): boolean {
  return values.only === undefined || values.only === part;
}

async function main(sink: Sink): Promise<void> {
  if (values.peer) await addPeer();
  print(
    `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Linux ${release()}, Node ${process.versions.node}; medians of ${values.runs} runs`,
  );
  if (wanted('latency')) {
    await compare(
      `one file, rename → at the server, ${values.files} files`,
      ['p50 ms', 'p99 ms'],
      async (start) => {
        const { p50Ms, p99Ms } = await measureLatency(start, sink, Number(values.files));
        return [p50Ms, p99Ms];
      },
    );
  }
  for (const [part, count] of [
    ['drain', values.backlog],
    ['large', values.large],
  ] as const) {
    if (!wanted(part)) continue;
    await compare(
      `${count} files waiting`,
      ['receipts/s', 'start → first POST ms', 'peak MB'],
      async (start) => {
        const { perSecond, firstPostMs, peakMb } = await measureDrain(start, sink, Number(count));
        return [perSecond, firstPostMs, peakMb];
      },
    );
  }
  if (wanted('rows')) compareRows();
  if (wanted('shelf')) await compareShelf(sink);
  if (wanted('idle')) {
    await compare('idle for 30 s, rescans included', ['CPU %', 'wake-ups/s'], async (start) => {
      const { cpuPercent, wakeUpsPerSecond } = await measureIdle(start, sink);
      return [cpuPercent, wakeUpsPerSecond];
    });
  }
}

/** The outbox by itself, empty and full: what a year of receipts costs the next one. */
function compareRows(): void {
  const { empty, full } = measureFullOutbox(Number(values.rows));
  const row = (name: string, a: number, b: number): string[] => [name, show(a), show(b)];
  const title = `one receipt stored, frozen and settled, ${values.rows} rows in the outbox`;
  const rows = [
    ['', 'one per commit, ms', '100 per commit, ms'],
    row('empty', empty.singleMs, empty.batchMs),
    row('full', full.singleMs, full.batchMs),
    ['full / empty', showRatio(full.singleMs, empty.singleMs), showRatio(full.batchMs, empty.batchMs)],
  ];
  print(`\n${title}\n${table(rows)}`);
}

/** A look at the service view's quarantine: fifty items, each asked for by itself. */
async function compareShelf({ port }: Sink): Promise<void> {
  const few = await measureLook(port, 100);
  const many = await measureLook(port, 10_000);
  const rows = [
    ['records on the shelf', 'ms'],
    ['100', show(few)],
    ['10,000', show(many)],
    ['many / few', showRatio(many, few)],
  ];
  print(`\nthe quarantine of the service view\n${table(rows)}`);
}

async function addPeer(): Promise<void> {
  const peer = await findPeer();
  if (peer) contenders.push(peer);
  else print('syslog-ng is not installed: measured without it');
}

const sink = await startSink();
try {
  await main(sink);
} finally {
  sink.stop();
}
