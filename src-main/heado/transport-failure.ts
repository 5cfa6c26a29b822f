/**
 * Owns: the ways in which a call can end without an answer, and whether the server may have seen it. Pure.
 * Promises: no text of the error it judges goes on, only its code: texts of network errors hold addresses.
 */
export type FailureCode =
  | 'nameNotFound'
  | 'connectionRefused'
  | 'unreachable'
  | 'connectTimeout'
  | 'tlsFailed'
  | 'proxyFailed'
  | 'connectionReset'
  | 'noAnswer'
  | 'answerCut'
  | 'answerTooLarge'
  | 'answerNotHttp'
  | 'stopped';

export interface TransportFailure {
  readonly kind: 'failure';
  readonly code: FailureCode;
  /** `before-send` exactly when no byte of the request can have reached the server. */
  readonly phase: 'before-send' | 'maybe-sent';
  /** The system's own code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`); empty where there is none. */
  readonly words: string;
}

/** How far a call got, and what ended it if we did. */
export interface Progress {
  /** The connection stands, TLS included: bytes may be on their way. */
  sendable: boolean;
  /** The head of an answer came. */
  answered: boolean;
  endedBy: keyof typeof ENDED | undefined;
}

export interface Way {
  readonly secure: boolean;
  readonly proxied: boolean;
}

const ENDED = {
  connect: 'connectTimeout',
  deadline: 'noAnswer',
  stop: 'stopped',
  pieces: 'answerTooLarge',
} as const;

const BEFORE_CONNECTED: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'nameNotFound',
  EAI_AGAIN: 'nameNotFound',
  EAI_FAIL: 'nameNotFound',
  EAI_NODATA: 'nameNotFound',
  ECONNREFUSED: 'connectionRefused',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'connectTimeout',
};

/** The failure that `error` stands for, given how far the call got. */
export function judgeFailure(error: unknown, progress: Progress, way: Way): TransportFailure {
  const words = codeOf(error);
  const code = progress.endedBy ? ENDED[progress.endedBy] : judgeCode(words, error, progress, way);
  return { kind: 'failure', code, phase: progress.sendable ? 'maybe-sent' : 'before-send', words };
}

function judgeCode(words: string, error: unknown, progress: Progress, way: Way): FailureCode {
  if (isTooLarge(error)) return 'answerTooLarge';
  if (words.startsWith('HPE_')) return 'answerNotHttp';
  if (progress.answered) return 'answerCut';
  if (progress.sendable) return 'connectionReset';
  const connecting = BEFORE_CONNECTED[words];
  if (way.proxied && (connecting !== undefined || words === 'ERR_PROXY_TUNNEL')) return 'proxyFailed';
  return connecting ?? (way.secure ? 'tlsFailed' : 'connectionReset');
}

/** Codes are capitals and digits; anything else may be text of ours or of the server. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  const { code } = error;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) && !code.startsWith('ERR_CANCEL')
    ? code
    : '';
}

/** axios has no code of its own for an answer over the size limit. */
function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('maxContentLength size');
}
