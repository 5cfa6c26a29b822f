/** Owns: what can be wrong with settings and keys. The words are in `text/problems.ts`. */
export type SettingsProblemCode =
  | 'settings.notFound'
  | 'settings.unreadable'
  | 'settings.notWritten'
  | 'settings.syntax'
  | 'settings.unknownKey'
  | 'settings.missing'
  | 'settings.wrongValue'
  | 'settings.userKeyRefused'
  | 'settings.httpRefused'
  | 'settings.foldersOverlap'
  | 'settings.keyInDrop'
  | 'settings.timeoutsCrossed'
  | 'settings.formatUnknown'
  /** Values: `file, command`, and `mode` or `uid`. */
  | 'settings.writableByOthers'
  | 'settings.foreignOwner'
  | SettingsWarningCode;

/** These are told and the settings are used all the same. */
export type SettingsWarningCode =
  'settings.userKeyIgnored' | 'settings.pinPlain' | 'settings.variableUnknown' | 'settings.poskeyIncomplete';

export type KeyProblemCode =
  | 'key.missing'
  | 'key.unreadable'
  | 'key.empty'
  | 'key.malformed'
  | 'key.sameAsAdmin'
  /** Values: `file, command`, and `mode` or `uid`. */
  | 'key.openToOthers'
  | 'key.foreignOwner'
  | KeyWarningCode;

/** `key.readableByGroup`: values `file, gid, command`. */
export type KeyWarningCode = 'key.readableByGroup' | 'key.fromEnvironment';
