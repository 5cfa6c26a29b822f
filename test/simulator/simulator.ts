/**
 * Owns the simulated HEADO as a whole: address, keys, state, call log, behaviours, starting and stopping.
 * Promises a strict server that registers whatever obeys the seeds, as often as it is sent: it is not idempotent.
 * Refuses to import anything of the agent: it was written from the two seed documents alone.
 *
 * ```ts
 * const heado = await startSimulator();
 * heado.behave({ act: 'resetAfterCommit', method: 'purchaseRegisterBatch', calls: [1, 3] });
 * await post(heado.deviceUrl, …);
 * auditReceipts(heado.calls); // how often each receipt was registered
 * await heado.close();
 * ```
 */
import type { Account, RegisteredReceipt, RegisteredSignal, Terminal } from './account.ts';
import type { RecordedCall } from './call-log.ts';
import { createDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { fillAccount, forget, keySource } from './fill-account.ts';
import { createListener } from './listener.ts';
import type { Listener } from './listener.ts';
import { deviceMethods } from './methods-device.ts';
import { managementMethods } from './methods-management.ts';
import { createRuleBook } from './rules.ts';
import type { Rule, RuleBook } from './rules.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { createTransport } from './transport.ts';

export interface Simulator {
  /** `http://127.0.0.1:<port>`; devices call `<url>/device/<deviceKey>`, back offices `<url>/management/<adminKey>`. */
  readonly url: string;
  readonly deviceUrl: string;
  readonly adminUrl: string;
  readonly port: number;
  readonly deviceKey: string;
  readonly adminKey: string;
  /** The raw log, in the order of arrival. */
  readonly calls: readonly Readonly<RecordedCall>[];
  /** Every registration of a receipt, repeats included, in order. */
  readonly ledger: readonly RegisteredReceipt[];
  readonly signals: readonly RegisteredSignal[];
  /** How many receipts are registered, repeats included; counted in both ways to record. */
  readonly registered: () => number;
  readonly account: Account;
  /** The rules hold from now on, after those that hold already. */
  readonly behave: (rules: Rule | readonly Rule[]) => void;
  /** No rule holds any more, revoked and blocked keys are good again. */
  readonly heal: () => void;
  /** The log, the ledger and the rules are empty; keys and stores stay. */
  readonly reset: () => void;
  /** The terminal of a key is blocked (-32801) or active again. */
  readonly setTerminal: (key: string, state: Terminal['state']) => void;
  /** Connections are cut and refused from now on (behaviour 1); nothing is forgotten. */
  readonly close: () => Promise<void>;
  /** Listens again on the same port. */
  readonly reopen: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** A registerEvent with the dotless ı (U+0131), as both documents print it. */
export const dotlessEventName = 'reg\u0131sterEvent';
const eventNames = {
  ascii: ['registerEvent'],
  dotless: [dotlessEventName],
  both: ['registerEvent', dotlessEventName],
} as const;

/** Reports of a server that was not told its zone; the guide's night window is in Moscow time. */
const defaultTimeZone = 'Europe/Moscow';

function createDeskFor(options: SimulatorOptions, account: Account, newKey: () => string): Desk {
  const { timeZone, now = Date.now, returnPositions = 'either' } = options;
  const context = {
    ...{ account, now, newKey, timeZone: timeZone ?? defaultTimeZone, rules: { timeZone, returnPositions } },
    partial: options.partial ?? false,
    namesRefusedReceipt: options.namesRefusedReceipt ?? true,
    keep: options.record !== 'counts',
  };
  const device = deviceMethods(eventNames[options.eventSpelling ?? 'both']);
  return createDesk({ account, context, methods: { device, management: managementMethods } });
}

interface Parts {
  readonly account: Account;
  readonly desk: Desk;
  readonly rules: RuleBook;
  readonly calls: RecordedCall[];
  readonly listener: Listener;
}

function controls({ account, desk, rules, calls, listener }: Parts) {
  return {
    registered: () => account.registered,
    behave: (added: Rule | readonly Rule[]) => rules.add([added].flat()),
    heal: () => {
      rules.clear();
      desk.restoreKeys();
      for (const terminal of account.terminals.values()) terminal.state = 'active';
    },
    reset: () => {
      rules.clear();
      forget(account);
      calls.length = 0;
    },
    setTerminal: (key: string, state: Terminal['state']) => {
      const terminal = account.terminals.get(key);
      if (terminal === undefined) throw new Error('there is no terminal with this key');
      terminal.state = state;
    },
    close: () => listener.close(),
    reopen: async () => {
      await listener.open();
    },
    [Symbol.asyncDispose]: () => listener.close(),
  };
}

/** A simulator that listens. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const newKey = keySource(options.seed);
  const { deviceKey = newKey(), adminKey = newKey(), now = Date.now } = options;
  const account = fillAccount(options, { deviceKey, adminKey });
  const desk = createDeskFor(options, account, newKey);
  const rules = createRuleBook();
  const calls: RecordedCall[] = [];
  const keep = options.record !== 'counts';
  const onCall = options.onCall ?? (() => undefined);
  const listener = createListener(options.host ?? '127.0.0.1', options.port ?? 0, (later) =>
    createTransport({ now, rules, desk, calls, keep, onCall, later }),
  );
  const url = await listener.open();
  return {
    ...{ url, deviceUrl: `${url}/device/${deviceKey}`, adminUrl: `${url}/management/${adminKey}` },
    ...{ port: Number(new URL(url).port), deviceKey, adminKey },
    ...{ calls, ledger: account.ledger, signals: account.signals, account },
    ...controls({ account, desk, rules, calls, listener }),
  };
}
