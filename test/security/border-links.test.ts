import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../src-main/intake/file-system.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  STALE_MS,
  startOnFakeClock,
  type TillFolder,
} from '../main/intake/till-folder.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { asPos, isRoot, NEEDS_ROOT, openTempFolder, sharedDrop } from '../support/other-user.ts';
import { waitFor } from '../support/wait-for.ts';

const SECRET = 'TESTKEY0123456789abcdef';
const BROKEN = '{"amount": nonsense}';

let folder: TillFolder;
let clock: FakeClock;
/** A folder of the agent's that nobody else may enter, with a key in it. */
let vault: string;

beforeEach(() => {
  vault = join(openTempFolder(), 'vault');
  mkdirSync(vault, { mode: 0o700 });
  writeFileSync(join(vault, 'device.key'), `${SECRET}\n`, { mode: 0o640 });
});
afterEach(() => leaveFolders());

/** A disk on which nothing can be made sticky, so that the POS may rename the agent's subfolders. */
const neverSticky: Partial<FileSystem> = {
  fchmodSync(handle, mode) {
    nodeFileSystem.fchmodSync(handle, mode & 0o1000 ? (mode & 0o777) | 0o070 : mode);
  },
};
/** A system without `/proc`. */
const noProc: Partial<FileSystem> = {
  lstatSync: (path, options) =>
    path.startsWith('/proc/self/fd/') ? undefined : nodeFileSystem.lstatSync(path, options),
};

function start(path: string, fs: Partial<FileSystem> = {}): void {
  ({ folder, clock } = startOnFakeClock({ path, fs: { ...nodeFileSystem, ...fs }, maxFileBytes: 100_000 }));
}

async function passRescans(count: number): Promise<void> {
  for (let rescan = 0; rescan < count; rescan += 1) {
    clock.advance(RESCAN_MS);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

async function reject(name: string): Promise<void> {
  const before = folder.intake.listRejected().length;
  folder.drop(name, BROKEN);
  await waitFor(`${name} is rejected`, () => folder.intake.listRejected().length === before + 1);
}

async function stops(code: string): Promise<void> {
  await waitFor('the folder stops', () => {
    clock.advance(RESCAN_MS);
    return folder.state().state === 'denied';
  });
  expect(folder.state().problems.map((each) => each.code)).toEqual([code]);
}

/** Every byte that the POS can read below its folder. */
function readableForPos(): string {
  return asPos(folder.path, 'find -L . -type f -exec cat {} +');
}

function expectVaultUntouched(): void {
  expect(readdirSync(vault)).toEqual(['device.key']);
  expect(readFileSync(join(vault, 'device.key'), 'utf8')).toBe(`${SECRET}\n`);
  expect(readableForPos()).not.toContain(SECRET);
  const shown = folder.intake.listRejected();
  expect(JSON.stringify(shown)).not.toContain('device.key');
  for (const { id } of shown) {
    expect(Buffer.from(folder.intake.rejectedBeginning(id, 1000)).toString()).not.toContain(SECRET);
  }
}

describe.skipIf(!isRoot)(`in a drop folder of the agent's own${NEEDS_ROOT}`, () => {
  it('the POS writes, and takes away nothing but its own', async () => {
    start(sharedDrop(0));
    await folder.lookAgain();
    expect(statSync(folder.path).mode & 0o7777).toBe(0o1770);
    for (const name of ['archive', 'rejected', 'tmp']) {
      expect(asPos(folder.path, `mv ${name} ${name}-x; rmdir ${name}`)).toMatch(/not permitted|denied/i);
    }
    asPos(folder.path, `printf %s '${sale(1)}' > tmp/1.json && mv tmp/1.json 1.json`);
    await waitFor('it is stored', () => folder.outbox.stored().length === 1);
    asPos(folder.path, `printf %s '${sale(2)}' > .2.json && mv .2.json 2.json`);
    await waitFor('the next is stored', () => folder.outbox.stored().length === 2);
    expect(folder.state()).toMatchObject({ state: 'watching', problems: [] });
  });

  it('the POS reads why a file was rejected, and cannot change it', async () => {
    start(sharedDrop(0));
    await reject('bad.json');
    expect(asPos(folder.path, 'cat rejected/bad.json.error.json')).toContain('format.broken');
    expect(asPos(folder.path, 'echo x > rejected/new; rm rejected/bad.json.error.json')).toMatch(/denied/i);
    expect(asPos(folder.path, 'ls archive')).toMatch(/denied/i);
    expect(folder.names('rejected')).toEqual(['bad.json', 'bad.json.error.json']);
  });
});

describe.skipIf(!isRoot).each([
  ['held by its descriptor', neverSticky],
  ['held by its path', { ...neverSticky, ...noProc }],
])(`where nothing can be made sticky, in a folder %s${NEEDS_ROOT}`, (_how, fs) => {
  it('a link in place of rejected stops the folder and shows nothing', async () => {
    start(sharedDrop(0), fs);
    await reject('bad.json');
    asPos(folder.path, `mv rejected r; ln -s ${vault} rejected`);
    expect(folder.intake.listRejected()).toEqual([]);
    expectVaultUntouched();
    await stops('folder.subfolderLink');
    expectVaultUntouched();
    expect(folder.state().problems[0]?.values['command']).toBe(
      `mv -T ${folder.path}/rejected ${folder.path}/rejected.foreign`,
    );
  });

  it('mended by the command that the problem tells goes on', async () => {
    start(sharedDrop(0), fs);
    await folder.lookAgain();
    asPos(folder.path, `mv archive a; ln -s ${vault} archive`);
    folder.write('1.json', sale(1));
    await stops('folder.subfolderLink');
    expect(folder.outbox.files()).toEqual([]);
    execFileSync('/bin/sh', ['-c', String(folder.state().problems[0]?.values['command'])]);
    clock.advance(RESCAN_MS);
    await waitFor('it is stored', () => folder.outbox.stored().length === 1);
    await folder.whenArchived(1);
    expect(folder.state().problems.map(({ code }) => code)).not.toContain('folder.subfolderLink');
    expectVaultUntouched();
  });

  it.each(['archive', 'rejected', 'tmp'])(
    'a folder of the POS in place of %s stops the folder',
    async (name) => {
      start(sharedDrop(0), fs);
      await folder.lookAgain();
      asPos(folder.path, `mv ${name} x; mkdir -m 2777 ${name}`);
      await stops('folder.subfolderOwner');
      expect(readdirSync(join(folder.path, name))).toEqual([]);
    },
  );

  it('a file in place of tmp stops the folder', async () => {
    start(sharedDrop(0), fs);
    await folder.lookAgain();
    asPos(folder.path, 'mv tmp t; echo x > tmp');
    await stops('folder.subfolderNone');
  });

  it('the check for growth reads no file that another link leads to, and copies none', async () => {
    start(sharedDrop(0), fs);
    folder.write('device.key', sale(1));
    await folder.whenArchived(1);
    const [day = ''] = folder.names('archive').filter((name) => !name.startsWith('.'));
    asPos(
      folder.path,
      `mv archive a; mkdir archive; ln -s ${vault} archive/${day}; mv rejected r; mkdir -m 2777 rejected`,
    );
    clock.advance(STALE_MS);
    await passRescans(10);
    await stops('folder.subfolderOwner');
    expect(folder.names('rejected')).toEqual([]);
    expectVaultUntouched();
  });

  it('a link of a day is not followed by growth, pruning or a discard', async () => {
    start(sharedDrop(0), fs);
    folder.write('device.key', sale(1));
    await folder.whenArchived(1);
    await reject('bad.json');
    const [day = ''] = folder.names('archive').filter((name) => !name.startsWith('.'));
    renameSync(join(folder.path, 'archive', day), join(folder.path, 'archive', 'x'));
    symlinkSync(vault, join(folder.path, 'archive', day));
    const [item] = folder.intake.listRejected();
    const action = { id: item?.id ?? '', version: item?.version ?? '', reason: '' };
    expect(await folder.intake.discardRejected(action)).toMatchObject({
      error: { kind: 'refused', problem: { code: 'folder.subfolderLink' } },
    });
    folder.outbox.settleAll();
    clock.advance(40 * 86_400_000);
    await passRescans(5);
    expectVaultUntouched();
  });

  it('a link of the folder of discarded files is not followed', async () => {
    start(sharedDrop(0), fs);
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    await reject('bad.json');
    const [day = ''] = folder.names('archive').filter((name) => !name.startsWith('.'));
    symlinkSync(vault, join(folder.path, 'archive', day, 'discarded'));
    const [item] = folder.intake.listRejected();
    const action = { id: item?.id ?? '', version: item?.version ?? '', reason: '' };
    expect(await folder.intake.discardRejected(action)).toMatchObject({ error: { kind: 'refused' } });
    expectVaultUntouched();
    expect(folder.names('rejected')).toContain('bad.json');
  });

  it('a reason that the POS writes leads nowhere', async () => {
    start(sharedDrop(0), fs);
    folder.write('1.json', sale(1).slice(0, 50));
    await waitFor('it waits', () => folder.state().waitingFiles === 1);
    clock.advance(STALE_MS + RESCAN_MS);
    await waitFor('it is rejected', () => folder.names('rejected').length === 2);
    const reason = {
      code: 'file.stale',
      file: '../../../vault/sessions.json',
      storedName: '../1.json',
      sizeBytes: 1,
    };
    writeFileSync(join(folder.path, 'rejected/1.json.error.json'), JSON.stringify(reason));
    writeFileSync(join(folder.path, 'rejected/1.json'), sale(1));
    await passRescans(5);
    await waitFor('it is taken', () => folder.outbox.stored().length === 1);
    expect(folder.archived().every((path) => /^archive\/[\d-]+\/1\.json$/.test(path))).toBe(true);
    expectVaultUntouched();
  });

  it('a folder that is moved away while a file is moved gets the file, and no other does', async () => {
    let swapped = false;
    start(sharedDrop(0), {
      ...fs,
      renameSync(from, to) {
        if (!swapped && from.endsWith('/1.json')) {
          swapped = true;
          renameSync(join(folder.path, 'archive'), join(folder.path, 'a'));
          symlinkSync(vault, join(folder.path, 'archive'));
        }
        nodeFileSystem.renameSync(from, to);
      },
    });
    folder.write('1.json', sale(1));
    await stops('folder.subfolderLink');
    if (fs === neverSticky) {
      expectVaultUntouched();
      expect(existsSync(join(folder.path, '1.json'))).toBe(false);
    }
  });
});

describe.skipIf(!isRoot)(`what the POS puts into its folder${NEEDS_ROOT}`, () => {
  it('as a second name of a file of the agent is told, never opened', async () => {
    start(sharedDrop(0));
    await folder.lookAgain();
    linkSync(join(vault, 'device.key'), join(folder.path, 'receipt.json'));
    folder.intake.wake();
    await waitFor('it is told', () => folder.state().problems.length === 1);
    expect(folder.state().problems).toMatchObject([{ code: 'file.foreignHardLink' }]);
    clock.advance(2 * STALE_MS);
    await passRescans(3);
    expect(folder.names('rejected')).toEqual([]);
    expect(lstatSync(join(folder.path, 'receipt.json')).nlink).toBe(2);
  });

  it('as a link that comes between reading and moving goes back where it was', async () => {
    let swapped = false;
    start(sharedDrop(0), {
      renameSync(from, to) {
        if (!swapped && from.endsWith('/1.json')) {
          swapped = true;
          asPos(folder.path, `rm 1.json; ln -s ${vault}/device.key 1.json`);
        }
        nodeFileSystem.renameSync(from, to);
      },
    });
    asPos(folder.path, `printf %s '${sale(1)}' > .1.json && mv .1.json 1.json`);
    await waitFor('it is told', () => folder.state().problems.length === 1);
    expect(folder.state().problems).toMatchObject([{ code: 'file.symbolicLink' }]);
    expect(folder.archived()).toEqual([]);
    expect(folder.outbox.stored()).toHaveLength(1);
    expectVaultUntouched();
  });
});

describe.skipIf(!isRoot)(`the path to the drop folder${NEEDS_ROOT}`, () => {
  it('may lead through a link of root, and not through one of the POS', async () => {
    const base = openTempFolder();
    chmodSync(base, 0o777);
    const real = sharedDrop(0);
    symlinkSync(real, join(base, 'out'));
    start(join(base, 'out'));
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    asPos(base, `mv out old; ln -s ${vault} out`);
    folder.intake.wake();
    await folder.intake.stop();
    start(join(base, 'out'));
    await stops('folder.pathLink');
    expectVaultUntouched();
  });
});
