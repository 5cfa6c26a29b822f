/** A process that was stopped, or a machine that slept, beyond the deadline of a call: its answer lies in the socket. */
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
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
}

/** A server of a thread of its own: it answers while this one sleeps. `answers`: else it only listens. */
async function startElsewhere(answers: boolean): Promise<Elsewhere> {
  const text = `
    const { parentPort, workerData } = require('node:worker_threads');
    const server = require('node:http').createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        parentPort.postMessage(0);
        if (workerData.answers) setTimeout(() => response.end('{"ok":1}'), 100);
      });
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
  `;
  const worker = new Worker(text, { eval: true, workerData: { answers } });
  workers.add(worker);
  const next = (): Promise<number> => new Promise((resolve) => worker.once('message', resolve));
  const base = `http://127.0.0.1:${await next()}`;
  return { base, heard: () => next().then(() => undefined) };
}

/** As SIGSTOP does: nothing of this thread runs, time goes on. */
function sleepWhole(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const DEADLINE_MS = 1_000;

/** The thread falls asleep when the request has arrived, and wakes up long after the deadline. */
async function postAsleep({ base, heard }: Elsewhere): ReturnType<ReturnType<typeof openTransport>['post']> {
  const arrived = heard();
  const answer = openTransport().post(endpointAt(base), '{}', { deadlineMs: DEADLINE_MS });
  await arrived;
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
