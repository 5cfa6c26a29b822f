import { describe, expect, it } from 'vitest';
import { listTwice, mergeListings } from '../../../src-main/intake/listing.ts';

describe('listing a folder twice', () => {
  it('fills a hole of the first listing from the second', () => {
    const { names, more } = mergeListings(['1', '3', '4'], ['1', '2', '3', '4']);
    expect(names).toEqual(['1', '2', '3', '4']);
    expect(more).toBe(false);
  });

  it('leaves later names of the second listing to the next wake-up', () => {
    const { names, more } = mergeListings(['1', '3'], ['1', '2', '3', '4', '10']);
    expect(names).toEqual(['1', '2', '3']);
    expect(more).toBe(true);
  });

  it('keeps what the first saw although the second misses it', () => {
    expect(mergeListings(['1', '2', '3'], ['1', '3']).names).toEqual(['1', '2', '3']);
  });

  it('takes nothing new from the second when the first was empty', () => {
    expect(mergeListings([], ['1'])).toMatchObject({ names: [], more: true });
  });

  it('sorts naturally and sets markers, temporary names and own folders apart', () => {
    const seen = ['10.json', 'archive', '9.json', 'tmp', 'rejected', '9.json.done', '.x', 'y.tmp'];
    const { names, markers, temporaries } = listTwice(() => seen);
    expect(names).toEqual(['9.json', '10.json']);
    expect([...markers]).toEqual(['9.json.done']);
    expect(temporaries).toEqual(['.x', 'y.tmp']);
  });

  it('sees a marker that only the second listing has', () => {
    const { markers, names } = mergeListings(['a.csv'], ['a.csv', 'a.csv.done']);
    expect([...markers]).toEqual(['a.csv.done']);
    expect(names).toEqual(['a.csv']);
  });

  it('lists exactly twice', () => {
    let calls = 0;
    listTwice(() => {
      calls += 1;
      return [];
    });
    expect(calls).toBe(2);
  });

  it('merges backlogs larger than an argument list', () => {
    const many = Array.from({ length: 200_000 }, (_, at) => `${at}.json`);
    const { names } = mergeListings(['999999.json'], [...many, '999999.json']);
    expect(names).toHaveLength(200_001);
    expect(names.at(-1)).toBe('999999.json');
  });
});
