/**
 * Owns: every settings key, its default, its limits and its meaning (architecture, "Settings"; decisions 32).
 * Promises: the meanings, the JSON Schema file and the table in docs/settings.md all come from here.
 * Refuses to know: files and layers (`load.ts`), the key itself (`secrets.ts`), which POS formats exist.
 */
import { z } from 'zod';
import {
  absolutePath,
  baseUrl,
  clockTime,
  extId,
  formatId,
  metricRoles,
  openingHours,
  pin,
  pinHash,
  posCode,
  proxy,
  timeZone,
  urlPath,
  whole,
} from './forms.ts';

const api = z.strictObject({
  baseUrl: baseUrl
    .default('https://api.heado.ru')
    .describe('Address of the HEADO API without a path. Plain http is allowed on loopback only.'),
  devicePath: urlPath.default('/device/').describe('Path in front of the device key (older servers: /s/).'),
  keyFile: absolutePath
    .default('/etc/heado-till/device.key')
    .describe(
      'File that holds the device key, nothing else. A systemd credential named device.key goes before it.',
    ),
  reportsKeyFile: absolutePath
    .optional()
    .describe(
      "Key for reports alone, where the device key belongs to a group server (guide 11.1). Absent: the device key's.",
    ),
  timeoutMs: whole(1_000, 180_000)
    .default(90_000)
    .describe('Deadline of a whole call; grows to 180 s after timeouts.'),
  connectTimeoutMs: whole(500, 60_000).optional().describe('Deadline of connecting; 10 s or timeoutMs.'),
  proxy: proxy
    .default('system')
    .describe(
      '"system" follows HTTPS_PROXY and NO_PROXY, "none" goes straight, an http address is used as it is.',
    ),
  caFile: absolutePath
    .optional()
    .describe('PEM file of further certificate authorities, for a TLS-inspecting proxy.'),
  registerEventSpelling: z
    .enum(['auto', 'ascii', 'dotless'])
    .default('auto')
    .describe('Name of the shift method: "auto" finds out, "ascii" is registerEvent, "dotless" has U+0131.'),
});

const store = z.strictObject({
  timeZone: timeZone.describe(
    'IANA zone of the store; HEADO reads the zone from every time stamp (guide 4.4.4).',
  ),
  storeExtId: extId(40).optional().describe('store_ext_id of the store (guide 4.2).'),
  cashboxExtId: extId(100)
    .optional()
    .describe('extid of this till (guide 4.2); unmapped POS tills are sent as this one.'),
  networkId: extId(20)
    .optional()
    .describe('Id of the chain, first part of receipt ids that are built here (guide 4.4.5).'),
  tills: z
    .record(posCode, extId(100))
    .default({})
    .describe('From the POS\'s own code of a till to its extid, as in {"1": "K1"}.'),
  companyInn: z
    .string()
    .regex(/^(\d{10}|\d{12})$/, 'must have 10 or 12 digits')
    .optional()
    .describe("Tax number (INN) of the shop's company: fiscal documents of another one are refused."),
  server: z
    .boolean()
    .default(false)
    .describe('True on the server of a store: a POS till that `store.tills` does not name waits for it.'),
  openingHours: openingHours
    .optional()
    .describe('From–to per weekday; a day left out is closed. Absent: unknown.'),
  dayStartsAt: clockTime
    .default('00:00')
    .describe('When the trading day begins, for shops open past midnight.'),
});

const folder = z.strictObject({
  path: absolutePath.describe('The folder that the POS writes to. Its subfolders belong to the agent.'),
  format: formatId.default('auto').describe('"auto" tells formats by content; a format id pins one.'),
  watch: z
    .enum(['events', 'poll'])
    .default('events')
    .describe('"poll" leaves it to the rescan alone, for network shares.'),
  encoding: z
    .enum(['auto', 'utf-8', 'windows-1251', 'cp866'])
    .default('auto')
    .describe('"auto" reads the byte order mark, then strict UTF-8, then windows-1251.'),
  owner: z
    .enum(['agent'])
    .default('agent')
    .describe('Whose the files are: what the agent has taken it moves to the archive.'),
});

const drop = z.strictObject({
  folders: z.array(folder).min(1).max(16).describe('Where receipts come from.'),
  settleMs: whole(0, 60_000)
    .default(500)
    .describe('How long a file without a known end must rest before it is taken.'),
  staleMs: whole(1_000, 3_600_000)
    .default(60_000)
    .describe('How long a file may stay incomplete before it is rejected.'),
  rescanMs: whole(1_000, 600_000).default(10_000).describe('Time between two full listings of a folder.'),
  archiveDays: whole(0, 3_650)
    .default(35)
    .describe('Days an original is kept after all of its receipts were acknowledged; 0 deletes it then.'),
  maxFileMb: whole(1, 512).default(20).describe('Larger files are rejected.'),
  refusalsMax: whole(1, 10_000)
    .default(100)
    .describe('Wrong records of one file that are told one by one; the rest share one item.'),
});

const outbox = z.strictObject({
  payloadDays: whole(1, 3_650)
    .default(90)
    .describe('Days the body of a delivered receipt is kept; its identity stays longer.'),
  ballastMb: whole(0, 1_024)
    .default(4)
    .describe('Size of the file that is given up when the disk is full, so that sending goes on.'),
});

const receipts = z.strictObject({
  returnPositions: z
    .enum(['abs', 'signed'])
    .default('abs')
    .describe(
      'Sign of position totals in returns: "abs" as in the sale (guide 7.4), "signed" negative (7.1.4).',
    ),
  prepayment: z
    .enum(['settlement', 'payment'])
    .default('settlement')
    .describe('Which fiscal lines of an advance are sent: its settlement or its payment.'),
  poskey: z
    .boolean()
    .default(true)
    .describe('Send @storeExtId/cashboxExtId with every receipt where both are known.'),
  maxAgeDays: whole(1, 3_650)
    .default(400)
    .describe('Older receipts are held for a person; identities are kept 30 days longer.'),
  aheadMinutesMax: whole(0, 1_440)
    .default(10)
    .describe('Receipts further in the future are held until the clock is right.'),
});

const shift = z.strictObject({
  mode: z
    .enum(['till', 'store'])
    .default('till')
    .describe(
      '"till": each till sends its own opening and closing; "store": first opening and last closing of the day.',
    ),
  closeHoldMaxMs: whole(0, 3_600_000)
    .default(60_000)
    .describe('How long a closing waits at most for its own receipts.'),
});

const retry = z.strictObject({
  delaysMs: z
    .array(whole(0, 3_600_000))
    .min(1)
    .max(20)
    .default([0, 3_000, 30_000, 60_000])
    .describe('Delays of the first retries (guide 5.2), then doubling.'),
  capMs: whole(1_000, 3_600_000).default(300_000).describe('No retry waits longer.'),
});

const reports = z.strictObject({
  intervalMs: whole(5_000, 3_600_000)
    .default(60_000)
    .describe('Time between two reports while they are shown.'),
  ids: z
    .array(z.enum(['metrics', 'bysellers', 'bytradepoints']))
    .max(3)
    .default(['metrics', 'bysellers', 'bytradepoints'])
    .describe('Which reports may be asked for; the rating only while it is shown.'),
  roles: metricRoles
    .prefault({})
    .describe('Names or ids of the metrics that mean this in your account, where they are unusual.'),
});

const widget = z.strictObject({
  mode: z
    .enum(['strip', 'card', 'panel', 'full'])
    .default('strip')
    .describe('Size that the widget starts in.'),
  edge: z.enum(['top', 'bottom']).default('bottom').describe('Edge that the strip docks to.'),
  theme: z.enum(['auto', 'light', 'dark']).default('auto').describe('Colours; "auto" follows the desktop.'),
  locale: z.enum(['ru', 'en']).default('ru').describe('Language of the screens.'),
  alwaysOnTop: z.boolean().default(true).describe('Keep the widget above other windows.'),
  idleFadeMs: whole(0, 3_600_000)
    .default(30_000)
    .describe('The strip fades after this time without interest; 0 never.'),
  hideMoney: z.boolean().default(false).describe('Percentages only: customers see the till.'),
  hideOthersMoney: z
    .boolean()
    .default(false)
    .describe("Hide the money of other sellers in the sellers' table."),
  aheadPercent: whole(0, 100).default(2).describe('Blue from so many percent above the plan by this hour.'),
  behindPercent: whole(0, 100)
    .default(5)
    .describe('Orange from so many percent below the plan by this hour.'),
  pinHash: pinHash.optional().describe('Opens the service view: its PIN as `heado-till pin` writes it.'),
  pin: pin.optional().describe('The PIN in plain text, of earlier versions: hashed at the next save.'),
});

const journal = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Quieter events are not written.'),
  maxFileMb: whole(1, 1_024).default(10).describe('A journal file is closed at this size.'),
  files: whole(1, 100).default(10).describe('Closed journal files that are kept.'),
});

export const settingsSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors; not read.'),
  schemaVersion: z.literal(1).default(1).describe('Version of this schema.'),
  api: api.prefault({}).describe('How HEADO is reached.'),
  store: store.describe('Which store and till this is.'),
  drop: drop.describe('Where files come from and how they are taken.'),
  catalog: absolutePath
    .optional()
    .describe('File of item names and categories, for POS formats that carry codes only.'),
  dataDir: absolutePath
    .default('/var/lib/heado-till')
    .describe("The agent's own folder: outbox, ledger, journal."),
  outbox: outbox.prefault({}).describe('The store of what was taken.'),
  receipts: receipts.prefault({}).describe('How receipts are judged and written.'),
  shift: shift.prefault({}).describe('Signals of opening and closing (guide 13).'),
  retry: retry.prefault({}).describe('The ladder of delays after a failed call.'),
  reports: reports.prefault({}).describe('Figures that come back from HEADO.'),
  widget: widget
    .prefault({})
    .describe("The cashier's screen. The user's file may change this section alone."),
  journal: journal.prefault({}).describe('The log.'),
});

/** Settings with every default filled in. */
export type Settings = z.output<typeof settingsSchema>;
