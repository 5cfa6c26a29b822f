/**
 * Owns: the codes by which the intake tells that something is wrong with a file or a folder. The words are in
 * the room `text`; the values named here are what those words are filled with.
 */
export type FileProblem =
  /** Never opened, reported where they lie (drop folder 6, decisions 13). Values: `name`. */
  | 'file.symbolicLink'
  | 'file.isFolder'
  | 'file.fifo'
  | 'file.socket'
  | 'file.device'
  /** More than one hard link, and the owner is the agent or not the folder's. Values: `name, links, owner`. */
  | 'file.foreignHardLink'
  /** The name is not valid UTF-8, so it cannot be opened by it. Values: `name`. */
  | 'file.nameNotUtf8'
  /** Over `drop.maxFileMb`. Values: `name, sizeBytes, limitBytes`. */
  | 'file.tooLarge'
  /** Stayed incomplete for `drop.staleMs`. Values: `name, sizeBytes, staleMs, because` (the format's code). */
  | 'file.stale'
  /** Its writer said that it is whole, but it is not. Values: `name, sizeBytes, because`. */
  | 'file.incomplete'
  /** The process died while it read the file, several times in a row. Values: `name, sizeBytes, crashes`. */
  | 'file.crashes'
  /** Grew beyond `drop.maxFileMb` after it was taken. Values: `name, sizeBytes, limitBytes`. */
  | 'file.grewTooLarge'
  /** Grew after it was taken, and what came cannot be read. Values: `name, sizeBytes, because`. */
  | 'file.grewUnreadable'
  /** Lines may follow in them, and they are gone from the archive or replaced. Values: `name` (the first), `count`. */
  | 'file.originalAway'
  /** Files beyond those that are told one by one. Values: `count`. */
  | 'file.manyTroubled'
  /** Waits: incomplete so far. Values: `name, sizeBytes, because`. */
  | 'file.unfinished'
  /** Waits, though no further bytes mend it: its writer may write it anew. Values: `name, sizeBytes, because, staleMs`. */
  | 'file.unreadableSoFar'
  /** Waits for its time of rest. Values: `name, settleMs`. */
  | 'file.resting'
  /** Holds a signal and waits for an earlier incomplete file (decisions 11). Values: `name`. */
  | 'file.behindEarlier'
  /** Could not be read, tried again. Values: `name, errno, attempts`. */
  | 'file.unreadable'
  /** Is in the outbox but could not be moved to the archive, tried again. Values: `name, errno, attempts, path` (of the disk). */
  | 'file.notMoved'
  /** Cannot be taken, and could not be moved to `rejected`, tried again. Values: the same. */
  | 'file.notRejected'
  /** Could not be put into the outbox, tried again. Values: `name, errno, attempts`. */
  | 'file.notStored'
  /** Lies in `rejected` without a readable reason beside it. Values: `name`. */
  | 'file.unexplained';

export type FolderProblem =
  /** Values: `path`. */
  | 'folder.missing'
  | 'folder.notAnswering'
  | 'folder.notAFolder'
  | 'folder.worldWritable'
  /** Belongs to another user: archive and rejected files lie in the data folder. Values: `path, owner, command`. */
  | 'folder.notOwn'
  /** Rights that the agent may not set itself. Values: `path, mode, wanted, command`. */
  | 'folder.rightsNotSet'
  /** Something else stands where a folder of the agent's belongs; the drop folder stops. Values: `path, owner, command`. */
  | 'folder.subfolderLink'
  | 'folder.subfolderNone'
  | 'folder.subfolderOwner'
  | 'folder.subfolderReplaced'
  /** A link on the way to the drop folder that somebody else made; the drop folder stops. Values: the same. */
  | 'folder.pathLink'
  /** Values: `path, errno`. */
  | 'folder.denied'
  | 'folder.unreadable'
  /** The process may open no more files. Values: `path, errno`. */
  | 'folder.tooManyOpen'
  | 'folder.watchFailed'
  /** The outbox refuses to store. Values: `path, error`. */
  | 'folder.notStored'
  /** A disk has no room left, nothing is taken. Values: `path` (of a folder on it). */
  | 'folder.diskFull'
  | OwnerProblem;

/** Whose the folder is. */
export type OwnerProblem =
  /** Another agent takes from it. Values: `path, pid, host, dataDir`. */
  | 'folder.heldByOther'
  /** The mark that was there is not. Values: `path`. */
  | 'folder.markMissing'
  /** Values: `path, dataDir` (whose it is). */
  | 'folder.markForeign'
  /** It has the mark of another of our folders. Values: `path`. */
  | 'folder.markCopied'
  /** The folder of the mark is another user's. Values: `path, owner`. */
  | 'folder.markOfOther'
  /** Something else stands where the mark belongs, or it cannot be read. Values: `path`. */
  | 'folder.markTampered'
  /** Its archive is read into the rebuilt outbox first. Values: `path`. */
  | 'folder.rebuilding';
