/**
 * Owns: a till with the built agent as a process of its own, a HEADO that refuses every receipt whose id begins with
 * `REFUSED`, and the commands that a technician asks there.
 */
import type { z } from 'zod';
import { commands } from '../../src-main/core/control/commands.ts';
import { statusSchema } from '../../src-main/core/status-schema.ts';
import { say, type Said } from '../main/core/command-line.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { layTill, startAgentProcess, type AgentProcess, type TillFiles } from './agent-process.ts';
import { removeTempFolders, tempFolder } from './temp-folder.ts';

type Quarantine = z.infer<(typeof commands)['quarantine.list']['result']>;

export interface CommandedTill {
  readonly heado: Simulator;
  readonly files: TillFiles;
  /** The agent that was started last. */
  agent(): AgentProcess;
  /** Starts it anew after it ended. */
  restart(): Promise<AgentProcess>;
  ask(...args: string[]): Promise<Said>;
  /** The answer of a command as JSON, in the documented form. */
  askJson<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T>;
  status(): Promise<z.infer<typeof statusSchema>>;
  quarantine(): Promise<Quarantine>;
  /** `id@version` of the item with this label, as the list prints it. */
  itemOf(label: string): Promise<string>;
  close(): Promise<void>;
}

export async function openCommandedTill(): Promise<CommandedTill> {
  const heado = await startSimulator({ seed: 9, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const isRefused = (receipt: unknown): boolean =>
    String(Reflect.get(Object(receipt), 'extId')).startsWith('REFUSED');
  heado.behave({
    act: { name: 'refuseReceipt', when: isRefused },
    when: ({ params }) => JSON.stringify([params]).includes('REFUSED'),
  });
  const more = { retry: { delaysMs: [0, 20, 20, 20], capMs: 1_000 } };
  const files = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey, more });
  let agent = await startAgentProcess(files);

  const ask = (...args: string[]): Promise<Said> => say(files.configFile, args);
  async function askJson<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> {
    const { out } = await ask(...args, '--json');
    return schema.parse(JSON.parse(out));
  }
  const quarantine = (): Promise<Quarantine> =>
    askJson(commands['quarantine.list'].result, 'quarantine', 'list');

  return {
    ...{ heado, files, ask, askJson, quarantine },
    agent: () => agent,
    restart: async () => (agent = await startAgentProcess(files)),
    status: () => askJson(statusSchema, 'status'),
    async itemOf(label) {
      const row = (await quarantine()).rows.find((each) => each.label === label);
      if (!row) throw new Error(`${label} is not in quarantine`);
      return `${row.id}@${row.version}`;
    },
    async close() {
      await agent.kill();
      await heado.close();
      removeTempFolders();
    },
  };
}
