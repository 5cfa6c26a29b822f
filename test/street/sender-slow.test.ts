/** What was set aside in a bad time goes again in a good one, and is in nobody's way. */
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../src-main/base/clock.ts';
import { expectAudited } from '../main/sender/ledger-audit.ts';
import { counted, repeatsOf } from '../main/sender/repeats.ts';
import { closeStreets, drained, openStreet, type Street } from '../main/sender/street.ts';
import { labels, type Till } from '../main/sender/till.ts';
import type { CallFacts } from '../simulator/rules.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const METHOD = 'purchaseRegisterBatch';

const postsOf = ({ heado }: Pick<Street, 'heado'>, label: string): number =>
  heado.calls.filter(({ params }) => JSON.stringify([params]).includes(`"${label}"`)).length;

const delivered = (till: Till, ...wanted: string[]): Promise<void> =>
  waitFor(`${wanted.join()} delivered`, () =>
    wanted.every((label) => till.labelsIn('delivered').includes(label)),
  );

const HOUR_MS = 3_600_000;

/** A wall clock that is wrong by `wallMs`, and time that passes at once. */
function movedClock(time: { readonly wallMs: number; readonly passedMs: number }): Clock {
  return {
    ...systemClock,
    now: () => systemClock.now() + time.wallMs + time.passedMs,
    monotonicMs: () => systemClock.monotonicMs() + time.passedMs,
  };
}

/** A street whose batch call alone failed until these were slow. */
async function sickStreet(
  dropped: readonly string[],
  options: Parameters<typeof openStreet>[0] = {},
): Promise<Street> {
  const street = await openStreet(options);
  const { heado, till } = street;
  heado.behave({ act: { name: 'status', status: 502 }, method: METHOD, times: 'forever' });
  till.drop(dropped);
  till.sender.start();
  await waitFor('they are slow', () => till.labelsIn('slow').length === dropped.length, { everyMs: 2 });
  return street;
}

describe('a slow receipt', () => {
  it.each([[['K1-1']], [['K1-1', 'K1-2']]])('goes after the next success, one by one (%j)', async (slow) => {
    const street = await sickStreet(slow);
    const { heado, till } = street;
    heado.heal();
    till.drop(['K2-1']);
    await delivered(till, 'K2-1', ...slow);
    await drained(till);
    expectAudited(heado, till, { dropped: [...slow, 'K2-1'], ordered: false });
    expect(counted(till)).toBe(repeatsOf(street));
  });

  it('goes after the next success of another life as well', async () => {
    const { heado, till } = await sickStreet(['K1-1']);
    await till.shut();
    heado.heal();
    const next = till.reopen();
    next.drop(['K2-1']);
    next.sender.start();
    await delivered(next, 'K2-1', 'K1-1');
    expect(counted(next)).toBe(repeatsOf({ heado }));
  });

  it('is tried once while others are taken, and then waits for its hour', async () => {
    const street = await sickStreet(['K1-1']);
    const { heado, till } = street;
    heado.heal();
    heado.behave({
      ...{ act: { name: 'status', status: 502 }, times: 'forever' },
      when: ({ params }) => JSON.stringify([params]).includes('"K1-1"'),
    });
    const before = postsOf(street, 'K1-1');
    for (const label of labels('K2', 1, 6)) {
      till.drop([label]);
      await delivered(till, label);
    }
    await waitFor('it was tried', () => postsOf(street, 'K1-1') > before);
    till.drop(labels('K2', 7, 9));
    await drained(till);
    await delivered(till, ...labels('K2', 1, 9));
    expect(postsOf(street, 'K1-1')).toBe(before + 1);
    expect(till.labelsIn('slow')).toEqual(['K1-1']);
    expect(counted(till)).toBe(repeatsOf(street));
  });

  it('whose neighbours were taken waits for its hour from the start', async () => {
    const street = await openStreet();
    const { heado, till } = street;
    const isIt = ({ params }: CallFacts): boolean => JSON.stringify([params]).includes('"K1-17"');
    heado.behave({ act: { name: 'status', status: 502 }, when: isIt, times: 'forever' });
    till.drop(labels('K1', 1, 60));
    till.sender.start();
    await drained(till);
    const before = postsOf(street, 'K1-17');
    for (const label of labels('K2', 1, 3)) {
      till.drop([label]);
      await delivered(till, label);
    }
    await drained(till);
    expect(till.labelsIn('slow')).toEqual(['K1-17']);
    expect(postsOf(street, 'K1-17')).toBe(before);
  });

  it('goes after its hour beside one that is refused again and again', async () => {
    const time = { wallMs: 0, passedMs: 0 };
    const street = await sickStreet(['K1-1'], { clock: movedClock(time) });
    const { heado, till } = street;
    heado.heal();
    heado.behave({
      ...{ act: { name: 'rpcError', code: -32602 }, method: METHOD, times: 'forever' },
      when: ({ params }) => JSON.stringify([params]).includes('"K1-2"'),
    });
    till.drop(['K1-2']);
    await waitFor('it is tried again and again', () => postsOf(street, 'K1-2') > 3);
    time.passedMs = HOUR_MS;
    await delivered(till, 'K1-1');
    expect(till.labelsIn('delivered')).toEqual(['K1-1']);
  });

  it('goes after its hour when the clock was a year ahead as that began', async () => {
    const time = { wallMs: 365 * 24 * HOUR_MS, passedMs: 0 };
    const { heado, till } = await sickStreet(['K1-1'], { clock: movedClock(time) });
    heado.heal();
    Object.assign(time, { wallMs: 0, passedMs: HOUR_MS });
    // Nothing looks at the line before its minute is over; a start does.
    await till.shut();
    const next = till.reopen();
    next.sender.start();
    await delivered(next, 'K1-1');
  });
});
