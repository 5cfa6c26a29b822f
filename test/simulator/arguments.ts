/**
 * Owns the command line of the simulator: what may be given, the help, what is wrong with what was given.
 * Promises to be pure.
 * Refuses to start anything.
 */
import { parseArgs } from 'node:util';
import { behaviours } from './behaviours.ts';
import { actOf } from './rules.ts';
import type { Rule } from './rules.ts';
import type { SimulatorOptions } from './simulator-options.ts';

export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'complain'; readonly about: string }
  | {
      readonly do: 'serve';
      readonly options: SimulatorOptions;
      readonly rules: readonly Rule[];
      readonly quiet: boolean;
    };

const options = {
  port: { type: 'string' },
  key: { type: 'string' },
  'admin-key': { type: 'string' },
  store: { type: 'string' },
  behave: { type: 'string', multiple: true },
  seed: { type: 'string' },
  partial: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const known = Object.entries(behaviours).map(([name, { says }]) => `  ${name.padEnd(20)} ${says}`);

export const helpText = `HEADO API simulator: a strict server on loopback to try an integration against.

node test/simulator/main.ts [options]

  --port N             port to listen on; 0, the default, takes a free one
  --key K              key of the device (default: random)
  --admin-key K        key of the administrative terminal (default: random)
  --store ZONE         time zone of the store; offsets of receipts must then be this zone's
  --behave NAME[:P]    misbehave on the share P (0 to 1, default 1) of the calls; may be given several times
  --seed N             makes keys and random misbehaviour repeatable (default 1 for misbehaviour)
  --partial            receipts before the refused one of a batch stay registered
  --quiet              no line for each call
  -h, --help           this text

Prints the addresses, then one line for each call. SIGINT or SIGTERM ends it with a summary.
Exit codes: 0 ended by a signal, 1 could not listen, 2 wrong use.

Names for --behave:
${known.join('\n')}
`;

const highestPort = 65_535;
const keyPattern = /^[\w-]+$/;

function readNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max)
    throw new Error(`--${name} takes a whole number from 0 to ${max}, got "${text}"`);
  return value;
}

function readKey(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !keyPattern.test(text))
    throw new Error(`--${name} takes letters, digits, "-" and "_"`);
  return text;
}

function readZone(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`--store takes a time zone such as Europe/Moscow, got "${text}"`);
  }
}

function readRule(text: string, seed: number): Rule {
  const [name = '', shareText = '1', ...rest] = text.split(':');
  const share = Number(shareText);
  if (rest.length > 0 || !(share > 0 && share <= 1))
    throw new Error(`--behave takes NAME or NAME:SHARE, got "${text}"`);
  return { act: actOf(name), random: { seed, share } };
}

function given<Value>(key: string, value: Value | undefined): Record<string, Value> {
  return value === undefined ? {} : { [key]: value };
}

function read(args: readonly string[]): Command {
  const { values } = parseArgs({ args: [...args], options, strict: true });
  if (values.help === true) return { do: 'help' };
  const seed = readNumber('seed', values.seed, 2 ** 32 - 1);
  return {
    do: 'serve',
    quiet: values.quiet === true,
    rules: (values.behave ?? []).map((text) => readRule(text, seed ?? 1)),
    options: {
      ...given('port', readNumber('port', values.port, highestPort)),
      ...given('deviceKey', readKey('key', values.key)),
      ...given('adminKey', readKey('admin-key', values['admin-key'])),
      ...given('timeZone', readZone(values.store)),
      ...given('seed', seed),
      partial: values.partial === true,
    },
  };
}

/** What the arguments ask for; a complaint names the argument and what it takes. */
export function readArguments(args: readonly string[]): Command {
  try {
    return read(args);
  } catch (error) {
    return { do: 'complain', about: error instanceof Error ? error.message : String(error) };
  }
}
