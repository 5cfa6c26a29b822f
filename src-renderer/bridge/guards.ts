/**
 * Owns: the question whether what came over the wire is what the contract says. Screens and agent are one build, so
 * the outline is enough: it tells an agent from a proxy's page. Refuses to know: a schema, which would not fit into
 * the first script; the agent's side has them.
 */
import type { Answer } from '../../src-main/contract/bridge.ts';
import type { StreamHello } from '../../src-main/contract/loopback.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';

export function isSnapshot(value: unknown): value is Snapshot {
  return (
    isObject(value) &&
    typeof value['atMs'] === 'number' &&
    typeof value['timeZone'] === 'string' &&
    (value['stage'] === 'setup' || value['stage'] === 'working') &&
    Array.isArray(value['notices']) &&
    [value['queue'], value['day'], value['month'], value['look']].every(isObject)
  );
}

export function isStreamHello(value: unknown): value is StreamHello {
  return isObject(value) && typeof value['stream'] === 'string';
}

export function isAnswer<T>(value: unknown): value is Answer<T> {
  if (!isObject(value)) return false;
  if (value['ok'] === true) return 'value' in value;
  return (
    value['ok'] === false && isObject(value['refusal']) && typeof value['refusal']['reason'] === 'string'
  );
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
