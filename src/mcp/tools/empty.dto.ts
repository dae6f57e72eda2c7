/** Of tools that take nothing. */
export class NoInput {}
