/**
 * Owns how the simulator says no: the error codes of the device API's table and the list of seed sections.
 * Promises that every refusal carries a code of that table and opens with the section it rests on.
 * Refuses to know which field or method is being judged.
 */

/** Sections of the two seed documents that a refusal may rest on. */
export type SeedSection =
  | 'guide 4.3'
  | 'guide 4.4.4'
  | 'guide 4.4.5'
  | 'guide 6.1.4'
  | 'guide 6.1.5'
  | 'guide 6.2'
  | 'guide 6.3'
  | 'guide 7.1.4'
  | 'guide 7.2'
  | 'guide 7.3'
  | 'guide 7.3.1'
  | 'guide 7.4'
  | 'guide 10.1.1'
  | 'guide 10.1.2'
  | 'guide 11.2'
  | 'guide 12.1'
  | 'guide 12.2'
  | 'guide 13.1'
  | 'guide 14.1'
  | 'guide 15.1'
  | 'guide 16.1'
  | 'device API, address'
  | 'device API, protocol'
  | 'device API, error codes'
  | 'device API, purchaseRegister'
  | 'device API, purchaseRegisterBatch'
  | 'device API, planSet'
  | 'device API, planPublish'
  | 'device API, reports'
  | 'device API, registerEvent';

/** Codes of the table in the device API that the simulator itself answers with. */
export const rpcCodes = {
  badRequest: -32600,
  unknownMethod: -32601,
  badParameters: -32602,
  operationFailed: -32605,
  tooOften: -32606,
  databaseError: -32610,
  badMessage: -32700,
  terminalBlocked: -32801,
  badKey: -32802,
  terminalExists: -32803,
  notAuthorised: -33100,
} as const;

/** A definite no of the server; `receipt` is the refused receipt as it was sent, where one is to blame. */
export class Refusal extends Error {
  readonly code: number;
  readonly section: SeedSection;
  receipt: unknown = undefined;

  constructor(code: number, section: SeedSection, what: string) {
    super(`${section}: ${what}`);
    this.name = 'Refusal';
    this.code = code;
    this.section = section;
  }
}

/** Always throws: wrong parameters (-32602), with the place and what is expected there. */
export function refuse(section: SeedSection, where: string, what: string): never {
  throw new Refusal(rpcCodes.badParameters, section, `${where} ${what}`);
}
