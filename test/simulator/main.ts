/**
 * Owns the command: starts the simulator, prints its addresses and one line for each call, ends at a signal.
 * Promises exit code 0 at a signal, 1 where it cannot listen, 2 for wrong use.
 * Refuses to listen on anything but loopback.
 */
import { helpText, readArguments } from './arguments.ts';
import type { Command } from './arguments.ts';
import { describeCall, describeEnd } from './print-call.ts';
import { startSimulator } from './simulator.ts';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function serve({ options, rules, quiet }: Extract<Command, { do: 'serve' }>): Promise<void> {
  const simulator = await startSimulator({
    ...options,
    onCall: (call) => {
      if (!quiet) print(describeCall(call));
    },
  });
  simulator.behave(rules);
  print(`device      ${simulator.deviceUrl}`);
  print(`management  ${simulator.adminUrl}`);
  print(`ready: set api.baseUrl to ${simulator.url} and the key to ${simulator.deviceKey}`);
  const end = async (): Promise<void> => {
    await simulator.close();
    print(describeEnd(simulator.calls));
  };
  process.once('SIGINT', () => void end());
  process.once('SIGTERM', () => void end());
}

const command = readArguments(process.argv.slice(2));
if (command.do === 'help') {
  print(helpText);
} else if (command.do === 'complain') {
  process.stderr.write(`${command.about}\nTry --help.\n`);
  process.exitCode = 2;
} else {
  await serve(command).catch((error: unknown) => {
    process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
