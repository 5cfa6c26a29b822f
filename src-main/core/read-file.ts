/** Owns: reading bytes by the formats, with what the settings say about the shop. */
import { readFile, readLargeFile, type ReadOptions } from '../formats/detect.ts';
import type { ReadFile, ReadLargeFile } from '../intake/context.ts';
import type { Settings } from '../settings/schema.ts';

/** The name of an encoding in the settings → the one the formats know. */
const ENCODINGS: Readonly<Record<string, ReadOptions['encoding']>> = {
  auto: 'auto',
  'utf-8': 'utf-8',
  'windows-1251': 'windows-1251',
  cp866: 'cp866',
};

export interface FileReader {
  readonly readFile: ReadFile;
  readonly readLargeFile: ReadLargeFile;
}

export function createFileReader(settings: Settings): FileReader {
  const shop = {
    timeZone: settings.store.timeZone,
    prepayment: settings.receipts.prepayment,
    companyInn: settings.store.companyInn,
  };
  return {
    readFile: (bytes, { fileName, mtimeMs, format, encoding }) =>
      readFile(bytes, { format, encoding: ENCODINGS[encoding] }, { ...shop, fileName, mtimeMs }),
    readLargeFile: (bytes, { fileName, mtimeMs, format, encoding }, turn) =>
      readLargeFile(bytes, { format, encoding: ENCODINGS[encoding] }, { ...shop, fileName, mtimeMs }, turn),
  };
}
