/** Owns: the English words of the widget. */
import { plural } from './both.ts';
import type { Words } from './words.ts';

const receipts = (count: number): string =>
  `${count}\u00a0${plural('en', count, { one: 'receipt', other: 'receipts' })}`;
const items = (count: number): string =>
  `${count}\u00a0${plural('en', count, { one: 'item', other: 'items' })}`;

export const en: Words = {
  noData: 'no data',
  noDataYet: (reason) => `No data. ${reason}`,
  noAnswer: 'HEADO has not answered yet.',
  figuresRefused: {
    key: 'HEADO gives no figures to this key.',
    tooOften: 'HEADO wants to be asked for figures less often.',
    other: 'HEADO gives no figures of this store.',
  },
  receiptsGo: 'Receipts are being sent.',
  noPlan: 'no plan set',
  hidden: 'hidden',
  dash: '—',
  back: 'Back',
  close: 'Close',
  details: 'Details',
  loading: 'Loading the figures',

  dataOf: (moment) => `data of ${moment}`,
  data: 'data of',
  receipts,

  pace: {
    onTrack: 'on track',
    ahead: (percent) => `${percent} ahead of plan`,
    behind: (percent) => `${percent} behind plan`,
    farBehind: 'far behind plan',
  },

  bar: {
    ofPlan: (percent) => `${percent} of the plan`,
    planNow: (percent) => `plan by now ${percent}`,
    forecast: (percent) => `forecast ${percent}`,
    pending: 'part of it is not confirmed by the server yet',
  },

  figure: {
    approximate: 'about',
    plan: 'plan',
    planOf: { day: 'day plan', month: 'month plan' },
    planBy: (moment) => `plan by\u00a0${moment} —`,
    forecast: (amount) => `forecast ${amount}`,
    weekAgo: (amount) => `a week ago ${amount}`,
    toDayPlan: 'To the day plan',
    more: (amount) => `${amount} to go`,
    reached: ['Day plan', 'reached'],
    ofPlan: { day: 'of the day plan', month: 'of the month plan' },
  },

  hint: {
    averageReceipt: (amount) => [`a receipt of ${amount}`, 'brings the average back to plan'],
    itemsInReceipt: (count) => [items(count), 'in the next receipt will raise items per receipt'],
    bestReceipt: 'best receipt of the day',
  },

  rating: {
    name: 'Ranking',
    of: (stores) => `of ${stores}`,
    place: (place, stores) => `Ranking: ${place} of ${stores}`,
  },

  seller: (name) => `On shift: ${name}`,

  link: {
    ok: 'connected',
    stale: 'figures are old',
    offline: 'no connection',
    action: 'help needed',
  },
  queue: {
    offline: (waiting) => `No connection, ${receipts(waiting)} waiting.`,
    offlineNone: 'No connection.',
    waiting: (waiting) => `waiting to be sent: ${receipts(waiting)}`,
  },

  noticeShort: {
    keyMissing: 'Enter the device key',
    keyRefused: 'Key refused',
    diskFull: 'Disk full',
    folderMissing: 'Receipt folder missing',
    clockOff: 'Clock is wrong',
    late: 'Receipts are late',
    quarantine: 'Something to sort out',
    other: 'Help needed',
  },
  receiptsKept: 'Receipts keep being stored.',
  receiptsWaitInFolder: 'Receipts wait in the drop folder.',

  agent: {
    lost: 'The exchange program does not answer.',
    silent: 'The exchange program has not answered yet.',
    notAllowed: 'This screen is no longer allowed.',
    notAllowedTodo: 'Open it anew: heado-till ui-url.',
  },

  failed: {
    title: 'This screen did not open.',
    todo: 'It opens anew in 10 seconds. Receipts are not held up by this.',
  },

  setup: {
    title: 'Enter the device key',
    todo: 'Your HEADO manager gives you the key. It takes a minute.',
    open: 'Set up',
  },

  achievement: {
    income: 'Day plan reached',
    other: (name) => `Day plan reached: ${name}`,
  },

  shift: {
    title: (time) => `Shift closed at ${time}`,
    income: 'Revenue',
    receipts: 'Receipts',
    average: 'Average receipt',
    items: 'Items per receipt',
    store: 'Store, the day',
    ofPlan: (percent) => `${percent} of the day plan`,
    againstWeekAgo: [
      'To last Sunday',
      'To last Monday',
      'To last Tuesday',
      'To last Wednesday',
      'To last Thursday',
      'To last Friday',
      'To last Saturday',
    ],
    bestHour: 'Best hour',
    allSent: 'All receipts sent',
    hour: (from, to) => `${from}–${to}`,
  },

  missing: {
    waiting: 'Waiting to be sent',
    refused: 'Refused by HEADO',
    aside: 'In quarantine',
    file: 'Files not taken',
    unconfirmed: 'Not confirmed by HEADO',
    held: 'Put off',
  },

  menu: {
    title: 'Menu',
    quarantined: (count) => `in quarantine: ${count}`,
    figures: 'Figures',
    service: 'Service',
    themes: { light: 'Light theme', dark: 'Dark theme' },
  },

  card: { previous: 'Previous figure', next: 'Next figure' },

  heading: { strip: "Today's figures", card: "Today's figure", panel: "Today's figures" },
  openDetails: 'Open the details',
};
