import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServiceState } from '../../../src-main/contract/service.ts';
import { sale } from '../../street/agent-goods.ts';
import { putFile } from '../../street/agent-street.ts';
import { waitFor } from '../../support/wait-for.ts';
import { lay, startRun, type Run } from './run-ui.ts';

const PIN = '2580';

async function stateOf(run: Run): Promise<ServiceState> {
  const state = await run.request('serviceState', {});
  if (!state.ok) throw new Error(state.refusal.reason);
  return state.value;
}

describe('the service view', () => {
  it('tells the last errors as sentences with their names beside them, and labels the counters', async () => {
    const till = await lay();
    till.configure({ widget: { locale: 'ru' } });
    till.heado.behave({
      act: { name: 'rpcError', code: -32602, message: 'no' },
      method: 'purchaseRegisterBatch',
      when: ({ params }) => JSON.stringify(params).includes('"A-1"'),
      times: 'forever',
    });
    const run = await startRun(till);
    await run.ready();
    putFile(till.drop, 'broken.json', '[{"half":: ]');
    putFile(till.drop, 'whole.json', sale('A-1').body);
    await waitFor('it is refused', async () =>
      (await stateOf(run)).queue.some(({ state }) => state === 'ejected'),
    );
    await waitFor('both are listed', async () => (await stateOf(run)).quarantine.length === 2);
    expect(await stateOf(run)).toMatchObject({ quarantineTotal: 2, queueTotal: 1 });
    putFile(till.drop, 'other.json', sale('A-2').body);
    await waitFor('HEADO refused it once more', async () =>
      (await stateOf(run)).errors.some(({ event }) => event === 'entry.quarantined'),
    );
    const { errors, counters } = await stateOf(run);
    expect(errors.map(({ event, code, text }) => [event, code, text])).toEqual(
      expect.arrayContaining([
        [
          'file.rejected',
          'format.broken',
          'Файл broken.json не принят и лежит в rejected. Это не правильный JSON.',
        ],
        ['batch.refused', null, 'HEADO не принял пачку (-32602: device API, error codes: no), записей: 1.'],
        [
          'entry.quarantined',
          'api.refused',
          'A-1 ждёт решения в карантине. HEADO не принял чек (-32602: device API, error codes: no).',
        ],
      ]),
    );
    expect(errors.filter(({ text }) => /[{}?]|[a-z]+=/.test(text))).toEqual([]);
    expect(counters).toContainEqual({ name: 'quarantined', label: 'Попало в карантин', value: 1 });
    expect(counters.filter(({ name, label }) => label === name)).toEqual([]);
  });

  it('writes wrong PINs into the journal, without the PIN, and counts on after a restart', async () => {
    const till = await lay();
    till.configure({ widget: { pin: PIN } });
    const journal = (): string => readFileSync(join(till.dataDir, 'journal', 'journal.ndjson'), 'utf8');
    const refusals = (): Record<string, unknown>[] =>
      journal()
        .split('\n')
        .filter((line) => line.includes('"pin.refused"'))
        .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    for (const inRow of [1, 2]) {
      const run = await startRun(till);
      await run.ready();
      expect(await run.request('unlock', { pin: '' })).toMatchObject({ refusal: { reason: 'locked' } });
      await waitFor('the wrong PIN is judged', async () => {
        await run.request('unlock', { pin: '7391846' });
        return refusals().length === inRow;
      });
      await run.stop();
    }
    expect(refusals()).toMatchObject([
      { level: 'warn', inRow: 1, waitMs: 1_000 },
      { level: 'warn', inRow: 2, waitMs: 2_000 },
    ]);
    for (const line of refusals())
      expect(Object.keys(line).sort()).toEqual(['event', 'inRow', 'level', 'time', 'waitMs']);
    expect(journal()).not.toContain('7391846');
  });
});
