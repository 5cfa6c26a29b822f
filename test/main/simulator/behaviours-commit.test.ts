import { Agent } from 'node:http';
import { expect, test } from 'vitest';
import type { Act, ActName } from '../../simulator/acts.ts';
import { behaviours } from '../../simulator/behaviours.ts';
import { actOf } from '../../simulator/rules.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';
import { batch, envelope, sale, send } from './raw-client.ts';

/** Settings that make an act short, or make it find something to do. */
const quick: readonly Act[] = [
  { name: 'slow', delayMs: 1 },
  { name: 'lateAnswer', delayMs: 1 },
  { name: 'dripAnswer', intervalMs: 0 },
  { name: 'dripRequest', intervalMs: 0 },
  { name: 'hugeBody', bytes: 1000 },
  { name: 'gzipBomb', bytes: 1000 },
  { name: 'tooLarge', receiptsOver: 0 },
  { name: 'flapping', upMs: 0 },
  { name: 'refuseReceipt', when: () => false },
];

/** What was registered of one receipt by the time that the call is over or registered. */
async function playOnce(act: Act): Promise<{ readonly registered: number; readonly played: boolean }> {
  let over = 0;
  await using heado = await startSimulator({ onCall: () => (over += 1) });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  if (act.name === 'closeAsClientWrites') await send(heado.deviceUrl, envelope('reports', {}), { agent });
  const overBefore = over;
  heado.behave({ act });
  const body = envelope('purchaseRegisterBatch', batch(sale()));
  const sent = send(heado.deviceUrl, body, { agent }).catch(() => undefined);
  await waitFor('the call is over or registered', () => over > overBefore || heado.registered() > 0);
  const played = heado.calls.some(({ behaviour }) => behaviour === act.name);
  const registered = heado.registered();
  agent.destroy();
  await sent;
  return { registered, played };
}

const names = Object.keys(behaviours).map((name) => actOf(name).name);

test.each(names)('%s registers what the table says', async (name: ActName) => {
  const act = quick.find((one) => one.name === name) ?? actOf(name);
  const registered = behaviours[name].commits === 'no' ? 0 : 1;
  expect(await playOnce(act)).toEqual({ registered, played: true });
});
