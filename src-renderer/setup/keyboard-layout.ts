/**
 * Owns: which keys the on-screen keyboard has. Keys, ids, addresses and paths are Latin letters, digits and signs;
 * a store's id may hold Russian letters. Ten keys a row: 48 px each at 480 px.
 */
export const LAYER_NAMES = ['latin', 'russian', 'signs'] as const;
export type Layer = (typeof LAYER_NAMES)[number];

export const LAYERS = {
  latin: ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm_./'],
  russian: ['йцукенгшщз', 'хъфывапрол', 'джэячсмить', 'бюё-_./\\:@'],
  signs: ['1234567890', ':/.-_\\@+=~', '!#$%&*()[]', '{}"\'`,;?|^'],
} as const satisfies Record<Layer, readonly string[]>;

/** What stands on the key that leads to the layer. */
export const LAYER_SIGNS = { latin: 'ABC', russian: 'АБВ', signs: '#+=' } as const satisfies Record<
  Layer,
  string
>;
