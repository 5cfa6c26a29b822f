/** Owns: the words of `--help` and of wrong use. */
import type { Locale } from '../words.ts';

export const helpWords = {
  'help.usage': { ru: 'Использование:', en: 'Usage:' },
  'help.arguments': { ru: 'Аргументы:', en: 'Arguments:' },
  'help.options': { ru: 'Параметры:', en: 'Options:' },
  'help.globalOptions': { ru: 'Общие параметры:', en: 'Global options:' },
  'help.commands': { ru: 'Команды:', en: 'Commands:' },
  'help.optionsHere': { ru: 'параметры', en: 'options' },
  'help.commandHere': { ru: 'команда', en: 'command' },
  'help.codes': {
    ru: 'Коды выхода: 0 успех, 1 неудача, 2 неверный вызов, 3 настройки, 4 папку данных держит другой агент.',
    en: 'Exit codes: 0 done, 1 failed, 2 wrong use, 3 configuration, 4 another agent holds the data folder.',
  },
  'help.more': { ru: 'Справка: {command} --help', en: 'Help: {command} --help' },

  'about.program': {
    ru: 'Передаёт чеки кассы в HEADO: сразу, по порядку, каждый один раз.',
    en: 'Takes receipts from the POS to HEADO: at once, in order, each exactly once.',
  },
  'about.run': { ru: 'запустить агента', en: 'run the agent' },
  'about.ui-url': {
    ru: 'новый одноразовый адрес экранов работающего агента',
    en: "a fresh one-time address of the running agent's screens",
  },
  'about.status': {
    ru: 'что делает агент и что требует внимания',
    en: 'what the agent does and what needs a person',
  },
  'about.doctor': {
    ru: 'проверить установку и сказать, что исправить',
    en: 'check the installation and say what to mend',
  },
  'about.receipts': {
    ru: 'чеки: список, история, повторная отправка',
    en: 'receipts: list, story, sending again',
  },
  'about.receipts.list': { ru: 'список чеков, новые сверху', en: 'list receipts, newest first' },
  'about.receipts.show': {
    ru: 'вся история чека: от файла до сервера',
    en: 'the whole story of a receipt, from file to server',
  },
  'about.receipts.resend': {
    ru: 'отправить снова неподтверждённый чек или все такие чеки',
    en: 'send an unconfirmed receipt again, or all of them',
  },
  'about.quarantine': {
    ru: 'то, что не удалось принять или отправить',
    en: 'what could not be taken or sent',
  },
  'about.quarantine.list': { ru: 'список карантина', en: 'list the quarantine' },
  'about.quarantine.show': {
    ru: 'одна запись: причина и исходный текст',
    en: 'one item: its reason and its own text',
  },
  'about.quarantine.retry': { ru: 'проверить и отправить заново', en: 'judge again and send' },
  'about.quarantine.discard': {
    ru: 'отказаться; исходные байты сохраняются',
    en: 'give up; the bytes are kept',
  },
  'about.recover': {
    ru: 'решить, что делать с папками после потери, восстановления или переноса данных',
    en: 'decide about folders after data were lost, restored or moved',
  },
  'about.config': { ru: 'настройки', en: 'settings' },
  'about.config.check': { ru: 'проверить настройки и ключ', en: 'check settings and key' },
  'about.config.show': {
    ru: 'показать действующие настройки и откуда они',
    en: 'show the settings in effect and where they come from',
  },
  'about.pin': {
    ru: 'задать код доступа к сервису: напечатать его хеш или записать в настройки',
    en: 'set the PIN of the service view: print its hash, or write it into the settings',
  },
  'about.send-one': {
    ru: 'отправить один чек из файла (purchaseRegister)',
    en: 'send one receipt from a file (purchaseRegister)',
  },
  'about.help': { ru: 'справка по команде', en: 'help for a command' },

  'option.config': { ru: 'файл настроек вместо обычных', en: 'settings file instead of the usual ones' },
  'option.lang': { ru: 'язык: ru или en', en: 'language: ru or en' },
  'option.help': { ru: 'показать справку', en: 'show help' },
  'option.version': { ru: 'показать версию', en: 'show the version' },
  'option.json': { ru: 'вывести JSON', en: 'print JSON' },
  'option.ui': {
    ru: 'с экранами на 127.0.0.1; порт, 0 значит любой свободный',
    en: 'with the screens on 127.0.0.1; the port, 0 is any free one',
  },
  'option.view': { ru: 'что открыть сразу', en: 'what to open' },
  'option.write': {
    ru: 'записать в файл настроек, а не печатать',
    en: 'write it into the settings file instead of printing it',
  },
  'option.quiet': { ru: 'не показывать журнал', en: 'do not show the journal' },
  'option.deep': { ru: 'проверить всю базу записей', en: 'verify the whole database' },
  'option.state': { ru: 'только в этом состоянии', en: 'only in this state' },
  'option.lane': { ru: 'только в этой очереди', en: 'only in this lane' },
  'option.since': {
    ru: 'взятые с этого дня или времени магазина',
    en: "taken since this day or time of the store's clock",
  },
  'option.label': { ru: 'только с этим номером', en: 'only with this id' },
  'option.limit': { ru: 'не больше стольких строк', en: 'at most so many rows' },
  'option.unconfirmed': { ru: 'все неподтверждённые', en: 'all unconfirmed ones' },
  'option.reason': { ru: 'почему: останется в журнале', en: 'why: kept in the journal' },
  'option.folder': { ru: 'только эта папка кассы', en: 'only this drop folder' },
  'option.from': {
    ru: 'отправить только взятое с этого дня или времени магазина',
    en: "send only what was taken since this day or time of the store's clock",
  },
  'option.resend': { ru: 'отправить то, чего у HEADO может не быть', en: 'send what HEADO may not have' },
  'option.accept': {
    ru: 'учесть без отправки: у HEADO всё есть',
    en: 'keep without sending: HEADO has it all',
  },
  'argument.label': { ru: 'номер чека (extId)', en: 'id of the receipt (extId)' },
  'argument.item': { ru: 'запись из списка карантина', en: 'item of the quarantine list' },
  'argument.items': { ru: 'записи из списка карантина', en: 'items of the quarantine list' },
  'argument.file': {
    ru: 'файл с одним чеком; - значит стандартный ввод',
    en: 'file with one receipt; - is the standard input',
  },

  'use.unknownOption': { ru: 'Неизвестный параметр {name}.', en: 'Unknown option {name}.' },
  'use.unknownCommand': { ru: 'Неизвестная команда {name}.', en: 'Unknown command {name}.' },
  'use.missingArgument': { ru: 'Не хватает аргумента {name}.', en: 'The argument {name} is missing.' },
  'use.optionMissingArgument': {
    ru: 'У параметра {name} нет значения.',
    en: 'The option {name} lacks its value.',
  },
  'use.missingMandatoryOptionValue': { ru: 'Нужен параметр {name}.', en: 'The option {name} is required.' },
  'use.excessArguments': { ru: 'Лишние аргументы.', en: 'Too many arguments.' },
  'use.invalidArgument': { ru: 'Недопустимое значение: {name}.', en: 'A value that is not allowed: {name}.' },
  'use.other': { ru: 'Неверный вызов: {name}', en: 'Wrong use: {name}' },
  'use.didYouMean': { ru: 'Возможно, имелось в виду {name}.', en: 'Did you mean {name}?' },
  'use.badOption': {
    ru: 'Недопустимое значение параметра --{name}.',
    en: 'The value of --{name} is not allowed.',
  },
} as const satisfies Record<string, Record<Locale, string>>;
