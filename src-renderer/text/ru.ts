/** Owns: the Russian words of the widget. The first language of the screens. */
import { plural } from './both.ts';
import type { Words } from './words.ts';

const receipts = (count: number): string =>
  `${count}\u00a0${plural('ru', count, { one: 'чек', few: 'чека', many: 'чеков', other: 'чека' })}`;
const items = (count: number): string =>
  `${count}\u00a0${plural('ru', count, { one: 'товар', few: 'товара', many: 'товаров', other: 'товара' })}`;

export const ru: Words = {
  noData: 'нет данных',
  noDataYet: (reason) => `Нет данных. ${reason}`,
  noAnswer: 'HEADO ещё не ответил.',
  figuresRefused: {
    key: 'HEADO не даёт показатели этому ключу.',
    tooOften: 'HEADO просит спрашивать показатели реже.',
    other: 'HEADO не даёт показатели этого магазина.',
  },
  receiptsGo: 'Чеки отправляются.',
  noPlan: 'план не задан',
  hidden: 'скрыто',
  dash: '—',
  back: 'Назад',
  close: 'Закрыть',
  details: 'Подробнее',
  loading: 'Показатели загружаются',

  dataOf: (moment) => `данные ${moment}`,
  data: 'данные',
  receipts,

  pace: {
    onTrack: 'в темпе',
    ahead: (percent) => `опережает план на ${percent}`,
    behind: (percent) => `отстаёт от плана на ${percent}`,
    farBehind: 'намного отстаёт от плана',
  },

  bar: {
    ofPlan: (percent) => `${percent} плана`,
    planNow: (percent) => `по плану сейчас ${percent}`,
    forecast: (percent) => `прогноз ${percent}`,
    pending: 'часть ещё не подтверждена сервером',
  },

  figure: {
    approximate: 'примерно',
    plan: 'план',
    planOf: { day: 'план дня', month: 'план месяца' },
    planBy: (moment) => `план к\u00a0${moment} —`,
    forecast: (amount) => `прогноз ${amount}`,
    weekAgo: (amount) => `неделю назад ${amount}`,
    toDayPlan: 'До плана дня',
    more: (amount) => `ещё ${amount}`,
    reached: ['План дня', 'выполнен'],
    ofPlan: { day: 'от плана дня', month: 'от плана месяца' },
  },

  hint: {
    averageReceipt: (amount) => [`чек от ${amount}`, 'вернёт средний чек к плану'],
    itemsInReceipt: (count) => [items(count), 'в следующем чеке поднимут наполняемость'],
    bestReceipt: 'лучший чек дня',
  },

  rating: {
    name: 'Рейтинг',
    of: (stores) => `из ${stores}`,
    place: (place, stores) => `Рейтинг: ${place} из ${stores}`,
  },

  seller: (name) => `Смена: ${name}`,

  link: {
    ok: 'связь есть',
    stale: 'данные устарели',
    offline: 'нет связи',
    action: 'нужна помощь',
  },
  queue: {
    offline: (waiting) => `Нет связи, в очереди ${receipts(waiting)}.`,
    offlineNone: 'Нет связи.',
    waiting: (waiting) => `ждут отправки: ${receipts(waiting)}`,
  },

  noticeShort: {
    keyMissing: 'Введите ключ устройства',
    keyRefused: 'Ключ не принят',
    diskFull: 'Диск полон',
    folderMissing: 'Нет папки чеков',
    clockOff: 'Часы неверны',
    late: 'Чеки задерживаются',
    quarantine: 'Есть что разобрать',
    other: 'Нужна помощь',
  },
  receiptsKept: 'Чеки сохраняются.',
  receiptsWaitInFolder: 'Чеки ждут в папке кассы.',

  agent: {
    lost: 'Программа обмена не отвечает.',
    silent: 'Программа обмена ещё не ответила.',
    notAllowed: 'Доступ к экрану закрыт.',
    notAllowedTodo: 'Откройте экран заново: heado-till ui-url.',
  },

  failed: {
    title: 'Экран не открылся.',
    todo: 'Через 10 секунд он откроется заново. Чеки это не задерживает.',
  },

  setup: {
    title: 'Введите ключ устройства',
    todo: 'Ключ даёт менеджер HEADO. Настройка занимает минуту.',
    open: 'Настроить',
  },

  achievement: {
    income: 'План дня выполнен',
    other: (name) => `План дня выполнен: ${name}`,
  },

  shift: {
    title: (time) => `Смена закрыта в ${time}`,
    income: 'Выручка',
    receipts: 'Чеков',
    average: 'Средний чек',
    items: 'Товаров в чеке',
    store: 'Магазин за день',
    ofPlan: (percent) => `${percent} плана дня`,
    againstWeekAgo: [
      'К прошлому воскресенью',
      'К прошлому понедельнику',
      'К прошлому вторнику',
      'К прошлой среде',
      'К прошлому четвергу',
      'К прошлой пятнице',
      'К прошлой субботе',
    ],
    bestHour: 'Лучший час',
    allSent: 'Все чеки отправлены',
    hour: (from, to) => `${from}–${to}`,
  },

  missing: {
    waiting: 'Ждут отправки',
    refused: 'Не принято HEADO',
    aside: 'В карантине',
    file: 'Непринятые файлы',
    unconfirmed: 'Не подтверждено HEADO',
    held: 'Отложено',
  },

  menu: {
    title: 'Меню',
    quarantined: (count) => `в карантине: ${count}`,
    figures: 'Показатели',
    service: 'Служебный',
    themes: { light: 'Светлая тема', dark: 'Тёмная тема' },
  },

  card: { previous: 'Предыдущий показатель', next: 'Следующий показатель' },

  heading: { strip: 'Показатели дня', card: 'Показатель дня', panel: 'Показатели дня' },
  openDetails: 'Открыть подробные показатели',
};
