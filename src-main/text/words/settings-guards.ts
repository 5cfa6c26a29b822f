/** Owns: the words about settings files that guard the screens, and writing them. */
import type { SettingsProblemCode } from '../../settings/problem-codes.ts';
import type { BothLanguages } from '../words.ts';

export const settingsGuardWords = {
  'settings.notWritten': {
    ru: {
      what: 'Файл настроек {file} не записывается ({reason}).',
      todo: 'Выполните команду с правами на этот файл, например через sudo.',
    },
    en: {
      what: 'The settings file {file} cannot be written ({reason}).',
      todo: 'Run the command with the rights to that file, for instance with sudo.',
    },
  },
  'settings.userKeyIgnored': {
    ru: {
      what: 'Ключ {at} в файле пользователя {file} (строка {line}) не действует.',
      why: 'PIN и скрытие денег задаёт только файл машины: иначе их снимет тот, от кого они защищают.',
      todo: 'Перенесите ключ в файл машины или уберите.',
    },
    en: {
      what: "The key {at} in the user's file {file} (line {line}) has no effect.",
      why: "The PIN and hidden money are up to the machine's file alone: else those they guard against could lift them.",
      todo: "Move it to the machine's file or remove it.",
    },
  },
  'settings.pinPlain': {
    ru: {
      what: 'PIN лежит в настройках открытым текстом (widget.pin).',
      todo: 'Замените его хешем: heado-till pin --write. Окно настройки сделает это само при сохранении.',
    },
    en: {
      what: 'The PIN stands in the settings in plain text (widget.pin).',
      todo: 'Put its hash in its place: heado-till pin --write. The setup window does so when it saves.',
    },
  },
} as const satisfies Partial<Record<SettingsProblemCode, BothLanguages>>;
