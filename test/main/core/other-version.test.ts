import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { problem } from '../../../src-main/base/problem.ts';
import { openReadOnlyOperations } from '../../../src-main/core/local.ts';
import { databasePath } from '../../../src-main/outbox/open.ts';
import { readSettings } from '../../street/agent-street.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterEach(removeTempFolders);

const TABLES = join(import.meta.dirname, '../../fixtures/outbox/version-1.sql');

it('a database of version 0.1.0 that an agent holds and does not answer for is told as what it is', () => {
  const root = tempFolder();
  const dataDir = join(root, 'data');
  const drop = join(root, 'drop');
  for (const folder of [dataDir, drop]) mkdirSync(folder);
  const database = new DatabaseSync(databasePath(dataDir));
  database.exec(readFileSync(TABLES, 'utf8'));
  database.close();
  const config = join(root, 'config.json');
  const api = { baseUrl: 'http://127.0.0.1:1', keyFile: join(root, 'device.key') };
  const store = { timeZone: 'Europe/Moscow' };
  writeFileSync(config, JSON.stringify({ api, store, dataDir, drop: { folders: [{ path: drop }] } }));
  const settings = readSettings(config);
  expect(openReadOnlyOperations({ settings, env: {}, clock: systemClock })).toEqual({
    ok: false,
    error: problem('outbox.otherVersion', databasePath(dataDir)),
  });
});
