/**
 * Owns: the setup window: what it shows, trying a connection, saving, a test receipt.
 * Promises: a key goes in and never comes out; one that is only tried is kept nowhere.
 */
import type { Clock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { openZone } from '../../base/zone.ts';
import type { Answer } from '../../contract/bridge.ts';
import type {
  ConnectionResult,
  SetupField,
  SetupInput,
  SetupResult,
  SetupState,
} from '../../contract/service.ts';
import { isLoopback } from '../../heado/endpoint.ts';
import { dayRange, toReportRange } from '../../reports/ranges.ts';
import { pick, readers } from '../../reports/parse.ts';
import { loadSettings, type LoadedSettings } from '../../settings/load.ts';
import type { Settings } from '../../settings/schema.ts';
import { readDeviceKey } from '../../settings/secrets.ts';
import type { Locale } from '../../text/words.ts';
import { judgeProbe } from '../doctor/probe.ts';
import { openApi } from '../open-api.ts';
import type { Redaction } from '../redaction.ts';
import { pinOf } from './pin.ts';
import type { ScreensProblem } from './problem-codes.ts';
import { maySave, save, tryOut, type SetupPlace } from './setup-files.ts';
import { judgeKey, withTyped } from './setup-key.ts';
import type { SetupHandlers } from './source.ts';
import { refusal, tell, value, withoutKeys } from './tell.ts';
import { dropTestReceipt } from './test-receipt.ts';

/** A person waits. */
const TEST_DEADLINE_MS = 30_000;
/** Offered where nothing is set yet. */
const USUAL_FOLDER = '/var/spool/heado-till';
const USUAL_BASE = 'https://api.heado.ru';

export interface SetupOptions {
  readonly place: SetupPlace;
  readonly clock: Clock;
  readonly locale: () => Locale;
  /** What the agent runs with, whatever has become of its file; undefined: nothing was ever put into force. */
  readonly inForce: () => Settings | undefined;
  readonly redaction: Redaction;
  /** Settings or key were written. */
  readonly onSaved: () => void;
}

export function createSetup(options: SetupOptions): SetupHandlers {
  const { place, clock, locale, inForce, redaction, onSaved } = options;
  const tellAt = (found: Problem): Told => ({ ...tellSafely(found), field: fieldOf(found) });

  /** A server may repeat what it was sent, now or the last time. */
  function tellSafely(found: Problem): ReturnType<typeof tell> {
    return withoutKeys(tell(found, locale()), redaction);
  }

  /** What is in effect; a file that cannot be used any more leaves the agent with what it had. */
  function current(): Settings | undefined {
    const { configFile, env, formats } = place;
    const loaded = loadSettings({ configFile, env, formats });
    return loaded.ok ? loaded.value.settings : inForce();
  }

  /** Every key that is typed or there is one that no answer may show. */
  function learn(input: SetupInput): void {
    if (input.key.trim() !== '') redaction.learn(input.key.trim());
    for (const settings of [current(), inForce()]) {
      const key = settings && readDeviceKey(settings, place.env);
      if (key?.ok === true) redaction.learn(key.value.value);
    }
  }

  function judge(input: SetupInput): { loaded: LoadedSettings } | { problems: readonly Problem[] } {
    learn(input);
    const loaded = tryOut(place, input);
    if (!loaded.ok) return { problems: loaded.error };
    const { settings: wanted } = loaded.value;
    const key = judgeKey({ typed: input.key, wanted, inForce: inForce(), env: place.env });
    return key === undefined ? { loaded: loaded.value } : { problems: [key] };
  }

  async function testConnection(input: SetupInput): Promise<Answer<ConnectionResult>> {
    const judged = judge(input);
    const failed = (found: Problem): Answer<ConnectionResult> =>
      value({ ok: false, problem: tellSafely(found) });
    if ('problems' in judged) return failed(judged.problems[0] ?? problem('settings.notFound'));
    const { settings } = judged.loaded;
    const nobody = (): void => undefined;
    const env = withTyped(place.env, input.key);
    const opened = openApi({
      settings,
      env,
      clock,
      note: nobody,
      onCall: nobody,
      onKey: (key) => redaction.learn(key),
    });
    if (!opened.ok) return failed(opened.error);
    const { api, way, close } = opened.value;
    const range = dayRange(clock.now(), openZone(settings.store.timeZone));
    const { outcome } = await api.reports('metrics', [toReportRange(range)], {
      deadlineMs: TEST_DEADLINE_MS,
    });
    close();
    const found = judgeProbe(outcome, undefined, way).problem;
    if (found) return failed(found);
    const result = outcome.kind === 'accepted' ? outcome.result : undefined;
    const report = readers.metrics(pick(result, 'day', 'metrics'));
    if (!report) return failed(problem<ScreensProblem>('screens.noReport'));
    return value({ ok: true, storeName: report.storeName });
  }

  async function saveSetup(input: SetupInput): Promise<Answer<SetupResult>> {
    const judged = judge(input);
    if ('problems' in judged) return value({ ok: false, problems: judged.problems.map(tellAt) });
    const failed = save(place, input, judged.loaded);
    if (failed) return value({ ok: false, problems: [tellAt(failed)] });
    onSaved();
    return value({ ok: true });
  }

  return {
    async setupState() {
      return value(describeSetup(current(), place));
    },
    testConnection,
    saveSetup,
    async sendTestReceipt() {
      const settings = current();
      if (!settings) return refusal(problem<ScreensProblem>('screens.notSetUp'), locale());
      if (!isLocal(settings.api.baseUrl))
        return refusal(problem<ScreensProblem>('screens.testNotOffered'), locale());
      const dropped = dropTestReceipt(settings, clock, locale());
      return dropped.ok ? value({ label: dropped.value }) : refusal(dropped.error, locale());
    },
  };
}

type Told = ReturnType<typeof tell> & { readonly field: SetupField | null };

function describeSetup(settings: Settings | undefined, place: SetupPlace): SetupState {
  const baseUrl = settings?.api.baseUrl ?? USUAL_BASE;
  return {
    hasKey: settings !== undefined && readDeviceKey(settings, place.env).ok,
    hasPin: settings !== undefined && pinOf(settings) !== undefined,
    baseUrl,
    timeZone: settings?.store.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    timeZones: Intl.supportedValuesOf('timeZone'),
    folder: settings?.drop.folders[0]?.path ?? USUAL_FOLDER,
    storeExtId: settings?.store.storeExtId ?? '',
    cashboxExtId: settings?.store.cashboxExtId ?? '',
    canSave: maySave(place),
    canSendTest: settings !== undefined && isLocal(baseUrl),
  };
}

function isLocal(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname);
}

const FIELDS: readonly (readonly [string, SetupField])[] = [
  ['api.baseUrl', 'baseUrl'],
  ['api.keyFile', 'key'],
  ['store.timeZone', 'timeZone'],
  ['store.storeExtId', 'storeExtId'],
  ['store.cashboxExtId', 'cashboxExtId'],
  ['drop.folders', 'folder'],
  ['widget.pin', 'pin'],
];

/** Beside which field a problem stands; null: none of them. */
function fieldOf({ code, at }: Problem): SetupField | null {
  if (code.startsWith('key.') || code.startsWith('screens.key')) return 'key';
  if (code === 'screens.reportsKeyStays') return 'baseUrl';
  return FIELDS.find(([place]) => at.startsWith(place))?.[1] ?? null;
}
