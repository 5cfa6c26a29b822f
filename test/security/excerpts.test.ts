/** What people are shown of what lies in quarantine, on the screen and by the command line. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { controlClient } from '../../src-main/core/control/client.ts';
import { excerptOf } from '../../src-main/core/operations/excerpt.ts';
import { openReadOnlyOperations } from '../../src-main/core/local.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { loadSettings } from '../../src-main/settings/load.ts';
import { formatIds } from '../../src-main/formats/detect.ts';
import { say } from '../main/core/command-line.ts';
import { lay, startRun, type Run } from '../main/service/run-ui.ts';
import { sale } from '../street/agent-goods.ts';
import { putFile } from '../street/agent-street.ts';
import { waitFor } from '../support/wait-for.ts';
import { randomKeys, tracesOf } from './traces.ts';

const same = (text: string): string => text;
const [key = ''] = randomKeys(5, 1);
const CARD = '4111111111111111';
const DIRECTION = '\u202e\u2066\u009b';

describe('an excerpt', () => {
  it.each([
    ['4111111111111111', '************1111'],
    ['"card": 4111 1111 1111 1111,', '"card": **** **** **** 1111,'],
    ['4111-1111-1111-1111;', '****-****-****-1111;'],
    ['3782 822463 10005', '**** ****** *0005'],
    ['4222222222222', '*********2222'],
    ['6304000000000000000', '***************0000'],
    ['a barcode 4006381333931', 'a barcode *********3931'],
    ['٤١١١١١١١١١١١١١١١', '************١١١١'],
    ['4111.1111.1111.1114 4111/1111/1111/1116', '****.****.****.**** ****/****/****/1116'],
    ['4111  1111  1111  1117', '****  ****  ****  1117'],
    [String.raw`\u0034111111111111115`, String.raw`\u***************1115`],
    ['123456789012', '123456789012'],
    ['2026-11-22T10:00:00+05:00', '2026-11-22T10:00:00+05:00'],
    ['archive/2026-11-28/20261128_100000-00012.json', 'archive/2026-11-28/20261128_100000-00012.json'],
    ['20261128100000123.json 2026.11.28 10.00.00', '20261128100000123.json 2026.11.28 10.00.00'],
    ['12345/2026-11-28/4111111111111130.json', '12345/2026-11-28/************1130.json'],
    ['2026112841111111111111111130', '************************1130'],
    ['12.34, 56.78, 90.12, 34.56', '12.34, 56.78, 90.12, 34.56'],
  ])('of %j is %j', (text, shown) => {
    expect(excerptOf(text, same)).toBe(shown);
  });

  it('has no key, by whomever it is asked for, and on the screen nothing that turns a line', async () => {
    const till = await lay({ deviceKey: encodeURIComponent(key) });
    till.configure();
    writeFileSync(till.keyFile, `${key}\n`);
    const run = await startRun(till);
    await run.ready();
    const text = `{"cashier": "${key}", "card": "${CARD}", "note": "${DIRECTION}", "half":: }`;
    putFile(till.drop, `file ${DIRECTION}.json`, text);
    putFile(till.drop, 'record.json', { ...sale('A-2', { cashier: `${key} ${CARD}` }).body, amount: 1 });
    await waitFor('both in quarantine', async () => (await itemsOf(run)).length === 2);
    const items = await itemsOf(run);
    expect(items.map(({ kind }) => kind).sort()).toEqual(['file', 'record']);
    for (const { label, excerpt } of items) {
      expect(excerpt).toContain('<hidden>');
      expect(tracesOf(key, excerpt)).toEqual([]);
      expect(excerpt).toContain('************1111');
      expect(label + excerpt).not.toMatch(/[^\P{C}\n\t]/u);
    }
    const client = controlClient(till.dataDir);
    const loaded = loadSettings({ configFile: till.configFile, env: {}, formats: formatIds });
    if (!loaded.ok) throw new Error('settings');
    const reading = openReadOnlyOperations({ settings: loaded.value.settings, env: {}, clock: systemClock });
    if (!reading.ok) throw new Error(reading.error.code);
    for (const { id } of items)
      for (const shown of [
        await client.ask('quarantine.show', { id }),
        await reading.value['quarantine.show']({ id }),
      ]) {
        if (!shown.ok) throw new Error(shown.error.code);
        expect(shown.value.raw).toContain('************1111');
        expect(tracesOf(key, shown.value.raw)).toEqual([]);
      }
    await reading.value.close();
  });
});

const GAPS = ['', ' ', '  ', '-', '.', '/', '\u00a0'];
const CARDS = GAPS.map((gap) => ['4111', '1111', '1111', '1111'].join(gap));
const ANY_CARD = /4111[^\p{L}\p{Nd}"]{0,2}1111[^\p{L}\p{Nd}"]{0,2}1111/u;
/** Whatever a terminal obeys, but the ends of lines. */
const OBEYED = /[^\P{C}\n\t]/u;

it('neither the quarantine nor the journal tells a card number or has a sign that a terminal obeys, wherever the file has it', async () => {
  const till = await lay({ deviceKey: encodeURIComponent(key) });
  till.configure();
  writeFileSync(till.keyFile, `${key}\n`);
  const run = await startRun(till);
  await run.ready();
  const records = CARDS.flatMap((card) => [
    { ...sale(card.slice(0, 40)).body, amount: card },
    { ...sale('E-1').body, ts: card },
    { ...sale('E-2').body, amount: 1, docId: card, [card]: card },
    { ...sale('E-3').body, attributes: [{ name: card, value: card }] },
  ]);
  const lines = records.map((record) => JSON.stringify(record)).join('\n');
  putFile(till.drop, `${CARD}.json`, lines);
  putFile(till.drop, `1 ${DIRECTION}\u001b]0;x\u0007 4111-1111-1111-1111.json`, '{"half":: }');
  await waitFor('all are in quarantine', async () => (await itemsOf(run)).length >= CARDS.length + 1);
  const told: string[] = [];
  for (const more of [[], ['--json']]) {
    told.push((await say(till.configFile, ['quarantine', 'list', ...more])).out);
    for (const { id } of await itemsOf(run))
      told.push((await say(till.configFile, ['quarantine', 'show', id, ...more])).out);
  }
  for (const name of readdirSync(join(till.dataDir, 'journal')))
    told.push(readFileSync(join(till.dataDir, 'journal', name), 'utf8'));
  for (const text of told) {
    expect(text).not.toMatch(ANY_CARD);
    expect(text).not.toMatch(OBEYED);
  }
  // Its end still finds the file.
  expect(told[0]).toContain('************1111.json');
  expect(told.at(-1)).toContain('************1111.json');
});

async function itemsOf(
  run: Run,
): Promise<readonly { id: string; kind: string; label: string; excerpt: string }[]> {
  const state = await run.request('serviceState', {});
  if (!state.ok) throw new Error(state.refusal.reason);
  return state.value.quarantine;
}
