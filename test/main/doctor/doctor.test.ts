import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { problem } from '../../../src-main/base/problem.ts';
import { judgeFacts, type Finding } from '../../../src-main/core/doctor/checks.ts';
import type { DoctorFacts, ProbeFact } from '../../../src-main/core/doctor/facts.ts';
import { gatherFacts } from '../../../src-main/core/doctor/gather.ts';
import { judgeProbe, probeHeado } from '../../../src-main/core/doctor/probe.ts';
import { loadSettings } from '../../../src-main/settings/load.ts';
import type { Settings } from '../../../src-main/settings/schema.ts';
import { doctorFacts } from '../control/fake-operations.ts';

const sound = doctorFacts();
const plain = (code: string): { code: string; at: string; values: Record<string, string | number> } => ({
  ...problem(code),
  values: {},
});

function wrong(facts: DoctorFacts): readonly (readonly [string, string, string | undefined])[] {
  return judgeFacts(facts)
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ check, verdict, problem: found }) => [check, verdict, found?.code] as const);
}

/** The sound facts with one part changed. */
function but(change: Partial<DoctorFacts>): DoctorFacts {
  return doctorFacts(change);
}

function folderBut(change: Partial<DoctorFacts['folders'][number]>): DoctorFacts {
  return but({ folders: sound.folders.map((folder) => ({ ...folder, ...change })) });
}

describe('doctor', () => {
  it('finds nothing wrong with a sound installation', () => {
    expect(wrong(sound)).toEqual([]);
    expect(judgeFacts(sound).map(({ check }) => check)).toContain('api');
  });

  const probe = sound.probe ?? { host: '', proxy: '', problem: null, clockSkewMs: null };
  const outbox = sound.outbox ?? {
    unconfirmed: 0,
    quarantined: 0,
    held: 0,
    unsettled: [],
    late: null,
    formats: [],
  };
  const dataDir = sound.dataDir;
  it.each<[string, DoctorFacts, Finding['check'], string, string]>([
    ['an old Node', but({ nodeVersion: 'v22.12.0' }), 'node', 'error', 'doctor.nodeTooOld'],
    ['a Node without SQLite', but({ sqlite: false }), 'node', 'error', 'doctor.sqliteMissing'],
    [
      'a refused key',
      but({ probe: { ...probe, problem: plain('api.keyRefused') } }),
      'api',
      'error',
      'api.keyRefused',
    ],
    [
      'a wrong host',
      but({ probe: { ...probe, problem: plain('api.nameNotFound') } }),
      'api',
      'error',
      'api.nameNotFound',
    ],
    [
      'a proxy that fails',
      but({ probe: { ...probe, problem: plain('api.proxyFailed') } }),
      'api',
      'error',
      'api.proxyFailed',
    ],
    [
      'a busy server',
      but({ probe: { ...probe, problem: plain('api.tooOften') } }),
      'api',
      'warning',
      'api.tooOften',
    ],
    [
      'a fast clock',
      but({ probe: { ...probe, clockSkewMs: 61_000 } }),
      'clock',
      'error',
      'status.clockDiffers',
    ],
    [
      'a slow clock',
      but({ probe: { ...probe, clockSkewMs: -61_000 } }),
      'clock',
      'error',
      'status.clockDiffers',
    ],
    [
      'another zone',
      but({ zone: { store: 'A', system: 'B', differMinutes: 60 } }),
      'zone',
      'warning',
      'doctor.zoneDiffers',
    ],
    ['a missing drop folder', folderBut({ kind: 'missing' }), 'folders', 'error', 'folder.missing'],
    ['a forbidden drop folder', folderBut({ kind: 'denied' }), 'folders', 'error', 'folder.denied'],
    ['a file for a drop folder', folderBut({ kind: 'other' }), 'folders', 'error', 'folder.notAFolder'],
    [
      'an unreadable drop folder',
      folderBut({ readable: false }),
      'folders',
      'error',
      'doctor.folderNotReadable',
    ],
    [
      'a drop folder without the right to write',
      folderBut({ writable: false }),
      'folders',
      'error',
      'doctor.folderNotWritable',
    ],
    [
      'an archive on another disk',
      folderBut({ sameDevice: false }),
      'folders',
      'warning',
      'doctor.archiveElsewhere',
    ],
    [
      'a drop folder open to all',
      folderBut({ rights: [{ code: 'folder.worldWritable', at: '', values: { path: '/drop' } }] }),
      'folders',
      'warning',
      'folder.worldWritable',
    ],
    [
      'a missing data folder',
      but({ dataDir: { ...dataDir, kind: 'missing' } }),
      'data',
      'error',
      'folder.missing',
    ],
    [
      'a data folder without the right to write',
      but({ dataDir: { ...dataDir, writable: false } }),
      'data',
      'error',
      'doctor.folderNotWritable',
    ],
    [
      'a data folder open to all',
      but({ dataDir: { ...dataDir, readableByOthers: true } }),
      'data',
      'warning',
      'doctor.dataReadableByOthers',
    ],
    [
      'a full disk',
      but({ dataDir: { ...dataDir, freeBytes: 1_000_000 } }),
      'disk',
      'error',
      'status.diskLow',
    ],
    ['no agent', but({ holder: 'nobody' }), 'agent', 'warning', 'doctor.agentAbsent'],
    [
      'unconfirmed receipts',
      but({ outbox: { ...outbox, unconfirmed: 2 } }),
      'delivery',
      'warning',
      'status.unconfirmed',
    ],
    [
      'late receipts',
      but({ outbox: { ...outbox, late: { since: '2026-11-22T10:00:00.000Z', place: 'held' } } }),
      'delivery',
      'error',
      'status.late',
    ],
    [
      'quarantined receipts',
      but({ outbox: { ...outbox, quarantined: 1 } }),
      'quarantine',
      'warning',
      'status.quarantine',
    ],
    [
      'a folder that waits for a person',
      but({ outbox: { ...outbox, unsettled: [{ code: 'recover.lost', at: '', values: { path: '/d' } }] } }),
      'data',
      'error',
      'recover.lost',
    ],
    ['held receipts', but({ outbox: { ...outbox, held: 1 } }), 'quarantine', 'warning', 'status.held'],
    [
      'a broken chain',
      but({ chain: { rows: 9, problem: plain('doctor.chainBroken') } }),
      'chain',
      'error',
      'doctor.chainBroken',
    ],
    [
      'a missing key',
      but({ probe: null, key: { source: 'none', problem: plain('key.missing'), warnings: [] } }),
      'key',
      'error',
      'key.missing',
    ],
    [
      'a key that anyone may read',
      but({ key: { source: 'file', problem: null, warnings: [plain('key.readableByGroup')] } }),
      'key',
      'warning',
      'key.readableByGroup',
    ],
  ])('finds %s', (_, facts, check, verdict, code) => {
    expect(wrong(facts)).toEqual([[check, verdict, code]]);
  });

  it('tells since when a receipt is late on the clock of the store, with its offset', () => {
    const zone = { store: 'Asia/Yekaterinburg', system: 'UTC', differMinutes: 0 };
    const facts = but({
      zone,
      outbox: { ...outbox, late: { since: '2026-11-21T20:30:05.000Z', place: 'waiting' } },
    });
    const late = judgeFacts(facts).find(({ check }) => check === 'delivery');
    expect(late?.problem?.values).toEqual({ since: '2026-11-22 01:30:05 +05:00', place: 'waiting' });
  });

  it('finds two formats on one till, not on the server of a store', () => {
    const formats = [
      { format: 'heado-json', entries: 5 },
      { format: 'ofd-json', entries: 3 },
      { format: 'send-one', entries: 0 },
    ];
    const facts = but({ outbox: { ...outbox, formats } });
    expect(wrong(facts)).toEqual([['formats', 'warning', 'doctor.twoFormats']]);
    expect(judgeFacts(facts).find(({ check }) => check === 'formats')?.problem?.values).toEqual({
      formats: 'heado-json, ofd-json',
    });
    expect(wrong({ ...facts, server: true })).toEqual([]);
  });

  it('says nothing about what it could not ask', () => {
    const checks = judgeFacts(but({ probe: null, outbox: null, chain: null, holder: null })).map(
      ({ check }) => check,
    );
    expect(checks).toEqual(['node', 'key', 'zone', 'folders', 'data', 'disk']);
  });
});

describe('the call of doctor', () => {
  const way = { host: 'h:443', proxy: 'p:3128' };
  it('proves address and key by any answer of HEADO', () => {
    const accepted = { kind: 'accepted', result: {} } as const;
    expect(judgeProbe(accepted, 1_000, way)).toEqual({ ...way, problem: null, clockSkewMs: 1_000 });
    const refused = { kind: 'refused', code: -32602, message: 'no', receipt: undefined } as const;
    expect(judgeProbe(refused, 1_000, way).problem?.code).toBe('doctor.probeRefused');
  });

  it('keeps the reason of a call that failed', () => {
    const held = { kind: 'hold', problem: problem('api.keyRefused', '', { code: -32802 }) } as const;
    expect(judgeProbe(held, undefined, way)).toEqual({ ...way, problem: held.problem, clockSkewMs: null });
    expect(judgeProbe({ kind: 'tooLarge' }, 0, way).problem?.code).toBe('api.addressWrong');
    const noMethod = { kind: 'noMethod', message: '' } as const;
    expect(judgeProbe(noMethod, 0, way).problem?.code).toBe('api.methodMissing');
  });

  it('asks once for a report of today, and shows no key whatever comes back', async () => {
    const bodies: unknown[] = [];
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        bodies.push(JSON.parse(body));
        response.writeHead(403).end(`no such key: ${request.url ?? ''}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const port = (server.address() as AddressInfo).port;
    const settings = settingsIn(tempFolder(), { baseUrl: `http://127.0.0.1:${port}` });
    const fact = await probeHeado({
      settings,
      env: { HEADO_AUTH_KEY: 'k3y-0123456789' },
      clock: systemClock,
    });
    expect(fact).toMatchObject({ host: `127.0.0.1:${port}`, proxy: '', problem: { code: 'api.keyRefused' } });
    expect(bodies).toMatchObject([{ method: 'reports', params: { id: 'metrics' } }]);
    expect(JSON.stringify(fact)).not.toContain('k3y-0123');
  });
});

describe('the way to HEADO', () => {
  const env = { HEADO_AUTH_KEY: 'k3y-0123456789' };
  const probe = (api: object, more: Record<string, string> = {}): Promise<ProbeFact> =>
    probeHeado({ settings: settingsIn(tempFolder(), api), env: { ...env, ...more }, clock: systemClock });

  it('is told with the port that is meant, and without user and password of the proxy', async () => {
    // Both names end in .invalid: nothing can answer.
    const fact = await probe({ baseUrl: 'https://heado.invalid', proxy: 'http://anna:geheim@proxy.invalid' });
    expect(fact).toMatchObject({ host: 'heado.invalid:443', proxy: 'proxy.invalid:80' });
    expect(fact.problem?.code).toBe('api.proxyFailed');
    expect(JSON.stringify(fact)).not.toMatch(/anna|geheim|k3y/);
    const other = await probe({ baseUrl: 'https://heado.invalid:8443', proxy: 'https://proxy.invalid' });
    expect(other).toMatchObject({ host: 'heado.invalid:8443', proxy: 'proxy.invalid:443' });
    expect(await probe({}, { https_proxy: 'socks5://proxy.invalid' })).toMatchObject({
      host: 'api.heado.ru:443',
      problem: { code: 'api.proxyKind' },
    });
  });

  it('stands in the finding, whether it works or not', () => {
    const working = { host: 'heado.invalid:443', proxy: '', problem: null, clockSkewMs: null };
    const broken = { ...working, proxy: 'p:3128', problem: plain('api.proxyFailed') };
    const found = [working, broken].flatMap((fact) => judgeFacts(but({ probe: fact })));
    expect(found.filter(({ check }) => check === 'api')).toMatchObject([
      { verdict: 'ok', way: { host: 'heado.invalid:443', proxy: '' } },
      { verdict: 'error', way: { host: 'heado.invalid:443', proxy: 'p:3128' } },
    ]);
  });
});

function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function settingsIn(folder: string, api: object = {}): Settings {
  const config = path.join(folder, 'config.json');
  const keyFile = path.join(folder, 'device.key');
  const value = {
    api: { keyFile, ...api },
    store: { timeZone: 'Asia/Yekaterinburg' },
    drop: { folders: [{ path: path.join(folder, 'drop') }] },
    dataDir: path.join(folder, 'data'),
  };
  writeFileSync(config, JSON.stringify(value));
  const loaded = loadSettings({ configFile: config, env: {}, formats: [] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value.settings;
}

describe('the facts for doctor', () => {
  async function gather(folder: string): Promise<DoctorFacts> {
    return gatherFacts({
      settings: settingsIn(folder),
      env: {},
      nowMs: Date.UTC(2026, 10, 22),
      probe: () => Promise.resolve({ host: 'h', proxy: '', problem: null, clockSkewMs: null }),
      outbox: () => null,
      verifyChain: undefined,
      holder: 'nobody',
    });
  }

  it('tell of folders that are missing, open to all, or no folders', async () => {
    const folder = tempFolder();
    expect((await gather(folder)).folders).toMatchObject([{ kind: 'missing', readable: false }]);
    mkdirSync(path.join(folder, 'drop'));
    chmodSync(path.join(folder, 'drop'), 0o777);
    expect((await gather(folder)).folders).toMatchObject([
      {
        ...{ kind: 'folder', readable: true, writable: true, sameDevice: true },
        rights: [{ code: 'folder.rightsNotSet' }, { code: 'folder.worldWritable' }],
      },
    ]);
    chmodSync(path.join(folder, 'drop'), 0o1770);
    expect((await gather(folder)).folders).toMatchObject([{ rights: [] }]);
    rmSync(path.join(folder, 'drop'), { recursive: true });
    writeFileSync(path.join(folder, 'drop'), '');
    expect((await gather(folder)).folders).toMatchObject([{ kind: 'other' }]);
  });

  it('tell of a link in place of the archive, and follow it nowhere', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'drop'));
    symlinkSync('/proc', path.join(folder, 'drop', 'archive'));
    expect((await gather(folder)).folders).toMatchObject([{ rights: [{ code: 'folder.subfolderLink' }] }]);
  });

  it('ask HEADO only with a key', async () => {
    const folder = tempFolder();
    expect(await gather(folder)).toMatchObject({
      probe: null,
      key: { source: 'none', problem: { code: 'key.missing' } },
    });
    writeFileSync(path.join(folder, 'device.key'), 'abc', { mode: 0o600 });
    expect(await gather(folder)).toMatchObject({
      probe: { host: 'h' },
      key: { source: 'file', problem: null },
    });
  });

  it('tell of this runtime, the zones and the disk', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'data'), { mode: 0o700 });
    const facts = await gather(folder);
    expect(facts).toMatchObject({
      nodeVersion: process.version,
      sqlite: true,
      zone: { store: 'Asia/Yekaterinburg' },
      dataDir: { kind: 'folder', writable: true, readableByOthers: false },
    });
    expect(facts.dataDir.freeBytes).toBeGreaterThan(0);
  });
});
