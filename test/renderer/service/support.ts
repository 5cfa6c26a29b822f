/** Builders of what the open service view shows. */
import type { QuarantineItem, ServiceState } from '../../../src-main/contract/service.ts';
import { MINUTE_MS, NOW_MS } from '../support/figures.ts';

export const brokenFile: QuarantineItem = {
  id: 'q1',
  version: 'v1',
  kind: 'file',
  label: 'chek-1042.json',
  atMs: NOW_MS - 60 * MINUTE_MS,
  problem: { code: 'format.incomplete', what: 'У файла нет конца.', todo: 'Положите файл снова.' },
  excerpt: '{"receipts":[{"extId":"1042"',
  canRetry: true,
};

export const emptyState: ServiceState = {
  hasPin: true,
  versions: { program: '0.1.0', node: '24.21.0' },
  keyFingerprint: null,
  host: 'api.heado.ru',
  startedAtMs: null,
  lastSuccessAtMs: null,
  clockSkewMs: null,
  queue: [],
  queueTotal: 0,
  quarantine: [],
  quarantineTotal: 0,
  errors: [],
  folders: [],
  formats: [],
  unnamedItems: [],
  counters: [],
};

export const busyState: ServiceState = {
  ...emptyState,
  keyFingerprint: 'a81f',
  startedAtMs: NOW_MS - 600 * MINUTE_MS,
  lastSuccessAtMs: NOW_MS,
  clockSkewMs: 72_000,
  queue: [{ label: '1-22-118-1043', amount: 502.2, takenAtMs: NOW_MS, state: 'unconfirmed' }],
  queueTotal: 7,
  quarantine: [brokenFile],
  quarantineTotal: 1,
  errors: [
    {
      atMs: NOW_MS,
      level: 'warn',
      text: 'Связь с HEADO пропала. HEADO не ответил вовремя.',
      event: 'api.lost',
      code: 'api.noAnswer',
    },
  ],
  folders: [
    {
      name: 'heado-till',
      state: 'unreachable',
      pendingFiles: 3,
      lastTakenAtMs: null,
      problem: { code: 'folder.gone', what: 'Папка не отвечает.', todo: 'Проверьте сеть.' },
    },
  ],
  formats: [{ id: 'native', files: 1_043 }],
  unnamedItems: [{ code: '4607', times: 12 }],
  counters: [{ name: 'delivered', label: 'Передано в HEADO', value: 12_048 }],
};
