/**
 * Owns: the list of all settings keys, read from the schema itself: for messages that say what is allowed, for
 * "did you mean", for the documents.
 */
import { z } from 'zod';
import { VALUE_FORMS, type ValueForm } from './forms.ts';
import { settingsSchema } from './schema.ts';

/** What a key takes. `min` and `max` count characters, items or the number itself; NaN: no bound. */
export interface Allowed {
  readonly form: ValueForm;
  readonly min: number;
  readonly max: number;
  /** The closed set of `one-of`, as JSON. */
  readonly options: readonly string[];
}

export interface SettingsKey extends Allowed {
  /** `drop.folders[].path`; `<code>` stands for a free key. */
  readonly path: string;
  readonly meaning: string;
  /** The default as JSON; undefined where the key has none. */
  readonly default: string | undefined;
  readonly required: boolean;
}

type Node = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of a settings file (draft 2020-12). */
export function settingsJsonSchema(): Node {
  return z.toJSONSchema(settingsSchema, { io: 'input' });
}

const root = settingsJsonSchema();

type NodeLike = boolean | Node | readonly (boolean | Node)[] | undefined;

function isNode(schema: NodeLike): schema is Node {
  return typeof schema === 'object' && !Array.isArray(schema);
}

function asNode(schema: NodeLike): Node | undefined {
  return isNode(schema) ? schema : undefined;
}

/** The part of the schema that speaks about the value at `path`. */
function nodeAt(path: readonly PropertyKey[]): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') node = asNode(node?.items);
    else node = asNode(node?.properties?.[String(step)]) ?? asNode(node?.additionalProperties);
  }
  return node;
}

/** What is allowed at `path`; undefined where no key can stand. */
export function allowedAt(path: readonly PropertyKey[]): Allowed | undefined {
  const node = nodeAt(path);
  return node && allowedBy(node);
}

/** The keys that may stand in the object at `path`. */
export function siblingsAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(nodeAt(path)?.properties ?? {});
}

function allowedBy(node: Node): Allowed {
  const form = formOf(node);
  const options = node.const === undefined ? (node.enum ?? []) : [node.const];
  return {
    form,
    min: node.minimum ?? node.minItems ?? node.minLength ?? NaN,
    max: node.maximum ?? node.maxItems ?? node.maxLength ?? NaN,
    options: options.map((option) => JSON.stringify(option)),
  };
}

function formOf(node: Node): ValueForm {
  const named = VALUE_FORMS.find((form) => form === node.format);
  if (named) return named;
  if (node.enum || node.const !== undefined) return 'one-of';
  if (node.type === 'boolean') return 'boolean';
  if (node.type === 'integer') return 'whole';
  if (node.type === 'array') return 'list';
  return node.type === 'object' ? 'section' : 'text';
}

/** Every key that can be written, sections left out, in the order of the schema. */
export function listKeys(): readonly SettingsKey[] {
  return [...keysBelow(root, '')];
}

function* keysBelow(node: Node, prefix: string): Generator<SettingsKey> {
  for (const [name, schema] of Object.entries(node.properties ?? {})) {
    const child = asNode(schema);
    if (!child) continue;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (child.properties) yield* keysBelow(child, path);
    else yield keyOf(child, path, node.required?.includes(name) ?? false);
    const item = asNode(child.items);
    if (item?.properties) yield* keysBelow(item, `${path}[]`);
  }
}

function keyOf(node: Node, path: string, required: boolean): SettingsKey {
  const value = node.default === undefined ? undefined : JSON.stringify(node.default);
  return { ...allowedBy(node), path, meaning: node.description ?? '', default: value, required };
}
