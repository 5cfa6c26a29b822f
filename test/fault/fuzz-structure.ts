/**
 * Owns: files that are good JSON and bad receipts: values of another type, keys that are missing, doubled or
 * foreign, branches moved, wrapped and multiplied. A text that is no JSON any more stays as it is.
 */
import type { Random } from '../support/random.ts';
import { oddValues, type Mutation } from './fuzz-bytes.ts';
import { samples } from './fuzz-samples.ts';

/** JSON as it is written, not as it is read: an object may hold a key twice, a scalar any text. */
type Node =
  | { kind: 'scalar'; text: string }
  | { kind: 'array'; items: Node[] }
  | { kind: 'object'; fields: [key: string, value: Node][] };

const KEYS: readonly string[] = [
  ...['__proto__', 'constructor', 'toString', '', 'a.b[0]', 'amount', 'positions', 'receipt', 'document'],
  ...['event', 'items', 'totalSum', 'kind', 'docId', 'poskey', 'till', '\u0000', 'ключ'],
];

function parse(value: unknown): Node {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(parse) };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', text: JSON.stringify(value) };
  return { kind: 'object', fields: Object.entries(value).map(([key, below]) => [key, parse(below)]) };
}

function write(node: Node): string {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'array') return `[${node.items.map(write).join(',')}]`;
  return `{${node.fields.map(([key, below]) => `${JSON.stringify(key)}:${write(below)}`).join(',')}}`;
}

function nodesOf(node: Node): Node[] {
  if (node.kind === 'scalar') return [node];
  const below = node.kind === 'array' ? node.items : node.fields.map(([, value]) => value);
  return [node, ...below.flatMap(nodesOf)];
}

type Change = (node: Node, random: Random) => Node;

/** Changes one node of the file, or of one of its lines. */
function changing(change: Change, fits: (node: Node) => boolean = () => true): Mutation {
  const changed = (text: string, random: Random): string | undefined => {
    try {
      const tree = parse(JSON.parse(text));
      const fitting = nodesOf(tree).filter(fits);
      if (fitting.length === 0) return undefined;
      const target = random.pick(fitting);
      return write(replace(tree, target, change(target, random)));
    } catch {
      return undefined;
    }
  };
  return (bytes, random) => {
    const text = bytes.toString('utf8');
    const whole = changed(text, random);
    if (whole !== undefined) return Buffer.from(whole);
    const lines = text.split('\n');
    const at = random.below(lines.length);
    return Buffer.from(
      lines.map((line, index) => (index === at ? (changed(line, random) ?? line) : line)).join('\n'),
    );
  };
}

function replace(tree: Node, target: Node, by: Node): Node {
  if (tree === target) return by;
  if (tree.kind === 'array') return { ...tree, items: tree.items.map((item) => replace(item, target, by)) };
  if (tree.kind === 'scalar') return tree;
  return { ...tree, fields: tree.fields.map(([key, value]) => [key, replace(value, target, by)]) };
}

const isNumber = (node: Node): boolean => node.kind === 'scalar' && /^-?\d/.test(node.text);

function changingFields(change: (fields: [string, Node][], random: Random) => [string, Node][]): Mutation {
  return changing(
    (node, random) => (node.kind === 'object' ? { ...node, fields: change(node.fields, random) } : node),
    (node) => node.kind === 'object' && node.fields.length > 0,
  );
}

export const restructurings: Readonly<Record<string, Mutation>> = {
  otherType: changing((_node, random) => ({ kind: 'scalar', text: random.pick(oddValues) })),
  otherNumber: changing((node, random) => {
    const value = node.kind === 'scalar' ? Number(node.text) : 0;
    const made = [-value, value + 0.01, value * 1e6, value / 3, value + 1e16, Math.round(value), -0.00005];
    return { kind: 'scalar', text: JSON.stringify(random.pick(made)) };
  }, isNumber),
  dropKey: changingFields((fields, random) => fields.toSpliced(random.below(fields.length), 1)),
  doubleKey: changingFields((fields, random) => {
    const [key] = random.pick(fields);
    const second: [string, Node] = [key, { kind: 'scalar', text: random.pick(oddValues) }];
    return fields.toSpliced(random.below(fields.length + 1), 0, second);
  }),
  otherKey: changingFields((fields, random) => {
    const at = random.below(fields.length);
    return fields.map(([key, value], index) => [index === at ? random.pick(KEYS) : key, value]);
  }),
  addKey: changingFields((fields, random) => [
    ...fields,
    [random.pick(KEYS), random.pick([...fields.map(([, value]) => value), parse({ amount: 1, ts: '' })])],
  ]),
  wrap: changing((node, random) => {
    const depth = random.pick([1, 2, 40, 60, 70, 10_000]);
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['{"receipt":', '}'],
    ] as const);
    return { kind: 'scalar', text: open.repeat(depth) + write(node) + close.repeat(depth) };
  }),
  multiply: changing(
    (node, random) =>
      node.kind === 'array'
        ? { ...node, items: Array.from({ length: random.pick([0, 2, 100]) }, () => node.items).flat() }
        : node,
    ({ kind }) => kind === 'array',
  ),
  graft: changing((_node, random) => {
    const [first = 'null'] = random.pick(samples).text.split('\n{');
    return random.pick(nodesOf(readOr(first)));
  }),
  asLines: (bytes) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .replace(/\n/g, ' ')
        .replace(/\}\s*,\s*\{/g, '}\n{'),
    ),
};

function readOr(text: string): Node {
  try {
    return parse(JSON.parse(text));
  } catch {
    return { kind: 'scalar', text: 'null' };
  }
}
