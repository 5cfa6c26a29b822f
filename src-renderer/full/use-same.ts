/** Owns: keeping a value as it was while nothing in it changed: every snapshot is made anew, drawing compares by it. */
import { useState } from 'react';

/** `value`, or the equal one of an earlier drawing. */
export function useSame<T>(value: T): T {
  const text = JSON.stringify(value);
  const [kept, setKept] = useState({ value, text });
  if (kept.text === text) return kept.value;
  setKept({ value, text });
  return value;
}
