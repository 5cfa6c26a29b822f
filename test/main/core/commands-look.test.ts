import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../../src-main/core/control/commands.ts';
import { BEGINNING_BYTES_MAX } from '../../../src-main/core/operations/file-beginning.ts';
import { DAY_MS, earlier, sale } from '../../street/agent-goods.ts';
import { leaveStreets, openStreet, type Street } from '../../street/agent-street.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say } from './command-line.ts';

afterEach(leaveStreets);

/** A till that took these files and has stopped. */
async function tillAfter(files: Readonly<Record<string, unknown>>, inQuarantine: number): Promise<Street> {
  const street = await openStreet();
  await street.start();
  for (const [name, body] of Object.entries(files)) street.put(name, body);
  await waitFor('all has its place', () => {
    const { quarantine, outbox } = street.status();
    return quarantine.open + outbox.held === inQuarantine;
  });
  await street.stop();
  return street;
}

const configOf = ({ root }: Street): string => join(root, 'config.json');

async function showFile(street: Street, name: string): Promise<{ text: string; raw: string }> {
  const listed = await say(configOf(street), ['quarantine', 'list', '--json']);
  const { rows } = commands['quarantine.list'].result.parse(JSON.parse(listed.out));
  const id = rows.find(({ label }) => label === name)?.id ?? '';
  const { out } = await say(configOf(street), ['quarantine', 'show', id]);
  const json = await say(configOf(street), ['quarantine', 'show', id, '--json']);
  return { text: out, raw: commands['quarantine.show'].result.parse(JSON.parse(json.out)).raw };
}

describe('receipts show', () => {
  it('finds a record that is held and one that waits for a person, with the reason', async () => {
    const street = await tillAfter(
      {
        '1.json': sale('F-1', { atMs: earlier() + DAY_MS }).body,
        '2.json': { ...sale('BAD-1').body, amount: 1 },
      },
      2,
    );
    const held = await say(configOf(street), ['receipts', 'show', 'F-1']);
    expect(held.code).toBe(0);
    expect(held.out).toMatch(/^s1@1 {2}F-1: held {2}.*1\.json\n! The receipt is from the future/);
    const refused = await say(configOf(street), ['receipts', 'show', 'BAD-1', '--lang', 'ru']);
    expect(refused.out).toMatch(/^s2@1 {2}BAD-1: карантин .*\n✗ Сумма позиций 334\.5/);
    const json = await say(configOf(street), ['receipts', 'show', 'BAD-1', '--json']);
    expect(commands['receipts.show'].result.parse(JSON.parse(json.out))).toMatchObject({
      stories: [],
      shelved: [{ id: 's2', label: 'BAD-1', problem: { code: 'receipt.sumMismatch' } }],
    });
    expect((await say(configOf(street), ['receipts', 'show', 'NO-SUCH'])).code).toBe(1);
  });
});

describe('quarantine show of a rejected file', () => {
  it('shows its text with control characters escaped', async () => {
    const text = '{"broken":: 1}\n\u001b[31m\u0000\u202eЧек';
    const street = await tillAfter({ '1.json': text }, 1);
    const shown = await showFile(street, '1.json');
    expect(shown.raw).toBe(text);
    expect(shown.text).toContain('at most 4.1 kB');
    expect(shown.text).toMatch(/\{"broken":: 1\}\n\\u\{1b\}\[31m\\u\{0\}\\u\{202e\}Чек$/);
  });

  it('shows the beginning of a long one, up to a whole character', async () => {
    // Two bytes for each letter, and one before them: the limit falls between the two of a letter.
    const street = await tillAfter({ '1.json': `{${'ж'.repeat(BEGINNING_BYTES_MAX)}` }, 1);
    const { raw } = await showFile(street, '1.json');
    expect(raw).toBe(`{${'ж'.repeat(BEGINNING_BYTES_MAX / 2 - 1)}`);
  });

  it('reads the legacy encoding of Russian Windows', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":: "'), Buffer.from([0xd7, 0xe5, 0xea])]);
    const street = await tillAfter({ '1.json': bytes }, 1);
    expect((await showFile(street, '1.json')).raw).toBe('{"a":: "Чек');
  });
});
