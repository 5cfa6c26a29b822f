/**
 * Owns what a simulator can be started with.
 * Promises a default for everything.
 * Refuses to know what is made of it.
 */
import type { RecordedCall } from './call-log.ts';
import type { MetricName } from './plans.ts';
import type { ReceiptRules } from './validate-receipt.ts';

/** What is known of a store before anything is sent; its plans are published. */
export interface StoreFacts {
  readonly storeExtId: string;
  readonly name?: string;
  readonly plans?: readonly PlanFacts[];
}

/** Without `month` for a year, without `day` for a month. `plan` in ones. */
export interface PlanFacts {
  readonly metric: MetricName;
  readonly plan: number;
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

export interface SimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: random, or drawn from `seed`. */
  readonly deviceKey?: string;
  readonly adminKey?: string;
  /** Keys are drawn from it, so that a run can be repeated to the byte. */
  readonly seed?: number;
  /** Whether receipts before the refused one of a batch stay registered. Default false. */
  readonly partial?: boolean;
  /** Whether a refusal carries `error.receipt`. Default true. */
  readonly namesRefusedReceipt?: boolean;
  /** Spellings of registerEvent that the server knows. Default `both`. */
  readonly eventSpelling?: 'ascii' | 'dotless' | 'both';
  /** How a return's position totals are signed; `either` takes both. Default `either`. */
  readonly returnPositions?: ReceiptRules['returnPositions'];
  /** The clock, for the Date header, spans and reports. Default the machine's. */
  readonly now?: () => number;
  /** Where given, offsets of receipts and signals must be this zone's. Reports without it use Europe/Moscow. */
  readonly timeZone?: string;
  /** The store that the device key belongs to; without it the key's reports cover all that is sent. */
  readonly storeExtId?: string;
  readonly stores?: readonly StoreFacts[];
  /** Plans of the device key's own store; published. */
  readonly plans?: readonly PlanFacts[];
  /** `full` keeps parameters and receipts; `counts` keeps neither, for benchmarks. Default `full`. */
  readonly record?: 'full' | 'counts';
  /** Called when a call is over: answered whole, or its connection gone. */
  readonly onCall?: (call: RecordedCall) => void;
}
