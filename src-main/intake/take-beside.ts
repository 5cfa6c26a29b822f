/**
 * Owns: taking one file beside the rounds, because it is large or holds more records than one chunk: from reading it
 * to its place in the archive. What it comes to is remembered like what a round does with a file.
 * Promises: never throws; a file that cannot be taken now stays where it is.
 */
import { assessFault } from './assess.ts';
import { assessLoaded, type Decided, type Seen } from './assess-loaded.ts';
import { stopProblem } from './commit-slice.ts';
import { readGuarded } from './crash-memory.ts';
import type { FileFacts } from './file-facts.ts';
import { faultCode } from './faults.ts';
import { isFull } from './full-disk.ts';
import { loadFile } from './load-file.ts';
import { rejectDeadly } from './reject-reason.ts';
import { fileKey, type Scene } from './scene.ts';
import { settleTaken } from './settle-taken.ts';
import { countSkips } from './skips.ts';
import { StoppedError } from './store-file.ts';
import { takeLong, todaysArchive, type ReadyFile } from './take.ts';
import { tryReject } from './try-reject.ts';
import { retryLater } from './waits.ts';

type Markers = ReadonlySet<string>;

/** Reads a large file and does with it what it is fit for. */
export async function takeLarge(
  scene: Scene,
  name: string,
  { facts, seen }: { readonly facts: FileFacts; readonly seen: Seen },
  markers: Markers,
): Promise<void> {
  await attempt(scene, name, facts, async () => {
    const place = { folder: scene.folder.root, name, calledName: name };
    const done = await readGuarded(scene.context, fileKey(scene, name), facts, async () => {
      const loaded = await loadFile(scene.context, scene, place, facts);
      if (loaded.ok) await carryOut(scene, await assessLoaded(scene, loaded.value, seen), markers);
      else assessFault(scene, name, facts, loaded.error);
    });
    if (done?.kind === 'deadly') tryReject(scene, rejectDeadly(name, facts, done.crashes), markers);
  });
}

/** Takes a file of many records that is judged as far as its first chunk. */
export async function takeMany(scene: Scene, ready: ReadyFile, markers: Markers): Promise<void> {
  const { name, facts } = ready.file;
  await attempt(scene, name, facts, () => take(scene, ready, markers));
}

async function carryOut(scene: Scene, decided: Decided, markers: Markers): Promise<void> {
  if (decided.kind === 'rejected') tryReject(scene, decided.rejected, markers);
  else if (decided.kind === 'ready') await take(scene, decided.ready, markers);
}

async function take(scene: Scene, ready: ReadyFile, markers: Markers): Promise<void> {
  const { context, progress } = scene;
  const result = await takeLong(context, scene, todaysArchive(context, scene), ready);
  countSkips(context, result.taken.skipped);
  progress.besideStopped = undefined;
  progress.takenBeside += 1;
  await settleTaken(scene, result, markers);
}

async function attempt(
  scene: Scene,
  name: string,
  facts: FileFacts,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StoppedError) return;
    const errno = faultCode(error);
    scene.context.note('take.failed', { folder: scene.settings.path, error: errno, files: 1 });
    retryLater(scene, name, { code: 'file.notStored', errno, facts });
    if (isFull(scene, error)) scene.progress.besideStopped = stopProblem(scene, error);
  }
}
