/**
 * Owns the table of server behaviours: number in the quality page, name, when it is played, what it commits, in words.
 * Promises to be the list of docs/simulator.md, which a test proves.
 * Refuses to know how a behaviour is played: acts.ts has its settings, deliver.ts and its neighbours the effects.
 */
import type { ActName } from './acts.ts';

export interface Behaviour {
  /** The number or numbers in the quality page; "–" for what was added here. */
  readonly number: string;
  /** Known at the connection, at the head of a request (no method yet), or with the whole request. */
  readonly phase: 'connection' | 'head' | 'request';
  readonly commits: 'yes' | 'no' | 'as usual';
  /** Limits itself, so a rule without `times` plays it for ever. */
  readonly lasts: boolean;
  readonly says: string;
}

type Commits = Behaviour['commits'];

function of(number: string, commits: Commits, says: string, more: Partial<Behaviour> = {}): Behaviour {
  return { number, commits, says, phase: 'request', lasts: false, ...more };
}

const atConnection = { phase: 'connection' } as const;
const atHead = { phase: 'head' } as const;
const lasting = { lasts: true } as const;

/** Played by `behave()`, in the order of the quality page. */
export const behaviours: Readonly<Record<ActName, Behaviour>> = {
  acceptAndClose: of('5', 'no', 'accepts the connection and closes it', atConnection),
  resetInRequest: of('6', 'no', 'resets the connection while the request is on its way', atHead),
  resetBeforeCommit: of('7', 'no', 'reads the request, then resets the connection'),
  resetAfterCommit: of('8', 'yes', 'registers, then resets the connection'),
  noAnswer: of('9', 'yes', 'registers and never answers'),
  cutAnswer: of('10', 'yes', 'registers, sends a part of the answer, then resets the connection'),
  statusAfterCommit: of('11', 'yes', 'registers, then answers 500, 502 or 504 without an RPC body'),
  rpcError: of('12', 'no', 'answers an RPC error in a 200: -32605, -32610 or any other'),
  refuseReceipt: of(
    '13',
    'as usual',
    'refuses receipts by a predicate, naming them or not, atomic or partial',
    lasting,
  ),
  otherId: of('14', 'yes', 'registers and answers with the id of another call'),
  nullId: of('14', 'yes', 'registers and answers with the id null'),
  noResult: of('14', 'yes', 'registers and answers with neither result nor error'),
  htmlPage: of('15', 'no', 'answers a sign-in page in HTML with a 200'),
  emptyBody: of('15', 'no', 'answers a 200 without a body'),
  noContent: of('15', 'no', 'answers 204'),
  redirect: of('16', 'no', 'redirects: 301, 302, 307 or 308 to any address'),
  status: of('17, 18', 'no', 'answers a bare status: 400, 401, 403, 404, 405, 415, 422 or any other'),
  revokeKey: of('18', 'no', 'refuses the key from this call on'),
  tooLarge: of('20', 'no', 'answers 413 to calls over a number of receipts or bytes', lasting),
  tooManyRequests: of('21', 'no', 'answers 429, with any Retry-After'),
  tooOften: of('21', 'no', 'answers -32606 in a 200, with any Retry-After'),
  unavailable: of('22', 'no', 'answers 503 for a span of time', lasting),
  dripAnswer: of('25', 'yes', 'registers and sends the answer byte by byte'),
  dripRequest: of('25', 'as usual', 'reads the request byte by byte, then does as usual', atHead),
  endlessBody: of('26', 'yes', 'registers and answers with a body that never ends'),
  hugeBody: of('26', 'yes', 'registers and answers with a very large body'),
  gzipBomb: of('26', 'yes', 'registers and answers with a small gzip body that unpacks to a very large one'),
  lateAnswer: of('27', 'yes', 'registers and answers much later on the same socket'),
  strayAnswer: of('27', 'yes', 'registers, answers, and sends the answer once more on the same socket'),
  closeAsClientWrites: of(
    '28',
    'no',
    'closes a kept-alive connection as the next request arrives on it',
    atHead,
  ),
  dateOffset: of('30', 'yes', 'does as usual with a Date header that is off'),
  flapping: of('31', 'no', 'is up and down by turns, closing every connection while down', {
    ...atConnection,
    ...lasting,
  }),
  slow: of('32', 'yes', 'registers and answers after a long while'),
  http10: of('33', 'yes', 'answers as an HTTP/1.0 server without a length'),
  earlyHints: of('33', 'yes', 'sends a 103 before the answer'),
  chunked: of('33', 'yes', 'sends the answer in small chunks'),
  oddResult: of(
    '–',
    'yes',
    'registers and answers a result of any value, with an empty error beside it or not',
  ),
  textBefore: of('–', 'yes', 'registers and answers with text in front of the JSON, as PHP notices do'),
  errorAfterCommit: of('–', 'yes', 'registers, then answers an RPC error in a 200 under the id of the call'),
  undercount: of('–', 'yes', 'registers all and answers a lower count'),
};

export interface OutsideBehaviour {
  readonly number: string;
  readonly playedBy: string;
  readonly says: string;
}

/** Cannot be played by a server that listens; each has its own function. */
export const outsideBehaviours = {
  refuseConnections: {
    ...{ number: '1', playedBy: '`simulator.close()`, back with `reopen()`' },
    says: 'nothing listens on the port: connections are refused',
  },
  hangConnect: {
    ...{ number: '2', playedBy: '`startHangingListener()`' },
    says: 'the queue of the listening socket is full: connecting hangs',
  },
  dnsFails: {
    ...{ number: '3', playedBy: '`unresolvableUrl`' },
    says: 'the host name does not exist',
  },
  badTls: {
    ...{ number: '4', playedBy: '`startBadTlsServer()`' },
    says: 'the certificate is self-signed: a client that verifies never sends a request',
  },
} as const satisfies Readonly<Record<string, OutsideBehaviour>>;
