/**
 * Owns: getting the control socket open although it could not be opened at the start: what lay in its place, or the
 * full disk, may be gone later.
 * Promises: tries until it listens or is closed; the journal and `tell` hear of changes only, never of every try.
 */
import type { Cancel, Clock } from '../../base/clock.ts';
import type { Note } from '../../base/note.ts';
import type { Problem } from '../../base/problem.ts';
import {
  startControlServer,
  type ControlEvent,
  type ControlServer,
  type ControlServerOptions,
} from './server.ts';

/** A person who mends the cause waits no longer than this; a try costs a folder and a rename. */
export const REOPEN_MS = 30_000;

export interface KeepOpenOptions extends ControlServerOptions {
  readonly clock: Clock;
  /** Why nobody can ask the agent now; undefined once it listens. */
  readonly tell: (because: Problem | undefined) => void;
}

/** Resolves after the first try, whatever it came to. Never rejects. */
export async function keepControlOpen(options: KeepOpenOptions): Promise<Pick<ControlServer, 'close'>> {
  const { clock, tell } = options;
  const note = noteChanges(options.note);
  let server: ControlServer | undefined;
  let closed = false;
  let cancel: Cancel = () => undefined;
  let trying = attempt();

  async function attempt(): Promise<void> {
    const opened = await startControlServer({ ...options, note });
    if (opened.ok) server = opened.value;
    tell(opened.ok ? undefined : opened.error);
    if (!opened.ok && !closed) cancel = clock.after(REOPEN_MS, () => void (trying = attempt()));
  }

  await trying;
  return {
    async close() {
      closed = true;
      cancel();
      await trying;
      await server?.close();
    },
  };
}

/** The same failure again is no news. */
function noteChanges(note: Note<ControlEvent>): Note<ControlEvent> {
  let told = '';
  return (event, fields) => {
    const news = JSON.stringify(fields);
    if (event === 'control.notOpened' && news === told) return;
    if (event === 'control.notOpened') told = news;
    note(event, fields);
  };
}
