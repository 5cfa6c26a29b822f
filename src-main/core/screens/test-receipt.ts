/** Owns: the test receipt of the setup window: one rouble, written as a POS would write it. */
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { openZone, stampText } from '../../base/zone.ts';
import { errorCode } from '../../settings/layers.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Locale } from '../../text/words.ts';
import type { ScreensProblem } from './problem-codes.ts';

const NAMES = { ru: 'Пробный чек', en: 'Test receipt' } as const satisfies Record<Locale, string>;
/** As generous as a POS: the agent may run as another user. */
const FILE_MODE = 0o640;

/** Puts it into the first drop folder; answers its external id. */
export function dropTestReceipt(
  { drop, store }: Settings,
  clock: Clock,
  locale: Locale,
): Result<string, Problem<ScreensProblem>> {
  const nowMs = clock.now();
  const label = `TEST${nowMs}`;
  const name = NAMES[locale];
  const ts = stampText(nowMs, openZone(store.timeZone));
  const positions = [{ name, count: 1, total: 1 }];
  const receipt = { amount: 1, discount: 0, ts, cashier: name, extId: label, positions };
  try {
    replaceFile(join(drop.folders[0]?.path ?? '', `${label}.json`), JSON.stringify(receipt), FILE_MODE);
    return ok(label);
  } catch (error) {
    return fail(problem('screens.testNotDropped', '', { reason: errorCode(error) }));
  }
}
