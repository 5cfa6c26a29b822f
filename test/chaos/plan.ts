/**
 * Owns: what happens to a till in one chaos run, drawn from a seed: the same seed gives the same plan.
 * Refuses to know how any of it is done.
 */
import type { Act as ServerAct, ActName } from '../simulator/acts.ts';
import { seededRandom, type Random } from '../support/random.ts';

export type HostKind =
  /** In this process, by a clock that moves when the run says so: hours cost nothing. */
  | 'here'
  /** The built agent as a process: it can be killed and stopped at any instant. */
  | 'process';

export type Step =
  | { readonly does: 'drop'; readonly count: number }
  /** A line in place to a file that stays open. */
  | { readonly does: 'append'; readonly count: number }
  | { readonly does: 'release' }
  /** Good lines, and the beginning of one that the POS did not live to finish. */
  | { readonly does: 'dropCut'; readonly count: number }
  | { readonly does: 'dropAgain' }
  | { readonly does: 'dropWrong' }
  | { readonly does: 'dropGivenUp' }
  | { readonly does: 'dropBroken' }
  | { readonly does: 'shift' }
  | { readonly does: 'discard' }
  | { readonly does: 'fault'; readonly act: ServerAct | ActName; readonly times: number | 'forever' }
  | { readonly does: 'down' }
  | { readonly does: 'heal' }
  | { readonly does: 'pass'; readonly minutes: number }
  | { readonly does: 'clock'; readonly hoursOff: number }
  | { readonly does: 'restart' }
  | { readonly does: 'kill' }
  | { readonly does: 'freeze' }
  | { readonly does: 'tear' }
  /** A copy of the data folder, and putting it back. */
  | { readonly does: 'backUp' }
  | { readonly does: 'restore' }
  | { readonly does: 'wipe'; readonly underIt: boolean }
  | { readonly does: 'recover'; readonly choice: 'resend' | 'accept' }
  /** Another agent, of another data folder, on the same drop folder. */
  | { readonly does: 'second' }
  | { readonly does: 'unmount'; readonly leaves: 'nothing' | 'empty'; readonly restarted: boolean }
  | { readonly does: 'mount' };

export interface Plan {
  readonly seed: number;
  readonly host: HostKind;
  readonly steps: readonly Step[];
}

const STEPS = { least: 24, more: 24 } as const;
const DAY_HOURS = 24;
/** One run in so many is that of a process, which costs seconds instead of a second. */
const PROCESS_EVERY = 4;

/** Behaviours that a call meets once or a few times; what fills sockets is kept small. */
const FAULTS: readonly (ServerAct | ActName)[] = [
  ...(['acceptAndClose', 'resetInRequest', 'resetBeforeCommit', 'resetAfterCommit', 'noAnswer'] as const),
  ...(['cutAnswer', 'statusAfterCommit', 'otherId', 'nullId', 'noResult', 'htmlPage'] as const),
  ...(['emptyBody', 'noContent', 'redirect', 'strayAnswer', 'closeAsClientWrites', 'dateOffset'] as const),
  ...(['http10', 'earlyHints', 'chunked', 'undercount', 'tooManyRequests', 'tooOften'] as const),
  ...(['rpcError', 'refuseReceipt', 'revokeKey'] as const),
  ...[502, 504].map((status) => ({ name: 'statusAfterCommit', status }) as const),
  ...[400, 404, 413, 503].map((status) => ({ name: 'status', status }) as const),
  ...[-32600, -32602, -32603, -32610, -32700].map((code) => ({ name: 'rpcError', code }) as const),
  { name: 'refuseReceipt', partial: true, namesReceipt: false },
  { name: 'tooLarge', receiptsOver: 2 },
  { name: 'unavailable', spanMs: 90_000 },
  { name: 'flapping', upMs: 2_000, downMs: 2_000 },
  { name: 'tooManyRequests', retryAfter: '20' },
  { name: 'dateOffset', offsetMs: -11 * 60_000 },
  { name: 'dripAnswer', intervalMs: 2 },
  { name: 'lateAnswer', delayMs: 300 },
  { name: 'hugeBody', bytes: 6_000_000 },
  { name: 'gzipBomb', bytes: 20_000_000 },
];

type Draw = (random: Random) => Step;

const times = (random: Random): number | 'forever' => random.pick([1, 1, 2, 3, 6, 'forever']);

const EVERYWHERE: readonly Draw[] = [
  ...Array.from({ length: 5 }, (): Draw => (random) => ({ does: 'drop', count: 1 + random.below(4) })),
  ...Array.from({ length: 3 }, (): Draw => (random) => ({ does: 'append', count: 1 + random.below(2) })),
  ...Array.from({ length: 5 }, (): Draw => (random) => ({
    does: 'fault',
    act: random.pick(FAULTS),
    times: times(random),
  })),
  ...Array.from({ length: 3 }, (): Draw => () => ({ does: 'heal' })),
  ...Array.from({ length: 3 }, (): Draw => (random) => ({
    does: 'pass',
    minutes: random.pick([0.1, 0.5, 2, 10, 70]),
  })),
  () => ({ does: 'release' }),
  () => ({ does: 'dropAgain' }),
  () => ({ does: 'dropAgain' }),
  () => ({ does: 'dropWrong' }),
  () => ({ does: 'dropGivenUp' }),
  () => ({ does: 'dropBroken' }),
  () => ({ does: 'shift' }),
  () => ({ does: 'discard' }),
  () => ({ does: 'discard' }),
  () => ({ does: 'down' }),
  (random) => ({ does: 'clock', hoursOff: random.pick([-DAY_HOURS, DAY_HOURS, -1, 800 * DAY_HOURS]) }),
  () => ({ does: 'clock', hoursOff: 0 }),
  () => ({ does: 'restart' }),
  () => ({ does: 'tear' }),
  () => ({ does: 'backUp' }),
  () => ({ does: 'backUp' }),
  () => ({ does: 'restore' }),
  (random) => ({ does: 'wipe', underIt: random.below(3) === 0 }),
  (random) => ({ does: 'recover', choice: random.pick(['resend', 'resend', 'accept']) }),
  () => ({ does: 'second' }),
  (random) => ({ does: 'dropCut', count: 1 + random.below(2) }),
  (random) => ({
    does: 'unmount',
    leaves: random.pick(['nothing', 'empty']),
    restarted: random.below(2) === 0,
  }),
  ...Array.from({ length: 3 }, (): Draw => () => ({ does: 'mount' })),
];

const OF_A_PROCESS: readonly Draw[] = [
  ...Array.from({ length: 6 }, (): Draw => () => ({ does: 'kill' })),
  () => ({ does: 'freeze' }),
];

export function createPlan(seed: number): Plan {
  const random = seededRandom(seed);
  const host = seed % PROCESS_EVERY === 0 ? 'process' : 'here';
  const draws = host === 'process' ? [...EVERYWHERE, ...OF_A_PROCESS] : EVERYWHERE;
  const count = STEPS.least + random.below(STEPS.more);
  return { seed, host, steps: Array.from({ length: count }, () => random.pick(draws)(random)) };
}

/** A step as it stands in a story. */
export function tellStep(step: Step): string {
  const { does, ...rest } = step;
  const facts = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [does, ...facts].join(' ');
}
