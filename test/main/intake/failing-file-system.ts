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
    openSync: (path, flags) => ask('openSync', path, () => fs.openSync(path, flags)),
    readSync: (handle, into, offset, length, position) =>
      ask('readSync', handle, () => fs.readSync(handle, into, offset, length, position)),
    closeSync(handle) {
      fs.closeSync(handle);
      ask('closeSync', handle, () => undefined);
    },
    fsyncSync: (handle) => ask('fsyncSync', handle, () => fs.fsyncSync(handle)),
    readdirSync: (path) => ask('readdirSync', path, () => fs.readdirSync(path)),
    realpathSync: (path) => ask('realpathSync', path, () => fs.realpathSync(path)),
    mkdirSync: (path, options) => ask('mkdirSync', path, () => fs.mkdirSync(path, options)),
    renameSync: (from, to) => ask('renameSync', from, () => fs.renameSync(from, to)),
    copyFileSync: (from, to, mode) => ask('copyFileSync', from, () => fs.copyFileSync(from, to, mode)),
    unlinkSync: (path) => ask('unlinkSync', path, () => fs.unlinkSync(path)),
    rmdirSync: (path) => ask('rmdirSync', path, () => fs.rmdirSync(path)),
    writeFileSync: (path, text, options) =>
      ask('writeFileSync', path, () => fs.writeFileSync(path, text, options)),
  };
}
