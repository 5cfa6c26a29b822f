/** What was repeated in vain is given up: not too early, once, and for a person from then on. */
import { afterEach, describe, expect, it } from 'vitest';
import { counted } from '../main/sender/repeats.ts';
import { closeStreets, drained, openStreet, type Street } from '../main/sender/street.ts';
import type { Act } from '../simulator/acts.ts';
import type { CallFacts } from '../simulator/rules.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const BATCH = 'purchaseRegisterBatch';

const holds =
  (...labels: string[]) =>
  ({ params }: CallFacts): boolean =>
    labels.some((label) => JSON.stringify([params]).includes(`"${label}"`));

const postsOf = ({ heado }: Street, label: string): number =>
  heado.calls.filter(({ params }) => JSON.stringify([params]).includes(`"${label}"`)).length;

describe('an answer that means that nothing was stored', () => {
  it.each([
    ['429', { name: 'tooManyRequests' }],
    ['403', { name: 'status', status: 403 }],
    ['302', { name: 'redirect', status: 302 }],
    ['-32606', { name: 'tooOften' }],
    ['-32802', { name: 'rpcError', code: -32802 }],
  ] satisfies [string, Act][])('(%s) uses up no repeat of what may be stored', async (_, act) => {
    let day = 0;
    const street = await openStreet({
      ladder: { delaysMs: [80], capMs: 80 },
      // Other calls succeed all the time, as reports do once a minute.
      onPost({ kind }) {
        if (kind === 'ended') till.dropSignal('shift/start', `2026-10-${10 + day++} 09:00:00`);
      },
    });
    const { heado, till } = street;
    const lost = { act: { name: 'status', status: 502 }, method: BATCH, times: 1 } as const;
    heado.behave(lost);
    heado.behave({ act, method: BATCH, times: 7 });
    heado.behave(lost);
    till.drop(['K1-1', 'K1-2']);
    till.sender.start();
    await drained(till);
    expect(till.labelsIn('unconfirmed')).toEqual([]);
    expect(postsOf(street, 'K1-1')).toBe(10);
    // After each of the two answers that tell nothing, one: of two receipts.
    expect(counted(till)).toBe(4);
  });
});

describe('a receipt that is unconfirmed', () => {
  it('is not sent again when the lane finds out that the server takes nothing', async () => {
    const street = await openStreet();
    const { heado, till } = street;
    // Answers in turn are no sign of a bad receipt, so that the first one comes to its bound; then it is the server.
    for (let time = 0; time < 60; time += 1)
      heado.behave({
        ...{ act: { name: 'status', status: time % 2 === 0 ? 502 : 504 }, method: BATCH, times: 1 },
        when: holds('K1-1'),
      });
    const others = ['K1-3', 'K1-4', 'K1-5'];
    heado.behave({
      ...{ act: { name: 'status', status: 502 }, method: BATCH, times: 'forever' },
      when: holds(...others),
    });
    till.drop(['K1-1']);
    till.sender.start();
    await waitFor('it is in flight', () => postsOf(street, 'K1-1') > 0, { everyMs: 1 });
    till.drop(others);
    await waitFor('it is given up', () => till.labelsIn('unconfirmed').includes('K1-1'), { everyMs: 1 });
    const posts = postsOf(street, 'K1-1');
    await waitFor('all are given up', () => till.isDrained() && till.labelsIn('unconfirmed').length === 4, {
      everyMs: 2,
    });
    expect(till.events()).toContain('entries.readmitted');
    expect(postsOf(street, 'K1-1')).toBe(posts);
    expect(till.counter('unconfirmed')).toBe(4);
  });
});
