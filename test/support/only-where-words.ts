/** Owns: what stands between a test's title and what it needs of the machine; apart, as the config may not load tests. */
export const NEEDS = ' – needs ';
