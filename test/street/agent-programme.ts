/**
 * Owns: a random programme for a whole till, drawn from a seed: what is dropped, how the server behaves, when the
 * agent is stopped and started. It notes what must come of every drop.
 * Promises: the same seed gives the same steps.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dropped } from '../audit/evidence.ts';
import { receiptIdentity, signalIdentity } from '../audit/identities.ts';
import type { Act, ActName } from '../simulator/acts.ts';
import { seededRandom, type Random } from '../support/random.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  fiscal,
  HOUR_MS,
  returned,
  sale,
  shiftEvent,
  earlier,
  wallClock,
  type Goods,
} from './agent-goods.ts';
import { leftIn, type Street } from './agent-street.ts';

export interface Expected {
  /** The POS's own record, for the audit. */
  readonly dropped: Dropped[];
  /** Canonical receipts in the order in which they were dropped whole. */
  readonly wires: unknown[];
  /** Receipts of files that were written slowly: they keep no order with the others. */
  readonly slow: unknown[];
  /** `label | code` of what must lie in quarantine. */
  readonly quarantined: string[];
  /** Bytes by file name, for those that must lie in the archive and those that must lie in `rejected`. */
  readonly archived: Map<string, string>;
  readonly rejected: Map<string, string>;
  /** Signals by name and how many receipts had been dropped before each. */
  readonly signals: { readonly name: string; readonly before: number }[];
  duplicates: number;
}

/** Each is met once; what a call that ends like this leaves open, the agent has to find out. */
const ACTS: readonly [Act | ActName, ...(Act | ActName)[]] = [
  'resetAfterCommit',
  'resetBeforeCommit',
  'acceptAndClose',
  'cutAnswer',
  'htmlPage',
  'otherId',
  'noResult',
  'closeAsClientWrites',
  { name: 'statusAfterCommit', status: 502 },
  { name: 'status', status: 503 },
  { name: 'status', status: 404 },
  { name: 'rpcError', code: -32605 },
  { name: 'rpcError', code: -32801 },
  { name: 'redirect', status: 307 },
];
/** Receipts that HEADO refuses whenever they come; few, or it would look like a breakdown of the server. */
const POISON_MAX = 2;
const POISON = /^POISON/;

export function refusePoison({ heado }: Street): void {
  const when = (receipt: unknown): boolean => POISON.test(String(Reflect.get(Object(receipt), 'extId')));
  const holdsPoison = (params: unknown): boolean => {
    const receipts: unknown = Reflect.get(Object(params), 'receipts');
    return Array.isArray(receipts) && receipts.some(when);
  };
  heado.behave({ act: { name: 'refuseReceipt', when }, when: ({ params }) => holdsPoison(params) });
}

/** Runs so many steps; the agent may be stopped at the end. */
export async function runProgramme(street: Street, seed: number, steps: number): Promise<Expected> {
  const programme = createProgramme(street, seededRandom(seed));
  refusePoison(street);
  await street.start();
  for (let step = 1; step <= steps; step += 1) await programme.step(step);
  await programme.end();
  return programme.expected;
}

function createProgramme(street: Street, random: Random) {
  const expected: Expected = {
    ...{ dropped: [], wires: [], slow: [], quarantined: [], signals: [], duplicates: 0 },
    ...{ archived: new Map(), rejected: new Map() },
  };
  const known: Goods[] = [];
  let runs = true;
  let poisoned = 0;
  let open = false;
  let behaviours = 0;
  let unfinished: { readonly name: string; readonly rest: string } | undefined;
  const atOf = (step: number): number => earlier(12 * 60) + step * 1_000;

  function put(step: number, body: unknown): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expected.archived.set(`${step}.json`, text);
    street.put(`${step}.json`, text);
  }

  function owe(step: number, wires: readonly unknown[]): void {
    const file = `${step}.json`;
    for (const wire of wires) {
      const label = String(Reflect.get(Object(wire), 'extId'));
      expected.dropped.push({ identity: receiptIdentity(wire), label, file, fate: 'server' });
    }
  }

  /** A record, or a file, that a person has to decide on. */
  function quarantine(step: number, label: string, code: string, wire?: unknown): void {
    expected.quarantined.push(`${label} | ${code}`);
    const identity = wire === undefined ? `${label} | ${code}` : receiptIdentity(wire);
    expected.dropped.push({ identity, label, file: `${step}.json`, fate: 'person' });
  }

  /** A file has one format. */
  function native(step: number, number: number): Goods {
    const atMs = atOf(step);
    const kopecks = [1 + random.below(100_000), 1 + random.below(500)];
    const goods = random.pick([
      () => sale(`G-${number}`, { atMs, kopecks }),
      () => returned(`G-${1 + random.below(step)}`, { atMs, kopecks, docId: `R-${number}` }),
    ])();
    known.push(goods);
    return goods;
  }

  function ofFiscalDrive(step: number): Goods {
    const goods = fiscal(step, { atMs: atOf(step), card: 100 + random.below(10_000) });
    known.push(goods);
    return goods;
  }

  const actions: readonly [
    (step: number) => void | Promise<void>,
    ...((step: number) => void | Promise<void>)[],
  ] = [
    dropGood,
    dropGood,
    dropGood,
    dropSeveral,
    dropAgain,
    dropWrong,
    dropContradiction,
    dropPoison,
    dropBroken,
    dropSlowly,
    dropSignal,
    misbehave,
    misbehave,
    rest,
    toggleAgent,
  ];

  function dropGood(step: number): void {
    const { body, wire } = random.below(3) === 0 ? ofFiscalDrive(step) : native(step, step);
    expected.wires.push(wire);
    owe(step, [wire]);
    put(step, body);
  }

  function dropSeveral(step: number): void {
    const some = [native(step, step * 1_000), native(step, step * 1_000 + 1)];
    const wires = some.map(({ wire }) => wire);
    expected.wires.push(...wires);
    owe(step, wires);
    quarantine(step, `W-${step}`, 'receipt.sumMismatch');
    put(step, [some[0]?.body, { ...sale(`W-${step}`).body, amount: 1 }, some[1]?.body]);
  }

  function dropAgain(step: number): void {
    const again = known[random.below(known.length)];
    if (!again) return;
    expected.duplicates += 1;
    put(step, again.body);
  }

  function dropWrong(step: number): void {
    quarantine(step, `W-${step}`, 'receipt.timeInvalid');
    put(step, { ...sale(`W-${step}`).body, ts: '2026-02-30T10:00:00' });
  }

  function dropContradiction(step: number): void {
    const first = sale(`C-${step}`, { atMs: atOf(step) });
    expected.wires.push(first.wire);
    owe(step, [first.wire]);
    quarantine(step, `C-${step}`, 'outbox.conflict');
    put(step, [first.body, sale(`C-${step}`, { atMs: atOf(step), kopecks: [1] }).body]);
  }

  function dropPoison(step: number): void {
    if (poisoned >= POISON_MAX) return;
    poisoned += 1;
    const { body, wire } = sale(`POISON-${step}`, { atMs: atOf(step) });
    quarantine(step, `POISON-${step}`, 'api.refused', wire);
    put(step, body);
  }

  function dropBroken(step: number): void {
    const text = `{"extId": "B-${step}",, "amount": 1}`;
    expected.rejected.set(`${step}.json`, text);
    quarantine(step, `${step}.json`, 'format.broken');
    street.put(`${step}.json`, text);
  }

  /** Half of it now, the rest with the next slow file or at the end. */
  function dropSlowly(step: number): void {
    finishSlow();
    const { body, wire } = sale(`S-${step}`, { atMs: atOf(step) });
    const text = JSON.stringify(body);
    expected.slow.push(wire);
    owe(step, [wire]);
    expected.archived.set(`${step}.json`, text);
    writeFileSync(join(street.drop, `${step}.json`), text.slice(0, 100));
    unfinished = { name: `${step}.json`, rest: text.slice(100) };
  }

  function finishSlow(): void {
    if (unfinished) appendFileSync(join(street.drop, unfinished.name), unfinished.rest);
    unfinished = undefined;
  }

  function dropSignal(step: number): void {
    open = !open;
    const name = open ? 'shift/start' : 'shift/stop';
    expected.signals.push({ name, before: expected.wires.length });
    const atMs = atOf(step) - HOUR_MS;
    const identity = signalIdentity({ name, ts: wallClock(atMs).replace('T', ' ') });
    expected.dropped.push({ identity, label: name, file: `${step}.json`, fate: 'server' });
    put(step, shiftEvent(name, atMs, { shift: String(expected.signals.length) }));
  }

  function misbehave(): void {
    behaviours += 1;
    street.heado.behave({ act: random.pick(ACTS) });
  }

  /** Sometimes all is allowed to come to rest, sometimes it goes on in the middle. */
  async function rest(): Promise<void> {
    finishSlow();
    if (runs) await waitFor('the folder is empty', () => leftIn(street.drop).length === 0);
  }

  async function toggleAgent(): Promise<void> {
    finishSlow();
    if (runs) await street.stop();
    else await street.start();
    runs = !runs;
  }

  return {
    expected,
    async step(step: number): Promise<void> {
      await random.pick(actions)(step);
      for (let turn = random.below(20); turn > 0; turn -= 1) await nextTurn();
    },
    async end(): Promise<void> {
      finishSlow();
      if (!runs) await street.start();
      if (behaviours === 0) throw new Error('a programme in which the server always behaves proves nothing');
    },
  };
}
