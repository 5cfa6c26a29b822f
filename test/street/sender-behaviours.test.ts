import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, openStreet } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import type { Act } from '../simulator/acts.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

interface Row {
  readonly no: string;
  readonly act: Act;
  /** What the server keeps: then the receipts of a call that failed are there more than once. */
  readonly commits: boolean;
  /** Whether the call counts as failed. */
  readonly fails?: boolean;
  readonly deadlineMs?: number;
  /** How often a server that plays it for ever is met before it is healed. */
  readonly calls?: number;
}

/** The behaviours of the quality page that the simulator plays, by their numbers. */
const rows: readonly Row[] = [
  { no: '5', act: { name: 'acceptAndClose' }, commits: false },
  { no: '6', act: { name: 'resetInRequest' }, commits: false },
  { no: '7', act: { name: 'resetBeforeCommit' }, commits: false },
  { no: '8', act: { name: 'resetAfterCommit' }, commits: true },
  { no: '9', act: { name: 'noAnswer' }, commits: true, deadlineMs: 60 },
  { no: '10', act: { name: 'cutAnswer' }, commits: true },
  { no: '11 (500)', act: { name: 'statusAfterCommit', status: 500 }, commits: true },
  { no: '11 (502)', act: { name: 'statusAfterCommit', status: 502 }, commits: true },
  { no: '11 (504)', act: { name: 'statusAfterCommit', status: 504 }, commits: true },
  { no: '12 (-32605)', act: { name: 'rpcError', code: -32605 }, commits: false },
  { no: '12 (-32610)', act: { name: 'rpcError', code: -32610 }, commits: false },
  { no: '12 (unknown)', act: { name: 'rpcError', code: -32099 }, commits: false },
  { no: '14 (other id)', act: { name: 'otherId' }, commits: true },
  { no: '14 (null id)', act: { name: 'nullId' }, commits: true },
  { no: '14 (no result)', act: { name: 'noResult' }, commits: true },
  { no: '15 (HTML)', act: { name: 'htmlPage' }, commits: false },
  { no: '15 (empty)', act: { name: 'emptyBody' }, commits: false },
  { no: '15 (204)', act: { name: 'noContent' }, commits: false },
  { no: '16 (302)', act: { name: 'redirect', status: 302 }, commits: false },
  { no: '16 (308)', act: { name: 'redirect', status: 308 }, commits: false },
  { no: '17 (400)', act: { name: 'status', status: 400 }, commits: false },
  { no: '17 (404)', act: { name: 'status', status: 404 }, commits: false },
  { no: '17 (405)', act: { name: 'status', status: 405 }, commits: false },
  { no: '17 (415)', act: { name: 'status', status: 415 }, commits: false },
  { no: '17 (422)', act: { name: 'status', status: 422 }, commits: false },
  { no: '18 (401)', act: { name: 'status', status: 401 }, commits: false },
  { no: '18 (403)', act: { name: 'status', status: 403 }, commits: false },
  { no: '18 (-32801)', act: { name: 'rpcError', code: -32801 }, commits: false },
  { no: '21 (429)', act: { name: 'tooManyRequests', retryAfter: 'rubbish' }, commits: false },
  {
    no: '21 (-32606)',
    act: { name: 'tooOften', retryAfter: 'Sun, 06 Nov 1994 08:49:37 GMT' },
    commits: false,
  },
  { no: '22', act: { name: 'status', status: 503 }, commits: false },
  { no: '25 (answer)', act: { name: 'dripAnswer', intervalMs: 20 }, commits: true, deadlineMs: 100 },
  { no: '25 (request)', act: { name: 'dripRequest', intervalMs: 20 }, commits: false, deadlineMs: 100 },
  { no: '26 (endless)', act: { name: 'endlessBody' }, commits: true },
  { no: '26 (huge)', act: { name: 'hugeBody', bytes: 6_000_000 }, commits: true },
  { no: '26 (gzip bomb)', act: { name: 'gzipBomb', bytes: 60_000_000 }, commits: true },
  { no: '27 (late)', act: { name: 'lateAnswer', delayMs: 120 }, commits: true, deadlineMs: 60 },
  { no: '27 (twice)', act: { name: 'strayAnswer' }, commits: true, fails: false },
  { no: '28', act: { name: 'closeAsClientWrites' }, commits: false, calls: 3 },
  { no: '30 (ahead)', act: { name: 'dateOffset', offsetMs: 86_400_000 }, commits: true, fails: false },
  { no: '30 (behind)', act: { name: 'dateOffset', offsetMs: -86_400_000 }, commits: true, fails: false },
  { no: '32', act: { name: 'slow', delayMs: 60 }, commits: true, fails: false },
  { no: '33 (HTTP/1.0)', act: { name: 'http10' }, commits: true, fails: false },
  { no: '33 (early hints)', act: { name: 'earlyHints' }, commits: true, fails: false },
  { no: '33 (chunked)', act: { name: 'chunked' }, commits: true, fails: false },
];

const dropped = [...labels('K1', 1, 150), ...labels('K2', 1, 30)];

describe.each(rows)('server behaviour $no', (row) => {
  const { act, commits, fails = true, deadlineMs, calls = fails ? 7 : 2 } = row;
  const options = deadlineMs === undefined ? {} : { deadlineMs };
  const repeatsWhere = commits && fails;

  it('once: everything arrives in order, repeated only where it was uncertain', async () => {
    const { heado, till } = await openStreet(options);
    heado.behave({ act });
    till.drop(dropped.slice(0, 100));
    till.sender.start();
    await drained(till);
    till.drop(dropped.slice(100));
    await drained(till);
    expectAudited(heado, till, { dropped });
    // The idle connection that 28 closes is that of the second call.
    expect(timesRegistered(heado).get('K1-1')).toBe(repeatsWhere ? 2 : 1);
    expect(till.labelsIn('delivered')).toHaveLength(dropped.length);
  });

  it('three times in a row, with new receipts in between', async () => {
    const { heado, till } = await openStreet(options);
    heado.behave({ act, times: 3 });
    till.sender.start();
    till.drop(dropped.slice(0, 7));
    till.drop(dropped.slice(7));
    await drained(till);
    expectAudited(heado, till, { dropped });
  });

  it('for ever, then healed', async () => {
    const { heado, till } = await openStreet(options);
    heado.behave({ act, times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await waitFor('the server was met often enough', () => heado.calls.length >= calls, { everyMs: 2 });
    heado.heal();
    till.sender.settingsChanged();
    await drained(till);
    expectAudited(heado, till, { dropped });
    if (!repeatsWhere) expect(Math.max(...timesRegistered(heado).values())).toBe(1);
  });
});
