/**
 * Owns: which functions of `node:fs` the intake uses, so that tests can hand in a disk that fails at any call.
 * The calls are synchronous on purpose (see the map's decision on synchronous intake): a thousand waiting files
 * cost a thousand thread hops otherwise. The price, a hung mount that would hang the agent, is paid by
 * `probe.ts`: network folders (`watch: "poll"`) are asked asynchronously and with a time limit first.
 */
import * as nodeFs from 'node:fs';
import type { Stats } from 'node:fs';
import { sep } from 'node:path';

export interface Watcher {
  close(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface FileSystem {
  lstatSync(path: string, options: { readonly throwIfNoEntry: false }): Stats | undefined;
  fstatSync(handle: number): Stats;
  openSync(path: string, flags: number | string, mode?: number): number;
  readSync(handle: number, into: Uint8Array, offset: number, length: number, position: null): number;
  writeSync(handle: number, from: Uint8Array, offset: number, length: number): number;
  closeSync(handle: number): void;
  fsyncSync(handle: number): void;
  fchmodSync(handle: number, mode: number): void;
  fchownSync(handle: number, uid: number, gid: number): void;
  readdirSync(path: string): string[];
  readlinkSync(path: string): string;
  mkdirSync(path: string, options: { readonly mode: number; readonly recursive: boolean }): unknown;
  linkSync(from: string, to: string): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
  rmdirSync(path: string): void;
  /** The one asynchronous call: the probe of a folder that may not answer. */
  stat(path: string, done: (error: Error | null) => void): void;
  watch(
    path: string,
    options: { readonly persistent: boolean },
    listener: (event: string, name: string | null) => void,
  ): Watcher;
}

/** `join` for a real path and a name below it, which need no tidying: called several times for every file. */
export function pathBelow(folder: string, name: string): string {
  return folder + sep + name;
}

export const nodeFileSystem: FileSystem = nodeFs;
