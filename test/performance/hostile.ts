/**
 * Measures what the worst files of 20 MB cost: how long a receipt dropped beside one needs to HEADO, and the memory of
 * the agent. `node test/performance/hostile.ts [words of a name]` after `npm run build`.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FULL_BYTES, hostileFiles, hostileReceipt, type HostileFile } from '../fault/hostile-files.ts';
import { listReceipts } from '../simulator/audit.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { layTill, startAgentProcess } from '../support/agent-process.ts';
import { removeTempFolders, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { readProcess } from './process-facts.ts';

interface Measured {
  readonly neighbourMs: number;
  readonly peakMb: number;
  readonly doneMs: number;
  readonly cpuMs: number;
}

function drop(folder: string, name: string, content: string | Buffer): void {
  writeFileSync(join(folder, `.${name}`), content);
  renameSync(join(folder, `.${name}`), join(folder, name));
}

async function measure({ make }: HostileFile): Promise<Measured> {
  const heado = await startSimulator({ seed: 1, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
  const agent = await startAgentProcess(till);
  const registered = (extId: string): boolean =>
    listReceipts(heado.calls.slice(-3)).some((sighting) => sighting.extId === extId) ||
    listReceipts(heado.calls).some((sighting) => sighting.extId === extId);
  try {
    const big = make(FULL_BYTES);
    writeFileSync(join(till.drop, '.1-big.json'), big);
    const startedAt = performance.now();
    renameSync(join(till.drop, '.1-big.json'), join(till.drop, '1-big.json'));
    drop(till.drop, '2-good.json', hostileReceipt(0).replace('BIG-0', 'NEIGHBOUR'));
    await waitFor('the neighbour is delivered', () => registered('NEIGHBOUR'));
    const neighbourMs = performance.now() - startedAt;
    await waitFor('the large file is gone', () => !readdirSync(till.drop).includes('1-big.json'), {
      everyMs: 50,
    });
    const { peakMb, cpuMs } = readProcess(agent.pid);
    return { neighbourMs, peakMb, cpuMs, doneMs: performance.now() - startedAt };
  } finally {
    await agent.kill();
    await heado.close();
    removeTempFolders();
  }
}

const wanted = process.argv.slice(2).join(' ');
for (const file of hostileFiles.filter(({ name }) => name.includes(wanted))) {
  const { neighbourMs, peakMb, doneMs, cpuMs } = await measure(file);
  const figures = [neighbourMs, doneMs, cpuMs, peakMb].map((figure) =>
    Math.round(figure).toString().padStart(7),
  );
  process.stdout.write(`${file.name.padEnd(44)} ${figures.join(' ')}\n`);
}
