/**
 * Random days of a till whose settings are corrected, whose POS repeats itself in other words, whose person gives things
 * up, whose old files go, and whose database is lost: whatever happens, no document is delivered twice, and none is lost that was not given
 * up after it came last. A failure names its seed and step.
 * Where the zone was right all the time a document is written with its offset and without as it comes. Where the zone is
 * corrected too, a time without offset was another moment, and only what is written as before can be known to be the same
 * (`written-otherwise.test.ts`).
 */
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { NewEntry, TakenFile } from '../../../src-main/outbox/port.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import { seededRandom, type Random } from '../../support/random.ts';
import { rule, toQuarantine } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import {
  closeOutboxes,
  deliverAll,
  openFolder,
  openImage,
  reopen,
  type OutboxFolder,
} from './outbox-folder.ts';
import { arrival, receipt, type Settings } from './records.ts';

const SEEDS = process.env['FULL'] === undefined ? 30 : 300;

afterEach(() => closeOutboxes());

/** What really happened in the shop: one document, known by its cashier's name, which HEADO is told. */
interface Document {
  readonly name: string;
  readonly kind: 'sale' | 'return';
  readonly extId: string;
  readonly docId: string;
  /** Its like was made in the same second: the POS must tell its number. */
  readonly isTwin: boolean;
  /** Where the zone is corrected: it is always written without its offset. */
  readonly isLocal: boolean;
  /** HEADO refuses it. */
  readonly isBad: boolean;
}

interface Archived {
  readonly names: readonly string[];
  readonly read: () => TakenFile;
}

interface Shop {
  readonly random: Random;
  readonly documents: readonly Document[];
  readonly isZoneSure: boolean;
  /** As they lie in the archive, read under the settings of the moment. */
  readonly archive: Archived[];
  readonly brought: Set<string>;
  /** Given up by a person, and not brought since. */
  readonly givenUp: Set<string>;
  readonly delivered: string[];
  folder: OutboxFolder;
  settings: Settings;
}

const settingsOfDays: readonly Settings[] = [
  {},
  { cashboxExtId: '23' },
  { storeExtId: '112', networkId: 'N' },
  { storeExtId: undefined, cashboxExtId: undefined },
];

const wrongZone: Settings = { zone: openZone('Asia/Yekaterinburg') };

/** Ten ids: a sale each, half of them with one return, some with two in one second. */
function openShop(seed: number): Shop {
  const random = seededRandom(seed);
  const documents = Array.from({ length: 10 }, (_, number): Document[] => {
    const returns = number % 2 === 0 ? 0 : number % 4 === 1 ? 1 : 2;
    const of = (kind: Document['kind'], which: number, isTwin: boolean): Document => ({
      ...{
        kind,
        isTwin,
        name: `${kind} ${number} ${which}`,
        extId: `A-${number}`,
        docId: `D-${number}-${which}`,
      },
      isBad: random.next() < 0.25,
      isLocal: random.next() < 0.5,
    });
    const returned = Array.from({ length: returns }, (__, which) => of('return', which + 1, returns > 1));
    return [of('sale', 0, false), ...returned];
  }).flat();
  const rest = {
    isZoneSure: seed % 2 === 0,
    archive: [],
    brought: new Set<string>(),
    givenUp: new Set<string>(),
    delivered: [],
  };
  return { random, documents, ...rest, folder: openFolder(), settings: {} };
}

/** How a document is written this time; the file says the same whenever it is read. */
function writing({ random, isZoneSure }: Shop, document: Document): (settings: Settings) => NewEntry {
  const { kind, extId, name, isTwin } = document;
  const showsDocId = isTwin || random.next() < 0.5;
  const isLocal = isZoneSure ? random.next() < 0.5 : document.isLocal;
  return (settings) =>
    receipt(
      {
        ...{ kind, extId, cashier: name, amount: kind === 'sale' ? 10 : -10 },
        ...(isLocal && { time: '2026-11-21T18:42:11' }),
        ...(showsDocId && { docId: document.docId }),
      },
      settings,
    );
}

type Operation = (shop: Shop) => void;

const bring: Operation = (shop) => {
  const chosen = new Set(
    Array.from({ length: 1 + shop.random.below(3) }, () => shop.random.pick(shop.documents)),
  );
  const written = Array.from(chosen, (document) => writing(shop, document));
  const brought = arrival(`${shop.random.next()}.json`, ...written.map((write) => write(shop.settings)));
  const read = (): TakenFile => ({
    ...brought,
    entries: written.map((write, index) => ({ ...write(shop.settings), at: `[${index}]` })),
  });
  shop.archive.push({ read, names: Array.from(chosen, ({ name }) => name) });
  shop.folder.outbox.take([brought]);
  for (const { name } of chosen) {
    shop.brought.add(name);
    shop.givenUp.delete(name);
  }
};

const payloadSchema = z.object({ cashier: z.string() });
const nameOf = (payload: string): string => payloadSchema.parse(JSON.parse(payload)).cashier;

/** HEADO takes what is good and refuses the rest by name. */
const send: Operation = ({ folder, documents, delivered }) => {
  const { outbox } = folder;
  const bad = new Set(documents.filter(({ isBad }) => isBad).map(({ name }) => name));
  for (let batch = outbox.nextBatch(rule()); batch; batch = outbox.nextBatch(rule())) {
    const refused = batch.entries.filter(({ payload }) => bad.has(nameOf(payload)));
    if (refused.length === 0) {
      delivered.push(...batch.entries.map(({ payload }) => nameOf(payload)));
      outbox.settle(batch.id, { verdict: 'accepted', counted: batch.entries.length });
    } else {
      const outcasts = refused.map(({ seq }) => toQuarantine(seq));
      outbox.settle(batch.id, { verdict: 'dissolved', outcasts, because: 'refused', perhapsStored: false });
    }
  }
};

const giveUp: Operation = (shop) => {
  const { outbox } = shop.folder;
  const [refused] = outbox.reading.list({ state: 'quarantined', limit: 1 });
  const version = refused && outbox.shelf.entryVersion(refused.seq);
  if (!refused || version === undefined) return;
  const name = nameOf(outbox.reading.payload(refused.seq) ?? '');
  expect(outbox.shelf.discardEntry({ id: refused.seq, version, reason: '' }).ok).toBe(true);
  shop.givenUp.add(name);
};

const correct: Operation = (shop) => {
  const { random, isZoneSure } = shop;
  const isZoneWrong = !isZoneSure && random.next() < 0.5;
  shop.settings = { ...random.pick(settingsOfDays), ...(isZoneWrong && wrongZone) };
};

const restart: Operation = (shop) => {
  shop.folder = shop.random.next() < 0.5 ? reopen(shop.folder) : openImage(shop.folder);
  expect(shop.folder.health).toBe('sound');
};

const lose: Operation = (shop) => {
  shop.folder = withoutDatabase(shop.folder);
  shop.folder.outbox.take(asArchive(shop.archive.map(({ read }) => read())));
  shop.folder.outbox.rebuild.applyLedger();
};

/** A file is old: it goes, as HEADO has all of it. */
const clean: Operation = ({ archive, delivered }) => {
  const old = archive.findIndex(({ names }) => names.every((name) => delivered.includes(name)));
  if (old >= 0) archive.splice(old, 1);
};

const OPERATIONS: readonly Operation[] = [
  bring,
  bring,
  bring,
  bring,
  send,
  send,
  giveUp,
  correct,
  restart,
  lose,
  clean,
  clean,
];

/** Everything that a person or the sender still sees of it. */
function visible({ folder }: Shop): Set<string> {
  const { reading, shelf } = folder.outbox;
  const rows = reading.list({ limit: 1_000 }).filter(({ state }) => state !== 'discarded');
  const payloads = rows.flatMap(({ seq }) => reading.payload(seq) ?? []);
  const shelved = shelf.open({ limit: 1_000 }).map(({ raw }) => raw);
  return new Set([...payloads, ...shelved].map(nameOf));
}

function audit(shop: Shop): void {
  expect(shop.delivered).toHaveLength(new Set(shop.delivered).size);
  const seen = visible(shop);
  const lost = [...shop.brought].filter((name) => !shop.givenUp.has(name) && !seen.has(name));
  expect(lost.filter((name) => !shop.delivered.includes(name))).toEqual([]);
  // Nothing of this till is ambiguous: its twins tell their numbers.
  expect(shop.folder.outbox.reading.counts().shelf.open).toBe(0);
}

it.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
  'no document is delivered twice or lost in silence, whatever happens to settings, person and database (seed %i)',
  (seed) => {
    const shop = openShop(seed);
    for (let step = 1; step <= 60; step += 1) {
      const operation = shop.random.pick(OPERATIONS);
      try {
        operation(shop);
        audit(shop);
      } catch (error) {
        throw new Error(`step ${step} (${operation.name})`, { cause: error });
      }
    }
    send(shop);
    audit(shop);
    const good = shop.documents.filter(({ name, isBad }) => shop.brought.has(name) && !isBad);
    expect(new Set(shop.delivered)).toEqual(new Set(good.map(({ name }) => name)));
    expect(shop.folder.outbox.verify()).toMatchObject({ faults: [], structure: 'ok' });
    expect(deliverAll(shop.folder, rule())).toEqual([]);
  },
);
