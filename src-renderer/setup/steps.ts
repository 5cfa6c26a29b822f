/**
 * Owns: the order of the wizard's steps, which fields stand on which, and what is missing before going on. Pure.
 * Refuses to know: whether an address or an id is right; the agent tells (`SetupResult.problems`).
 */
import type { SetupField, SetupInput, SetupState } from '../../src-main/contract/service.ts';

export const STEPS = ['server', 'store', 'folder', 'zone', 'test', 'done'] as const;
export type Step = (typeof STEPS)[number];

const FIELDS_OF = {
  server: ['baseUrl', 'key'],
  store: ['storeExtId', 'cashboxExtId', 'pin'],
  folder: ['folder'],
  zone: ['timeZone'],
  test: [],
  done: [],
} as const satisfies Record<Step, readonly SetupField[]>;

/** What stands in the fields. */
export type Typed = Required<SetupInput>;

/** Nothing of key and PIN: their fields go one way (decisions 33). */
export function inputOf(state: SetupState): Typed {
  const { baseUrl, timeZone, folder, storeExtId, cashboxExtId } = state;
  return { baseUrl, timeZone, folder, storeExtId, cashboxExtId, key: '', pin: '' };
}

/** What is sent of it: no PIN is no change. */
export function sentOf({ pin, ...rest }: Typed): SetupInput {
  return pin.trim() === '' ? rest : { ...rest, pin };
}

/** Fields of the step that are still empty and may not be. Ids and PIN may: not every chain has them. */
export function missingAt(step: Step, input: Typed, hasKey: boolean): SetupField[] {
  const key = hasKey ? ['key' as const] : [];
  const optional = new Set<SetupField>(['storeExtId', 'cashboxExtId', 'pin', ...key]);
  return FIELDS_OF[step].filter((field) => !optional.has(field) && input[field].trim() === '');
}

/** The first step on which one of these fields stands; null: none of them has a step. */
export function stepOf(fields: readonly (SetupField | null)[]): Step | null {
  return STEPS.find((step) => FIELDS_OF[step].some((field) => fields.includes(field))) ?? null;
}

/** The step before or after; stays at the ends. */
export function stepBeside(step: Step, by: 1 | -1): Step {
  return STEPS[STEPS.indexOf(step) + by] ?? step;
}

export function isSetupField(name: string): name is SetupField {
  return STEPS.some((step) => FIELDS_OF[step].some((field) => field === name));
}
