/**
 * Owns: the POS of a chaos run: it writes files in every way that the drop folder's contract allows, keeps some open,
 * drops some again, and keeps its own record of everything, which is all that the audit believes.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Dropped, Fate } from '../audit/evidence.ts';
import { receiptIdentity, signalIdentity } from '../audit/identities.ts';
import { earlier, sale, shiftEvent, wallClock, type Goods } from '../street/agent-goods.ts';
import { putFile } from '../street/agent-street.ts';

export interface Pos {
  /** The record, as it stands now. */
  dropped(): readonly Dropped[];
  drop(count: number): string;
  append(count: number): string;
  release(): string;
  /** Lines in place, and half of one more: nothing is owed of that. */
  dropCut(count: number): string;
  /** A receipt that was dropped before, in a file of another name. */
  dropAgain(index: number): string;
  dropWrong(): string;
  /** What a person gave up, as it was: it comes into their hands again. */
  dropGivenUp(): string;
  dropBroken(): string;
  shift(): string;
  /** A person decided that nothing more is owed of it. */
  giveUp(label: string): void;
  /** The same of everything that HEADO does not have: `isThere` says what it has. */
  giveUpMissing(isThere: (identity: string) => boolean): void;
}

/** Long before now, so that no receipt lies in the future of a right clock. */
const FIRST_MS = earlier(12 * 60);
/** Characters of a line that was cut. */
const HALF = 60;
const NOTHING = 'nothing';
const wrongBody = (label: string): unknown => ({ ...sale(label).body, amount: 1 });

/** `isThere`: whether the POS finds its folder. */
export function openPos(folder: string, isThere: () => boolean): Pos {
  const record = new Map<string, Dropped>();
  const known: Goods[] = [];
  let number = 0;
  let held: { readonly file: number; readonly name: string } | undefined;
  let isOpen = false;
  let lastShift = 0;

  const next = (): number => (number += 1);

  function owe(identity: string, label: string, file: string, fate: Fate): void {
    if (!record.has(identity)) record.set(identity, { identity, label, file, fate });
  }

  function makeSale(file: string): Goods {
    const id = next();
    const goods = sale(`S-${id}`, { atMs: FIRST_MS + id * 1_000, kopecks: [100 * id, 50] });
    known.push(goods);
    owe(receiptIdentity(goods.wire), `S-${id}`, file, 'server');
    return goods;
  }

  const idOf = ({ body }: Goods): string => String(body['extId']);

  function put(name: string, body: unknown, what: string): string {
    putFile(folder, name, body);
    return `${name}: ${what}`;
  }

  return {
    dropped: () => [...record.values()],
    drop(count) {
      if (!isThere()) return NOTHING;
      const name = `${next()}.json`;
      const goods = Array.from({ length: count }, () => makeSale(name));
      return put(
        name,
        goods.length === 1 ? goods[0]?.body : goods.map(({ body }) => body),
        goods.map(idOf).join(' '),
      );
    },
    append(count) {
      if (!held && !isThere()) return NOTHING;
      const name = held?.name ?? `${next()}.ndjson`;
      held ??= { name, file: openSync(join(folder, name), 'a') };
      const goods = Array.from({ length: count }, () => makeSale(name));
      writeSync(held.file, goods.map(({ body }) => `${JSON.stringify(body)}\n`).join(''));
      return `${name} (kept open): ${goods.map(idOf).join(' ')}`;
    },
    release() {
      const { name = 'nothing' } = held ?? {};
      if (held) closeSync(held.file);
      held = undefined;
      return name;
    },
    dropCut(count) {
      if (!isThere()) return NOTHING;
      const name = `${next()}.ndjson`;
      const goods = Array.from({ length: count }, () => makeSale(name));
      const half = JSON.stringify(sale(`H-${next()}`).body).slice(0, HALF);
      const lines = goods.map(({ body }) => `${JSON.stringify(body)}\n`).join('');
      writeFileSync(join(folder, name), lines + half);
      return `${name}: ${goods.map(idOf).join(' ')} and half a line`;
    },
    dropAgain(index) {
      const goods = known[index % Math.max(known.length, 1)];
      if (!goods || !isThere()) return NOTHING;
      return put(`${next()}.json`, goods.body, `${idOf(goods)} again`);
    },
    dropWrong() {
      if (!isThere()) return NOTHING;
      const id = next();
      const label = `W-${id}`;
      owe(label, label, `${id}.json`, 'person');
      return put(`${id}.json`, wrongBody(label), `${label}, whose lines do not add up`);
    },
    dropGivenUp() {
      const thing = [...record.values()].find(
        ({ fate, label }) => fate === 'givenUp' && label.startsWith('W-'),
      );
      if (!thing || !isThere()) return NOTHING;
      const file = `${next()}.json`;
      record.set(thing.identity, { ...thing, file, fate: 'person' });
      return put(file, wrongBody(thing.label), `${thing.label} again`);
    },
    dropBroken() {
      if (!isThere()) return NOTHING;
      const name = `${next()}.json`;
      owe(name, name, name, 'person');
      return put(name, `{"extId": "B",, "amount": 1}`, 'no JSON');
    },
    shift() {
      if (!isThere()) return NOTHING;
      isOpen = !isOpen;
      const id = next();
      const name = isOpen ? 'shift/start' : 'shift/stop';
      const atMs = FIRST_MS + id * 1_000;
      const ts = wallClock(atMs).replace('T', ' ');
      owe(signalIdentity({ name, ts }), name, `${id}.json`, 'server');
      // The opening and the closing of one shift have one number.
      const shift = String(isOpen ? id : Math.max(lastShift, 1));
      if (isOpen) lastShift = id;
      return put(`${id}.json`, shiftEvent(name, atMs, { shift }), `${name} ${ts} of shift ${shift}`);
    },
    giveUpMissing(isAtHeado) {
      for (const thing of record.values())
        if (!isAtHeado(thing.identity)) record.set(thing.identity, { ...thing, fate: 'givenUp' });
    },
    giveUp(label) {
      for (const thing of record.values())
        if (thing.label === label) record.set(thing.identity, { ...thing, fate: 'givenUp' });
    },
  };
}
