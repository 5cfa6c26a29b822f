import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { controlAddress } from '../../../src-main/core/control/address.ts';
import { controlClient } from '../../../src-main/core/control/client.ts';
import { commands } from '../../../src-main/core/control/commands.ts';
import { openLocalOperations } from '../../../src-main/core/local.ts';
import { statusSchema } from '../../../src-main/core/status-schema.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { sale } from '../../street/agent-goods.ts';
import { putFile, readSettings } from '../../street/agent-street.ts';
import { layTill, startAgentProcess } from '../../support/agent-process.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say } from './command-line.ts';

afterAll(removeTempFolders);

describe('beside an agent that holds the folder and does not answer', () => {
  it('what only needs reading is read from the disk, and a line says so', async () => {
    const heado = await startSimulator({ seed: 6, timeZone: 'Europe/Moscow' });
    const till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
    const agent = await startAgentProcess(till);
    try {
      putFile(till.drop, '1.json', sale('A-1').body);
      putFile(till.drop, '2.json', { ...sale('BAD-1').body, amount: 1 });
      putFile(till.drop, '3.json', '{"broken":: 1}');
      await waitFor('all has its place', async () => {
        const told = await controlClient(till.dataDir).ask('status', {});
        return told.ok && told.value.quarantine.open === 2 && told.value.outbox.delivered === 1;
      });
      process.kill(agent.pid, 'SIGSTOP');
      const [status, receipts, story, quarantine, item] = await Promise.all([
        say(till.configFile, ['status', '--json']),
        say(till.configFile, ['receipts', 'list']),
        say(till.configFile, ['receipts', 'show', 'A-1', '--lang', 'ru']),
        say(till.configFile, ['quarantine', 'list', '--json']),
        say(till.configFile, ['quarantine', 'show', 's1']),
      ]);
      expect([status, receipts, story, quarantine, item].map(({ code }) => code)).toEqual([1, 0, 0, 0, 0]);
      for (const { err } of [status, receipts, quarantine, item]) expect(err).toContain('does not answer');
      const report = statusSchema.parse(JSON.parse(status.out));
      expect(report.problems[0]).toMatchObject({
        severity: 'error',
        problem: { code: 'control.silent', values: { pid: agent.pid } },
      });
      expect(report).toMatchObject({ outbox: { delivered: 1, quarantined: 1 }, quarantine: { open: 2 } });
      expect(receipts.out).toContain('A-1');
      expect(story.out).toContain('доставлен');
      const { rows } = commands['quarantine.list'].result.parse(JSON.parse(quarantine.out));
      expect(rows.map(({ label }) => label)).toEqual(['3.json', 'BAD-1']);
      expect(item.out).toContain('334.5');
      process.kill(agent.pid, 'SIGCONT');
      expect((await say(till.configFile, ['status'])).err).toBe('');
    } finally {
      await agent.kill();
      await heado.close();
    }
  });

  it('what needs the agent says at once that it does not answer, and doctor goes on by itself', async () => {
    const heado = await startSimulator({ seed: 6, timeZone: 'Europe/Moscow' });
    const till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
    const agent = await startAgentProcess(till);
    try {
      putFile(till.drop, '1.json', { ...sale('BAD-1').body, amount: 1 });
      await waitFor('it is in quarantine', async () => {
        const told = await controlClient(till.dataDir).ask('status', {});
        return told.ok && told.value.quarantine.open === 1;
      });
      process.kill(agent.pid, 'SIGSTOP');
      const input = JSON.stringify(sale('A-1').body);
      // Each of these would wait for minutes for an agent that is only slow.
      const [doctor, sent, retried] = await Promise.all([
        say(till.configFile, ['doctor']),
        say(till.configFile, ['send-one', '-'], { input }),
        say(till.configFile, ['quarantine', 'retry', 's1', 's1', 's1']),
      ]);
      expect([doctor, sent, retried].map(({ code }) => code)).toEqual([1, 1, 1]);
      const sentence = `The agent (process ${agent.pid}) runs but has not answered for 3 s.`;
      expect(doctor.out).toContain(`✗ agent: ${sentence}\n  → Wait a minute`);
      expect(doctor.out).toContain('✓ way to HEADO');
      for (const { err } of [sent, retried]) expect(err).toContain(`✗ ${sentence}\n  → Wait a minute`);
    } finally {
      await agent.kill();
      await heado.close();
    }
  });

  it('what an agent broke off that ended meanwhile is read from the disk, or told and not done again', async () => {
    const heado = await startSimulator({ seed: 6, timeZone: 'Europe/Moscow' });
    const till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
    const settings = readSettings(till.configFile);
    const holder = await openLocalOperations({ settings, env: {}, clock: systemClock });
    if (!holder.ok) throw new Error(holder.error.code);
    const server = createServer((socket) => {
      socket.once('data', () => socket.destroy());
      socket.on('error', () => undefined);
    });
    const { path } = controlAddress(till.dataDir);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    chmodSync(path, 0o600);
    const status = await say(till.configFile, ['status', '--json']);
    expect(statusSchema.parse(JSON.parse(status.out)).problems[0]).toMatchObject({
      severity: 'error',
      problem: { code: 'control.ended' },
    });
    const recovered = await say(till.configFile, ['recover', '--accept']);
    expect(recovered).toMatchObject({ code: 1, out: '' });
    expect(recovered.err).toContain('began anew, before it answered');
    server.close();
    await holder.value.close();
    await heado.close();
  });

  it('what needs the folder itself is refused with 4 and the name of the holder', async () => {
    const heado = await startSimulator({ seed: 6, timeZone: 'Europe/Moscow' });
    const till = layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
    // A process that has the lock and no socket: an agent that has just begun, or hangs before it listens.
    const settings = readSettings(till.configFile);
    const holder = await openLocalOperations({ settings, env: {}, clock: systemClock });
    if (!holder.ok) throw new Error(holder.error.code);
    const input = JSON.stringify(sale('A-1').body);
    const sent = await say(till.configFile, ['send-one', '-'], { input });
    expect(sent.code).toBe(4);
    expect(sent.err).toContain(`process ${process.pid}`);
    const retried = await say(till.configFile, ['quarantine', 'retry', 's1@1']);
    expect(retried.code).toBe(4);
    const doctor = await say(till.configFile, ['doctor']);
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain(`✗ agent: Process ${process.pid} holds the data folder`);
    expect(doctor.out).toContain('✓ way to HEADO');
    const status = await say(till.configFile, ['status']);
    expect(status.err).toContain('does not answer');
    expect(status.out).toContain(`Process ${process.pid} holds the data folder`);
    await holder.value.close();
    expect((await say(till.configFile, ['send-one', '-'], { input })).code).toBe(0);
    expect(heado.registered()).toBe(1);
    await heado.close();
  });
});
