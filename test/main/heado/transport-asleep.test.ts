/** A process that was stopped, or a machine that slept, beyond the deadline of a call: its answer lies in the socket. */
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { FACT_LIMIT_MS } from '../../support/patience.ts';
import { endCalls, endpointAt, mustFail, mustReply, openTransport } from './calls.ts';

const workers = new Set<Worker>();

afterEach(async () => {
  await endCalls();
  for (const worker of workers) await worker.terminate();
  workers.clear();
});

interface Elsewhere {
  readonly base: string;
  /** Resolves when the next request has arrived there. */
  readonly heard: () => Promise<void>;
  /** 1 at `ASLEEP`: it may answer; 1 at `ANSWERED`: its answer lies in the socket. */
  readonly flags: Int32Array<SharedArrayBuffer>;
}

const ASLEEP = 0;
const ANSWERED = 1;

/** A server of a thread of its own: it answers while this one sleeps. `answers`: else it only listens. */
async function startElsewhere(answers: boolean): Promise<Elsewhere> {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  if (!answers) flags[ANSWERED] = 1;
  const text = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { flags } = workerData;
    const server = require('node:http').createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        parentPort.postMessage(0);
        if (!workerData.answers) return;
        const look = setInterval(() => {
          if (Atomics.load(flags, ${ASLEEP}) === 0) return;
          clearInterval(look);
          response.end('{"ok":1}', () => {
            Atomics.store(flags, ${ANSWERED}, 1);
            Atomics.notify(flags, ${ANSWERED});
          });
        }, 5);
      });
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
  `;
  const worker = new Worker(text, { eval: true, workerData: { answers, flags } });
  workers.add(worker);
  const next = (): Promise<number> => new Promise((resolve) => worker.once('message', resolve));
  const base = `http://127.0.0.1:${await next()}`;
  return { base, flags, heard: () => next().then(() => undefined) };
}

/** As SIGSTOP does: nothing of this thread runs, time goes on. */
function sleepWhole(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const DEADLINE_MS = 1_000;

/** The thread falls asleep when the request has arrived, and wakes up long after the deadline. */
async function postAsleep({
  base,
  heard,
  flags,
}: Elsewhere): ReturnType<ReturnType<typeof openTransport>['post']> {
  const arrived = heard();
  const answer = openTransport().post(endpointAt(base), '{}', { deadlineMs: DEADLINE_MS });
  await arrived;
  Atomics.store(flags, ASLEEP, 1);
  Atomics.wait(flags, ANSWERED, 0, FACT_LIMIT_MS);
  sleepWhole(DEADLINE_MS + 1_000);
  return answer;
}

it('the answer that came meanwhile is read', async () => {
  const reply = mustReply(await postAsleep(await startElsewhere(true)));
  expect(reply.text).toBe('{"ok":1}');
});

it('a call without an answer still ends by its deadline, a moment later', async () => {
  expect(mustFail(await postAsleep(await startElsewhere(false)))).toMatchObject({
    code: 'noAnswer',
    phase: 'maybe-sent',
  });
});
