import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { ok } from '../../src-main/base/result.ts';
import { openLocalOperations } from '../../src-main/core/local.ts';
import { runAgent } from '../../src-main/hosts/service/run-agent.ts';
import { auditReceipts, listReceipts } from '../simulator/audit.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { layTill, readStatus, startAgentProcess } from '../support/agent-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { leaveStreets, openStreet, putFile, readJournal, readSettings, type Street } from './agent-street.ts';

afterAll(leaveStreets);

const eventsOf = (dataDir: string): string[] => readJournal(dataDir).map(({ event }) => event);
/** Nothing is tried again by itself while a test looks. */
const patient = { retry: { delaysMs: [60_000], capMs: 60_000 } };

/** Runs the agent's process part in this process until it is told to end. */
function runHere(street: Street): { printed: string[]; end: () => Promise<boolean> } {
  const stop = new AbortController();
  const printed: string[] = [];
  const configFile = join(street.root, 'config.json');
  const ended = runAgent({
    load: () => ok({ settings: readSettings(configFile), files: [configFile] }),
    env: {},
    print: (line) => printed.push(line),
    stop: stop.signal,
  });
  return {
    printed,
    end: async () => {
      stop.abort();
      return (await ended).ok;
    },
  };
}

describe.concurrent('an agent that is stopped', () => {
  it('with an undecided batch resends it unchanged after the start, before anything else, and counts it', async () => {
    const street = await openStreet({ settings: patient });
    const { heado, put, registered } = street;
    heado.behave({ act: 'resetAfterCommit', times: 'forever' });
    put('1.json', [sale('U-1').body, sale('U-2').body, sale('U-3').body]);
    await street.start();
    await waitFor('the first call is over', () => street.status().lanes[0]?.state === 'waiting');
    put('2.json', sale('U-4').body);
    await waitFor('a later receipt waits', () => street.status().outbox.waiting === 1);
    expect(street.status().outbox).toMatchObject({ inFlight: 3, waiting: 1 });
    await street.stop();
    heado.heal();
    await street.start();
    await street.settled();
    const ids = registered().map((receipt) => String(Reflect.get(Object(receipt), 'extId')));
    expect(ids).toEqual(['U-1', 'U-2', 'U-3', 'U-1', 'U-2', 'U-3', 'U-4']);
    const [first, second] = heado.calls.filter(({ method }) => method === 'purchaseRegisterBatch');
    expect(second?.params).toEqual(first?.params);
    expect(street.status().counters).toMatchObject({ uncertain_resends: 3, delivered: 4 });
    const story = await street.agent().operations['receipts.show']({ label: 'U-2' });
    expect(story.ok && story.value.stories[0]?.attempts.map(({ uncertain }) => uncertain)).toEqual([
      true,
      true,
    ]);
  });

  it('leaves what is unconfirmed until a person has one sent again, or all', async () => {
    const street = await openStreet();
    const { heado, registered } = street;
    heado.behave({ act: { name: 'undercount', by: 1 }, times: 'forever' });
    for (const label of ['V-1', 'V-2', 'V-3']) street.put(`${label}.json`, sale(label).body);
    await street.start();
    const unconfirmed = () => street.status().outbox.unconfirmed;
    await waitFor('they are unconfirmed', () => unconfirmed() === 3);
    await street.stop();
    heado.heal();
    await street.start();
    const resend = (args: { label?: string }) => street.agent().operations['receipts.resend'](args);
    expect(await resend({ label: 'V-2' })).toEqual(ok({ resent: 1 }));
    await waitFor('one is delivered', () => unconfirmed() === 2);
    expect(await resend({})).toEqual(ok({ resent: 2 }));
    await street.settled();
    expect(await resend({})).toEqual(ok({ resent: 0 }));
    expect(street.status().outbox).toMatchObject({ unconfirmed: 0 });
    expect(registered()).toHaveLength(6);
    expect(street.status().counters).toMatchObject({ uncertain_resends: 3 });
  });

  it('while files lie half taken goes on where it was', async () => {
    const street = await openStreet();
    for (let number = 1; number <= 300; number += 1) street.put(`${number}.json`, sale(`H-${number}`).body);
    for (let round = 1; round <= 3; round += 1) {
      await street.start();
      await waitFor('something was sent', () => street.heado.registered() >= round * 50);
      await street.stop();
    }
    await street.start();
    await street.settled();
    const { committed, repeated } = auditReceipts(street.heado.calls);
    expect(committed.size).toBe(300);
    expect(repeated).toEqual([]);
  });

  it('whose data folder a command has for a moment waits for it', async () => {
    const street = await openStreet();
    const settings = readSettings(join(street.root, 'config.json'));
    const command = await openLocalOperations({ settings, env: {}, clock: systemClock });
    if (!command.ok) throw new Error(command.error.code);
    const running = runHere(street);
    street.put('1.json', sale('W-1').body);
    const told = await command.value.status({});
    expect(told.ok && told.value.agent.pid).toBeNull();
    expect(running.printed).toEqual([]);
    await command.value.close();
    await waitFor('it is ready', () => running.printed.length === 1);
    await waitFor('the receipt is there', () => street.heado.registered() === 1);
    expect(await running.end()).toBe(true);
  });
});

describe.concurrent('an agent that runs', () => {
  it('delivers without a restart once a refused key is replaced; nothing is lost meanwhile', async () => {
    const street = await openStreet({ settings: patient });
    writeFileSync(street.keyFile, 'a-key-that-heado-never-gave-out\n');
    const running = runHere(street);
    await waitFor('it is ready', () => running.printed.length === 1);
    street.put('1.json', [sale('K-1').body, sale('K-2').body]);
    await waitFor('HEADO refused the key', () =>
      street.heado.calls.some(({ errorCode }) => errorCode !== undefined),
    );
    street.put('2.json', sale('K-3').body);
    await waitFor('the lane is held', () => eventsOf(street.dataDir).includes('lane.held'));
    expect(street.heado.registered()).toBe(0);
    writeFileSync(street.keyFile, `${street.heado.deviceKey}\n`);
    await waitFor('all is delivered', () => street.heado.registered() === 3);
    expect(await running.end()).toBe(true);
    const events = eventsOf(street.dataDir);
    expect(events.filter((event) => event === 'agent.started')).toHaveLength(1);
    expect(events).toEqual(expect.arrayContaining(['settings.changed', 'lane.resumed']));
    expect(auditReceipts(street.heado.calls).repeated).toEqual([]);
  });

  it('takes up changed settings, refuses broken ones and says so, and goes on with the last good ones', async () => {
    const heado = await startSimulator({ seed: 3, timeZone: 'Europe/Moscow' });
    const till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
    const agent = await startAgentProcess(till);
    const poskeys = (): string[] => listReceipts(heado.calls).map(({ poskey }) => poskey);
    try {
      putFile(till.drop, '1.json', sale('C-1').body);
      await waitFor('the first is there', () => poskeys().length === 1);
      const text = readFileSync(till.configFile, 'utf8');
      writeFileSync(till.configFile, text.replace('"K1"', '"K7"'));
      await waitFor(
        'the new settings are in effect',
        () => eventsOf(till.dataDir).filter((event) => event === 'agent.started').length === 2,
      );
      putFile(till.drop, '2.json', sale('C-2').body);
      await waitFor('the second is there', () => poskeys().length === 2);
      writeFileSync(till.configFile, text.replace('"K1"', '"K 8"'));
      await waitFor('they are refused', () => eventsOf(till.dataDir).includes('settings.refused'));
      putFile(till.drop, '3.json', sale('C-3').body);
      await waitFor('the third is there', () => poskeys().length === 3);
      expect(poskeys()).toEqual(['@S1/K1', '@S1/K7', '@S1/K7']);
      const { journal } = await readStatus(till);
      expect(journal.lastErrors).toEqual([
        expect.objectContaining({ event: 'settings.refused', fields: { code: 'settings.wrongValue' } }),
      ]);
      expect(await agent.stop()).toBe(0);
      expect(readdirSync(join(till.dataDir)).includes('control.sock')).toBe(false);
    } finally {
      await agent.kill();
      await heado.close();
    }
  });
});
