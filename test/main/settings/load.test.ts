import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../src-main/settings/load.ts';
import {
  loadObject,
  loadText,
  problemsOf,
  smallest,
  tempFolder,
  theProblem,
  theSettings,
  writeText,
} from './settings-files.ts';

const formats = ['heado-json', 'ofd-json'];

describe('loading settings', () => {
  it('names an unknown key with file, line, column and the key that was probably meant', () => {
    const found = theProblem(loadObject({ ...smallest, receipts: { posKey: true } }));
    expect(found).toMatchObject({
      code: 'settings.unknownKey',
      at: 'receipts.posKey',
      values: { line: 13, column: 5, nearest: 'receipts.poskey' },
    });
    expect(found.values['allowed']).toContain('returnPositions, prepayment, poskey');
    expect(String(found.values['file'])).toMatch(/config\.json$/);
  });

  it('points to the section of a key that stands in the wrong one', () => {
    const found = theProblem(loadObject({ ...smallest, archiveDays: 3 }));
    expect(found.values['nearest']).toBe('drop.archiveDays');
  });

  it('suggests nothing where nothing is near', () => {
    expect(theProblem(loadObject({ ...smallest, colour: 'red' })).values['nearest']).toBe('');
  });

  it('names a wrong value with its place, what it is and what is allowed', () => {
    const found = theProblem(loadObject({ ...smallest, shift: { mode: 'stor' } }));
    expect(found).toMatchObject({
      code: 'settings.wrongValue',
      at: 'shift.mode',
      values: { line: 13, found: '"stor"', options: '"till", "store"', nearest: '"store"' },
    });
  });

  it('names the bounds of a number', () => {
    const found = theProblem(loadObject({ ...smallest, journal: { files: 0 } }));
    expect(found.values).toMatchObject({ found: '0', form: 'whole', min: 1, max: 100 });
  });

  it('suggests the zone that was probably meant', () => {
    const found = theProblem(loadObject({ ...smallest, store: { timeZone: 'Asia/Ekaterinburg' } }));
    expect(found.values['nearest']).toBe('Asia/Yekaterinburg');
  });

  it('finds every problem in one go', () => {
    const problems = problemsOf(
      loadObject({ ...smallest, dataDir: 'data', shift: { mod: 1 }, widget: { edge: 1 } }),
    );
    expect(problems.map(({ at }) => at).sort()).toEqual(['dataDir', 'shift.mod', 'widget.edge']);
  });

  it('never repeats a value that may be a key pasted into the wrong place', () => {
    const key = 'c0ffee00c0ffee00c0ffee00c0ffee00';
    const wrong = {
      ...smallest,
      api: {
        keyFile: key,
        reportsKeyFile: key,
        baseUrl: `https://api.heado.ru/device/${key}`,
        devicePath: key,
      },
      widget: { pin: key },
    };
    const problems = problemsOf(loadObject(wrong));
    expect(problems).toHaveLength(5);
    expect(JSON.stringify(problems)).not.toContain(key.slice(0, 8));
  });

  it('names line and column of a syntax error', () => {
    const found = theProblem(loadText('{\n  "store": {\n    "timeZone": Asia\n  }\n}'));
    expect(found).toMatchObject({
      code: 'settings.syntax',
      values: { line: 3, column: 17, expected: 'value', found: 'Asia' },
    });
  });

  it('refuses a key that stands twice', () => {
    const found = theProblem(loadText('{"dataDir": "/a",\n "dataDir": "/b"}'));
    expect(found.values).toMatchObject({ expected: 'unique-key', line: 2, column: 2 });
  });

  it('refuses a file that holds no object', () => {
    expect(theProblem(loadText('[]'))).toMatchObject({ code: 'settings.wrongValue', at: '' });
  });

  it('takes a file with a byte order mark', () => {
    expect(loadText(`\uFEFF${JSON.stringify(smallest)}`).ok).toBe(true);
  });

  it('says which file it looked for when there is none', () => {
    const missing = path.join(tempFolder(), 'config.json');
    const found = theProblem(loadSettings({ machineFile: missing, userFile: missing, env: {}, formats }));
    expect(found).toMatchObject({ code: 'settings.notFound', values: { file: missing } });
  });

  it('says that a folder is no settings file', () => {
    const found = theProblem(loadSettings({ configFile: tempFolder(), env: {}, formats }));
    expect(found.code).toBe('settings.unreadable');
  });
});

describe('the layers of settings', () => {
  function layered(machine: unknown, user: unknown, env = {}): ReturnType<typeof loadSettings> {
    const folder = tempFolder();
    const machineFile = writeText(folder, 'machine.json', JSON.stringify(machine));
    const userFile = writeText(folder, 'user.json', JSON.stringify(user));
    return loadSettings({ machineFile, userFile, env, formats });
  }

  it("lets the user's file change the widget key by key", () => {
    const machine = { ...smallest, widget: { edge: 'top', theme: 'dark' } };
    const { settings, files, originOf } = theSettings(layered(machine, { widget: { theme: 'light' } }));
    expect(settings.widget).toMatchObject({ edge: 'top', theme: 'light' });
    expect(files.map((file) => path.basename(file))).toEqual(['machine.json', 'user.json']);
    expect(originOf(['widget', 'theme'])?.file).toMatch(/user\.json$/);
    expect(originOf(['widget', 'edge'])?.file).toMatch(/machine\.json$/);
    expect(originOf(['widget', 'mode'])).toBeUndefined();
  });

  it("refuses anything else in the user's file", () => {
    const found = theProblem(layered(smallest, { widget: {}, dataDir: '/home/me' }));
    expect(found).toMatchObject({ code: 'settings.userKeyRefused', at: 'dataDir' });
  });

  it.each([
    { pin: '1111' },
    { pinHash: `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}` },
    { pinHash: null },
    { hideMoney: false },
    { hideOthersMoney: false },
  ])("lets the user's file change no guard: %j", (change) => {
    const guards = { pin: '4831', hideMoney: true, hideOthersMoney: true };
    const loaded = theSettings(
      layered({ ...smallest, widget: guards }, { widget: { ...change, theme: 'light' } }),
    );
    expect(loaded.settings.widget).toMatchObject({ ...guards, theme: 'light' });
    expect(loaded.settings.widget.pinHash).toBeUndefined();
    const [key = ''] = Object.keys(change);
    expect(loaded.warnings.map(({ code, at }) => [code, at])).toContainEqual([
      'settings.userKeyIgnored',
      `widget.${key}`,
    ]);
    expect(loaded.originOf(['widget', key])?.file ?? 'machine.json').toMatch(/machine\.json$/);
    const without = theSettings(layered(smallest, { widget: change }));
    expect(without.settings.widget).toMatchObject({ hideMoney: false });
    expect(without.settings.widget.pin ?? without.settings.widget.pinHash).toBeUndefined();
  });

  it('warns of a PIN in plain text', () => {
    const { warnings } = theSettings(loadObject({ ...smallest, widget: { pin: '4711' } }));
    expect(warnings).toMatchObject([{ code: 'settings.pinPlain', at: 'widget.pin' }]);
  });

  it("blames the user's file for the user's mistakes", () => {
    const found = theProblem(layered(smallest, { widget: { theme: 'drak' } }));
    expect(String(found.values['file'])).toMatch(/user\.json$/);
    expect(found.values['nearest']).toBe('"dark"');
  });

  it('replaces both files by the one of --config', () => {
    const folder = tempFolder();
    const broken = writeText(folder, 'broken.json', '{');
    const configFile = writeText(folder, 'own.json', JSON.stringify(smallest));
    const loaded = loadSettings({ configFile, machineFile: broken, userFile: broken, env: {}, formats });
    expect(theSettings(loaded).files).toEqual([configFile]);
  });

  it('puts the environment over the files and names the variable as the origin', () => {
    const env = { HEADO_TILL_DATA_DIR: '/srv/till', HEADO_TILL_STORE_TIME_ZONE: 'Europe/Moscow' };
    const { settings, originOf } = theSettings(layered(smallest, {}, env));
    expect(settings).toMatchObject({ dataDir: '/srv/till', store: { timeZone: 'Europe/Moscow' } });
    expect(originOf(['dataDir'])).toEqual({ file: 'HEADO_TILL_DATA_DIR', line: 0, column: 0 });
  });

  it('blames a variable for a wrong value', () => {
    const found = theProblem(layered(smallest, {}, { HEADO_TILL_JOURNAL_LEVEL: 'loud' }));
    expect(found).toMatchObject({ at: 'journal.level', values: { file: 'HEADO_TILL_JOURNAL_LEVEL' } });
  });

  it('warns of a variable that looks like ours and is none', () => {
    const { warnings } = theSettings(layered(smallest, {}, { HEADO_TILL_DATADIR: '/srv' }));
    expect(warnings).toMatchObject([
      {
        code: 'settings.variableUnknown',
        values: { name: 'HEADO_TILL_DATADIR', nearest: 'HEADO_TILL_DATA_DIR' },
      },
    ]);
  });
});

describe('settings that contradict each other', () => {
  it.each(['http://api.heado.ru', 'http://127.0.0.1.example.org', 'http://192.168.1.5:8080'])(
    'are refused: plain http to %s',
    (baseUrl) => {
      const found = theProblem(loadObject({ ...smallest, api: { baseUrl } }));
      expect(found).toMatchObject({ code: 'settings.httpRefused', at: 'api.baseUrl' });
    },
  );

  it.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])(
    'are none: plain http to %s',
    (baseUrl) => {
      expect(loadObject({ ...smallest, api: { baseUrl } }).ok).toBe(true);
    },
  );

  it.each([
    ['/srv/data/drop', '/srv/data'],
    ['/srv/data', '/srv/data'],
    ['/srv', '/srv/data'],
  ])('are refused: drop folder %s with data folder %s', (drop, dataDir) => {
    const found = theProblem(loadObject({ ...smallest, dataDir, drop: { folders: [{ path: drop }] } }));
    expect(found).toMatchObject({ code: 'settings.foldersOverlap', values: { path: drop, other: dataDir } });
  });

  it('are refused: a drop folder that is another one through a link', () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'real'));
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    const folders = [{ path: path.join(folder, 'real') }, { path: path.join(folder, 'link') }];
    const found = theProblem(loadObject({ ...smallest, drop: { folders } }));
    expect(found).toMatchObject({ code: 'settings.foldersOverlap', at: 'drop.folders[1].path' });
  });

  it('are none: folders whose names begin alike', () => {
    const folders = [{ path: '/srv/drop' }, { path: '/srv/drop2' }, { path: '/srv/..drop' }];
    expect(loadObject({ ...smallest, drop: { folders } }).ok).toBe(true);
  });

  it('are refused: a key file in a drop folder', () => {
    const found = theProblem(
      loadObject({ ...smallest, api: { keyFile: '/var/spool/heado-till/device.key' } }),
    );
    expect(found).toMatchObject({ code: 'settings.keyInDrop', at: 'api.keyFile' });
  });

  it('are refused: connecting may take longer than the whole call', () => {
    const found = theProblem(loadObject({ ...smallest, api: { timeoutMs: 5_000, connectTimeoutMs: 9_000 } }));
    expect(found.code).toBe('settings.timeoutsCrossed');
  });

  it('are taken: a short deadline alone; connecting follows it', () => {
    expect(loadObject({ ...smallest, api: { timeoutMs: 3_000 } }).ok).toBe(true);
  });

  it('are refused: a format that does not exist, with the nearest that does', () => {
    const folders = [{ path: '/srv/drop', format: 'ofd-jsn' }];
    const found = theProblem(loadObject({ ...smallest, drop: { folders } }));
    expect(found).toMatchObject({ code: 'settings.formatUnknown', values: { nearest: 'ofd-json' } });
  });

  it('are warned of: one half of the poskey', () => {
    const { warnings } = theSettings(
      loadObject({ ...smallest, store: { ...smallest.store, storeExtId: '111' } }),
    );
    expect(warnings).toMatchObject([{ code: 'settings.poskeyIncomplete', at: 'store.cashboxExtId' }]);
  });
});

it.each([0o666, 0o664, 0o646, 0o622])(
  'settings in a file of mode %o are refused: others may change it',
  (mode) => {
    const configFile = writeText(tempFolder(), 'config.json', JSON.stringify(smallest));
    chmodSync(configFile, mode);
    expect(theProblem(loadSettings({ configFile, env: {}, formats }))).toMatchObject({
      code: 'settings.writableByOthers',
      values: { file: configFile, command: `chmod go-w ${configFile}` },
    });
  },
);

it.each([0o644, 0o640, 0o600, 0o444])(
  'settings in a file of mode %o are read: reading gives nothing away',
  (mode) => {
    const configFile = writeText(tempFolder(), 'config.json', JSON.stringify(smallest));
    chmodSync(configFile, mode);
    expect(theSettings(loadSettings({ configFile, env: {}, formats })).warnings).toEqual([]);
  },
);
