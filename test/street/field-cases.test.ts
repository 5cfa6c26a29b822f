/** Every field case that has an input, over the running agent. */
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { leaveStreets } from './agent-street.ts';
import {
  differences,
  fieldCases,
  lacking,
  runCase,
  stopListening,
  unwanted,
  type FieldCase,
} from './field-case.ts';

afterEach(async () => {
  await stopListening();
  await leaveStreets();
});

const withInput = fieldCases().filter(({ inputs }) => inputs.length > 0);

it.each(withInput.map((each): [string, FieldCase] => [each.name, each]))(
  'the field case %s gives what is right',
  async (_, fieldCase) => {
    const { expected } = fieldCase;
    const outcome = await runCase(fieldCase);
    const answers = expected.anyOf ?? [expected.scenario === 'retryOfd' ? retried(fieldCase) : expected];
    const wrong = answers.map((answer) => differences(answer, outcome));
    expect(wrong.some((found) => found.length === 0) ? [] : wrong).toEqual([]);
    const { match = [], not = [] } = expected.early ?? {};
    if (outcome.early !== '')
      expect([...lacking(match, outcome.early), ...unwanted(not, outcome.early)]).toEqual([]);
    if (expected.list) expect(lacking(expected.list, await outcome.ask(['quarantine', 'list']))).toEqual([]);
    if (expected.status) expect(lacking(expected.status, outcome.status)).toEqual([]);
    for (const command of expected.commands ?? []) {
      const said = await outcome.ask(command.args);
      expect([...lacking(command.match ?? [], said), ...unwanted(command.not ?? [], said)]).toEqual([]);
    }
  },
);

/** Read anew as what it is, the one receipt of the input is sent. */
function retried({ inputs }: FieldCase): { sent: { amount: string }[]; refused: number } {
  const { totalSum } = z.object({ totalSum: z.number() }).parse(JSON.parse(String(inputs[0])));
  return { sent: [{ amount: String(totalSum / 100) }], refused: 0 };
}
