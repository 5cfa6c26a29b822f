import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src-main/core/control/commands.ts';
import { statusSchema } from '../../../src-main/core/status-schema.ts';
import { auditReceipts } from '../../simulator/audit.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { sale } from '../../street/agent-goods.ts';
import { putFile } from '../../street/agent-street.ts';
import {
  layTill,
  startAgentProcess,
  type AgentProcess,
  type TillFiles,
} from '../../support/agent-process.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say } from './command-line.ts';

/** A server that is down, and what the POS wrote meanwhile. */
const WAITING = 3_000;
let heado: Simulator;
let till: TillFiles;
let agent: AgentProcess;

async function waitingCount(): Promise<number> {
  const { out } = await say(till.configFile, ['status', '--json']);
  const { outbox } = statusSchema.parse(JSON.parse(out));
  return outbox.waiting + outbox.inFlight;
}

beforeAll(async () => {
  heado = await startSimulator({ seed: 4, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const more = { retry: { delaysMs: [0, 50, 50, 50], capMs: 1_000 }, outbox: { ballastMb: 1 } };
  till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey, more });
  await heado.close();
  for (let file = 0; file < 30; file += 1) {
    const numbers = Array.from({ length: WAITING / 30 }, (_, index) => file * (WAITING / 30) + index);
    putFile(
      till.drop,
      `${file}.json`,
      numbers.map((number) => sale(`N-${number}`).body),
    );
  }
  agent = await startAgentProcess(till);
  await waitFor('all is taken', async () => (await waitingCount()) === WAITING);
});

afterAll(async () => {
  await agent.kill();
  await heado.close();
  removeTempFolders();
});

describe.each(['with a running agent', 'after it was killed'])(
  'a full outbox and a server that is down, %s',
  (how) => {
    beforeAll(async () => {
      if (how === 'after it was killed') await agent.kill();
    });

    it('status and doctor say what is wrong and end with 1', async () => {
      expect(await waitingCount()).toBeGreaterThanOrEqual(WAITING);
      const status = await say(till.configFile, ['status']);
      expect(status.out).toContain(
        how === 'with a running agent' ? 'gives no usable answer' : 'No agent runs',
      );
      const doctor = await say(till.configFile, ['doctor', '--deep']);
      expect(doctor.code).toBe(1);
      expect(doctor.out).toContain(`✗ way to HEADO (${new URL(heado.url).host}): `);
      expect(doctor.out).toContain('✓ formats');
    });

    it('lists are cut and say that there is more; a story is found among thousands', async () => {
      const listed = await say(till.configFile, ['receipts', 'list', '--limit', '1000', '--json']);
      const { rows, more } = commands['receipts.list'].result.parse(JSON.parse(listed.out));
      expect([rows.length, more, listed.code]).toEqual([1_000, true, 0]);
      const short = await say(till.configFile, ['receipts', 'list', '--state', 'waiting', '--lang', 'ru']);
      expect(short.out.split('\n').length).toBeGreaterThan(50);
      const story = await say(till.configFile, ['receipts', 'show', 'N-1717']);
      expect(story).toMatchObject({ code: 0 });
      expect(story.out).toContain('N-1717: waiting');
      expect((await say(till.configFile, ['quarantine', 'list'])).code).toBe(0);
    });

    it('send-one stores its receipt, says that it waits and why, and ends with 1', async () => {
      const before = await waitingCount();
      const id = how === 'with a running agent' ? 'HAND-1' : 'HAND-2';
      const sent = await say(till.configFile, ['send-one', '-'], { input: JSON.stringify(sale(id).body) });
      expect(sent.code).toBe(1);
      expect(sent.out).toContain(id);
      expect(sent.err).not.toBe('');
      expect(await waitingCount()).toBe(before + 1);
    });
  },
);

describe('the server coming back', () => {
  it('gets all of it, each once', async () => {
    await heado.reopen();
    agent = await startAgentProcess(till);
    await waitFor('all is there', () => heado.registered() >= WAITING + 2);
    await waitFor('the outbox is empty', async () => (await waitingCount()) === 0);
    const { committed, repeated } = auditReceipts(heado.calls);
    expect(committed.size).toBe(WAITING + 2);
    expect(repeated).toEqual([]);
    expect((await say(till.configFile, ['status'])).code).toBe(0);
  });
});
