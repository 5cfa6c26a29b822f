/**
 * Owns the acts that the simulator can play, with what may be set for each; numbers and meanings are in behaviours.ts.
 * Promises that every value has a default, so that a name alone is enough.
 * Refuses to know how an act is played.
 */

/** What may be set for each act. Times are milliseconds, sizes bytes. */
export interface ActSettings {
  acceptAndClose: object;
  resetInRequest: object;
  resetBeforeCommit: object;
  resetAfterCommit: object;
  noAnswer: object;
  /** Share of the body that is sent before the connection is reset; 0.5. */
  cutAnswer: { readonly share?: number };
  /** 500, 502, 504 …; 500. */
  statusAfterCommit: { readonly status?: number };
  /** An RPC error in a 200 after the method was run; -32610. */
  errorAfterCommit: { readonly code?: number };
  /** An RPC error in a 200; -32605. */
  rpcError: { readonly code?: number; readonly message?: string };
  /**
   * `when` picks the receipts to refuse, by default every first one of a call; code -32602;
   * the other two override the simulator's options for this call.
   */
  refuseReceipt: {
    readonly when?: (receipt: unknown) => boolean;
    readonly code?: number;
    readonly namesReceipt?: boolean;
    readonly partial?: boolean;
  };
  otherId: object;
  nullId: object;
  noResult: object;
  htmlPage: object;
  emptyBody: object;
  noContent: object;
  /** 301, 302, 307, 308; 302. Location: by default a path that is not there, on this server. */
  redirect: { readonly status?: number; readonly location?: string };
  /** 400. The body is a sentence, no RPC answer. */
  status: { readonly status?: number; readonly body?: string };
  /** The key is refused from this call on until `heal()`: with a status, else with -32802 in a 200. */
  revokeKey: { readonly status?: number };
  /** 413 for a call over so many receipts (default 50), or over so many bytes. */
  tooLarge: { readonly receiptsOver?: number; readonly bytesOver?: number };
  /** A 429, with a Retry-After of any text where it is given. */
  tooManyRequests: { readonly retryAfter?: string };
  /** -32606 in a 200, with a Retry-After of any text where it is given. */
  tooOften: { readonly retryAfter?: string };
  /** 503 for so long by the simulator's clock, from the first call that meets it; 1,000. */
  unavailable: { readonly spanMs?: number; readonly retryAfter?: string };
  /** One byte of the answer per interval; 1,000. */
  dripAnswer: { readonly intervalMs?: number };
  /** One byte of the request per interval; 1,000. */
  dripRequest: { readonly intervalMs?: number };
  endlessBody: object;
  /** A body of so many bytes; 1 GB. */
  hugeBody: { readonly bytes?: number };
  /** A gzip body that unpacks to so many bytes; 1 GB. */
  gzipBomb: { readonly bytes?: number };
  /** The right answer after so long, on the same socket; 120,000. */
  lateAnswer: { readonly delayMs?: number };
  strayAnswer: object;
  closeAsClientWrites: object;
  /** The Date header is off by so much; one day. */
  dateOffset: { readonly offsetMs?: number };
  /** By the simulator's clock from the first connection: up for so long, then down for so long; 5,000 each. */
  flapping: { readonly upMs?: number; readonly downMs?: number };
  /** The answer after so long, as of a server that commits slowly; 40,000. */
  slow: { readonly delayMs?: number };
  http10: object;
  earlyHints: object;
  chunked: object;
  /** `result`, by default null, and `error` where given, stand in the answer as they are. */
  oddResult: { readonly result?: unknown; readonly error?: unknown };
  /** The text stands in front of the answer's JSON; a notice of PHP. */
  textBefore: { readonly text?: string };
  /** `count` in the answer is lower by so many; 1. */
  undercount: { readonly by?: number };
}

export type ActName = keyof ActSettings;

/** One act by its name and what is set for it. */
export type Act<Name extends ActName = ActName> = {
  [Each in Name]: { readonly name: Each } & ActSettings[Each];
}[Name];
