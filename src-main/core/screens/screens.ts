/**
 * Owns: the one counter that all screens stand at, however often the agent behind it is opened and closed.
 * Promises: whoever watches goes on watching when the source changes; a request that its form or the PIN does
 * not allow never reaches the source; an answer comes always.
 * Refuses to know: how screens reach it (hosts).
 */
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { problem } from '../../base/problem.ts';
import { requestAccess, type Answer, type RequestName, type Shown } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Locale } from '../../text/words.ts';
import { requestForms } from './forms.ts';
import { createGate, type Answered, type Gate } from './gate.ts';
import type { Pin } from './pin.ts';
import type { ScreensProblem } from './problem-codes.ts';
import type { Handlers, ScreensSource, Viewer } from './source.ts';
import { refusal, value } from './tell.ts';
import type { Visitor } from './visitor.ts';

export interface Screens {
  /** What stands behind the screens from now on; undefined while nothing does. */
  play(source: ScreensSource | undefined): void;
  /** Calls with every snapshot from now on, of whatever source. */
  watch(listener: (snapshot: Snapshot) => void): Viewer;
  /** Undefined: the argument has not the request's form. */
  ask(visitor: Visitor, name: RequestName, argument: unknown): Promise<Answer<unknown> | undefined>;
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
  /** Who set the PIN that the next source will have: need not be asked for it at once. */
  let setter: { readonly visitor: Visitor; readonly pin: string } | undefined;
  let admitting: Promise<unknown> = Promise.resolve();

  function admitSetter(pin: Pin | undefined): void {
    if (setter && pin) admitting = gate.unlock(setter.visitor, setter.pin, pin);
    setter = undefined;
  }

  function begin(each: Watching): void {
    each.viewer = source?.watch(each.listener);
    if (each.shown) each.viewer?.show(each.shown);
  }

  return {
    play(next) {
      for (const each of watching) each.viewer?.close();
      source = next;
      gate.remember(next?.pinRecord);
      if (next) admitSetter(next.pin);
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
    async ask(visitor, name, argument) {
      await admitting;
      if (!source) return UNREACHABLE;
      const { pin, handlers, locale } = source;
      if (name === 'unlock') return unlock(gate, visitor, argument, source);
      if (name === 'lock') {
        gate.lock(visitor.session);
        return value({});
      }
      const access = requestAccess[name];
      if (access !== 'anyone') {
        const used = gate.use(visitor, pin, access === 'critical');
        if (!isOpen(used)) return refuse(used, locale());
      }
      if (name === 'sessions' || name === 'endSessions')
        return visit(gate, visitor, name, argument, source.onEnded);
      const answered = await perform(handlers, name, argument);
      if (name === 'saveSetup') setter = setterOf(visitor, argument, answered);
      return answered;
    },
  };
}

/** Undefined: no PIN was set. */
function setterOf(
  visitor: Visitor,
  argument: unknown,
  answered: Answer<unknown> | undefined,
): { readonly visitor: Visitor; readonly pin: string } | undefined {
  const pin = requestForms.saveSetup.safeParse(argument).data?.pin?.trim() ?? '';
  return pin !== '' && answered?.ok === true && saved.safeParse(answered.value).success
    ? { visitor, pin }
    : undefined;
}

const saved = z.object({ ok: z.literal(true) });

async function unlock(
  gate: Gate,
  visitor: Visitor,
  argument: unknown,
  { pin, locale }: ScreensSource,
): Promise<Answer<unknown> | undefined> {
  const form = requestForms.unlock.safeParse(argument);
  if (!form.success) return undefined;
  const turned = await gate.unlock(visitor, form.data.pin, pin);
  return isOpen(turned) ? value(turned) : refuse(turned, locale());
}

function isOpen(answered: Answered): answered is { readonly openForMs: number } {
  return answered !== 'strange' && 'openForMs' in answered;
}

function refuse(
  answered: { readonly retryInMs: number } | 'strange',
  locale: Locale,
): Extract<Answer<never>, { ok: false }> {
  if (answered === 'strange') return refusal(problem<ScreensProblem>('screens.addressNeeded'), locale);
  return { ok: false, refusal: { reason: 'locked', ...answered } };
}

/** What is about the host's own sessions. */
function visit(
  gate: Gate,
  { session, visits }: Visitor,
  name: 'sessions' | 'endSessions',
  argument: unknown,
  onEnded: ScreensSource['onEnded'],
): Answer<unknown> | undefined {
  if (!requestForms[name].safeParse(argument).success) return undefined;
  if (name === 'sessions') return value({ rows: visits?.list(session) ?? [] });
  const ended = visits?.endOthers(session) ?? [];
  for (const each of ended) gate.lock(each);
  onEnded?.(ended.length);
  return value({ ended: ended.length });
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
