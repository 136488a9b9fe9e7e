'use strict';

// Which Node.js the function was made for, by its runtime identifier. The interpreter that serves may be another.
const major = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 0);

module.exports = {
  /** 0 when nobody said. */
  major,

  /** From 24 on a handler returns its answer, or a promise of it: there is no callback, and the context has nothing of that kind. */
  returnsAnswer: major >= 24,
};
