import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src-main/intake/file-system.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { layFolder, leaveFolders, makePipe, RESCAN_MS, sale, STALE_MS } from '../main/intake/till-folder.ts';
import type { TillFolder } from '../main/intake/till-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let folder: TillFolder;
afterEach(() => leaveFolders());

describe('hostile kinds of files in the drop folder', () => {
  it('under names of the agent keep no folder from being opened', async () => {
    folder = layFolder();
    for (const rest of ['.', '..']) folder.write(`.heado-till-00000000~${rest}`, '');
    mkdirSync(join(folder.path, '.heado-till-00000000~folder'));
    folder.write('.heado-till-00000000~left.json', sale(2));
    folder.write('good.json', sale(1));
    folder.intake.start();
    await folder.whenArchived(2);
    expect([...folder.outbox.labels()].sort()).toEqual(['S1-K1-1', 'S1-K1-2']);
  });

  it('are reported once each where they lie, never opened, never moved', async () => {
    const opened: string[] = [];
    folder = layFolder({
      fs: {
        ...nodeFileSystem,
        openSync(path, flags, mode) {
          if (!nodeFileSystem.lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
            opened.push(basename(path));
          return nodeFileSystem.openSync(path, flags, mode);
        },
      },
    });
    const at = (name: string): string => join(folder.path, name);
    mkdirSync(at('folder.json'));
    symlinkSync('/etc/shadow', at('link.json'));
    symlinkSync('/dev/zero', at('zero.json'));
    makePipe(at('fifo.json'));
    const server = createServer().listen(at('socket.json'));
    await new Promise<void>((resolve) => server.once('listening', resolve));
    writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from([0xff, 0xfe])]), sale(9));
    folder.write('good.json', sale(1));
    folder.intake.start();
    await folder.whenArchived(1);
    for (let round = 0; round < 3; round += 1) await folder.lookAgain();
    const reported = folder.tellings('file.passedOver').map(({ file, code }) => [file, code]);
    expect(reported.sort()).toEqual(
      [
        ['fifo.json', 'file.fifo'],
        ['folder.json', 'file.isFolder'],
        ['link.json', 'file.symbolicLink'],
        ['socket.json', 'file.socket'],
        ['zero.json', 'file.symbolicLink'],
        ['\uFFFD\uFFFD', 'file.nameNotUtf8'],
      ].sort(),
    );
    expect(opened).toEqual(['good.json', 'empty']);
    expect(folder.names('rejected')).toEqual([]);
    expect(
      folder
        .state()
        .problems.map(({ code }) => code)
        .sort(),
    ).toEqual(reported.map(([, code]) => code).sort());
    expect(folder.state().waitingFiles).toBe(0);
    // A link may lead to receipts: somebody has to look.
    expect(folder.state().oldestUntakenSinceMs).toBeDefined();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are forgotten when they are taken away and reported anew when they come back', async () => {
    folder = layFolder();
    const path = join(folder.path, 'x.json');
    folder.intake.start();
    for (let time = 1; time <= 2; time += 1) {
      mkdirSync(path);
      await waitFor('it is reported', () => folder.tellings('file.passedOver').length === time);
      expect(folder.state().oldestUntakenSinceMs).toBeUndefined();
      rmSync(path, { recursive: true });
      await waitFor('it is forgotten', () => folder.state().problems.length === 0);
    }
  });

  it('in place of the archive are refused: nothing is moved to where a link points', async () => {
    folder = layFolder();
    const elsewhere = layFolder().path;
    symlinkSync(elsewhere, join(folder.path, 'archive'));
    folder.write('1.json', sale(1));
    folder.intake.start();
    await waitFor('the folder is denied', () => folder.state().state === 'denied');
    expect(folder.state().problems.map(({ code }) => code)).toEqual(['folder.subfolderLink']);
    expect(nodeFileSystem.readdirSync(elsewhere)).toEqual([]);
    expect(folder.names()).toContain('1.json');
    rmSync(join(folder.path, 'archive'));
    folder.intake.wake();
    await waitFor('it is taken', () => folder.outbox.stored().length === 1);
  });

  it('swapped in for the archive while the agent runs are refused as well', async () => {
    folder = layFolder();
    const elsewhere = layFolder().path;
    folder.intake.start();
    await folder.lookAgain();
    rmSync(join(folder.path, 'archive'), { recursive: true });
    symlinkSync(elsewhere, join(folder.path, 'archive'));
    folder.write('1.json', sale(1));
    await waitFor('the folder stops', () => folder.state().state === 'denied');
    expect(folder.state().problems).toMatchObject([{ code: 'folder.subfolderLink' }]);
    expect(nodeFileSystem.readdirSync(elsewhere)).toEqual([]);
    expect(folder.outbox.files()).toEqual([]);
  });

  it('that cannot be read are tried again at growing distances and shown', async () => {
    const clock = createFakeClock(Date.now());
    let refused = 0;
    let readable = false;
    folder = layFolder({
      clock,
      fs: {
        ...nodeFileSystem,
        openSync(path, flags, mode) {
          if (!readable && path.endsWith('locked.json')) {
            refused += 1;
            throw Object.assign(new Error('no'), { code: refused % 2 ? 'EACCES' : 'EBUSY' });
          }
          return nodeFileSystem.openSync(path, flags, mode);
        },
      },
    });
    folder.write('locked.json', sale(1));
    folder.write('open.json', sale(2));
    folder.intake.start();
    await waitFor('the other is taken', () => folder.outbox.stored().length === 1);
    for (let second = 0; second < 600; second += 1) {
      clock.advance(1_000);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(refused).toBeGreaterThan(5);
    expect(refused).toBeLessThan(20);
    expect(folder.state().problems).toMatchObject([
      { code: 'file.unreadable', values: { name: 'locked.json', attempts: refused } },
    ]);
    readable = true;
    clock.advance(2 * STALE_MS);
    await waitFor('it is taken at last', () => folder.outbox.stored().length === 2);
    expect(folder.names('rejected')).toEqual([]);
  });

  it('of a folder that everybody may write to are taken, with a warning', async () => {
    folder = layFolder();
    chmodSync(folder.path, 0o777);
    folder.intake.start();
    await folder.lookAgain();
    expect(folder.state()).toMatchObject({
      state: 'watching',
      problems: [{ code: 'folder.worldWritable' }],
    });
  });
});

const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('content of every kind', () => {
  it.each([
    ['a byte order mark', Buffer.from(`\uFEFF${sale(1)}`), 1],
    ['UTF-16', utf16(sale(1)), 1],
    ['CRLF line ends', Buffer.from(`${sale(1)}\r\n${sale(2)}\r\n`), 2],
  ])('%s is taken', async (_what, bytes, count) => {
    folder = layFolder({ clock: createFakeClock(Date.now() + 3_600_000) });
    folder.write('x.ndjson', bytes);
    folder.intake.start();
    await folder.whenArchived(1);
    expect(folder.outbox.stored()).toHaveLength(count);
    expect(folder.outbox.files().flatMap(({ shelf }) => shelf)).toEqual([]);
  });

  it.each([
    [
      'damaged UTF-8',
      Buffer.concat([Buffer.from('{"name": "Чай '), Buffer.from([0xd0, 0x20, 0xff, 0x22, 0x7d])]),
    ],
    ['NUL bytes in the middle', Buffer.from('{"amount":\0\0 1}')],
    ['a tail of NUL bytes', Buffer.from(`${sale(1).slice(0, 60)}${'\0'.repeat(100)}`)],
    ['nesting without end', Buffer.from('['.repeat(100_000))],
    ['a page of HTML', Buffer.from('<html><body>login</body></html>')],
  ])('%s is rejected with a reason, bytes unchanged', async (_what, bytes) => {
    const clock = createFakeClock(Date.now());
    folder = layFolder({ clock });
    folder.write('x.json', bytes);
    folder.intake.start();
    await waitFor('it is seen', () => folder.state().waitingFiles === 1);
    clock.advance(STALE_MS + RESCAN_MS);
    await waitFor('it is rejected', () => folder.names('rejected').length === 2);
    expect(nodeFileSystem.readdirSync(folder.path)).not.toContain('x.json');
    expect(readFileSync(join(folder.path, 'rejected/x.json'))).toEqual(bytes);
    const [item] = folder.intake.listRejected();
    expect(item?.problem.code).toMatch(/^(?:format|file)\./);
    expect(folder.outbox.files()).toEqual([]);
  });
});
