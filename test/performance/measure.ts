/** Owns: the single measurements of a subject: latency of one file, draining a backlog, idling. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { median, percentile } from './figures.ts';
import { readProcess } from './process-facts.ts';
import { dropReceipt, layBacklog } from './receipts.ts';
import { makePlace, type Place, type Sink, type Subject } from './subjects.ts';

export type Start = (place: Place, port: number) => Promise<Subject>;

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Drain {
  readonly perSecond: number;
  /** Start of the process → first receipt at the sink. */
  readonly firstPostMs: number;
  readonly peakMb: number;
}

export interface Idle {
  readonly cpuPercent: number;
  readonly wakeUpsPerSecond: number;
}

const DEADLINE_MS = 300_000;
const IDLE_MS = 30_000;

/** Waits until the sink has `count` receipts; looks every few milliseconds and gives up in the end. */
async function whenArrived(sink: Sink, count: number, everyMs: number): Promise<void> {
  const giveUpAt = Date.now() + DEADLINE_MS;
  while ((await sink.count()) < count) {
    if (Date.now() > giveUpAt)
      throw new Error(`bench: only ${await sink.count()} of ${count} receipts arrived`);
    await pause(everyMs);
  }
}

/** One file at a time, rename → complete at the sink. The first tenth warms up and is not counted. */
export async function measureLatency(start: Start, sink: Sink, files: number): Promise<Latency> {
  const place = makePlace();
  await sink.reset();
  const subject = await start(place, sink.port);
  const dropped = new Map<string, number>();
  for (let number = 0; number < files; number += 1) {
    dropped.set(`B-${number}`, dropReceipt(place.folder, number));
    await whenArrived(sink, number + 1, 1);
    // A till is idle between receipts: the last settlement must not be in the way of the next measurement.
    await pause(15);
  }
  const { arrivals } = await sink.report();
  await subject.stop();
  place.remove();
  const spans = [...dropped].slice(files / 10).map(([id, atMs]) => (arrivals.get(id) ?? Number.NaN) - atMs);
  return { p50Ms: median(spans), p99Ms: percentile(spans, 0.99) };
}

/** A backlog of waiting files: how fast it is at the sink, how soon the first is, at what memory. */
export async function measureDrain(start: Start, sink: Sink, files: number): Promise<Drain> {
  const place = makePlace();
  layBacklog(place.folder, files);
  await sink.reset();
  const subject = await start(place, sink.port);
  await whenArrived(sink, files, 50);
  const { arrivals } = await sink.report();
  const { peakMb } = readProcess(subject.pid);
  await subject.stop();
  place.remove();
  const moments = [...arrivals.values()];
  const first = moments.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
  const last = moments.reduce((most, each) => Math.max(most, each), 0);
  return { perSecond: files / ((last - first) / 1000), firstPostMs: first - subject.startedAtMs, peakMb };
}

/** Processor time and wake-ups of a subject with nothing to do, rescans included. */
export async function measureIdle(start: Start, sink: Sink): Promise<Idle> {
  const place = makePlace();
  await sink.reset();
  const subject = await start(place, sink.port);
  dropReceipt(place.folder, 1);
  await whenArrived(sink, 1, 10);
  await pause(2_000);
  const before = readProcess(subject.pid);
  await pause(IDLE_MS);
  const after = readProcess(subject.pid);
  await subject.stop();
  place.remove();
  return {
    cpuPercent: ((after.cpuMs - before.cpuMs) / IDLE_MS) * 100,
    wakeUpsPerSecond: (after.wakeUps - before.wakeUps) / (IDLE_MS / 1000),
  };
}

/** Resolves when the file system has written what earlier measurements left, so that they do not disturb. */
export async function settle(): Promise<void> {
  const { spawn } = await import('node:child_process');
  await once(spawn('sync', { stdio: 'ignore' }), 'exit');
}
