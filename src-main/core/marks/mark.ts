/**
 * Owns: the form of the mark that lies in a drop folder and says whose the folder is and how far that agent had come
 * (drop folder, "Whose the folder is"). Pure.
 *
 * Two lines. The first, of fixed length and shorter than a sector, is overwritten in place as receipts are taken, so
 * a power cut leaves the old one or the new one. The second is written once, with the file.
 */
import { z } from 'zod';
import type { Progress } from '../../outbox/progress.ts';

export interface Mark {
  readonly owner: Owner;
  readonly progress: Progress;
  readonly census: Census;
}

/** What of the folder was not at its end when the mark was written, by that moment. */
export interface Census {
  readonly open: number;
  readonly atMs: number;
}

const ownerSchema = z.strictObject({
  form: z.literal(1),
  /** The name of the data folder, and where it lies. */
  data: z.string().min(1),
  dataDir: z.string().min(1),
  /** The machine on which it lies there; two tills may call theirs the same. */
  host: z.string().default(''),
  /** The name of the database that the first line speaks of. */
  generation: z.string().min(1),
  /** The name of this drop folder in that data folder. */
  token: z.string().min(1),
});

export type Owner = z.infer<typeof ownerSchema>;

const NUMBER_WIDTH = 15;
const LINK_HEX = 64;
const PROGRESS = /^(\d+) +([0-9a-f]{64}) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)(?: +(\d+) +(\d+))? *$/;
/** Long paths fit; anything larger is no mark. */
export const MARK_BYTES_MAX = 16 * 1024;

/** The line that is overwritten: always equally long. */
export function progressLine({ link, ...progress }: Progress, { open, atMs }: Census): string {
  const { seq, batch, file, shelved, settled, settledAtMs } = progress;
  const pad = (value: number): string => String(value).padEnd(NUMBER_WIDTH);
  const chain = Buffer.from(link.buffer, link.byteOffset, link.byteLength)
    .toString('hex')
    .padEnd(LINK_HEX, '0');
  const rest = [batch, file, shelved, settled, settledAtMs, open, atMs];
  return `${[pad(seq), chain, ...rest.map(pad)].join(' ')}\n`;
}

export function markText({ owner, progress, census }: Mark): string {
  return `${progressLine(progress, census)}${JSON.stringify(owner)}\n`;
}

/** Undefined for anything that this program did not write whole. */
export function parseMark(text: string): Mark | undefined {
  const [first = '', second = '', rest] = text.split('\n');
  const [, seq, link, batch, file, shelved, settled, settledAtMs, open = 0, atMs = 0] =
    PROGRESS.exec(first) ?? [];
  const owner = ownerSchema.safeParse(parseJson(second));
  if (link === undefined || !owner.success || rest !== '') return undefined;
  const progress = {
    generation: owner.data.generation,
    seq: Number(seq),
    link: Buffer.from(link, 'hex'),
    batch: Number(batch),
    file: Number(file),
    shelved: Number(shelved),
    settled: Number(settled),
    settledAtMs: Number(settledAtMs),
  };
  return { owner: owner.data, progress, census: { open: Number(open), atMs: Number(atMs) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
