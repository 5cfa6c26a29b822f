/** Owns: the words about what the status lists as needing a person. */
import type { Place } from '../../core/oldest-missing.ts';
import type { StatusProblem } from '../../core/status.ts';
import type { BothLanguages, Locale, Values } from '../words.ts';

/** Where a thing lies that HEADO does not have. */
const PLACES = {
  waiting: { ru: 'в очереди', en: 'it waits in line' },
  slow: {
    ru: 'сервер на нём спотыкается, повтор раз в час',
    en: 'the server stumbles over it, it is tried hourly',
  },
  ejected: {
    ru: 'сервер отказал, чек пойдёт ещё раз',
    en: 'the server refused it, it goes once more',
  },
  quarantined: { ru: 'в карантине, сервер отказал', en: 'in quarantine, the server refused it' },
  unconfirmed: { ru: 'отправлено, но не подтверждено', en: 'it was sent and not confirmed' },
  doubtful: { ru: 'ждёт решения: heado-till recover', en: 'it waits for a decision: heado-till recover' },
  held: { ru: 'ждёт часов или настроек', en: 'it waits for the clock or the settings' },
  shelf: { ru: 'в карантине, запись с ошибкой', en: 'in quarantine, a record with a fault' },
  rejectedFile: { ru: 'в непринятом файле', en: 'in a file that was rejected' },
  unreadFile: {
    ru: 'в файле, который не дописан, не читается или слишком велик',
    en: 'in a file that is not finished, cannot be read or is too large',
  },
} as const satisfies Record<Place, Record<Locale, string>>;

function placeText({ place }: Values, locale: Locale): string {
  const [, words] = Object.entries(PLACES).find(([known]) => known === place) ?? [];
  return words?.[locale] ?? '{place}';
}

export const statusWords = {
  'status.late': {
    ru: {
      what: (v) => `Чека нет в HEADO дольше 15 минут, с {since}: ${placeText(v, 'ru')}.`,
      todo: 'Причина рядом в heado-till status; что ждёт решения, перечислит heado-till quarantine list.',
    },
    en: {
      what: (v) => `HEADO has lacked a receipt for over 15 minutes, since {since}: ${placeText(v, 'en')}.`,
      todo: 'heado-till status tells why beside it; what waits for a decision is in heado-till quarantine list.',
    },
  },
  'status.signalLate': {
    ru: {
      what: (v) =>
        `Открытия или закрытия смены нет в HEADO дольше 15 минут, с {since}: ${placeText(v, 'ru')}.`,
      todo: 'Причина рядом в heado-till status; что ждёт решения, перечислит heado-till quarantine list.',
    },
    en: {
      what: (v) =>
        `HEADO has lacked the opening or closing of a shift for over 15 minutes, since {since}: ${placeText(v, 'en')}.`,
      todo: 'heado-till status tells why beside it; what waits for a decision is in heado-till quarantine list.',
    },
  },
  'status.clockDiffers': {
    ru: {
      what: (v) =>
        `Часы этого компьютера ${Number(v['skewMs']) < 0 ? 'отстают' : 'спешат'} на {skewMs} против часов HEADO.`,
      why: 'HEADO относит чеки к часам и дням по их времени; допустима минута.',
      todo: 'Включите синхронизацию времени: timedatectl set-ntp true.',
    },
    en: {
      what: (v) =>
        `This computer's clock is {skewMs} ${Number(v['skewMs']) < 0 ? 'slow' : 'fast'} against that of HEADO.`,
      why: 'HEADO puts receipts into hours and days by their time; a minute is allowed.',
      todo: 'Turn on time synchronisation: timedatectl set-ntp true.',
    },
  },
  'status.diskLow': {
    ru: {
      what: 'На диске с папкой данных мало места: {freeBytes}.',
      todo: 'Освободите место или уменьшите drop.archiveDays. Когда место кончится, файлы останутся в папке кассы.',
    },
    en: {
      what: 'Little room on the disk of the data folder: {freeBytes}.',
      todo: 'Free some space or lower drop.archiveDays. Without room, files stay in the drop folder.',
    },
  },
  'status.ballastReleased': {
    ru: {
      what: 'Диск был полон: отдан запасной файл, чтобы отправка шла дальше.',
      todo: 'Освободите место; запас восстановится сам.',
    },
    en: {
      what: 'The disk was full: the spare file was given up so that sending goes on.',
      todo: 'Free some space; the spare comes back by itself.',
    },
  },
  'status.quarantine': {
    ru: { what: 'В карантине ждут решения: {count}.', todo: 'heado-till quarantine list' },
    en: { what: 'Waiting for a decision in quarantine: {count}.', todo: 'heado-till quarantine list' },
  },
  'status.held': {
    ru: { what: 'Ждут часов или настроек: {count}.', todo: 'heado-till quarantine list' },
    en: { what: 'Waiting for the clock or the settings: {count}.', todo: 'heado-till quarantine list' },
  },
  'status.slow': {
    ru: {
      what: 'Сервер спотыкается на чеках, их {count}; они повторяются раз в час, остальные идут.',
      todo: 'Если это не проходит: heado-till quarantine list.',
    },
    en: {
      what: 'The server stumbles over {count} receipts; they are tried hourly, the others go on.',
      todo: 'If it lasts: heado-till quarantine list.',
    },
  },
  'status.ejected': {
    ru: {
      what: 'HEADO не принял, но сам мог быть неисправен: {count}; они пойдут ещё раз, когда он примет что-нибудь другое или ждать будет нечего.',
      todo: 'Они пойдут снова сами. Почему отказано: heado-till quarantine list. Если дело в чеке, исправьте его в кассе и выгрузите снова; отказаться: heado-till quarantine discard НОМЕР.',
    },
    en: {
      what: 'HEADO refused {count}, but may have been ill itself; they go once more after it takes something else, or when nothing else waits.',
      todo: 'They go again by themselves. Why they were refused: heado-till quarantine list. If it is the receipt, mend it in the POS and drop it anew; to give it up: heado-till quarantine discard ITEM.',
    },
  },
  'status.unconfirmed': {
    ru: {
      what: 'HEADO не подтвердил чеки, их {count}: насчитал меньше, чем отправлено, или не отвечал на них.',
      todo: 'Сверьте с личным кабинетом. Список: heado-till receipts list --state unconfirmed. Отправить снова: heado-till receipts resend НОМЕР; все сразу: receipts resend --all.',
    },
    en: {
      what: 'HEADO did not confirm {count} receipts: it counted fewer than were sent, or never answered them.',
      todo: 'Compare with the HEADO account. The list: heado-till receipts list --state unconfirmed. Send again: heado-till receipts resend ID; all at once: receipts resend --all.',
    },
  },
} as const satisfies Record<StatusProblem, BothLanguages>;
