import { expect, it } from 'vitest';
import { putFile } from '../../street/agent-street.ts';
import { sale } from '../../street/agent-goods.ts';
import { waitFor, waitUntil } from '../../support/wait-for.ts';
import { say } from '../core/command-line.ts';
import { lay, startRun } from './run-ui.ts';

it('the last receipt of the evening, refused, is told everywhere: where it lies, why, and what to do', async () => {
  const till = await lay();
  till.configure();
  till.heado.behave({
    act: { name: 'rpcError', code: -32602, message: 'no such cashier' },
    method: 'purchaseRegisterBatch',
    times: 'forever',
  });
  const run = await startRun(till);
  await run.ready();
  putFile(till.drop, 'last.json', sale('LAST-1').body);
  const status = async (): Promise<string> => (await say(till.configFile, ['status'])).out;
  await waitFor('it is refused', async () => (await status()).includes('HEADO refused 1'));
  // While it is tried once more it is on its way and stands in no list.
  await waitUntil(async () => expect(await status()).toContain('heado-till quarantine discard'));
  await waitUntil(async () => {
    const listed = await say(till.configFile, ['quarantine', 'list']);
    expect(listed.out).toContain('LAST-1');
    expect(listed.out).toContain('no such cashier');
    const [item] = /e1@\d+/.exec(listed.out) ?? [];
    const shown = await say(till.configFile, ['quarantine', 'show', item ?? '']);
    expect(shown.out).toContain('no such cashier');
  });
  await waitUntil(async () =>
    expect(await run.request('serviceState', {})).toMatchObject({
      value: {
        queue: [{ label: 'LAST-1', state: 'ejected' }],
        quarantine: [{ label: 'LAST-1', canRetry: true }],
      },
    }),
  );
  till.heado.heal();
  await waitFor('it is delivered', () => till.heado.registered() === 1);
});
