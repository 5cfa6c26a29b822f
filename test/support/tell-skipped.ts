/**
 * Owns: the list of what was not run here and what it needs, at the end of a run. A test that is skipped and does not say
 * why (`only-where.ts`) fails the run.
 */
import type { Reporter, TestCase, Vitest } from 'vitest/node';
import { NEEDS } from './only-where-words.ts';

export function tellSkipped(): Reporter {
  let vitest: Vitest | undefined;
  return {
    onInit: (started) => void (vitest = started),
    onTestRunEnd(modules) {
      // Where one name was asked for, everything else is skipped.
      if (vitest?.config.testNamePattern) return;
      const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
      if (skipped.length === 0) return;
      const byNeed = Map.groupBy(skipped, needOf);
      const lines = [...byNeed].map(([need, tests]) => `  ${tests.length} tests: ${need ?? noReason(tests)}`);
      process.stdout.write(`\nNot run here, and what it needs:\n${lines.join('\n')}\n`);
      if (byNeed.has(undefined)) process.exitCode = 1;
    },
  };
}

function needOf({ fullName }: TestCase): string | undefined {
  return fullName.split(NEEDS)[1]?.split(' > ')[0];
}

function noReason(tests: readonly TestCase[]): string {
  return `skipped without a reason: ${tests.map(({ fullName }) => fullName).join('; ')}`;
}
