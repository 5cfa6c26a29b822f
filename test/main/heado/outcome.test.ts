import { describe, expect, it } from 'vitest';
import { decideOutcome, isAnswered, type Outcome } from '../../../src-main/heado/outcome.ts';
import type { FailureCode } from '../../../src-main/heado/transport-failure.ts';
import type { Answer } from '../../../src-main/heado/transport.ts';

const nowMs = Date.UTC(2026, 10, 22, 10);

interface ReplyFacts {
  readonly status?: number;
  readonly text?: string;
  readonly retryAfter?: string;
  readonly dateHeaderMs?: number;
}

function decide(facts: ReplyFacts, api: 'device' | 'management' = 'device'): Outcome {
  const { status = 200, text = '', retryAfter, dateHeaderMs } = facts;
  const headers = { retryAfter, contentType: undefined };
  return decideAnswer({ kind: 'reply', status, text, headers, dateHeaderMs }, api);
}

function decideAnswer(answer: Answer, api: 'device' | 'management' = 'device'): Outcome {
  return decideOutcome(answer, { id: '1', api, nowMs, hide: (text) => text.replaceAll('KEY', '*') });
}

const error = (code: number, id: unknown = '1', more = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: 'words', ...more } });

/** The outcome in short: kind, code, and the traits that hold. */
function brief(outcome: Outcome): string {
  if (outcome.kind === 'hold') return `hold ${outcome.problem.code}`;
  if (outcome.kind === 'refused') return `refused ${outcome.code}`;
  if (outcome.kind !== 'retry') return outcome.kind;
  const traits = (['uncertain', 'failedInside', 'unsent', 'slowDown'] as const).filter(
    (trait) => outcome[trait],
  );
  return ['retry', outcome.problem.code, ...traits].join(' ');
}

describe('an answer with an RPC body', () => {
  it('is a success only with a result under the own id', () => {
    expect(decide({ text: '{"id":"1","result":{"count":3}}' })).toEqual({
      kind: 'accepted',
      result: { count: 3 },
    });
  });

  it.each([
    [-32605, 'retry api.operationFailed uncertain failedInside'],
    [-32610, 'retry api.databaseFailed uncertain failedInside'],
    [-32606, 'retry api.tooOften slowDown'],
    [-32602, 'refused -32602'],
    [-32600, 'refused -32600'],
    [-32500, 'refused -32500'],
    [-32000, 'refused -32000'],
    [-32700, 'refused -32700'],
    [-32601, 'noMethod'],
    [-32800, 'hold api.keyRefused'],
    [-32801, 'hold api.keyRefused'],
    [-32802, 'hold api.keyRefused'],
    [-33000, 'hold api.keyRefused'],
    [-33001, 'hold api.keyRefused'],
    [-33100, 'hold api.keyRefused'],
    [-32404, 'retry api.unknownError uncertain failedInside'],
    [-32803, 'retry api.unknownError uncertain failedInside'],
    [-32603, 'retry api.unknownError uncertain failedInside'],
    [0, 'retry api.unknownError uncertain failedInside'],
  ])('and the error %i is decided by the body whatever the status', (code, decision) => {
    for (const status of [200, 204, 302, 400, 401, 404, 413, 429, 500, 503])
      expect(brief(decide({ status, text: error(code) }))).toBe(decision);
  });

  it('tells the caller of a management method what exists and what was not found', () => {
    expect(brief(decide({ text: error(-32404) }, 'management'))).toBe('refused -32404');
    expect(brief(decide({ text: error(-32803) }, 'management'))).toBe('refused -32803');
  });

  it('without an id counts only where the server could not read the call', () => {
    for (const id of ['"id":null,', '']) {
      const said = (code: number): string => brief(decide({ text: error(code).replace('"id":"1",', id) }));
      expect(said(-32700)).toBe('refused -32700');
      expect(said(-32600)).toBe('refused -32600');
      expect(said(-32602)).toBe('retry api.answerOtherId uncertain');
      expect(said(-32801)).toBe('retry api.answerOtherId uncertain');
    }
    expect(brief(decide({ text: '{"id":null,"result":{"count":1}}' }))).toBe(
      'retry api.answerOtherId uncertain',
    );
    expect(brief(decide({ text: error(-32700, 'other') }))).toBe('retry api.answerOtherId uncertain');
  });

  it('is a success under an error status as well, since the body decides', () => {
    expect(decide({ status: 500, text: '{"id":"1","result":{"count":1}}' }).kind).toBe('accepted');
  });

  it('carries the receipt that the server names, and its words without the key and on one line', () => {
    const text = error(-32602, '1', { message: ' bad\r\nKEY \u202ehere ', receipt: { extId: '7' } });
    expect(decide({ text })).toEqual({
      kind: 'refused',
      code: -32602,
      message: 'bad * here',
      receipt: { extId: '7' },
      garbled: false,
    });
  });

  it.each([
    [-32700, '1', true],
    [-32700, null, true],
    [-32600, null, true],
    [-32600, '1', false],
    [-32602, '1', false],
  ])('%i under the id %j may be about a call that was spoiled on the way: %j', (code, id, garbled) => {
    const text = JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: 'no' } });
    expect(decide({ text })).toMatchObject({ kind: 'refused', garbled });
  });

  it('has no more words than a list can show', () => {
    const outcome = decide({ text: error(-32602, '1', { message: 'w'.repeat(100_000) }) });
    expect(outcome.kind === 'refused' && outcome.message.length).toBe(300);
  });
});

describe('an answer without a readable RPC body is decided by its status', () => {
  it.each([
    [200, 'retry api.answerNotJson uncertain'],
    [201, 'retry api.answerNotJson uncertain'],
    [301, 'hold api.redirected'],
    [302, 'hold api.redirected'],
    [304, 'hold api.redirected'],
    [307, 'hold api.redirected'],
    [308, 'hold api.redirected'],
    [400, 'hold api.addressWrong'],
    [401, 'hold api.keyRefused'],
    [403, 'hold api.keyRefused'],
    [404, 'hold api.addressWrong'],
    [405, 'hold api.addressWrong'],
    [407, 'hold api.proxyRefused'],
    [408, 'retry api.serverError uncertain'],
    [410, 'hold api.addressWrong'],
    [413, 'tooLarge'],
    [415, 'hold api.addressWrong'],
    [422, 'hold api.addressWrong'],
    [425, 'retry api.serverError uncertain'],
    [429, 'retry api.tooOften slowDown'],
    [451, 'hold api.addressWrong'],
    [500, 'retry api.serverError uncertain'],
    [502, 'retry api.serverError uncertain'],
    [503, 'retry api.serverError uncertain'],
    [504, 'retry api.serverError uncertain'],
    [599, 'retry api.serverError uncertain'],
  ])('%i', (status, decision) => {
    expect(brief(decide({ status, text: '<html>sign in</html>' }))).toBe(decision);
  });

  it.each([
    ['an empty 200', { text: '' }, 'retry api.answerEmpty uncertain'],
    ['a 204', { status: 204 }, 'retry api.answerEmpty uncertain'],
    ['half an answer', { text: '{"id":"1","resu' }, 'retry api.answerNotJson uncertain'],
    ['neither result nor error', { text: '{"id":"1"}' }, 'retry api.answerNoResult uncertain'],
    ['another id', { text: '{"id":"2","result":1}' }, 'retry api.answerOtherId uncertain'],
    ['JSON of another kind under 401', { status: 401, text: '{"error":"no"}' }, 'hold api.keyRefused'],
    [
      'another id under 502',
      { status: 502, text: '{"id":"2","result":1}' },
      'retry api.serverError uncertain',
    ],
  ])('%s', (_name, facts, decision) => {
    expect(brief(decide(facts))).toBe(decision);
  });
});

describe('a call without an answer', () => {
  const codes: readonly FailureCode[] = [
    'nameNotFound',
    'connectionRefused',
    'unreachable',
    'connectTimeout',
    'tlsFailed',
    'proxyFailed',
    'connectionReset',
    'noAnswer',
    'answerCut',
    'answerTooLarge',
    'answerNotHttp',
    'stopped',
  ];

  it('is retried, and uncertain exactly when bytes may have reached the server', () => {
    for (const code of codes) {
      const before = decideAnswer({ kind: 'failure', code, phase: 'before-send', words: 'E' });
      const after = decideAnswer({ kind: 'failure', code, phase: 'maybe-sent', words: 'E' });
      expect(brief(before)).toBe(`retry api.${code} unsent`);
      expect(brief(after)).toBe(`retry api.${code} uncertain`);
    }
  });
});

describe('Retry-After', () => {
  const waitOf = (outcome: Outcome): unknown => outcome.kind === 'retry' && outcome.retryAfterMs;

  it('is honoured with a status and with an RPC error', () => {
    expect(waitOf(decide({ status: 429, retryAfter: '5' }))).toBe(5_000);
    expect(waitOf(decide({ status: 503, retryAfter: '3600' }))).toBe(900_000);
    expect(waitOf(decide({ text: error(-32606), retryAfter: '7' }))).toBe(7_000);
    expect(waitOf(decide({ status: 429, retryAfter: 'rubbish' }))).toBeUndefined();
  });

  it('as a date is meant by the clock of the server', () => {
    const retryAfter = 'Mon, 23 Nov 2026 10:00:09 GMT';
    const dateHeaderMs = Date.UTC(2026, 10, 23, 10);
    expect(waitOf(decide({ status: 503, retryAfter, dateHeaderMs }))).toBe(9_000);
    expect(waitOf(decide({ status: 503, retryAfter }))).toBe(900_000);
  });
});

describe('HEADO answered the call', () => {
  it.each([-32602, -32700, -32601, -32606, -32802])('with %i', (code) => {
    expect(isAnswered(decide({ text: error(code) }))).toBe(true);
  });

  it('with a result', () => {
    expect(isAnswered(decide({ text: '{"id":"1","result":null}' }))).toBe(true);
  });

  it.each([-32603, -32605, -32610, 7])('not with %i, which says that it failed', (code) => {
    expect(isAnswered(decide({ text: error(code) }))).toBe(false);
  });

  it.each([302, 401, 403, 404, 413, 429, 502])('not with a %i without an RPC body', (status) => {
    expect(isAnswered(decide({ status, text: '' }))).toBe(false);
  });

  it.each([
    { kind: 'failure', code: 'connectionRefused', phase: 'before-send', words: '' },
    { kind: 'failure', code: 'noAnswer', phase: 'maybe-sent', words: '' },
  ] satisfies Answer[])('not with silence', (answer) => {
    expect(isAnswered(decideAnswer(answer))).toBe(false);
  });
});
