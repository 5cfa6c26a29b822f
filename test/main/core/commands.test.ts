import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src-main/core/control/commands.ts';
import { statusSchema, type StatusReport } from '../../../src-main/core/status-schema.ts';
import { DAY_MS, earlier, fiscal, sale } from '../../street/agent-goods.ts';
import { putFile } from '../../street/agent-street.ts';
import { runCommand, type TillFiles } from '../../support/agent-process.ts';
import { openCommandedTill, type CommandedTill } from '../../support/commanded-till.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say, type Said } from './command-line.ts';

/** The tests go on from each other: one till, one agent, which is killed half way. */
let shop: CommandedTill;
let till: TillFiles;
const ask = (...args: string[]): Promise<Said> => shop.ask(...args);
const status = (): Promise<StatusReport> => shop.status();

/** A text that holds `part`, to be compared with. */
const holding = (part: string): unknown => expect.stringContaining(part);

beforeAll(async () => {
  shop = await openCommandedTill();
  till = shop.files;
  putFile(till.drop, '1.json', sale('A-1').body);
  putFile(till.drop, '2.json', fiscal(7).body);
  putFile(till.drop, '3.json', { ...sale('BAD-1').body, amount: 1 });
  putFile(till.drop, '4.json', '{"broken":: 1}');
  putFile(till.drop, '5.json', sale('F-1', { atMs: earlier() + DAY_MS }).body);
  putFile(till.drop, '6.json', sale('REFUSED-1').body);
  await waitFor('all has its place', async () => {
    const found = await status();
    return found.quarantine.open === 3 && found.outbox.delivered === 2 && found.outbox.held === 1;
  });
});

afterAll(() => shop.close());

describe('beside a running agent', () => {
  it('the commands of the built program end with 0, 1, 2, 3 and 4 as documented', async () => {
    const nowhere = { ...till, configFile: join(till.root, 'nowhere.json') };
    const [done, failed, misused, unconfigured, second] = await Promise.all([
      runCommand(till, ['status', '--lang', 'ru']),
      runCommand(till, ['receipts', 'show', 'NO-SUCH']),
      runCommand(till, ['receipts', 'lst']),
      runCommand(nowhere, ['status']),
      runCommand(till, ['run']),
    ]);
    const codes = [done, failed, misused, unconfigured, second].map(({ code }) => code);
    expect(codes).toEqual([0, 1, 2, 3, 4]);
    expect(done.stdout).toContain(`процесс ${shop.agent().pid}`);
    expect(failed.stderr).toContain('NO-SUCH');
    expect(misused.stderr).toContain('list');
    expect(unconfigured.stderr).toContain('nowhere.json');
    expect(second.stderr).toContain(`process ${shop.agent().pid}`);
  });

  it('status says in both languages what it does and what needs a person', async () => {
    const english = await ask('status');
    const russian = await ask('status', '--lang', 'ru');
    expect([english.code, russian.code]).toEqual([0, 0]);
    expect(english.out).toMatch(/Entries +waiting 0, delivered 2, quarantined 2, held 1/);
    expect(english.out).toContain('Waiting for a decision in quarantine: 3.');
    expect(russian.out).toMatch(/Записи +ждёт 0, доставлен 2, карантин 2, придержан 1/);
    expect(russian.out).toContain('В карантине ждут решения: 3.');
    const found = await status();
    expect(found.agent).toMatchObject({ pid: shop.agent().pid, dataDir: till.dataDir });
    expect(found.problems.map(({ text }) => text)).not.toContain(undefined);
  });

  it('receipts show tells the story of a receipt from its file to the answer of HEADO', async () => {
    const { code, out } = await ask('receipts', 'show', 'A-1');
    expect(code).toBe(0);
    const [title = '', ...lines] = out.split('\n');
    expect(title).toContain('A-1: delivered');
    expect(lines.map((line) => line.slice(21).replace(/batch \d+/, 'batch'))).toEqual([
      'rung up',
      'read from the file 1.json, format heado-json',
      holding('posting 1, batch'),
      ...lines.slice(3, -2).map(() => holding('posting')),
      'delivered',
      holding('/archive/'),
    ]);
    expect(out).toContain('accepted');
    const russian = await ask('receipts', 'show', 'A-1', '--lang', 'ru');
    expect(russian.out).toContain('прочитан из файла 1.json');
    const listed = await ask('receipts', 'list', '--state', 'delivered');
    expect(listed.out.split('\n')).toHaveLength(3);
  });

  it('quarantine shows each item with its reason and its own text, and a stale version is refused', async () => {
    const { rows } = await shop.quarantine();
    expect(rows.map(({ label, kind, held, problem }) => [label, kind, held, problem.code])).toEqual([
      ['4.json', 'file', false, 'format.broken'],
      ['F-1', 'entry', true, 'receipt.timeAhead'],
      ['BAD-1', 'entry', false, 'receipt.sumMismatch'],
      ['REFUSED-1', 'entry', false, 'api.refused'],
    ]);
    const shown = await ask('quarantine', 'show', await shop.itemOf('BAD-1'));
    expect(shown.out).toContain('"extId":"BAD-1"');
    const item = await shop.itemOf('BAD-1');
    const again = await ask('quarantine', 'retry', item);
    expect(again).toMatchObject({ code: 0, out: holding('add up to 334.5') });
    const stale = await ask('quarantine', 'discard', item, '--reason', 'a test');
    expect(stale).toMatchObject({ code: 1, err: holding('has changed meanwhile') });
    const done = await ask('quarantine', 'discard', await shop.itemOf('BAD-1'), '--reason', 'a test');
    expect(done.code).toBe(0);
    const unknown = await ask('quarantine', 'show', 's999');
    expect(unknown.code).toBe(1);
  });

  it('a refused receipt goes again when a person says so, and is refused again', async () => {
    const before = await shop.itemOf('REFUSED-1');
    const retried = await ask('quarantine', 'retry', before);
    expect(retried.code).toBe(0);
    await waitFor(
      'it is refused again',
      async () => (await shop.itemOf('REFUSED-1').catch(() => before)) !== before,
    );
    const story = await shop.askJson(commands['receipts.show'].result, 'receipts', 'show', 'REFUSED-1');
    expect(
      story.stories[0]?.attempts.filter(({ outcome }) => outcome.startsWith('dissolved')),
    ).not.toHaveLength(1);
  });

  it('doctor finds all well but the warnings, and counts in quarantine what status counts', async () => {
    const { code, out } = await ask('doctor', '--deep');
    expect(code).toBe(0);
    expect(out).toContain('heado-json, ofd-json');
    const { quarantine: counted } = await status();
    expect(out).toContain(`in quarantine: ${counted.open}.`);
    expect(out).toMatch(/errors: 0/);
  });
});

describe('after the agent was killed', () => {
  it('its socket and its number lie there still; status says that nobody runs and ends with 1', async () => {
    await shop.agent().kill();
    expect(existsSync(join(till.dataDir, 'control.sock'))).toBe(true);
    const { code, out } = await ask('status');
    expect(code).toBe(1);
    expect(out).toContain('No agent runs');
    const found = await status();
    expect(found.agent.pid).toBeNull();
    expect(found.problems[0]).toMatchObject({ severity: 'error', problem: { code: 'doctor.agentAbsent' } });
    const built = await runCommand(till, ['status', '--json']);
    expect(built.code).toBe(1);
    expect(statusSchema.parse(JSON.parse(built.stdout)).outbox).toEqual(found.outbox);
  });

  it('lists, stories and quarantine are as they were, rejected files included', async () => {
    const { rows } = await shop.quarantine();
    expect(rows.map(({ label }) => label)).toEqual(expect.arrayContaining(['4.json', 'F-1']));
    expect((await status()).quarantine.open).toBe(rows.filter(({ held }) => !held).length);
    expect((await ask('receipts', 'show', 'A-1')).out).toContain('delivered');
    expect((await ask('receipts', 'show', 'REFUSED-1')).out).toContain('dissolved');
    const doctor = await ask('doctor');
    expect(doctor.code).toBe(0);
    expect(doctor.out).toContain('No agent runs');
  });

  it('a rejected file can be retried and given up, a record discarded', async () => {
    const still = await ask('quarantine', 'retry', await shop.itemOf('4.json'));
    expect(still).toMatchObject({ code: 0, out: holding('not valid JSON') });
    const rejected = join(till.drop, 'rejected', '4.json');
    writeFileSync(rejected, JSON.stringify(sale('MENDED-1').body));
    const stale = await ask('quarantine', 'retry', `${(await shop.itemOf('4.json')).split('@')[0] ?? ''}@0`);
    expect(stale.code).toBe(1);
    expect((await ask('quarantine', 'retry', await shop.itemOf('4.json'))).code).toBe(0);
    expect(existsSync(rejected)).toBe(false);
    const found = await shop.askJson(commands['receipts.show'].result, 'receipts', 'show', 'MENDED-1');
    expect(found.stories[0]).toMatchObject({ entry: { state: 'waiting' }, file: { name: '4.json' } });
    expect((await ask('quarantine', 'discard', await shop.itemOf('F-1'), '--reason', 'a test')).code).toBe(0);
  });

  it('send-one sends from the data folder itself', async () => {
    const sent = await say(till.configFile, ['send-one', '-'], {
      input: JSON.stringify(sale('DEAD-1').body),
    });
    expect(sent.code).toBe(0);
    expect(shop.heado.ledger.at(-1)?.receipt.extId).toBe('DEAD-1');
  });

  it('run starts anew over what lies there and delivers what waited', async () => {
    await shop.restart();
    await waitFor('the mended file is there', () =>
      shop.heado.ledger.some(({ receipt }) => receipt.extId === 'MENDED-1'),
    );
    expect((await status()).agent.pid).toBe(shop.agent().pid);
    expect(await shop.agent().stop()).toBe(0);
  });

  it('a data folder that was taken away is told, never made anew', async () => {
    rmSync(till.dataDir, { recursive: true });
    for (const args of [['status'], ['receipts', 'list'], ['quarantine', 'list']]) {
      const { code, err } = await ask(...args);
      expect(code).toBe(1);
      expect(err).not.toBe('');
    }
    expect(existsSync(till.dataDir)).toBe(false);
  });
});
