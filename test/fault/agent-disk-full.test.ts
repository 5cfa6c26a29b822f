/** `run` on a disk that is full from the start: it sends what is there where it can, else it says what is wrong. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runAgent } from '../../src-main/hosts/service/run-agent.ts';
import { say } from '../main/core/command-line.ts';
import { sale } from '../street/agent-goods.ts';
import {
  leaveStreets,
  leftIn,
  openStreet,
  putFile,
  readSettings,
  type Street,
} from '../street/agent-street.ts';
import { mountSmallDisk, onlyWithSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { waitFor } from '../support/wait-for.ts';
import { layTill, readStatus, startAgentProcess } from '../support/agent-process.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** The ballast takes an eighth at most: it is one MiB. */
const DISK_BYTES = 12 * 1024 * 1024;

onlyWithSmallDisk.describe('an agent that starts on a full disk', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk(DISK_BYTES);
  });
  afterEach(async () => {
    disk.unmount();
    await leaveStreets();
  });

  /** A till that has stopped with three receipts waiting; then its disk was filled by somebody else. */
  async function fullTill(): Promise<Street> {
    const street = await openStreet({ settings: { dataDir: join(disk.path, 'data') } });
    await street.start();
    await street.heado.close();
    for (const id of ['A-1', 'A-2', 'A-3']) street.put(`${id}.json`, sale(id).body);
    await waitFor('they are taken', () => {
      const { waiting, inFlight } = street.status().outbox;
      return waiting + inFlight === 3;
    });
    await street.stop();
    await street.heado.reopen();
    disk.fill('somebody-elses', 0);
    expect(disk.freeBytes()).toBeLessThan(8 * 1024);
    return street;
  }

  const configOf = ({ root }: Street): string => join(root, 'config.json');

  it('sends what is there out of the room of the ballast, and the status says that the disk is full', async () => {
    const street = await fullTill();
    const stop = new AbortController();
    const lines: string[] = [];
    const ended = runAgent({
      load: () => ({ ok: true, value: { settings: readSettings(configOf(street)), files: [] } }),
      env: {},
      print: (line) => lines.push(line),
      stop: stop.signal,
    });
    await waitFor('HEADO has them', () => street.registered().length === 3);
    expect(lines).toEqual([expect.stringMatching(/^ready /)]);
    disk.fill('somebody-elses', 0);
    street.put('B-1.json', sale('B-1').body);
    const status = await say(configOf(street), ['status']);
    expect(status.code).toBe(1);
    expect(status.out).toContain('✗ Little room on the disk of the data folder');
    stop.abort();
    expect(await ended).toMatchObject({ ok: true });
    rmSync(join(disk.path, 'somebody-elses'));
    await street.start();
    await street.settled();
    expect(street.registered().map((one) => String(Reflect.get(Object(one), 'extId')))).toEqual([
      ...['A-1', 'A-2', 'A-3', 'B-1'],
    ]);
    await street.stop();
  });

  it('killed on it, its ballast used up, sends all that it had taken and takes again once there is room', async () => {
    const heado = await startSimulator({ seed: 3, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
    const settings = { baseUrl: heado.url, key: heado.deviceKey };
    const till = layTill(tempFolder(), {
      ...settings,
      dataDir: join(disk.path, 'data'),
      more: { outbox: { ballastMb: 1 } },
    });
    const names = Array.from({ length: 300 }, (_, index) => `K-${index + 1}`);
    const first = await startAgentProcess(till);
    await heado.close();
    for (const name of names) putFile(till.drop, `${name}.json`, sale(name).body);
    const open = async (): Promise<number> => {
      const { waiting, inFlight } = (await readStatus(till)).outbox;
      return waiting + inFlight;
    };
    await waitFor('they are taken', async () => (await open()) === names.length);
    await first.kill();
    rmSync(join(disk.path, 'data', 'ballast.bin'));
    disk.fill('somebody-elses', 0);
    await heado.reopen();
    const second = await startAgentProcess(till);
    await waitFor('HEADO has them', () => heado.registered() === names.length);
    putFile(till.drop, 'late.json', sale('late').body);
    const told = async (code: string): Promise<boolean> =>
      (await readStatus(till)).problems.some(({ problem }) => problem.code === code);
    await waitFor('it takes nothing and says so', () => told('folder.diskFull'));
    expect(leftIn(till.drop)).toEqual(['late.json']);
    rmSync(join(disk.path, 'somebody-elses'));
    await waitFor('it takes again', () => heado.registered() === names.length + 1);
    expect((await readStatus(till)).counters['uncertain_resends'] ?? 0).toBeLessThanOrEqual(100);
    await second.kill();
    await heado.close();
  });

  it('killed and started on it again and again, whoever takes what it gives up, sends all in the end', async () => {
    const heado = await startSimulator({ seed: 3, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
    const till = layTill(tempFolder(), {
      ...{ baseUrl: heado.url, key: heado.deviceKey },
      dataDir: join(disk.path, 'data'),
      more: { outbox: { ballastMb: 1 }, retry: { delaysMs: [0, 100], capMs: 1_000 } },
    });
    await heado.close();
    const names = Array.from({ length: 250 }, (_, index) => `K-${index + 1}`);
    let agent = await startAgentProcess(till);
    for (const name of names) putFile(till.drop, `${name}.json`, sale(name).body);
    await waitFor('they are taken', async () => (await readStatus(till)).outbox.waiting >= 150);
    await waitFor('none is left', () => leftIn(till.drop).length === 0);
    for (let start = 0; start < 5; start += 1) {
      disk.fill('somebody-elses', 0);
      const { nextAttemptAt } = (await readStatus(till)).lanes[0] ?? {};
      await waitFor('it wrote on the full disk', async () => {
        disk.fill('somebody-elses', 0);
        return (await readStatus(till)).lanes[0]?.nextAttemptAt !== nextAttemptAt;
      });
      await agent.kill();
      disk.fill('somebody-elses', 0);
      agent = await startAgentProcess(till);
    }
    disk.fill('somebody-elses', 0);
    await heado.reopen();
    await waitFor('HEADO has them', () => heado.registered() === names.length);
    await agent.kill();
    await heado.close();
  });

  it('says what is wrong where neither ballast nor reserve is left, and goes on once there is room', async () => {
    const street = await fullTill();
    rmSync(join(disk.path, 'data', 'ballast.bin'));
    rmSync(join(disk.path, 'data', 'reserve.bin'));
    disk.fill('somebody-elses', 0);
    street.put('B-1.json', sale('B-1').body);
    const refused = await say(configOf(street), ['run']);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /^✗ The disk of the data folder .*data is full or refuses to write: .*\n {2}→ Free/,
    );
    expect(leftIn(street.drop)).toEqual(['B-1.json']);
    const status = await say(configOf(street), ['status']);
    expect(status.code).toBe(1);
    rmSync(join(disk.path, 'somebody-elses'));
    await street.start();
    await street.settled();
    expect(street.registered()).toHaveLength(4);
    await street.stop();
  });
});
