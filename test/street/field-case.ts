/**
 * Owns: a field case (`test/fixtures/field-cases`, explained in its README): a reduced input of a real export with its
 * right answer; what the running agent makes of it, and the comparison.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../src-main/base/clock.ts';
import { startControlServer } from '../../src-main/core/control/server.ts';
import { sentence } from '../../src-main/text/problems.ts';
import { say } from '../main/core/command-line.ts';
import { waitFor } from '../support/wait-for.ts';
import { leftIn, openStreet, type Street } from './agent-street.ts';

const CASES = join(import.meta.dirname, '../fixtures/field-cases');
/** The inputs were written in the morning of this day. */
const NOW_MS = Date.UTC(2026, 10, 28, 15);
/** Long enough to look at the status meanwhile. */
const STALE_MS = 2_500;

const patterns = z.array(z.string());
const sentSchema = z.strictObject({
  amount: z.string(),
  extId: z.string().optional(),
  positions: z.number().optional(),
  attributes: z.record(z.string(), z.string()).optional(),
});
const answerShape = {
  sent: z.array(sentSchema).optional(),
  signals: z.number().optional(),
  refused: z.union([z.number(), z.literal('some')]).optional(),
  skipped: z.number().optional(),
  reason: patterns.optional(),
  notReason: patterns.optional(),
};
const expectedSchema = z.strictObject({
  ...answerShape,
  fault: z.string(),
  why: z.string(),
  anyOf: z.array(z.strictObject(answerShape)).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  inPlace: z.boolean().optional(),
  scenario: z.union([z.literal('retryOfd'), z.array(z.string())]).optional(),
  early: z.strictObject({ match: patterns.optional(), not: patterns.optional() }).optional(),
  list: patterns.optional(),
  status: patterns.optional(),
  commands: z
    .array(
      z.strictObject({ args: z.array(z.string()), match: patterns.optional(), not: patterns.optional() }),
    )
    .optional(),
});

export type Expected = z.output<typeof expectedSchema>;
type Answer = Partial<Pick<Expected, keyof typeof answerShape>>;

export interface FieldCase {
  readonly name: string;
  readonly expected: Expected;
  readonly inputs: readonly Buffer[];
}

export function fieldCases(): readonly FieldCase[] {
  const folders = readdirSync(CASES, { withFileTypes: true }).filter((each) => each.isDirectory());
  return folders.map(({ name }) => {
    const files = readdirSync(join(CASES, name)).filter((file) => file.startsWith('input'));
    return {
      name,
      expected: expectedSchema.parse(JSON.parse(readFileSync(join(CASES, name, 'expected.json'), 'utf8'))),
      inputs: files.sort().map((file) => readFileSync(join(CASES, name, file))),
    };
  });
}

const registeredSchema = z.object({
  amount: z.number(),
  extId: z.string(),
  positions: z.array(z.unknown()),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

/** What became of the inputs, as a person and HEADO see it. */
export interface Outcome {
  readonly sent: readonly z.output<typeof registeredSchema>[];
  readonly signals: number;
  readonly refused: number;
  readonly skipped: number;
  /** Every reason in English. */
  readonly reason: string;
  /** What `status` said while the file lay there; empty where it did not. */
  readonly early: string;
  readonly status: string;
  ask(args: readonly string[]): Promise<string>;
}

export async function runCase({ expected, inputs }: FieldCase): Promise<Outcome> {
  const beganMs = systemClock.now();
  const now = (): number => NOW_MS + systemClock.now() - beganMs;
  const { inPlace = false, early: wanted, scenario } = expected;
  const drop = { staleMs: wanted ? STALE_MS : 1_000 };
  const street = await openStreet({
    clock: { ...systemClock, now },
    heado: { now },
    settings: { ...expected.settings, drop },
  });
  if (scenario === 'retryOfd') pinFormat(street, 'heado-json');
  const ask = await listen(street);
  let early = '';
  for (const [index, bytes] of inputs.entries()) {
    const name = `input-${index}.json`;
    if (inPlace) writeFileSync(join(street.drop, name), bytes);
    else street.put(name, bytes);
    if (wanted) early = await tellEarly(street, ask);
    await street.settled();
  }
  if (scenario !== 'retryOfd') return describeOutcome(street, ask, early);
  pinFormat(street, 'ofd-json');
  const askAnew = await listen(street);
  for (const id of await itemIds(street)) await askAnew(['quarantine', 'retry', id]);
  await street.settled();
  return describeOutcome(street, askAnew, early);
}

type Ask = Outcome['ask'];

/** (Re)starts the agent and lets commands reach it. */
async function listen(street: Street): Promise<Ask> {
  await street.stop();
  const { operations } = await street.start();
  const control = await startControlServer({
    ...{ dataDir: street.dataDir, operations, note: () => undefined },
  });
  if (!control.ok) throw new Error(control.error.code);
  closing.push(() => control.value.close());
  return async (args) => {
    const { out, err } = await say(join(street.root, 'config.json'), args);
    return `${out}\n${err}`;
  };
}

const closing: (() => Promise<void>)[] = [];

export async function stopListening(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

function pinFormat(street: Street, format: string): void {
  street.configure({ drop: { folders: [{ path: street.drop, format }] } });
}

async function tellEarly({ status, drop }: Street, ask: Ask): Promise<string> {
  await waitFor('the file is told of', () => status().problems.length > 0 || leftIn(drop).length === 0);
  return leftIn(drop).length === 0 ? '' : ask(['status']);
}

async function itemIds(street: Street): Promise<string[]> {
  const listed = await street.agent().operations['quarantine.list']({ limit: 100 });
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value.rows.map(({ id }) => id);
}

async function describeOutcome(street: Street, ask: Ask, early: string): Promise<Outcome> {
  const listed = await street.agent().operations['quarantine.list']({ limit: 100 });
  if (!listed.ok) throw new Error(listed.error.code);
  const { rows } = listed.value;
  return {
    sent: street.registered().map((receipt) => registeredSchema.parse(receipt)),
    signals: street.heado.calls.filter(({ method }) => method === 'registerEvent').length,
    refused: rows.length,
    skipped: street.status().counters['skipped'] ?? 0,
    reason: rows.map(({ problem }) => sentence(problem, 'en')).join('\n'),
    early,
    status: await ask(['status']),
    ask,
  };
}

/** What of `answer` the outcome is not; empty where it is right. */
export function differences(answer: Answer, outcome: Outcome): string[] {
  const { sent, signals, refused, skipped, reason = [], notReason = [] } = answer;
  return [
    ...(sent ? sentDifferences(sent, outcome) : []),
    ...numberDifference('signals', signals, outcome.signals),
    ...(refused === 'some'
      ? outcome.refused === 0
        ? ['nothing was refused']
        : []
      : numberDifference('refused', refused, outcome.refused)),
    ...numberDifference('skipped', skipped, outcome.skipped),
    ...lacking(reason, outcome.reason),
    ...unwanted(notReason, outcome.reason),
  ];
}

function numberDifference(what: string, wanted: number | undefined, found: number): string[] {
  return wanted === undefined || wanted === found ? [] : [`${what}: ${found}, not ${wanted}`];
}

export function lacking(wanted: readonly string[], text: string): string[] {
  return wanted
    .filter((each) => !new RegExp(each, 'iu').test(text))
    .map((each) => `no /${each}/ in: ${text}`);
}

export function unwanted(patternsNot: readonly string[], text: string): string[] {
  return patternsNot
    .filter((each) => new RegExp(each, 'iu').test(text))
    .map((each) => `/${each}/ in: ${text}`);
}

function sentDifferences(
  wanted: readonly z.output<typeof sentSchema>[],
  { sent, reason }: Outcome,
): string[] {
  if (sent.length !== wanted.length) return [`${sent.length} sent, not ${wanted.length}; ${reason}`];
  return wanted.flatMap((each) => {
    const alike = sent.find(
      (receipt) =>
        String(receipt.amount) === each.amount && (each.extId === undefined || receipt.extId === each.extId),
    );
    if (!alike) return [`not sent: ${JSON.stringify(each)}; sent: ${JSON.stringify(sent)}`];
    const paid = Object.fromEntries(alike.attributes.map(({ name, value }) => [name, value]));
    const lost = Object.entries(each.attributes ?? {}).filter(([name, value]) => paid[name] !== value);
    return [
      ...lost.map(([name, value]) => `attribute ${name} is ${String(paid[name])}, not ${value}`),
      ...numberDifference('positions', each.positions, alike.positions.length),
    ];
  });
}
