/** Owns: the words about address, proxy and certificates as the settings give them. */
import type { CaFileProblem } from '../../heado/ca-file.ts';
import type { EndpointProblem } from '../../heado/endpoint.ts';
import type { ProxyProblem } from '../../heado/proxy.ts';
import type { BothLanguages } from '../words.ts';

const address = {
  ru: 'Проверьте api.baseUrl и api.devicePath. Чеки сохраняются.',
  en: 'Check api.baseUrl and api.devicePath. Receipts are kept.',
} as const;
const proxy = {
  ru: 'Проверьте api.proxy или HTTPS_PROXY и NO_PROXY. Чеки сохраняются.',
  en: 'Check api.proxy or HTTPS_PROXY and NO_PROXY. Receipts are kept.',
} as const;

export const addressWords = {
  'api.addressUnreadable': {
    ru: { what: 'Адрес api.baseUrl не читается.', todo: address.ru },
    en: { what: 'The address api.baseUrl cannot be read.', todo: address.en },
  },
  'api.addressNotPlain': {
    ru: {
      what: 'В api.baseUrl лишнее: вход, запрос или якорь ({host}).',
      todo: 'Оставьте только https://сервер.',
    },
    en: {
      what: 'api.baseUrl has more than an address: a login, a query or a fragment ({host}).',
      todo: 'Leave https://server alone.',
    },
  },
  'api.httpNotAllowed': {
    ru: {
      what: 'Открытый http до {host} запрещён: ключ был бы виден в сети.',
      todo: 'Напишите https:// в api.baseUrl.',
    },
    en: {
      what: 'Plain http to {host} is not allowed: the network would see the key.',
      todo: 'Write https:// in api.baseUrl.',
    },
  },
  'api.keyMissing': {
    ru: { what: 'Ключа устройства нет.', todo: 'Запишите его в файл api.keyFile.' },
    en: { what: 'There is no device key.', todo: 'Put it into the file api.keyFile.' },
  },
  'api.keyMalformed': {
    ru: {
      what: 'В ключе устройства пробелы или управляющие знаки.',
      todo: 'Запишите в api.keyFile один только ключ.',
    },
    en: {
      what: 'The device key has blanks or control characters.',
      todo: 'Put the key alone into api.keyFile.',
    },
  },
  'api.proxyUnreadable': {
    ru: { what: 'Адрес прокси не читается.', todo: proxy.ru },
    en: { what: 'The address of the proxy cannot be read.', todo: proxy.en },
  },
  'api.proxyKind': {
    ru: { what: 'Прокси вида {kind} ({host}) не поддерживается.', todo: 'Нужен http- или https-прокси.' },
    en: {
      what: 'Proxies of the kind {kind} ({host}) are not supported.',
      todo: 'An http or https proxy is needed.',
    },
  },
  'api.caFileUnreadable': {
    ru: { what: 'Файл сертификатов {path} не читается.', todo: 'Проверьте api.caFile и права на файл.' },
    en: {
      what: 'The certificate file {path} cannot be read.',
      todo: 'Check api.caFile and the rights of the file.',
    },
  },
  'api.caFileNotPem': {
    ru: {
      what: 'В {path} нет сертификатов в виде PEM.',
      todo: 'Положите в api.caFile сертификат со строкой BEGIN CERTIFICATE.',
    },
    en: {
      what: 'There are no PEM certificates in {path}.',
      todo: 'Put a certificate with the line BEGIN CERTIFICATE into api.caFile.',
    },
  },
} as const satisfies Record<EndpointProblem | ProxyProblem | CaFileProblem, BothLanguages>;
