/** The call stops here, nothing charged, until the person behind the client has been asked. */
export class SpendingQuestion extends Error {
  override readonly name = 'SpendingQuestion';

  constructor(readonly credits: number) {
    super(`Spending ${credits} credits must be confirmed.`);
  }
}
