import {
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SetupInput } from '../../../src-main/contract/service.ts';
import { maySave, save, tryOut, type SetupPlace } from '../../../src-main/core/screens/setup-files.ts';
import { rewriteWidget } from '../../../src-main/settings/rewrite.ts';
import { onlyAsRoot } from '../../support/only-where.ts';
import { tempFolder } from './settings-files.ts';

/** Any user that is not this one. */
const STRANGER = 2003;

interface Laid {
  readonly folder: string;
  /** Below `etc`, where it is looked for. */
  readonly link: string;
  /** Below `kept`, where the installer put it. */
  readonly file: string;
}

/** `etc/config.json` leads by `etc/current` to `kept/settings.json`. */
function lay(name = 'config.json'): Laid {
  const folder = tempFolder();
  mkdirSync(join(folder, 'etc'));
  mkdirSync(join(folder, 'kept'));
  symlinkSync('../kept', join(folder, 'etc', 'current'));
  symlinkSync('current/settings.json', join(folder, 'etc', name));
  return { folder, link: join(folder, 'etc', name), file: join(folder, 'kept', 'settings.json') };
}

function toDark(file: string): ReturnType<typeof rewriteWidget> {
  return rewriteWidget(file, (widget) => ({ ...widget, theme: 'dark' }));
}

it('settings that lie behind links are written where they lie, with the mode they have there', () => {
  const { link, file } = lay();
  writeFileSync(file, '{"store": {"timeZone": "Europe/Moscow"}}', { mode: 0o640 });
  expect(toDark(link)).toEqual({ ok: true, value: undefined });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    store: { timeZone: 'Europe/Moscow' },
    widget: { theme: 'dark' },
  });
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

it('a link whose settings are still to be written gets them where it leads', () => {
  const { link, file } = lay();
  expect(toDark(link).ok).toBe(true);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ widget: { theme: 'dark' } });
});

it('a folder that is missing behind a link, as its disk is not mounted, is not made', () => {
  const folder = tempFolder();
  symlinkSync(join(folder, 'away', 'config.json'), join(folder, 'config.json'));
  expect(toDark(join(folder, 'config.json'))).toEqual({ ok: false, error: 'ENOENT' });
  expect(readdirSync(folder)).toEqual(['config.json']);
});

it('links that lead to each other are told, and stay', () => {
  const folder = tempFolder();
  symlinkSync('other.json', join(folder, 'config.json'));
  symlinkSync('config.json', join(folder, 'other.json'));
  expect(toDark(join(folder, 'config.json'))).toEqual({ ok: false, error: 'ELOOP' });
  expect(readdirSync(folder)).toEqual(['config.json', 'other.json']);
});

onlyAsRoot('to have a link of another user').it(
  'through a link of another user nothing is written, nor in its place',
  () => {
    const { link, file } = lay();
    const was = '{"store": {"timeZone": "Europe/Moscow"}}';
    writeFileSync(file, was);
    lchownSync(link, STRANGER, STRANGER);
    expect(toDark(link)).toEqual({ ok: false, error: `${link}: link of uid ${STRANGER}` });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(was);
    expect(readdirSync(join(file, '..'))).toEqual(['settings.json']);
  },
);

it('the setup window tries and writes settings and key where their links lead', () => {
  const { folder, link, file } = lay();
  const keyLink = join(folder, 'etc', 'device.key');
  symlinkSync(join(folder, 'kept', 'till.key'), keyLink);
  const place: SetupPlace = { configFile: link, env: {}, formats: ['heado-json'] };
  const input: SetupInput = {
    ...{ baseUrl: 'https://api.heado.ru', key: 'typed-key', timeZone: 'Europe/Moscow' },
    ...{ folder: join(folder, 'drop'), storeExtId: 'S1', cashboxExtId: 'K1' },
  };
  writeFileSync(file, JSON.stringify({ dataDir: join(folder, 'data') }));
  expect(maySave(place)).toBe(true);
  const tried = tryOut(place, input);
  if (!tried.ok) throw new Error(JSON.stringify(tried.error));
  expect(save(place, input, tried.value)).toBeUndefined();
  expect([link, keyLink].map((each) => lstatSync(each).isSymbolicLink())).toEqual([true, true]);
  expect(readFileSync(join(folder, 'kept', 'till.key'), 'utf8')).toBe('typed-key\n');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ store: { storeExtId: 'S1' } });
  expect(readdirSync(join(folder, 'kept')).sort()).toEqual(['settings.json', 'till.key']);
  expect(readdirSync(join(folder, 'etc')).sort()).toEqual(['config.json', 'current', 'device.key']);
});
