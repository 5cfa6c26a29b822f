/** Owns: what can be wrong with settings and keys. The words are in `text/problems.ts`. */
export type SettingsProblemCode =
  | 'settings.notFound'
  | 'settings.unreadable'
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
  | SettingsWarningCode;

/** These are told and the settings are used all the same. */
export type SettingsWarningCode =
  'settings.writableByOthers' | 'settings.variableUnknown' | 'settings.poskeyIncomplete';

export type KeyProblemCode =
  'key.missing' | 'key.unreadable' | 'key.empty' | 'key.malformed' | 'key.sameAsAdmin' | KeyWarningCode;

export type KeyWarningCode = 'key.readableByOthers' | 'key.fromEnvironment';
