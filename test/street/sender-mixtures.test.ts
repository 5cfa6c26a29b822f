import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, openStreet } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import type { Act } from '../simulator/acts.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const dropped = [...labels('K1', 1, 400), ...labels('K2', 1, 300)];

const acts: readonly Act[] = [
  { name: 'acceptAndClose' },
  { name: 'resetInRequest' },
  { name: 'resetBeforeCommit' },
  { name: 'resetAfterCommit' },
  { name: 'cutAnswer' },
  { name: 'statusAfterCommit', status: 504 },
  { name: 'rpcError', code: -32610 },
  { name: 'otherId' },
  { name: 'htmlPage' },
  { name: 'status', status: 404 },
  { name: 'tooManyRequests' },
  { name: 'closeAsClientWrites' },
  { name: 'noAnswer' },
];

describe('a server that fails in all ways by turns', () => {
  it.each([1, 2, 3])('gets everything in order, and each repeat is explained (seed %i)', async (seed) => {
    const { heado, till } = await openStreet({ deadlineMs: 60 });
    heado.behave(acts.map((act, index) => ({ act, random: { seed: seed * 100 + index, share: 0.04 } })));
    till.sender.start();
    for (let at = 0; at < dropped.length; at += 7) {
      till.drop(dropped.slice(at, at + 7));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await drained(till);
    expectAudited(heado, till, { dropped });
    expect(till.labelsIn('delivered')).toHaveLength(dropped.length);
  });
});

describe('a server that is away for a while', () => {
  it('22: and answers 503 until then gets everything once, though some count as uncertain', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'unavailable', spanMs: 400, retryAfter: '1' } });
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    expectAudited(heado, till, { dropped });
    expect(heado.registered()).toBe(dropped.length);
  });

  it('31: and comes back by turns gets everything in order', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'flapping', upMs: 150, downMs: 60 } });
    till.sender.start();
    for (const [index, label] of dropped.slice(0, 120).entries()) {
      till.drop([label]);
      await waitFor('its moment', () => heado.calls.length + till.lines.length > index, { everyMs: 1 });
    }
    await drained(till);
    expectAudited(heado, till, { dropped: dropped.slice(0, 120) });
  });
});
