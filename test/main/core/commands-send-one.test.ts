import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src-main/core/control/commands.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { sale } from '../../street/agent-goods.ts';
import {
  layTill,
  startAgentProcess,
  type AgentProcess,
  type TillFiles,
} from '../../support/agent-process.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say, type Said } from './command-line.ts';

let heado: Simulator;
let till: TillFiles;
let agent: AgentProcess;
const ask = (...args: string[]): Promise<Said> => say(till.configFile, args);

/** A text that holds `part`, to be compared with. */
const holding = (part: string): unknown => expect.stringContaining(part);

/** `id@version` of the item with this label, as the list prints it. */
async function itemOf(label: string): Promise<string> {
  const { out } = await ask('quarantine', 'list', '--json');
  const { rows } = commands['quarantine.list'].result.parse(JSON.parse(out));
  const row = rows.find((each) => each.label === label);
  if (!row) throw new Error(`${label} is not in quarantine`);
  return `${row.id}@${row.version}`;
}

async function stateOf(label: string): Promise<string | undefined> {
  const { out } = await ask('receipts', 'show', label, '--json');
  return commands['receipts.show'].result.parse(JSON.parse(out)).stories[0]?.entry.state;
}

beforeAll(async () => {
  heado = await startSimulator({ seed: 9, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const more = { retry: { delaysMs: [0, 20, 20, 20], capMs: 1_000 } };
  till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey, more });
  const isRefused = (receipt: unknown): boolean =>
    String(Reflect.get(Object(receipt), 'extId')).startsWith('REFUSED');
  heado.behave({
    act: { name: 'refuseReceipt', when: isRefused },
    when: ({ params }) => JSON.stringify([params]).includes('REFUSED'),
  });
  agent = await startAgentProcess(till);
});

afterAll(async () => {
  await agent.kill();
  await heado.close();
  removeTempFolders();
});

describe('sending one receipt by hand, beside a running agent', () => {
  it('send-one delivers, knows a repetition, says no and waits, with the exit code of each', async () => {
    const file = (name: string, body: unknown): string => {
      const path = join(till.root, name);
      writeFileSync(path, JSON.stringify(body));
      return path;
    };
    const one = file('one.json', sale('ONE-1').body);
    expect(await ask('send-one', one)).toMatchObject({ code: 0, out: holding('ONE-1') });
    expect(heado.calls.at(-1)?.method).toBe('purchaseRegister');
    const again = await ask('send-one', one);
    expect(again).toMatchObject({ code: 0 });
    const refused = await ask('send-one', file('no.json', sale('REFUSED-2').body));
    expect(refused).toMatchObject({ code: 1, err: holding('-32602') });
    const clash = await ask('send-one', file('clash.json', sale('ONE-1', { kopecks: [1] }).body));
    expect(clash).toMatchObject({ code: 1, err: holding('another time or amount') });
    const two = await ask('send-one', file('two.json', [sale('T-1').body, sale('T-2').body]));
    expect(two).toMatchObject({ code: 1, err: holding('2') });
    const typed = await say(till.configFile, ['send-one', '-'], {
      input: JSON.stringify(sale('TYPED-1').body),
    });
    expect(typed.code).toBe(0);
    const times = heado.calls.filter(({ method }) => method === 'purchaseRegister');
    expect(times).toHaveLength(3);
    heado.behave({ act: 'resetAfterCommit', method: 'purchaseRegister' });
    const waits = await ask('send-one', file('three.json', sale('ONE-3').body));
    expect(waits).toMatchObject({ code: 1, out: holding('ONE-3') });
    await waitFor('it goes with the others', async () => (await stateOf('ONE-3')) === 'delivered');
  });

  it('a receipt that was refused when sent by hand goes with the others when a person retries it', async () => {
    const before = await itemOf('REFUSED-2');
    expect((await ask('quarantine', 'retry', before)).code).toBe(0);
    await waitFor('it was refused again', async () => {
      const item = await itemOf('REFUSED-2').catch(() => before);
      return item !== before;
    });
    const batches = heado.calls.filter(({ method }) => method === 'purchaseRegisterBatch');
    expect(JSON.stringify(batches.at(-1)?.params)).toContain('REFUSED-2');
  });

  it('two send-one at once post each receipt once and tell each about its own', async () => {
    const bodies = [sale('PAIR-1').body, sale('PAIR-2').body, sale('PAIR-3').body];
    const sent = await Promise.all(
      bodies.map((body) => say(till.configFile, ['send-one', '-'], { input: JSON.stringify(body) })),
    );
    expect(sent.map(({ code, out }) => [code, out.match(/PAIR-\d/)?.[0]])).toEqual([
      [0, 'PAIR-1'],
      [0, 'PAIR-2'],
      [0, 'PAIR-3'],
    ]);
    const posted = heado.ledger.filter(({ receipt }) => receipt.extId.startsWith('PAIR'));
    expect(posted).toHaveLength(3);
  });
});
