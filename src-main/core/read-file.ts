/** Owns: reading bytes by the formats, with what the settings say about the shop. */
import { readFile, type ReadOptions } from '../formats/detect.ts';
import type { ReadFile } from '../intake/context.ts';
import type { Settings } from '../settings/schema.ts';

/** The name of an encoding in the settings → the one the formats know. */
const ENCODINGS: Readonly<Record<string, ReadOptions['encoding']>> = {
  auto: 'auto',
  'utf-8': 'utf-8',
  'windows-1251': 'windows-1251',
  cp866: 'cp866',
};

export function createReadFile(settings: Settings): ReadFile {
  const shop = {
    timeZone: settings.store.timeZone,
    prepayment: settings.receipts.prepayment,
    companyInn: settings.store.companyInn,
  };
  return (bytes, { fileName, mtimeMs, format, encoding }) =>
    readFile(bytes, { format, encoding: ENCODINGS[encoding] }, { ...shop, fileName, mtimeMs });
}
