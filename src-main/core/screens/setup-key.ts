/**
 * Owns: which key may go where the setup window leads: one that is typed for this address, or the one that is there,
 * on the way that it was given for and on no other (security H4).
 * Promises: a key that nobody typed goes nowhere unless a running agent already sends it there; what was typed is not
 * passed over for a key that goes before it; no part of a key is repeated.
 */
import { problem, type Problem } from '../../base/problem.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import { keyFromOutside, readDeviceKey } from '../../settings/secrets.ts';
import type { ScreensProblem } from './problem-codes.ts';
import { ofTyped } from './typed-key.ts';

export interface KeyQuestion {
  /** As it came; empty: keep the one that is there. */
  readonly typed: string;
  /** The settings with what was typed in. */
  readonly wanted: Settings;
  /** What the agent runs with; undefined: nothing was ever put into force. */
  readonly inForce: Settings | undefined;
  readonly env: Environment;
}

/** Undefined: the key may go there. */
export function judgeKey(question: KeyQuestion): Problem | undefined {
  const { typed } = question;
  if (typed !== '' && typed.trim() === '') return problem<ScreensProblem>('screens.keyBlank');
  return (typed === '' ? judgeKept(question) : judgeTyped(question)) ?? judgeReportsKey(question);
}

/** The environment's key goes before all others, and is written nowhere. */
export function withTyped(env: Environment, typed: string): Environment {
  return typed.trim() === '' ? env : { ...env, HEADO_AUTH_KEY: typed };
}

function judgeKept({ wanted, inForce, env }: KeyQuestion): Problem | undefined {
  const kept = readDeviceKey(wanted, env);
  if (!kept.ok) return kept.error;
  if (inForce === undefined) return problem<ScreensProblem>('screens.keyNotTyped');
  return isSameWay(inForce, wanted) ? undefined : ofOther('screens.keyOfOtherHost', inForce);
}

/** A key from outside goes before what is typed: the agent would send it to the typed address. */
function judgeTyped({ typed, wanted, env }: KeyQuestion): Problem | undefined {
  const read = readDeviceKey(wanted, withTyped(env, typed));
  if (!read.ok) return ofTyped(read.error, typed);
  const where = keyFromOutside(env);
  if (where === undefined) return undefined;
  const outside = readDeviceKey(wanted, env);
  if (outside.ok && outside.value.value === read.value.value) return undefined;
  return problem<ScreensProblem>('screens.keyFromOutside', '', { where });
}

/** Nobody types this one: it stays with the server that it was given for. */
function judgeReportsKey({ wanted, inForce }: KeyQuestion): Problem | undefined {
  if (wanted.api.reportsKeyFile === undefined) return undefined;
  if (inForce !== undefined && isSameWay(inForce, wanted)) return undefined;
  return ofOther('screens.reportsKeyStays', inForce ?? wanted);
}

/** All that decides who gets to see the key: a proxy with a certificate authority of its own does, too. */
function isSameWay({ api: one }: Settings, { api: other }: Settings): boolean {
  return (
    new URL(one.baseUrl).origin === new URL(other.baseUrl).origin &&
    WAY.every((name) => one[name] === other[name])
  );
}

const WAY = ['devicePath', 'proxy', 'caFile', 'keyFile', 'reportsKeyFile'] as const;

function ofOther(code: ScreensProblem, { api }: Settings): Problem {
  return problem(code, '', { host: new URL(api.baseUrl).host });
}
