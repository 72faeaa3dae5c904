/** How much a vendor may send before it is refused: far beyond what real ones do, far below what stops the process. */
export interface ReadLimits {
  /** Lists and objects inside each other in one record. */
  recordDepth: number;
  /** Fields and list entries of one record, at every depth. */
  recordValues: number;
  /** The same of one answer. */
  answerValues: number;
  /** Pages of one session, and of any list that goes with its records. */
  pages: number;
  /** Records of one session. */
  records: number;
}

export const defaultReadLimits: ReadLimits = {
  recordDepth: 100,
  recordValues: 100_000,
  answerValues: 5_000_000,
  pages: 200_000,
  records: 10_000_000,
};
