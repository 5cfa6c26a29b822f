/** Owns: opening a drop folder in a process of its own, as another user and under another umask; prints what it came to. */
import { nodeFileSystem } from '../../src-main/intake/file-system.ts';
import { createDisk } from '../../src-main/intake/folder/disk.ts';
import { openDropHandle } from '../../src-main/intake/folder/drop-handle.ts';
import { folderProblem } from '../../src-main/intake/folder/folder-problem.ts';

const [path = '', dataDir = '', umask = '022'] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));
const opened = openDropHandle({ disk: createDisk(nodeFileSystem), path, dataDir, create: true });
if (!opened.ok) throw new Error(opened.error.code);
const told = [];
try {
  opened.value.furnish();
  told.push(...opened.value.warnings);
} catch (error) {
  told.push(folderProblem(error, path));
}
process.stdout.write(JSON.stringify(told));
