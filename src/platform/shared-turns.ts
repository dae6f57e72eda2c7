import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Request, Answer> {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export interface SharedTurnsOptions<Request, Answer> {
  /** An answer each, in order. */
  serve: (lane: string, requests: Request[]) => Promise<Answer[]>;
  /** The most that one turn takes, by weight; a heavier request has a turn of its own. */
  most: number;
  weigh?: (request: Request) => number;
  /** After such a failure each is tried alone: one bad request spoils what it shares with the others. */
  triesAlone?: (error: unknown) => boolean;
}

/**
 * What is asked for while a turn of the same lane is under way waits and then shares the next one: many pay for one
 * transaction, and who comes alone waits for nobody.
 */
export class SharedTurns<Request, Answer> {
  private readonly lanes = new Map<string, Waiting<Request, Answer>[]>();

  constructor(private readonly options: SharedTurnsOptions<Request, Answer>) {}

  ask(lane: string, request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = { request, resolve, reject };
      const queue = this.lanes.get(lane);
      if (queue) queue.push(waiting);
      else void this.open(lane, [waiting]);
    });
  }

  /** How many wait in it for their turn. */
  waiting(lane: string): number {
    return this.lanes.get(lane)?.length ?? 0;
  }

  /** Whether whoever asks in it now waits for a turn that is under way. */
  isBusy(lane: string): boolean {
    return this.lanes.has(lane);
  }

  private async open(lane: string, queue: Waiting<Request, Answer>[]): Promise<void> {
    this.lanes.set(lane, queue);
    // What one event of the loop brings comes together.
    await nextTurn();
    while (queue.length > 0) {
      await this.serve(lane, this.takeFrom(queue));
    }
    this.lanes.delete(lane);
  }

  private async serve(lane: string, some: Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await this.options.serve(
        lane,
        some.map(({ request }) => request),
      );
      some.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      if (some.length > 1 && this.options.triesAlone?.(error)) {
        for (const one of some) await this.serve(lane, [one]);
      } else {
        for (const { reject } of some) reject(error);
      }
    }
  }

  private takeFrom(queue: Waiting<Request, Answer>[]): Waiting<Request, Answer>[] {
    const { most, weigh = () => 1 } = this.options;
    let weight = 0;
    const size = queue.findIndex(({ request }) => (weight += weigh(request)) > most);
    return queue.splice(0, size === -1 ? queue.length : Math.max(1, size));
  }
}
