/** Owns: the words about whose the data folder is. */
import type { DataFolderProblem } from '../../outbox/data-folder.ts';
import type { BothLanguages } from '../words.ts';

export const dataFolderWords = {
  'data.writableByOthers': {
    ru: {
      what: 'В папку данных {path} могут писать другие (права {mode}).',
      why: 'Так можно подменить чеки, сессии и сокет агента.',
      todo: 'Проверьте, что в папке нет чужого, затем: {command}',
    },
    en: {
      what: 'Others may write into the data folder {path} (mode {mode}).',
      why: "Receipts, sessions and the agent's socket could be exchanged there.",
      todo: 'Make sure that nothing strange lies in it, then: {command}',
    },
  },
  'data.foreignOwner': {
    ru: {
      what: 'Папка данных {path} принадлежит другому пользователю ({uid}).',
      why: 'Её владелец может подменить чеки, сессии и сокет агента.',
      todo: 'Запустите агента от имени владельца или отдайте папку агенту: {command}',
    },
    en: {
      what: 'The data folder {path} belongs to another user ({uid}).',
      why: "Its owner could exchange receipts, sessions and the agent's socket.",
      todo: 'Run the agent as that user, or give it the folder: {command}',
    },
  },
  'data.foreignFile': {
    ru: {
      what: '{path} в папке данных принадлежит другому пользователю ({uid}).',
      why: 'Кто положил его туда, тот прочтёт чеки и сможет подменить их.',
      todo: 'Выполните: {command}',
    },
    en: {
      what: '{path} in the data folder belongs to another user ({uid}).',
      why: 'Whoever put it there reads the receipts and could exchange them.',
      todo: 'Run: {command}',
    },
  },
  'data.linkedFile': {
    ru: {
      what: '{path} в папке данных — ссылка на {target}.',
      why: 'По ссылкам агент в своей папке не ходит: их мог положить кто угодно.',
      todo: 'Перенесите папку данных целиком и назовите её в dataDir, или уберите ссылку: {command}',
    },
    en: {
      what: '{path} in the data folder is a link to {target}.',
      why: 'The agent follows no links in its own folder: anybody may have put them there.',
      todo: 'Move the whole data folder and name it in dataDir, or put the link aside: {command}',
    },
  },
  'data.readOnly': {
    ru: {
      what: 'В папку данных {path} нельзя писать ({reason}).',
      why: 'Без записи на диск ни один чек не принимается. Ничего не повреждено и не тронуто.',
      todo: 'EROFS: диск подключён только для чтения, проверьте его и подключите заново. Иначе дайте пользователю агента права: chmod -R u+rwX {path}',
    },
    en: {
      what: 'The data folder {path} cannot be written ({reason}).',
      why: 'No receipt is taken that is not on the disk. Nothing is damaged, nothing was touched.',
      todo: "EROFS: the disk is mounted read-only, check and mount it anew. Else let the agent's user write: chmod -R u+rwX {path}",
    },
  },
  'data.misplaced': {
    ru: {
      what: 'На месте файла агента лежит другое, и убрать его не удаётся ({reason}): {path}.',
      todo: 'Переместите это в другое место; файлов агента в нём нет.',
    },
    en: {
      what: 'Something else lies in the place of a file of the agent and cannot be moved ({reason}): {path}.',
      todo: "Move it elsewhere; no file of the agent's is in it.",
    },
  },
} as const satisfies Record<DataFolderProblem, BothLanguages>;
