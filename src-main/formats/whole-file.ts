/**
 * Owns: what the records of a file tell of one another, where they are cut out of its bytes one by one: that their sums are
 * in roubles. It is known before the first record is read.
 * Promises: bytes in which nothing may tell it cost a search; only where something may, records are read for it, as far as
 * the first that does.
 */
import type { FormatContext, FormatRecord, JsonItem, JsonShapes, RoublesSign } from './adapter.ts';
import { PAUSE, STEP_BYTES, type Stepped } from './steps.ts';

export type ReadRecords = (shapes: JsonShapes, context: FormatContext) => Generator<FormatRecord | undefined>;

/** More than any sign has characters. */
const SIGN_BYTES_MAX = 512;

/** The records that `read` finds in `bytes`, each told what the others show. */
export function* readWhole(
  bytes: Uint8Array,
  shapes: JsonShapes,
  context: FormatContext,
  read: ReadRecords,
): Generator<FormatRecord | undefined> {
  const sign = shapes.roubles;
  const inRoubles =
    sign !== undefined &&
    (yield* maySign(bytes, sign)) &&
    (yield* standsInOne(sign, (look) => read({ ...shapes, readItem: look, readLine: look }, context)));
  yield* read(shapes, inRoubles ? { ...context, inRoubles } : context);
}

function* maySign(bytes: Uint8Array, { mayStandIn }: RoublesSign): Stepped<boolean> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let from = 0; from < buffer.length; from += STEP_BYTES) {
    // Signs are ASCII, in whatever encoding the rest is.
    if (mayStandIn.test(buffer.toString('latin1', from, from + STEP_BYTES + SIGN_BYTES_MAX))) return true;
    yield PAUSE;
  }
  return false;
}

function* standsInOne(
  { standIn }: RoublesSign,
  walk: (look: JsonShapes['readItem']) => Iterable<FormatRecord | undefined>,
): Stepped<boolean> {
  const found = { sign: false };
  const look = ({ value }: JsonItem): readonly FormatRecord[] => {
    found.sign ||= standIn(value);
    return [];
  };
  for (const step of walk(look)) {
    if (found.sign) return true;
    if (step === PAUSE) yield PAUSE;
  }
  return found.sign;
}
