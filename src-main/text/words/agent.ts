/** Owns: the words about the agent as a whole: its control socket and what `doctor` finds. */
import type { ControlProblemCode } from '../../core/control/problem-codes.ts';
import type { DoctorProblemCode } from '../../core/doctor/problem-codes.ts';
import type { BothLanguages } from '../words.ts';

export const agentWords = {
  'control.absent': {
    ru: {
      what: 'Агент не запущен (нет {path}).',
      todo: 'Запустите его: heado-till run, или службу heado-till.',
    },
    en: {
      what: 'No agent runs (there is no {path}).',
      todo: 'Start it: heado-till run, or the service heado-till.',
    },
  },
  'control.deaf': {
    ru: {
      what: 'Агент (процесс {pid}) запущен, но команд не слышит: {path} молчит.',
      why: 'Он запускается или не смог открыть сокет: control.notOpened в его журнале. Он пробует снова сам.',
      todo: 'Подождите минуту; если не проходит, посмотрите журнал. Чеки не потеряются.',
    },
    en: {
      what: 'The agent (process {pid}) runs but hears no command: nobody answers at {path}.',
      why: 'It is starting, or could not open its socket: control.notOpened in its journal. It tries again by itself.',
      todo: 'Wait a minute; if it lasts, see the journal. No receipt is lost by that.',
    },
  },
  'control.denied': {
    ru: {
      what: 'Нет прав говорить с агентом ({path}).',
      todo: 'Выполните команду от пользователя агента или root.',
    },
    en: {
      what: 'No right to talk to the agent ({path}).',
      todo: "Run the command as the agent's user or as root.",
    },
  },
  'control.silent': {
    ru: {
      what: (v) => `Агент${v['pid'] ? ' (процесс {pid})' : ''} запущен, но не отвечает уже {limitMs}.`,
      todo: 'Подождите минуту и повторите команду; если это не проходит, перезапустите агента. Чеки не потеряются.',
    },
    en: {
      what: (v) => `The agent${v['pid'] ? ' (process {pid})' : ''} runs but has not answered for {limitMs}.`,
      todo: 'Wait a minute and repeat the command; if it lasts, restart the agent. No receipt is lost by that.',
    },
  },
  'control.ended': {
    ru: {
      what: 'Агент закончил работу или начал её заново, не ответив.',
      todo: 'Посмотрите, работает ли он и что сделано: heado-till status; затем повторите команду. Чеки не потеряются.',
    },
    en: {
      what: 'The agent ended, or began anew, before it answered.',
      todo: 'See whether it runs and what was done: heado-till status; then repeat the command. No receipt is lost by that.',
    },
  },
  'control.otherVersion': {
    ru: {
      what: 'Агент отвечает на «{at}» не так, как ждёт эта команда: версии разные.',
      todo: 'Перезапустите агента после обновления.',
    },
    en: {
      what: 'The agent\'s answer to "{at}" is not of the form that this command knows: the versions differ.',
      todo: 'Restart the agent after an update.',
    },
  },
  'control.unknownCommand': {
    ru: { what: 'Агент не знает команды {at}.', todo: 'Он знает: {known}.' },
    en: { what: 'The agent does not know the command {at}.', todo: 'It knows: {known}.' },
  },
  'control.wrongArguments': {
    ru: {
      what: 'Неверные аргументы команды {at} ({reason}).',
      todo: 'Посмотрите справку: heado-till --help.',
    },
    en: { what: 'Wrong arguments {at} ({reason}).', todo: 'See the help: heado-till --help.' },
  },
  'control.tooLarge': {
    ru: { what: 'Запрос больше {limitBytes}.', todo: 'Отправляйте по одному чеку.' },
    en: { what: 'The request is over {limitBytes}.', todo: 'Send one receipt at a time.' },
  },
  'control.failed': {
    ru: { what: 'Агент не смог выполнить {at}: {reason}.', todo: 'Посмотрите журнал: heado-till status.' },
    en: { what: 'The agent could not do {at}: {reason}.', todo: 'See its journal: heado-till status.' },
  },
  'control.notOpened': {
    ru: {
      what: 'Агент работает, но команды его не слышат: {path} не открывается ({reason}).',
      todo: 'Уберите то, что там лежит, или освободите место: агент пробует снова каждые полминуты. Чеки идут.',
    },
    en: {
      what: 'The agent works, but no command reaches it: {path} cannot be opened ({reason}).',
      todo: 'Remove what lies there, or free some space: the agent tries again every half minute. Receipts go their way.',
    },
  },
  'control.folderTaken': {
    ru: {
      what: 'Папка {path} для сокета агента принадлежит не ему или открыта другим.',
      todo: 'Удалите её или возьмите dataDir с коротким путём.',
    },
    en: {
      what: "The folder {path} for the agent's socket is not its own, or open to others.",
      todo: 'Remove it, or take a dataDir with a short path.',
    },
  },
  'doctor.nodeTooOld': {
    ru: { what: 'Node {version} слишком стар.', todo: 'Нужен Node {needed} или новее.' },
    en: { what: 'Node {version} is too old.', todo: 'Node {needed} or later is needed.' },
  },
  'doctor.sqliteMissing': {
    ru: { what: 'В этом Node ({version}) нет node:sqlite.', todo: 'Возьмите обычную сборку Node 24.' },
    en: { what: 'This Node ({version}) lacks node:sqlite.', todo: 'Take a usual build of Node 24.' },
  },
  'doctor.probeRefused': {
    ru: {
      what: 'HEADO узнал ключ, но не дал отчёт ({code}: {message}).',
      todo: 'Чеки это не задерживает; для показателей может понадобиться api.reportsKeyFile.',
    },
    en: {
      what: 'HEADO knows the key but gave no report ({code}: {message}).',
      todo: 'Receipts are not held up by that; figures may need api.reportsKeyFile.',
    },
  },
  'doctor.plainPortClosed': {
    ru: {
      what: 'Порт 80 у HEADO недоступен: {host} ({error}).',
      why: 'Руководство HEADO просит открыть порты 80 и 443; чеки идут по 443.',
      todo: 'Откройте его в межсетевом экране.',
    },
    en: {
      what: 'Port 80 of HEADO cannot be reached: {host} ({error}).',
      why: "HEADO's guide wants ports 80 and 443 open; receipts go over 443.",
      todo: 'Open it in the firewall.',
    },
  },
  'doctor.zoneDiffers': {
    ru: {
      what: 'Пояс магазина {store}, а системы {system}: разница {differMinutes} мин.',
      todo: 'Если компьютер стоит в магазине, один из двух неверен: store.timeZone или timedatectl set-timezone.',
    },
    en: {
      what: "The store's zone is {store}, the system's {system}: {differMinutes} min apart.",
      todo: 'If the computer stands in the store, one of them is wrong: store.timeZone or timedatectl set-timezone.',
    },
  },
  'doctor.folderNotReadable': {
    ru: {
      what: 'Папка {path} не читается агентом.',
      todo: 'Дайте его пользователю чтение и вход: chmod g+rx и группа кассы.',
    },
    en: {
      what: 'The agent cannot read the folder {path}.',
      todo: "Let its user read and enter it: chmod g+rx and the POS's group.",
    },
  },
  'doctor.folderNotWritable': {
    ru: {
      what: 'Агент не может писать в папку {path}.',
      todo: 'Дайте его пользователю запись: иначе он не может убирать взятое.',
    },
    en: {
      what: 'The agent cannot write to the folder {path}.',
      todo: 'Let its user write: else it cannot put away what it took.',
    },
  },
  'doctor.archiveElsewhere': {
    ru: {
      what: 'archive или rejected в {path} лежат на другом диске.',
      todo: 'Держите их на том же диске: иначе файл не переносится одним шагом.',
    },
    en: {
      what: 'archive or rejected of {path} lies on another disk.',
      todo: 'Keep them on the same one: else a file cannot be moved in one step.',
    },
  },
  'doctor.dataReadableByOthers': {
    ru: {
      what: 'Папку данных {path} могут читать другие.',
      todo: 'Агент закроет её при запуске сам; сразу: chmod 700 {path}',
    },
    en: {
      what: 'Others may read the data folder {path}.',
      todo: 'The agent closes it at its next start; at once: chmod 700 {path}',
    },
  },
  'doctor.folderBusy': {
    ru: {
      what: (v) => `Папку данных держит процесс${v['pid'] ? ' {pid}' : ''}, а спросить его нельзя ({path}).`,
      why: 'Её меняет другая команда, или агент как раз запускается или завершается.',
      todo: 'Повторите команду через минуту; если не проходит, посмотрите, что это за процесс. Чеки не потеряются.',
    },
    en: {
      what: (v) => `Process${v['pid'] ? ' {pid}' : ''} holds the data folder and cannot be asked ({path}).`,
      why: 'Another command changes it, or the agent is just starting or ending.',
      todo: 'Repeat the command in a minute; if it lasts, see what that process is. No receipt is lost by that.',
    },
  },
  'doctor.agentAbsent': {
    ru: {
      what: 'Агент не запущен: чеки копятся в папке.',
      todo: 'Запустите его: heado-till run, или службу heado-till.',
    },
    en: {
      what: 'No agent runs: receipts pile up in the folder.',
      todo: 'Start it: heado-till run, or the service heado-till.',
    },
  },
  'doctor.twoFormats': {
    ru: {
      what: 'Чеки приходят в разных форматах: {formats}.',
      why: 'Одна продажа в двух форматах могла бы уйти дважды.',
      todo: 'Оставьте кассе одну выгрузку или задайте drop.folders[].format.',
    },
    en: {
      what: 'Receipts come in several formats: {formats}.',
      why: 'One sale in two formats could be sent twice.',
      todo: 'Leave the till one export, or set drop.folders[].format.',
    },
  },
  'doctor.chainBroken': {
    ru: {
      what: 'Записи базы не сходятся с контрольными суммами: номера {faults} (проверено {rows}).',
      todo: 'Проверьте диск. Агент при следующем запуске восстановит базу из архива и журнала доставки.',
    },
    en: {
      what: 'Rows of the database do not fit their checksums: numbers {faults} ({rows} checked).',
      todo: 'Check the disk. At its next start the agent rebuilds the database from archive and delivery ledger.',
    },
  },
} as const satisfies Record<ControlProblemCode | DoctorProblemCode, BothLanguages>;
