/**
 * Owns: the one counter that all screens stand at, however often the agent behind it is opened and closed.
 * Promises: whoever watches goes on watching when the source changes; a request that its form or the PIN does
 * not allow never reaches the source; an answer comes always.
 * Refuses to know: how screens reach it (hosts).
 */
import type { Clock } from '../../base/clock.ts';
import { requestAccess, type Answer, type RequestName, type Shown } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { requestForms } from './forms.ts';
import { createGate, type Gate } from './gate.ts';
import type { Handlers, ScreensSource, Viewer } from './source.ts';

export interface Screens {
  /** What stands behind the screens from now on; undefined while nothing does. */
  play(source: ScreensSource | undefined): void;
  /** Calls with every snapshot from now on, of whatever source. */
  watch(listener: (snapshot: Snapshot) => void): Viewer;
  /** Undefined: the argument has not the request's form. `session`: whose PIN counts. */
  ask(session: string, name: RequestName, argument: unknown): Promise<Answer<unknown> | undefined>;
}

interface Watching {
  readonly listener: (snapshot: Snapshot) => void;
  shown: Shown | undefined;
  viewer: Viewer | undefined;
}

const UNREACHABLE = { ok: false, refusal: { reason: 'unreachable' } } as const;

export function createScreens(clock: Clock): Screens {
  const gate = createGate(clock);
  const watching = new Set<Watching>();
  let source: ScreensSource | undefined;

  function begin(each: Watching): void {
    each.viewer = source?.watch(each.listener);
    if (each.shown) each.viewer?.show(each.shown);
  }

  return {
    play(next) {
      for (const each of watching) each.viewer?.close();
      source = next;
      gate.remember(next?.pinRecord);
      for (const each of watching) begin(each);
    },
    watch(listener) {
      const each: Watching = { listener, shown: undefined, viewer: undefined };
      watching.add(each);
      begin(each);
      return {
        show(shown) {
          each.shown = shown;
          each.viewer?.show(shown);
        },
        close() {
          watching.delete(each);
          each.viewer?.close();
          each.viewer = undefined;
        },
      };
    },
    async ask(session, name, argument) {
      if (!source) return UNREACHABLE;
      const { pin, handlers } = source;
      if (name === 'unlock' || name === 'lock') return turnKey(gate, session, name, argument, pin);
      const closed = requestAccess[name] === 'service' ? gate.use(session, pin) : undefined;
      if (closed) return { ok: false, refusal: { reason: 'locked', ...closed } };
      return perform(handlers, name, argument);
    },
  };
}

async function turnKey(
  gate: Gate,
  session: string,
  name: 'unlock' | 'lock',
  argument: unknown,
  pin: string | undefined,
): Promise<Answer<unknown> | undefined> {
  if (name === 'lock') {
    gate.lock(session);
    return { ok: true, value: {} };
  }
  const form = requestForms.unlock.safeParse(argument);
  if (!form.success) return undefined;
  const turned = gate.unlock(session, form.data.pin, pin);
  if ('openForMs' in turned) return { ok: true, value: turned };
  return { ok: false, refusal: { reason: 'locked', ...turned } };
}

/** One request; its form and its handler are of the same name. */
async function perform<N extends keyof Handlers>(
  handlers: Pick<Handlers, N>,
  name: N,
  argument: unknown,
): Promise<Answer<unknown> | undefined> {
  const forms: { readonly [M in keyof Handlers]: { safeParse(value: unknown): Parsed<M> } } = requestForms;
  const form = forms[name].safeParse(argument);
  return form.success ? handlers[name](form.data) : undefined;
}

type Parsed<M extends keyof Handlers> =
  { readonly success: true; readonly data: Parameters<Handlers[M]>[0] } | { readonly success: false };
