/** Owns: `config check|show`: what the settings say, before anything is started. */
import type { Command } from 'commander';
import { z } from 'zod';
import { pathText } from '../../../settings/issues.ts';
import { loadSettings, type LoadedSettings } from '../../../settings/load.ts';
import { readDeviceKey } from '../../../settings/secrets.ts';
import { complainAll, loadOptions, readOptions, type Cli } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';
import { hideSecrets } from '../hide-secrets.ts';
import { formatTable } from '../table.ts';

const jsonOption = z.object({ json: z.boolean().default(false) });

export function addConfigCommands(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  const config = program.command('config').description(say('about.config'));
  config
    .command('check')
    .description(say('about.config.check'))
    .action((_, command: Command) => setExit(check(cli, command)));
  config
    .command('show')
    .description(say('about.config.show'))
    .option('--json', say('option.json'))
    .action((_, command: Command) => setExit(show(cli, command)));
}

function check(cli: Cli, command: Command): ExitCode {
  const { host, printer } = cli;
  const loaded = loadSettings(loadOptions(host, command));
  if (!loaded.ok) return complainAll(cli, loaded.error);
  const { settings, warnings, files } = loaded.value;
  for (const warning of warnings) printer.note(printer.explain(warning, 'warning').join('\n'));
  printer.out(`${printer.mark('ok')} ${printer.say('config.good', { files: files.join(', ') })}`);
  const key = readDeviceKey(settings, host.env);
  if (!key.ok) return complainAll(cli, [key.error]);
  for (const warning of key.value.warnings) printer.note(printer.explain(warning, 'warning').join('\n'));
  printer.out(`${printer.mark('ok')} ${printer.say('config.keyGood', { where: key.value.where })}`);
  return EXIT.done;
}

function show(cli: Cli, command: Command): ExitCode {
  const { host, printer } = cli;
  const { json } = readOptions(command, jsonOption);
  const loaded = loadSettings(loadOptions(host, command));
  if (!loaded.ok) return complainAll(cli, loaded.error);
  if (json) printer.json(hideSecrets(loaded.value.settings));
  else printer.out(showTable(loaded.value, cli));
  return EXIT.done;
}

function showTable({ settings, originOf }: LoadedSettings, { printer: { say } }: Cli): string {
  const rows = [...leaves(hideSecrets(settings), [])].map(({ path, value }) => {
    const origin = originOf(path);
    const place = origin && origin.line > 0 ? `${origin.file}:${origin.line}` : origin?.file;
    return [pathText(path), JSON.stringify(value), place ?? say('table.default')];
  });
  return formatTable([say('table.key'), say('table.value'), say('table.from')], rows);
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Lists of plain values and empty sections stay whole. */
function* leaves(value: unknown, path: readonly (string | number)[]): Generator<Leaf> {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const list = Array.isArray(value);
  if (inner.length === 0 || (list && typeof value[0] !== 'object')) yield { path, value };
  else for (const [key, item] of inner) yield* leaves(item, [...path, list ? Number(key) : key]);
}
