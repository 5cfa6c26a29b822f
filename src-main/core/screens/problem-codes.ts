/** Owns: what can keep the screens from being shown or obeyed. The words are in `text/words`. */
export type ScreensProblem =
  /** The program came without its screens. */
  | 'screens.notBuilt'
  /** Values: `port`, `reason`. */
  | 'screens.portUnusable'
  /** The agent runs without screens: there is no address to give. */
  | 'screens.off'
  /** The user's settings file cannot be written. Values: `reason`. */
  | 'screens.lookNotKept'
  /** Hidden money is up to the machine's settings file, which cannot be written. Values: `reason`. */
  | 'screens.guardNotKept'
  /** There is no PIN, and this session did not come with a one-time address a short while ago. */
  | 'screens.addressNeeded'
  /** The settings or the key file cannot be written. Values: `reason`. */
  | 'screens.setupNotKept'
  /** The key was given for another server and must be typed anew. Values: `host`. */
  | 'screens.keyOfOtherHost'
  /** A key is there, and nobody has said for which server: it must be typed. */
  | 'screens.keyNotTyped'
  /** A key that goes before the key file is not the one that was typed. Values: `where`. */
  | 'screens.keyFromOutside'
  /** `api.reportsKeyFile` was given for the server of before, and is not typed here. Values: `host`. */
  | 'screens.reportsKeyStays'
  /** Nothing but blanks was typed as a key. */
  | 'screens.keyBlank'
  /** What was typed is no key. Values: `flaw` (`typed-key.ts`), `lengthMax`. */
  | 'screens.keyMalformed'
  /** The key that was typed is the administrative one of this machine. */
  | 'screens.keyIsAdmin'
  /** A test receipt is for a server on this machine alone (decisions 35). */
  | 'screens.testNotOffered'
  /** The file with the test receipt cannot be written. Values: `reason`. */
  | 'screens.testNotDropped'
  /** Only the first-run wizard can be used so far. */
  | 'screens.notSetUp'
  /** HEADO answers with something else than a report. */
  | 'screens.noReport';
