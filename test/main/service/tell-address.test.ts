import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOKEN_LIFE_MS } from '../../../src-main/hosts/service/one-time.ts';
import { createAddressTeller } from '../../../src-main/hosts/service/tell-address.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { fileText, lay, startRun } from './run-ui.ts';

interface Told {
  readonly lines: string[];
  readonly clock: FakeClock;
  readonly teller: ReturnType<typeof createAddressTeller>;
}

function open(journalled: boolean): Told {
  const lines: string[] = [];
  const clock = createFakeClock();
  let count = 0;
  const address = (): string => `http://127.0.0.1:1/?token=${(count += 1)}`;
  const print = (line: string): void => void lines.push(line);
  return { lines, clock, teller: createAddressTeller({ clock, address, print, journalled }) };
}

describe('the first address of a start', () => {
  it('is a line of standard output', () => {
    const { lines, teller, clock } = open(false);
    const dataDir = tempFolder();
    teller.tell(dataDir, false);
    teller.tell(dataDir, false);
    clock.advance(TOKEN_LIFE_MS * 3);
    expect(lines).toEqual(['ui http://127.0.0.1:1/?token=1']);
    expect(existsSync(join(dataDir, 'ui-url'))).toBe(false);
  });

  it('stands in a file of the agent alone where standard output is a journal, as long as it opens something', () => {
    const { lines, teller, clock } = open(true);
    const file = join(tempFolder(), 'data', 'ui-url');
    teller.tell(join(file, '..'), false);
    expect(lines).toEqual([`ui-url ${file}`]);
    expect(readFileSync(file, 'utf8')).toBe('http://127.0.0.1:1/?token=1\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    clock.advance(TOKEN_LIFE_MS - 1);
    expect(existsSync(file)).toBe(true);
    clock.advance(1);
    expect(existsSync(file)).toBe(false);
  });

  it('in a file that cannot be taken away stays there, and nothing else comes of that', () => {
    const { teller, clock } = open(true);
    const dataDir = tempFolder();
    const file = join(dataDir, 'ui-url');
    teller.tell(dataDir, false);
    rmSync(file);
    mkdirSync(join(file, 'somebody-elses'), { recursive: true });
    clock.advance(TOKEN_LIFE_MS);
    teller.entered();
    teller.close();
    expect(existsSync(file)).toBe(true);
  });

  it.each([false, true])(
    'is told anew while the setup window waits and nobody came (journal: %j)',
    (journal) => {
      const { lines, teller, clock } = open(journal);
      const dataDir = tempFolder();
      const newest = (): string => (journal ? fileText(join(dataDir, 'ui-url')) : (lines.at(-1) ?? ''));
      teller.tell(dataDir, true);
      clock.advance(TOKEN_LIFE_MS);
      expect(newest()).toContain('token=2');
      clock.advance(TOKEN_LIFE_MS);
      expect(newest()).toContain('token=3');
      expect(lines).toHaveLength(journal ? 1 : 3);
      teller.entered();
      clock.advance(TOKEN_LIFE_MS * 2);
      expect(lines).toHaveLength(journal ? 1 : 3);
      expect(existsSync(join(dataDir, 'ui-url'))).toBe(false);
    },
  );

  it('says why the file could not be written, and nothing of the address', () => {
    const { lines, teller } = open(true);
    const dataDir = join(tempFolder(), 'file');
    writeFileSync(dataDir, '');
    teller.tell(dataDir, false);
    expect(lines).toEqual([`ui-url ${join(dataDir, 'ui-url')}: EEXIST`]);
  });
});

describe('under systemd', () => {
  it('no address stands in what is printed, with settings and without', async () => {
    const till = await lay();
    for (const configured of [false, true]) {
      if (configured) till.configure();
      const run = await startRun(till, { JOURNAL_STREAM: '8:4711', HEADO_TILL_DATA_DIR: till.dataDir });
      expect((await run.request('setupState', {})).ok).toBe(true);
      if (configured) await run.ready();
      expect(run.lines.join('\n')).not.toMatch(/token|127\.0\.0\.1/);
      await waitFor('the used address to go', () => !existsSync(join(till.dataDir, 'ui-url')));
      await run.stop();
    }
  });
});
