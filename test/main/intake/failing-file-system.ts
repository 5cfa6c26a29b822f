/** Owns: a disk that refuses calls as a test wants it. */
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';

export type Call = Exclude<keyof FileSystem, 'watch' | 'stat'>;

/** `refuse` sees every call before it is made; the code it answers is thrown instead of making the call. */
export function failingFileSystem(refuse: (call: Call, path: string) => string | undefined): FileSystem {
  const fs = nodeFileSystem;
  function ask<T>(call: Call, path: string | number, make: () => T): T {
    const code = refuse(call, String(path));
    if (code !== undefined) throw Object.assign(new Error(`${code} by the test`), { code });
    return make();
  }
  return {
    ...fs,
    lstatSync: (path, options) => ask('lstatSync', path, () => fs.lstatSync(path, options)),
    fstatSync: (handle) => ask('fstatSync', handle, () => fs.fstatSync(handle)),
    openSync: (path, flags, mode) => ask('openSync', path, () => fs.openSync(path, flags, mode)),
    readSync: (handle, into, offset, length, position) =>
      ask('readSync', handle, () => fs.readSync(handle, into, offset, length, position)),
    closeSync(handle) {
      fs.closeSync(handle);
      ask('closeSync', handle, () => undefined);
    },
    fsyncSync: (handle) => ask('fsyncSync', handle, () => fs.fsyncSync(handle)),
    readdirSync: (path) => ask('readdirSync', path, () => fs.readdirSync(path)),
    readlinkSync: (path) => ask('readlinkSync', path, () => fs.readlinkSync(path)),
    mkdirSync: (path, options) => ask('mkdirSync', path, () => fs.mkdirSync(path, options)),
    renameSync: (from, to) => ask('renameSync', from, () => fs.renameSync(from, to)),
    linkSync: (from, to) => ask('linkSync', to, () => fs.linkSync(from, to)),
    unlinkSync: (path) => ask('unlinkSync', path, () => fs.unlinkSync(path)),
    rmdirSync: (path) => ask('rmdirSync', path, () => fs.rmdirSync(path)),
    writeSync: (handle, from, offset, length) =>
      ask('writeSync', handle, () => fs.writeSync(handle, from, offset, length)),
    fchmodSync: (handle, mode) => ask('fchmodSync', handle, () => fs.fchmodSync(handle, mode)),
    fchownSync: (handle, uid, gid) => ask('fchownSync', handle, () => fs.fchownSync(handle, uid, gid)),
  };
}
