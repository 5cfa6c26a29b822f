/**
 * Owns: syslog-ng as a peer, where it is installed: its wildcard file source and http destination do nearest to
 * what we do (unparsed, unordered, never synced).
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Start } from './measure.ts';

const PROGRAM = '/usr/sbin/syslog-ng';
/** Left to itself it follows a hundred files and forgets the rest. */
const FILES_MAX = 200_000;

function config(folder: string, port: number): string {
  const body = '{"jsonrpc":"2.0","id":"1","method":"purchaseRegisterBatch","params":{"receipts":[';
  return `@version: 3.38
source s { wildcard-file(base-dir("${folder}") filename-pattern("*.json") monitor-method("inotify")
  max-files(${FILES_MAX}) flags(no-parse)); };
destination d { http(url("http://127.0.0.1:${port}/") method("POST") workers(1) batch-lines(100) batch-timeout(1)
  body-prefix(${JSON.stringify(body)}) body-suffix("]}}") delimiter(",") body("$MSG")); };
log { source(s); destination(d); flags(flow-control); };
`;
}

/** Undefined where the program is not installed. */
export async function findPeer(): Promise<{ name: string; start: Start } | undefined> {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { name: 'syslog-ng', start: startPeer };
}

const startPeer: Start = async (place, port) => {
  const file = join(place.root, 'syslog-ng.conf');
  writeFileSync(file, config(place.folder, port));
  const startedAtMs = performance.timeOrigin + performance.now();
  const state = join(place.root, 'syslog-ng');
  const child = spawn(
    PROGRAM,
    ['-F', '-f', file, '-R', `${state}.persist`, '-p', `${state}.pid`, '-c', `${state}.ctl`],
    { stdio: 'ignore' },
  );
  return {
    name: 'syslog-ng',
    folder: place.folder,
    pid: child.pid ?? 0,
    startedAtMs,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};
