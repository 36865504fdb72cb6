// A bound on the work of one reading. Text may ask for any amount of repetition (macros that double,
// .rept in .rept, files that include themselves); a reading ends with an error instead.

/** The work that may still be done. */
export interface Budget {
  left: number;
}

/** What one reading may do; the vectors and the world switch with all headers need a tenth of it. */
export const wholeReading = 1_000_000;

/** A budget of so many units. */
export const budgetOf = (amount: number): Budget => ({ left: amount });

/** False once the budget has been used up. */
export const spend = (budget: Budget, amount: number): boolean => {
  budget.left -= amount;
  return budget.left >= 0;
};

/** Ends the reading, where going on could only repeat what went wrong. */
export const exhaust = (budget: Budget): void => {
  budget.left = -1;
};
