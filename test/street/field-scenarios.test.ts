/** The field case that is a scenario of a writer: it keeps its file open (60). */
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

const handles: number[] = [];
afterEach(async () => {
  for (const handle of handles.splice(0)) closeSync(handle);
  await leaveStreets();
});

const extIds = (street: Street): string[] =>
  street.registered().map((each) => String(Reflect.get(Object(each), 'extId')));

describe('60: one handle on a file of lines is kept open for appending', () => {
  it('each line is sent, over a restart too, and the archive has them all', async () => {
    const street = await openStreet();
    await street.start();
    const handle = openSync(join(street.drop, 'log.ndjson'), 'a');
    handles.push(handle);
    for (let line = 1; line <= 6; line += 1) {
      if (line === 4) {
        await street.stop();
        await street.start();
      }
      writeSync(handle, `${JSON.stringify(sale(`L-${line}`).body)}\n`);
      await waitFor(`line ${line} is sent`, () => extIds(street).length === line);
      await street.settled();
    }
    expect(extIds(street)).toEqual(['L-1', 'L-2', 'L-3', 'L-4', 'L-5', 'L-6']);
    const archive = join(street.drop, 'archive');
    const files = readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ndjson'),
    );
    const lines = files.flatMap((name) => readFileSync(join(archive, name), 'utf8').trim().split('\n'));
    expect(lines).toHaveLength(6);
  });
});
