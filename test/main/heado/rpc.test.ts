import { describe, expect, it } from 'vitest';
import { parseReply, writeCall } from '../../../src-main/heado/rpc.ts';

describe('writing a call', () => {
  it('puts the parameters in as they are, whole or in pieces', () => {
    const params = '{"amount":1.10,"note":"ё"}';
    const call = writeCall('a"b', 'reg\u0131sterEvent', [params.slice(0, 9), params.slice(9)]);
    expect(call).toContain(`"params":${params}}`);
    expect(JSON.parse(call)).toEqual({
      jsonrpc: '2.0',
      id: 'a"b',
      method: 'reg\u0131sterEvent',
      params: { amount: 1.1, note: 'ё' },
    });
  });
});

describe('reading a reply', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":"1","result":{"count":2}}', { kind: 'result', id: '1', result: { count: 2 } }],
    ['{"id":1,"result":0}', { kind: 'result', id: '1', result: 0 }],
    ['{"id":"1","result":false,"error":null}', { kind: 'result', id: '1', result: false }],
    ['{"id":"1","result":null}', { kind: 'result', id: '1', result: null }],
    ['{"id":"1","result":{},"error":""}', { kind: 'result', id: '1', result: {} }],
    ['{"id":"1","result":1,"error":false}', { kind: 'result', id: '1', result: 1 }],
    ['{"id":"1","result":1,"error":[]}', { kind: 'result', id: '1', result: 1 }],
    ['{"id":"1","result":1,"error":0}', { kind: 'result', id: '1', result: 1 }],
    [
      '{"id":"1","error":{"code":-32602,"message":"m","receipt":{"extId":"7"}}}',
      { kind: 'error', id: '1', error: { code: -32602, message: 'm', receipt: { extId: '7' } } },
    ],
    [
      '{"id":null,"error":{"code":"-32700"}}',
      { kind: 'error', id: null, error: { code: -32700, message: '', receipt: undefined } },
    ],
    [
      '{"error":{"code":-32605,"message":5},"result":{"count":1}}',
      { kind: 'error', id: undefined, error: { code: -32605, message: '', receipt: undefined } },
    ],
    ['\ufeff  {"id":"1","result":1}', { kind: 'unreadable', because: 'answerNotJson' }],
    ['', { kind: 'unreadable', because: 'answerEmpty' }],
    [' \r\n', { kind: 'unreadable', because: 'answerEmpty' }],
    ['<html>', { kind: 'unreadable', because: 'answerNotJson' }],
    ['{"id":"1","result":{"cou', { kind: 'unreadable', because: 'answerNotJson' }],
    ['{"id":"1"}', { kind: 'unreadable', because: 'answerNoResult' }],
    ['{"id":"1","result":null,"error":"failed"}', { kind: 'unreadable', because: 'answerNoResult' }],
    [
      '{"id":"1","result":{},"error":{"message":"failed"}}',
      { kind: 'unreadable', because: 'answerNoResult' },
    ],
    ['{"id":"1","result":{},"error":["failed"]}', { kind: 'unreadable', because: 'answerNoResult' }],
    ['{"id":"1","error":"no"}', { kind: 'unreadable', because: 'answerNoResult' }],
    [
      '{"id":"1","error":{"message":"no code"},"result":1}',
      { kind: 'unreadable', because: 'answerNoResult' },
    ],
    ['{"id":"1","error":{"code":1.5}}', { kind: 'unreadable', because: 'answerNoResult' }],
    ['[{"id":"1","result":1}]', { kind: 'unreadable', because: 'answerNoResult' }],
    ['"text"', { kind: 'unreadable', because: 'answerNoResult' }],
    ['null', { kind: 'unreadable', because: 'answerNoResult' }],
    ['{"id":{"a":1},"result":1}', { kind: 'result', id: '', result: 1 }],
  ])('finds in %s what it is', (text, found) => {
    expect(parseReply(text)).toEqual(found);
  });

  it('survives depth, huge numbers and names of prototypes', () => {
    const deep = '['.repeat(200_000);
    expect(parseReply(deep)).toEqual({ kind: 'unreadable', because: 'answerNotJson' });
    expect(parseReply(`{"id":"1","result":${deep}${']'.repeat(200_000)}}`).kind).toBe('unreadable');
    expect(parseReply(`{"id":"1","result":"${deep.slice(0, 900)}${'x'.repeat(200_000)}"}`).kind).toBe(
      'result',
    );
    const odd = '{"__proto__":{"result":1},"constructor":2,"id":"1","error":{"code":1e400}}';
    expect(parseReply(odd)).toEqual({ kind: 'unreadable', because: 'answerNoResult' });
  });
});
