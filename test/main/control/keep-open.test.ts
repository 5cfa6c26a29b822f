import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { NoteFields } from '../../../src-main/base/note.ts';
import { controlClient } from '../../../src-main/core/control/client.ts';
import { keepControlOpen, REOPEN_MS } from '../../../src-main/core/control/keep-open.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { fakeOperations } from './fake-operations.ts';

afterEach(removeTempFolders);

interface Kept {
  readonly clock: FakeClock;
  readonly socket: string;
  /** Levels aside, what the journal got. */
  readonly notes: readonly (readonly [event: string, reason: unknown])[];
  /** What the agent was told, newest last: a code, or that all is well. */
  readonly told: readonly string[];
  isHeard(): Promise<boolean>;
  /** Lets one retry fall due and waits for what it came to. */
  retry(): Promise<void>;
  close(): Promise<void>;
}

/** A data folder where a folder lies in the place of the socket. */
async function keepOccupied(): Promise<Kept> {
  const dataDir = tempFolder();
  const socket = path.join(dataDir, 'control.sock');
  mkdirSync(socket);
  const clock = createFakeClock();
  const notes: [string, unknown][] = [];
  const told: string[] = [];
  const kept = await keepControlOpen({
    ...{ dataDir, clock, operations: fakeOperations() },
    note: (event, fields: NoteFields = {}) => void notes.push([event, fields['reason']]),
    tell: (because) => void told.push(because?.code ?? 'heard'),
  });
  onTestFinished(() => kept.close());
  return {
    ...{ clock, socket, notes, told, close: () => kept.close() },
    isHeard: async () => (await controlClient(dataDir).ask('status', {})).ok,
    async retry() {
      const before = told.length;
      clock.advance(REOPEN_MS);
      await waitFor('it was tried again', () => told.length > before);
    },
  };
}

const REFUSED = ['control.notOpened', 'EISDIR: illegal operation on a directory'];

describe('a control socket that cannot be opened at the start', () => {
  it('opens as soon as nothing lies in its place, and the agent is told', async () => {
    const kept = await keepOccupied();
    expect(kept.told).toEqual(['control.notOpened']);
    await kept.retry();
    rmdirSync(kept.socket);
    expect(await kept.isHeard()).toBe(false);
    await kept.retry();
    expect(kept.told).toEqual(['control.notOpened', 'control.notOpened', 'heard']);
    expect(await kept.isHeard()).toBe(true);
    expect(kept.clock.pending).toBe(0);
    await kept.close();
    expect(existsSync(kept.socket)).toBe(false);
  });

  it('is written down once per change, however often it is tried', async () => {
    const kept = await keepOccupied();
    await kept.retry();
    await kept.retry();
    expect(kept.notes).toEqual([REFUSED]);
    rmdirSync(kept.socket);
    await kept.retry();
    expect(kept.notes).toEqual([REFUSED, ['control.opened', undefined]]);
  });

  it('is tried no more once it was closed', async () => {
    const kept = await keepOccupied();
    await kept.close();
    expect(kept.clock.pending).toBe(0);
    rmdirSync(kept.socket);
    kept.clock.advance(REOPEN_MS * 2);
    expect(await kept.isHeard()).toBe(false);
  });

  it('leaves nothing behind when it is closed in the middle of a try', async () => {
    const kept = await keepOccupied();
    rmdirSync(kept.socket);
    kept.clock.advance(REOPEN_MS);
    await kept.close();
    expect(kept.told.at(-1)).toBe('heard');
    expect(existsSync(kept.socket)).toBe(false);
    expect(await kept.isHeard()).toBe(false);
  });
});
