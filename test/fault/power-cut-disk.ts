/**
 * Owns: a disk whose power can be cut: an ext4 file system in a file, mounted over a loop device. The cut is
 * ext4's own shutdown without a flush of its journal: what was not synced is gone, as when the plug is pulled.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** EXT4_IOC_SHUTDOWN, `_IOR('X', 125, __u32)`, and its flag "without flushing the log". */
const SHUTDOWN_REQUEST = 0x8004587d;
const SHUTDOWN_NO_FLUSH = 2;
const IMAGE_BYTES = 96 * 1024 * 1024;

/** Node has no ioctl: one of these tells the time and makes the call, on the folder given as argument. */
const IOCTL_TOOLS: readonly (readonly [string, string])[] = [
  [
    'python3',
    `import fcntl,os,struct,sys,time
fd=os.open(sys.argv[1],os.O_RDONLY)
print(time.monotonic_ns(),flush=True)
fcntl.ioctl(fd,${SHUTDOWN_REQUEST},struct.pack('I',${SHUTDOWN_NO_FLUSH}))`,
  ],
  [
    'perl',
    `use Fcntl; use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
sysopen(my $f,$ARGV[0],O_RDONLY) or die "$!"; my $flag=pack('L',${SHUTDOWN_NO_FLUSH});
printf("%.0f\\n",clock_gettime(CLOCK_MONOTONIC)*1e9); ioctl($f,${SHUTDOWN_REQUEST},$flag) or die "$!"`,
  ],
];

/** What is missing here for cutting the power; undefined when nothing is. */
export function whyNoPowerCut(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'Linux and root, to mount a file system';
  const missing = ['mkfs.ext4', 'mount', 'umount'].find((tool) => !runs(tool));
  if (missing !== undefined) return `${missing} (Debian packages e2fsprogs and mount)`;
  return findTool() ? undefined : 'python3 or perl, to make the ioctl that cuts the power';
}

function runs(tool: string): boolean {
  try {
    execFileSync(tool, ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function findTool(): readonly [string, string] | undefined {
  return IOCTL_TOOLS.find(([tool]) => runs(tool));
}

export interface CuttableDisk {
  /** Where it is mounted. */
  readonly path: string;
  /** Answers the last instant at which the power was surely on: nanoseconds of the system's growing clock. */
  cut(): bigint;
  /** After `cut`, when nothing has files open on it: the power is back. Throws when it was not off. */
  restore(): void;
  unmount(): void;
}

/** Makes and mounts a fresh disk in `folder`. */
export function mountCuttableDisk(folder: string): CuttableDisk {
  const image = join(folder, 'disk.img');
  const path = join(folder, 'mount');
  const tool = findTool();
  if (!tool) throw new Error('neither python3 nor perl is there');
  const [program, script] = tool;
  mkdirSync(path, { recursive: true });
  writeFileSync(image, '');
  truncateSync(image, IMAGE_BYTES);
  execFileSync('mkfs.ext4', ['-q', '-F', image]);
  const mount = (): void => void execFileSync('mount', ['-o', 'loop', image, path]);
  const unmount = (): void => void execFileSync('umount', [path]);
  mount();
  return {
    path,
    cut() {
      const option = program === 'perl' ? '-e' : '-c';
      return BigInt(execFileSync(program, [option, script, path], { encoding: 'utf8' }).trim());
    },
    restore() {
      const options = readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .find((line) => line.includes(` ${path} `));
      if (options?.includes('shutdown') !== true)
        throw new Error(`the power was not off: ${options ?? 'not mounted'}`);
      unmount();
      mount();
    },
    unmount,
  };
}
