/** The database can't be worked with, for a reason that the operator can mend; the message is for them. */
export class DatabaseNotReady extends Error {
  override readonly name = 'DatabaseNotReady';
}
