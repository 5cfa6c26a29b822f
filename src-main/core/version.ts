/** Owns: the name and version under which this program introduces itself (guide 7.3, `agent`). */
import manifest from '../../package.json' with { type: 'json' };

export const PROGRAM = { name: manifest.name, version: manifest.version } as const;
