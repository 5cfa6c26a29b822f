/** A thing of many names costs its names, never its names times themselves. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { hashPayload } from '../../../src-main/outbox/chain.ts';
import { keysOf } from '../../../src-main/outbox/keys.ts';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import { createRecogniser, type Reading } from '../../../src-main/outbox/recognise.ts';
import { entry, file, keyOf } from './entries.ts';
import { behindItsBack, closeOutboxes, openFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const READING: Reading = {
  isInThisFile: () => false,
  isSameFile: () => false,
  isReplacement: false,
  isRebuilding: false,
};

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => keyOf(`fiscal ${index}`));

/** Counts the whole rows that are read from now on. */
function countRows(database: DatabaseSync): { rows: number } {
  const counted = { rows: 0 };
  const prepare = database.prepare.bind(database);
  const watch = (statement: StatementSync): StatementSync =>
    new Proxy(statement, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]): unknown => {
          const found: unknown = Reflect.apply(method, target, given);
          counted.rows += Array.isArray(found) ? found.length : Number(found !== undefined);
          return found;
        };
      },
    });
  database.prepare = (sql) => (sql.includes('payload_hash') ? watch(prepare(sql)) : prepare(sql));
  return counted;
}

function recognise(brought: NewEntry, dataDir: string): { readonly kind: string; readonly rows: number } {
  return behindItsBack(dataDir, (database) => {
    const counted = countRows(database);
    const found = createRecogniser(database)(brought, keysOf(brought), hashPayload(brought.payload), READING);
    return { kind: found.kind, rows: counted.rows };
  });
}

it('a row is read once, however many of its names are brought', () => {
  const { outbox, dataDir } = openFolder();
  const facts = JSON.stringify({ kind: 'sale', amount: 1 });
  outbox.take([file([entry('a', { aliases: numbers(500), facts })])]);
  const again = entry('b', { aliases: numbers(500), facts });
  expect(recognise(again, dataDir)).toEqual({ kind: 'duplicate', rows: 1 });
});

it('each of several rows that the names lead to is read once', () => {
  const { outbox, dataDir } = openFolder();
  const facts = JSON.stringify({ kind: 'sale', amount: 1 });
  const [first, second] = [numbers(60).slice(0, 30), numbers(60).slice(30)];
  outbox.take([file([entry('a', { aliases: first, facts }), entry('b', { aliases: second, facts })])]);
  const both = entry('c', { aliases: numbers(60), facts });
  expect(recognise(both, dataDir)).toEqual({ kind: 'duplicate', rows: 2 });
});
