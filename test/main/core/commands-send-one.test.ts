import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src-main/core/control/commands.ts';
import { sale } from '../../street/agent-goods.ts';
import { openCommandedTill, type CommandedTill } from '../../support/commanded-till.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say, type Said } from './command-line.ts';

let till: CommandedTill;
const ask = (...args: string[]): Promise<Said> => till.ask(...args);

/** A text that holds `part`, to be compared with. */
const holding = (part: string): unknown => expect.stringContaining(part);

async function stateOf(label: string): Promise<string | undefined> {
  const { stories } = await till.askJson(commands['receipts.show'].result, 'receipts', 'show', label);
  return stories[0]?.entry.state;
}

/** Sends a receipt that is piped in. */
const sendTyped = (body: unknown): Promise<Said> =>
  say(till.files.configFile, ['send-one', '-'], { input: JSON.stringify(body) });

beforeAll(async () => {
  till = await openCommandedTill();
});

afterAll(() => till.close());

describe('sending one receipt by hand, beside a running agent', () => {
  it('send-one delivers, knows a repetition, says no and waits, with the exit code of each', async () => {
    const file = (name: string, body: unknown): string => {
      const path = join(till.files.root, name);
      writeFileSync(path, JSON.stringify(body));
      return path;
    };
    const one = file('one.json', sale('ONE-1').body);
    expect(await ask('send-one', one)).toMatchObject({ code: 0, out: holding('ONE-1') });
    expect(till.heado.calls.at(-1)?.method).toBe('purchaseRegister');
    const again = await ask('send-one', one);
    expect(again).toMatchObject({ code: 0 });
    const refused = await ask('send-one', file('no.json', sale('REFUSED-2').body));
    expect(refused).toMatchObject({ code: 1, err: holding('-32602') });
    const clash = await ask('send-one', file('clash.json', sale('ONE-1', { kopecks: [1] }).body));
    expect(clash).toMatchObject({ code: 1, err: holding('another time or amount') });
    const two = await ask('send-one', file('two.json', [sale('T-1').body, sale('T-2').body]));
    expect(two).toMatchObject({ code: 1, err: holding('2') });
    expect((await sendTyped(sale('TYPED-1').body)).code).toBe(0);
    const times = till.heado.calls.filter(({ method }) => method === 'purchaseRegister');
    expect(times).toHaveLength(3);
    till.heado.behave({ act: 'resetAfterCommit', method: 'purchaseRegister' });
    const waits = await ask('send-one', file('three.json', sale('ONE-3').body));
    expect(waits).toMatchObject({ code: 1, out: holding('ONE-3') });
    await waitFor('it goes with the others', async () => (await stateOf('ONE-3')) === 'delivered');
  });

  it('a receipt that was refused when sent by hand goes with the others when a person retries it', async () => {
    const before = await till.itemOf('REFUSED-2');
    expect((await ask('quarantine', 'retry', before)).code).toBe(0);
    await waitFor('it was refused again', async () => {
      const item = await till.itemOf('REFUSED-2').catch(() => before);
      return item !== before;
    });
    const batches = till.heado.calls.filter(({ method }) => method === 'purchaseRegisterBatch');
    expect(JSON.stringify(batches.at(-1)?.params)).toContain('REFUSED-2');
  });

  it('two send-one at once post each receipt once and tell each about its own', async () => {
    const bodies = [sale('PAIR-1').body, sale('PAIR-2').body, sale('PAIR-3').body];
    const sent = await Promise.all(bodies.map(sendTyped));
    expect(sent.map(({ code, out }) => [code, out.match(/PAIR-\d/)?.[0]])).toEqual([
      [0, 'PAIR-1'],
      [0, 'PAIR-2'],
      [0, 'PAIR-3'],
    ]);
    const posted = till.heado.ledger.filter(({ receipt }) => receipt.extId.startsWith('PAIR'));
    expect(posted).toHaveLength(3);
  });
});
