/**
 * Owns: the order of the wizard's steps, which fields stand on which, and what is missing before going on. Pure.
 * Refuses to know: whether an address or an id is right; the agent tells (`SetupResult.problems`).
 */
import type { SetupField, SetupInput, SetupState } from '../../src-main/contract/service.ts';

export const STEPS = ['server', 'store', 'folder', 'zone', 'test', 'done'] as const;
export type Step = (typeof STEPS)[number];

const FIELDS_OF = {
  server: ['baseUrl', 'key'],
  store: ['storeExtId', 'cashboxExtId'],
  folder: ['folder'],
  zone: ['timeZone'],
  test: [],
  done: [],
} as const satisfies Record<Step, readonly SetupField[]>;

/** Nothing of the key: its field goes one way (decisions 33). */
export function inputOf(state: SetupState): SetupInput {
  const { baseUrl, timeZone, folder, storeExtId, cashboxExtId } = state;
  return { baseUrl, timeZone, folder, storeExtId, cashboxExtId, key: '' };
}

/** Fields of the step that are still empty and may not be. The ids may: not every chain sends them. */
export function missingAt(step: Step, input: SetupInput, hasKey: boolean): SetupField[] {
  const optional = new Set<SetupField>(['storeExtId', 'cashboxExtId', ...(hasKey ? ['key' as const] : [])]);
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
