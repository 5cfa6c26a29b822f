/** Owns: the words about HEADO's answers and the way to it. */
import type { HoldCode, RetryCode } from '../../heado/outcome.ts';
import type { BothLanguages, Values } from '../words.ts';

const itself = {
  ru: 'Чеки сохраняются и уйдут сами. Если это надолго: heado-till doctor.',
  en: 'Receipts are kept and go by themselves. If it lasts: heado-till doctor.',
} as const;
export const support = {
  ru: 'Чеки сохраняются и уйдут сами. Если это надолго, обратитесь в поддержку HEADO.',
  en: 'Receipts are kept and go by themselves. If it lasts, ask the support of HEADO.',
} as const;
const address = {
  ru: 'Проверьте api.baseUrl и api.devicePath. Чеки сохраняются.',
  en: 'Check api.baseUrl and api.devicePath. Receipts are kept.',
} as const;
const proxy = {
  ru: 'Проверьте api.proxy или HTTPS_PROXY и NO_PROXY. Чеки сохраняются.',
  en: 'Check api.proxy or HTTPS_PROXY and NO_PROXY. Receipts are kept.',
} as const;

/** An error of HEADO has a code and words, an answer without one has its status alone. */
function answerText(values: Values): string {
  return values['code'] === undefined ? 'HTTP {status}' : '{code}: {message}';
}

export const apiWords = {
  'api.nameNotFound': {
    ru: {
      what: 'Имя сервера HEADO не находится ({words}).',
      todo: 'Проверьте сеть, DNS и api.baseUrl. Чеки сохраняются.',
    },
    en: {
      what: 'The name of the HEADO server is not found ({words}).',
      todo: 'Check network, DNS and api.baseUrl. Receipts are kept.',
    },
  },
  'api.connectionRefused': {
    ru: {
      what: 'Сервер HEADO не принимает соединение ({words}).',
      todo: 'Проверьте api.baseUrl и не закрыт ли порт 443. Чеки сохраняются.',
    },
    en: {
      what: 'The HEADO server refuses the connection ({words}).',
      todo: 'Check api.baseUrl and that port 443 is open. Receipts are kept.',
    },
  },
  'api.unreachable': {
    ru: { what: 'До сервера HEADO нет пути ({words}).', todo: 'Проверьте сеть. Чеки сохраняются.' },
    en: {
      what: 'There is no way to the HEADO server ({words}).',
      todo: 'Check the network. Receipts are kept.',
    },
  },
  'api.connectTimeout': {
    ru: {
      what: 'Соединение с HEADO не установилось вовремя.',
      todo: 'Проверьте сеть, порт 443 и прокси. Чеки сохраняются.',
    },
    en: {
      what: 'Connecting to HEADO took too long.',
      todo: 'Check network, port 443 and proxy. Receipts are kept.',
    },
  },
  'api.tlsFailed': {
    ru: {
      what: 'Защищённое соединение не удалось ({words}).',
      why: 'Неверные часы, чужой сервер или прокси, который вскрывает TLS.',
      todo: 'Проверьте часы и api.baseUrl; сертификат прокси укажите в api.caFile.',
    },
    en: {
      what: 'The secure connection failed ({words}).',
      why: 'A wrong clock, another server, or a proxy that looks into TLS.',
      todo: "Check the clock and api.baseUrl; name the proxy's certificate in api.caFile.",
    },
  },
  'api.proxyFailed': {
    ru: { what: 'Прокси не отвечает ({words}).', todo: proxy.ru },
    en: { what: 'The proxy does not answer ({words}).', todo: proxy.en },
  },
  'api.connectionReset': {
    ru: { what: 'Соединение с HEADO оборвалось ({words}).', todo: itself.ru },
    en: { what: 'The connection to HEADO broke off ({words}).', todo: itself.en },
  },
  'api.noAnswer': {
    ru: { what: 'HEADO не ответил вовремя.', todo: itself.ru },
    en: { what: 'HEADO did not answer in time.', todo: itself.en },
  },
  'api.answerCut': {
    ru: { what: 'Ответ HEADO оборвался.', todo: itself.ru },
    en: { what: 'The answer of HEADO broke off.', todo: itself.en },
  },
  'api.answerTooLarge': {
    ru: { what: 'Ответ слишком велик для HEADO.', todo: address.ru },
    en: { what: 'The answer is too large to be one of HEADO.', todo: address.en },
  },
  'api.answerNotHttp': {
    ru: { what: 'По этому адресу отвечает не веб-сервер ({words}).', todo: address.ru },
    en: { what: 'What answers at this address is no web server ({words}).', todo: address.en },
  },
  'api.stopped': {
    ru: { what: 'Запрос прерван остановкой агента.', todo: 'Делать ничего не нужно: он повторится.' },
    en: { what: 'The call was ended because the agent stopped.', todo: 'Nothing to do: it is repeated.' },
  },
  'api.answerEmpty': {
    ru: { what: 'Ответ пуст (статус {status}).', todo: itself.ru },
    en: { what: 'The answer is empty (status {status}).', todo: itself.en },
  },
  'api.answerNotJson': {
    ru: {
      what: 'Ответ не от HEADO: не JSON (статус {status}).',
      why: 'Часто так отвечает страница входа в сеть.',
      todo: 'Проверьте сеть и прокси. Чеки сохраняются.',
    },
    en: {
      what: 'The answer is not from HEADO: no JSON (status {status}).',
      why: 'Often a login page of the network answers like this.',
      todo: 'Check network and proxy. Receipts are kept.',
    },
  },
  'api.answerNoResult': {
    ru: { what: 'В ответе нет ни результата, ни ошибки (статус {status}).', todo: support.ru },
    en: { what: 'The answer has neither result nor error (status {status}).', todo: support.en },
  },
  'api.answerOtherId': {
    ru: { what: 'Пришёл ответ на другой запрос (статус {status}).', todo: support.ru },
    en: { what: 'The answer belongs to another call (status {status}).', todo: support.en },
  },
  'api.serverError': {
    ru: { what: 'Сбой на сервере HEADO (статус {status}).', todo: support.ru },
    en: { what: 'The HEADO server failed (status {status}).', todo: support.en },
  },
  'api.tooOften': {
    ru: { what: 'HEADO просит обращаться реже.', todo: 'Делать ничего не нужно: темп снижен сам.' },
    en: { what: 'HEADO asks for fewer calls.', todo: 'Nothing to do: the pace was lowered.' },
  },
  'api.operationFailed': {
    ru: { what: 'HEADO: операция не удалась ({code}: {message}).', todo: support.ru },
    en: { what: 'HEADO: the operation failed ({code}: {message}).', todo: support.en },
  },
  'api.databaseFailed': {
    ru: { what: 'HEADO: сбой базы данных ({code}: {message}).', todo: support.ru },
    en: { what: 'HEADO: its database failed ({code}: {message}).', todo: support.en },
  },
  'api.unknownError': {
    ru: { what: 'HEADO ответил неизвестной ошибкой ({code}: {message}).', todo: support.ru },
    en: { what: 'HEADO answered with an unknown error ({code}: {message}).', todo: support.en },
  },
  'api.keyRefused': {
    ru: {
      what: (v) => `HEADO не принимает ключ (${answerText(v)}).`,
      todo: 'Проверьте ключ устройства в личном кабинете и файл api.keyFile. Чеки сохраняются и уйдут сами.',
    },
    en: {
      what: (v) => `HEADO refuses the key (${answerText(v)}).`,
      todo: 'Check the device key in the HEADO account and the file api.keyFile. Receipts are kept and go by themselves.',
    },
  },
  'api.addressWrong': {
    ru: { what: 'По этому адресу нет HEADO (статус {status}).', todo: address.ru },
    en: { what: 'HEADO is not at this address (status {status}).', todo: address.en },
  },
  'api.redirected': {
    ru: {
      what: 'Сервер перенаправляет на другой адрес (статус {status}).',
      why: 'Ключ — часть адреса, поэтому за перенаправлением агент не идёт.',
      todo: address.ru,
    },
    en: {
      what: 'The server redirects to another address (status {status}).',
      why: 'The key is part of the address, so redirects are not followed.',
      todo: address.en,
    },
  },
  'api.proxyRefused': {
    ru: { what: 'Прокси требует входа (статус {status}).', todo: proxy.ru },
    en: { what: 'The proxy wants a login (status {status}).', todo: proxy.en },
  },
  'api.methodMissing': {
    ru: {
      what: 'Сервер HEADO не знает этого метода ({message}).',
      todo: 'Проверьте api.baseUrl и api.devicePath; для смен — api.registerEventSpelling. Чеки сохраняются.',
    },
    en: {
      what: 'The HEADO server does not know this method ({message}).',
      todo: 'Check api.baseUrl and api.devicePath; for shifts api.registerEventSpelling. Receipts are kept.',
    },
  },
  'api.endpointUnusable': {
    ru: { what: 'Отправлять некуда. {because}', todo: 'Исправьте; перезапуск не нужен. Чеки сохраняются.' },
    en: {
      what: 'There is nowhere to send to. {because}',
      todo: 'Correct it; no restart is needed. Receipts are kept.',
    },
  },
} as const satisfies Record<RetryCode | HoldCode, BothLanguages>;
