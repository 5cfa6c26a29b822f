import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src-renderer/text/en.ts';
import { ru } from '../../../src-renderer/text/ru.ts';

const ROOT = join(import.meta.dirname, '../../../src-renderer');
const CYRILLIC = /\p{Script=Cyrillic}/u;
/** The letters on the keys of a keyboard are no words. */
const KEYS = join('setup', 'keyboard-layout.ts');
const LETTERS = /\p{L}{2,}/u;
/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'title',
  'alt',
  'placeholder',
  'label',
  'text',
  'todo',
]);

function sources(): readonly string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('text') && name !== KEYS)
    .toSorted();
}

/** Literals of a source that a person would read on a screen. */
function readableLiterals(name: string): readonly string[] {
  const text = readFileSync(join(ROOT, name), 'utf8');
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && LETTERS.test(node.text)) found.push(node.text.trim());
    if (ts.isStringLiteralLike(node) && isRead(node)) found.push(node.text);
    if (ts.isTemplateExpression(node) && CYRILLIC.test(node.getText())) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isRead(node: ts.StringLiteralLike): boolean {
  if (CYRILLIC.test(node.text)) return true;
  const { parent } = node;
  if (!LETTERS.test(node.text)) return false;
  if (ts.isJsxAttribute(parent)) return SPOKEN.has(parent.name.getText());
  return ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent);
}

/** Every text of a language, functions called with figures that choose each plural. */
function texts(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function')
    return [1, 2, 5].flatMap((count) => texts(Reflect.apply(words, undefined, [count, count])));
  if (typeof words === 'object' && words !== null) return Object.values(words).flatMap(texts);
  return [];
}

describe('the words of the screens', () => {
  it.each(sources())('%s has none of its own', (name) => {
    expect(readableLiterals(name)).toEqual([]);
  });

  it('are found where they stand: the check sees a bare word', () => {
    const seen = readableLiterals(join('text', 'ru.ts'));
    expect(seen).toContain('Назад');
  });

  it('are never empty, and English has no Cyrillic', () => {
    expect(texts(ru).filter((text) => text.trim() === '')).toEqual([]);
    expect(texts(en).filter((text) => text.trim() === '' || CYRILLIC.test(text))).toEqual([]);
  });

  it('are Russian in Russian', () => {
    expect(texts(ru).filter((text) => !CYRILLIC.test(text) && LETTERS.test(text))).toEqual([]);
  });

  it('have as many texts in one language as in the other', () => {
    expect(texts(en)).toHaveLength(texts(ru).length);
  });
});
