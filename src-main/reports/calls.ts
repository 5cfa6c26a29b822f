/**
 * Owns: what became of the calls for reports, as people ask for it: asked, answered, refused. Pure.
 * Promises: a refusal is none of a silence: HEADO was there and said no, or there was no key to ask with.
 */
import type { Outcome } from '../heado/outcome.ts';
import type { Question } from './model.ts';

export type RefusalKind = 'key' | 'tooOften' | 'other';

export interface Refusal {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly report: Question;
  readonly kind: RefusalKind;
  /** Code of the problem (docs/problems.md), or what kind of answer it was. */
  readonly code: string;
  /** HEADO's own words; empty: it had none. */
  readonly words: string;
}

export interface Calls {
  /** Milliseconds since 1970 UTC; null: never. */
  readonly askedAtMs: number | null;
  /** With a report. */
  readonly answeredAtMs: number | null;
  /** The last one, of whatever report. */
  readonly lastRefusal: Refusal | null;
  /** What the figures are refused for since they were given last; null: they are not. */
  readonly refused: RefusalKind | null;
}

export const NO_CALLS: Calls = { askedAtMs: null, answeredAtMs: null, lastRefusal: null, refused: null };

/** `calls` after one more, begun at `askedAtMs` and over at `atMs`. */
export function withCall(
  calls: Calls,
  report: Question,
  outcome: Outcome,
  { askedAtMs, atMs }: { readonly askedAtMs: number; readonly atMs: number },
): Calls {
  const asked = { ...calls, askedAtMs };
  const isOfFigures = report === 'metrics';
  if (outcome.kind === 'accepted')
    return { ...asked, answeredAtMs: atMs, refused: isOfFigures ? null : calls.refused };
  const said = refusalOf(outcome);
  if (!said) return asked;
  const lastRefusal = { ...said, atMs, report };
  return { ...asked, lastRefusal, refused: isOfFigures ? said.kind : calls.refused };
}

/** Undefined: no answer, or none to be relied on. */
function refusalOf(
  outcome: Exclude<Outcome, { kind: 'accepted' }>,
): Pick<Refusal, 'kind' | 'code' | 'words'> | undefined {
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'other', code: String(outcome.code), words: outcome.message };
    case 'noMethod':
      return { kind: 'other', code: outcome.kind, words: outcome.message };
    case 'tooLarge':
      return { kind: 'other', code: outcome.kind, words: '' };
    case 'hold': {
      const { code, values } = outcome.problem;
      const isKey = code === 'api.keyRefused' || code === 'api.endpointUnusable';
      const words = [values['code'], values['message'] ?? values['because']].filter(
        (each) => each !== undefined,
      );
      return { kind: isKey ? 'key' : 'other', code, words: words.join(' ') };
    }
    case 'retry':
      return outcome.slowDown ? { kind: 'tooOften', code: outcome.problem.code, words: '' } : undefined;
  }
}
