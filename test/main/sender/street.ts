/**
 * Owns: a till and a simulated HEADO that it sends to, for the street tests of the sender.
 */
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import type { SimulatorOptions } from '../../simulator/simulator-options.ts';
import { waitFor } from '../../support/wait-for.ts';
import { closeTills, openTill, type Till, type TillOptions } from './till.ts';

export interface Street {
  readonly heado: Simulator;
  readonly till: Till;
}

const open: Simulator[] = [];

export async function startHeado(options: SimulatorOptions = {}): Promise<Simulator> {
  const heado = await startSimulator({ seed: 7, timeZone: 'Europe/Moscow', ...options });
  open.push(heado);
  return heado;
}

export async function openStreet(
  options: Partial<TillOptions> = {},
  simulated: SimulatorOptions = {},
): Promise<Street> {
  const heado = await startHeado(simulated);
  return { heado, till: openTill({ base: heado.url, key: heado.deviceKey, ...options }) };
}

export async function closeStreets(): Promise<void> {
  await closeTills();
  for (const heado of open.splice(0)) await heado.close();
}

export function drained(till: Till): Promise<void> {
  return waitFor('the outbox is drained', () => till.isDrained(), { everyMs: 2 });
}
