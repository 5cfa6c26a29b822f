import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { leftIn, leaveStreets, openStreet } from '../street/agent-street.ts';
import { waitFor } from '../support/wait-for.ts';
import { hostileFiles, hostileReceipt } from './hostile-files.ts';

afterEach(leaveStreets);

/** `test/performance/hostile.ts` has them in full size, with what each costs. */
const SIZE_BYTES = 500_000;
const BIG = '1-big.json';

describe('among the worst files of some size', () => {
  it.each(hostileFiles)('$name is $end, and its neighbour goes', async ({ make, end }) => {
    const street = await openStreet();
    await street.start();
    street.put(BIG, make(SIZE_BYTES));
    street.put('2-good.json', hostileReceipt(0).replace('BIG-0', 'NEIGHBOUR'));
    const sent = (): string[] =>
      street.registered().map((each) => String(Reflect.get(Object(each), 'extId')));
    await waitFor('the neighbour is delivered', () => sent().includes('NEIGHBOUR'));
    await waitFor('nothing lies there', () => leftIn(street.drop).length === 0);
    await street.settled();
    const isRejected = readdirSync(join(street.drop, 'rejected')).includes(BIG);
    const open = street.status().quarantine.open;
    expect({ isRejected, isShelved: open > (isRejected ? 1 : 0) }).toEqual({
      isRejected: end === 'rejected',
      isShelved: end === 'refused',
    });
    if (end === 'taken') expect(sent().length).toBeGreaterThan(1);
  });
});
